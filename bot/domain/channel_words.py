"""What a post says in one channel alone: its own headline, lead, signs and buttons there.

The article is not touched by it, and neither are its other posts.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Final

from bot.domain.errors import RefusedError
from bot.domain.links import read_link
from bot.domain.text import is_blank, utf16_length

LONGEST: Final = {"headline": 1_000, "lead": 2_000, "emoji": 16, "hashtags": 200}
LONGEST_HASHTAG: Final = 60
MOST_BUTTONS: Final = 6
_BUTTON_LENGTH: Final = 40  # UTF-16 units
_BETWEEN: Final = " –—-:|"


class WordPart(StrEnum):
    """What can be other in a channel; the values are stored, and stand in buttons."""

    HEADLINE = "headline"
    LEAD = "lead"
    EMOJI = "emoji"
    HASHTAGS = "hashtags"
    BUTTONS = "buttons"


@dataclass(frozen=True, slots=True)
class ChannelWords:
    """None and nothing: as everywhere. `buttons` are words with their addresses."""

    headline: str | None = None
    lead: str | None = None
    emoji: str | None = None
    hashtags: str | None = None
    buttons: tuple[tuple[str, str], ...] = ()

    def said(self, part: WordPart) -> str | None:
        """A part as it is typed."""
        if part is WordPart.BUTTONS:
            return "\n".join(f"{text} – {url}" for text, url in self.buttons) or None
        value: str | None = getattr(self, part.value)
        return value


AS_EVERYWHERE: Final = ChannelWords()


def part_named(name: str) -> WordPart:
    """Raises `RefusedError` for a word that no button of ours carries."""
    try:
        return WordPart(name)
    except ValueError:
        raise RefusedError("field_stale") from None


def with_part(words: ChannelWords, part: WordPart, text: str) -> ChannelWords:
    """The words with what was typed. Raises `RefusedError` for what cannot stand there."""
    if part is WordPart.BUTTONS:
        return replace(words, buttons=_buttons(text))
    line = " ".join(text.split())
    if part is WordPart.HASHTAGS:
        line = _hashtags(line)
    if is_blank(line) or (part is WordPart.EMOJI and not _is_picture(line)):
        raise RefusedError("words_not_read", part=part.value)
    if utf16_length(line) > LONGEST[part]:
        raise RefusedError("field_too_long", length=utf16_length(line), limit=LONGEST[part])
    changed: dict[str, Any] = {part.value: line}
    return replace(words, **changed)


def read_emoji(typed: str) -> str:
    """Raises `RefusedError` for what is no sign."""
    return with_part(AS_EVERYWHERE, WordPart.EMOJI, typed).emoji or ""


def read_hashtag(typed: str) -> str:
    """One hashtag, with its sign. Raises `RefusedError` for none, or several."""
    tags = _hashtags(typed).split()
    if len(tags) != 1 or not any(map(str.isalpha, tags[0])):
        raise RefusedError("hashtag_unread")
    if len(tags[0]) > LONGEST_HASHTAG:
        raise RefusedError("field_too_long", length=len(tags[0]), limit=LONGEST_HASHTAG)
    return tags[0]


def without_part(words: ChannelWords, part: WordPart) -> ChannelWords:
    """The words with this part as everywhere."""
    if part is WordPart.BUTTONS:
        return replace(words, buttons=())
    changed: dict[str, Any] = {part.value: None}
    return replace(words, **changed)


def _hashtags(line: str) -> str:
    """Words with a «#» each, as Telegram reads hashtags: letters, digits and underscores."""
    tags = (
        "".join(c if c.isalnum() or c == "_" else "" for c in word)
        for word in line.replace("#", " ").replace(",", " ").split()
    )
    return " ".join(f"#{tag}" for tag in tags if tag)


def _is_picture(line: str) -> bool:
    return not any(c.isalnum() or unicodedata.category(c).startswith("P") for c in line)


def _buttons(text: str) -> tuple[tuple[str, str], ...]:
    lines = [line for line in text.splitlines() if not is_blank(line)]
    found = tuple(map(_button, lines))
    if not 0 < len(found) <= MOST_BUTTONS:
        raise RefusedError("words_not_read", part=WordPart.BUTTONS.value)
    return found


def _button(line: str) -> tuple[str, str]:
    """«Words – https://address»."""
    words, _, address = line.strip().rpartition(" ")
    words, url = " ".join(words.split()).rstrip(_BETWEEN), read_link(address)
    if url is None or is_blank(words) or utf16_length(words) > _BUTTON_LENGTH:
        raise RefusedError("words_not_read", part=WordPart.BUTTONS.value)
    return words, url


def as_values(words: ChannelWords) -> dict[str, Any]:
    return asdict(words)


def from_values(kept: Mapping[str, Any]) -> ChannelWords:
    return ChannelWords(**{**kept, "buttons": tuple(map(tuple, kept["buttons"]))})
