"""What the desk is asked before a broadcast costs Stars."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.domain.buttons import Pay
from bot.domain.desk import Card
from bot.domain.post import Button, Keyboard, drawn_for
from bot.domain.stars import FREE_PER_SECOND, PAID_PER_SECOND, most_stars
from bot.rendering.page import Label, PostPage


@dataclass(frozen=True)
class PaymentQuestion(PostPage):
    """How many readers there are, what they cost at most, and how long it takes either way."""

    template = "editors/payment_question"
    card: Card

    def keyboard(self, label: Label) -> Keyboard:
        id_ = self.card.article.id
        sure = label("pay_sure", stars=most_stars(self.card.followers))
        keyboard = (
            (Button(sure, press=Pay(id_, sure=True)),),
            (Button(label("keep_posted"), press=Pay(id_, sure=False)),),
        )
        return drawn_for(self.card.article.version, keyboard)

    def context(self) -> Mapping[str, Any]:
        readers = self.card.followers
        return {
            "article": self.card.article,
            "channels": len(self.card.channels),
            "readers": readers,
            "stars": most_stars(readers),
            "free_time": timedelta(seconds=-(-readers // FREE_PER_SECOND)),
            "paid_time": timedelta(seconds=-(-readers // PAID_PER_SECOND)),
        }
