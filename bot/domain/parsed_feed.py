"""A feed: what a site announces, item by item, as it was read at one moment."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.article import Image


@dataclass(frozen=True, slots=True)
class Entry:
    """One announced article; what the feed does not say is None or empty.

    `id` is the same whenever the item is read again. `summary` and `markup` are the short and the
    whole text as they were sent, HTML or plain; `base` is the address that relative ones in it are
    meant from, where the feed says so; `images` are those that stand beside both.
    """

    id: str
    title: str | None = None
    link: str | None = None
    published_at: datetime | None = None
    summary: str | None = None
    markup: str | None = None
    categories: tuple[str, ...] = ()
    author: str | None = None
    images: tuple[Image, ...] = ()
    language: str | None = None
    base: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """What one address gave, in its order; `warnings` are stable codes, each once."""

    title: str | None
    link: str | None
    language: str | None
    items: tuple[Entry, ...] = ()
    warnings: tuple[str, ...] = ()
    keeps_for: timedelta | None = None  # how long a copy of it is good, as it says itself
