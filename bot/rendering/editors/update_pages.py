"""What the desk is told of updates that are not done as they came."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.domain.buttons import drawn_in, unpack
from bot.domain.courtesies import Courtesy
from bot.domain.post import Button, Keyboard
from bot.domain.text import is_blank
from bot.rendering.page import Label, PostPage
from bot.rendering.words import short

_MOST_MINUTES = 10**6
_BUTTON_LIMIT = 64  # UTF-16 units


@dataclass(frozen=True)
class AskedLongAgo(PostPage):
    """What somebody asked for while the bot was away, and what is not done unasked.

    `words` stand on the button, or are the typed command; `press` is the data of the button.
    """

    template = "editors/asked_long_ago"
    words: str
    minutes: int
    press: str = ""

    def context(self) -> Mapping[str, Any]:
        minutes = max(1, min(self.minutes, _MOST_MINUTES))
        return {**super().context(), "age": timedelta(minutes=minutes)}

    def keyboard(self, label: Label) -> Keyboard:  # noqa: ARG002 - it says what it said
        press = unpack(self.press)
        if press is None or is_blank(self.words):
            return ()
        return (
            (Button(short(self.words, _BUTTON_LIMIT), press=press, drawn=drawn_in(self.press)),),
        )


@dataclass(frozen=True)
class EditorPolite(PostPage):
    """An editor greets or thanks the bot, which is neither a page nor a post."""

    template = "editors/polite"
    courtesy: Courtesy


@dataclass(frozen=True)
class OwnMessage(PostPage):
    """What was forwarded to the bot is a message of its own: a card, say."""

    template = "editors/own_message"


@dataclass(frozen=True)
class EditUnread(PostPage):
    """An editor has edited a message of theirs, which changes no draft."""

    template = "editors/edit_unread"
