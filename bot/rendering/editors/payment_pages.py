"""What the desk is asked before a broadcast costs Stars."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.domain.buttons import Pay
from bot.domain.post import Button, Keyboard, drawn_for
from bot.domain.preflight import Preflight
from bot.domain.stars import FREE_PER_SECOND, PAID_PER_SECOND, most_stars
from bot.rendering.editors.preflight_pages import reach_of
from bot.rendering.page import Label, PostPage


@dataclass(frozen=True)
class PaymentQuestion(PostPage):
    """How many readers there are, what they cost at most, and how long it takes either way."""

    template = "editors/payment_question"
    preflight: Preflight

    def keyboard(self, label: Label) -> Keyboard:
        card = self.preflight.card
        id_ = card.article.id
        sure = label("pay_sure", stars=most_stars(card.followers))
        keyboard = (
            (Button(sure, press=Pay(id_, sure=True)),),
            (Button(label("keep_posted"), press=Pay(id_, sure=False)),),
        )
        return drawn_for(card.article.version, keyboard)

    def context(self) -> Mapping[str, Any]:
        card, readers = self.preflight.card, self.preflight.card.followers
        return {
            "article": card.article,
            "remarks": self.preflight.remarks,
            **reach_of(card),
            "stars": most_stars(readers),
            "free_time": timedelta(seconds=-(-readers // FREE_PER_SECOND)),
            "paid_time": timedelta(seconds=-(-readers // PAID_PER_SECOND)),
        }
