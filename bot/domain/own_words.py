"""Own words: what the desk typed or forwarded to be a post just so, rather than a page to read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.formatted import Formatted, as_values, formats_of


@dataclass(frozen=True, slots=True)
class Source:
    """Who said it first; whoever hides their name in forwards has no `link`."""

    name: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Attached:
    """A picture or another file of a message: what stands for its address, and its name."""

    url: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """A message as somebody of the desk sent it; `source`: from where it was forwarded.

    `attached` are its files, and those of its whole album.
    """

    message_id: int
    words: Formatted
    at: datetime
    source: Source | None = None
    attached: tuple[Attached, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The text of a post below its headline.

    Not `headed`: there is none, and the article's headline only names it in lists.
    """

    words: Formatted
    headed: bool
    source: Source | None = None


def own_as_values(own: OwnWords) -> dict[str, Any]:
    """Own words as JSON values."""
    return {
        "text": own.words.text,
        "entities": as_values(own.words.formats),
        "headed": own.headed,
        "source": source_as_values(own.source),
    }


def own_from_values(kept: Mapping[str, Any]) -> OwnWords:
    """The words that `own_as_values` wrote."""
    words = formatted_from(kept["text"], kept["entities"])
    return OwnWords(words, kept["headed"], source_from(kept["source"]))


def formatted_from(text: str, entities: list[dict[str, Any]] | None) -> Formatted:
    return Formatted(text, formats_of(entities or (), text))


def source_as_values(source: Source | None) -> dict[str, Any] | None:
    return None if source is None else {"name": source.name, "link": source.link}


def source_from(kept: Mapping[str, Any] | None) -> Source | None:
    return None if kept is None else Source(kept["name"], kept["link"])
