"""What an editor is asked before an article goes out, with what was found and whom it reaches."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.domain.buttons import NotYet, Publish, ShowCard
from bot.domain.desk import Card
from bot.domain.post import Button, Keyboard, drawn_for
from bot.domain.preflight import Preflight
from bot.domain.schedule_buttons import AskWhen
from bot.rendering.page import Label, PlainPage, PostPage

MOST_CHANNELS: Final = 8


@dataclass(frozen=True)
class PreflightPage(PostPage):
    """Where something stops the article its buttons lead to where that is put right."""

    template = "editors/preflight"
    preflight: Preflight

    def keyboard(self, label: Label) -> Keyboard:
        preflight = self.preflight
        article_id = preflight.card.article.id
        if preflight.stops:
            when = Button(label("when"), press=AskWhen(article_id, embargo=False))
            card = Button(label("to_card"), press=ShowCard(article_id))
            held = any(remark.code == "embargo" for remark in preflight.remarks)
            ways = (when, card) if held else (card,)
            return drawn_for(preflight.card.article.version, (ways,))
        name = "publish_breaking_sure" if preflight.breaking else "publish_anyway"
        sure = Publish(article_id, breaking=preflight.breaking, asked=preflight.mark)
        buttons = (
            (Button(label(name), press=sure),),
            (Button(label("keep_posted"), press=NotYet(article_id)),),
        )
        return drawn_for(preflight.card.article.version, buttons)

    def context(self) -> Mapping[str, Any]:
        return {
            "article": self.preflight.card.article,
            "breaking": self.preflight.breaking,
            "stops": self.preflight.stops,
            "remarks": self.preflight.remarks,
            **reach_of(self.preflight.card),
        }


def reach_of(card: Card) -> dict[str, Any]:
    """Whom it would reach: channels by their names, readers by their number."""
    return {
        "channels": card.channels[:MOST_CHANNELS],
        "more_channels": max(len(card.channels) - MOST_CHANNELS, 0),
        "readers": card.followers,
    }


@dataclass(frozen=True)
class NotNow(PlainPage):
    """The desk would rather not, for now."""

    template = "editors/not_now"
    id: int
