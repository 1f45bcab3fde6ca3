"""The archive by its shelves: all of it, a section, an author, a tag; each has a calendar."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

from bot.domain.article import Article
from bot.domain.section import Section
from bot.domain.topics import Topic, TopicKind, section_topic

# So many are counted and no more: of a million, neither database counts all in time.
COUNTED_TO: Final = 10_000
SHELVED: Final = (TopicKind.AUTHOR, TopicKind.TAG)

Span = tuple[datetime | None, datetime | None]  # from the first one on, before the second
ALWAYS: Final[Span] = (None, None)


@dataclass(frozen=True, slots=True)
class ArchiveName:
    """A tag or an author, and under how many articles that readers may see it stands."""

    id: int
    topic: Topic
    articles: int


@dataclass(frozen=True, slots=True)
class NamePage:
    """One page of the authors, or of the tags, those with most articles first; from 0."""

    kind: TopicKind
    names: tuple[ArchiveName, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class ShelfKey:
    """By which a shelf is known: a section's id, or a name's; 0 is all of the archive."""

    id: int = 0
    is_name: bool = False


@dataclass(frozen=True, slots=True)
class Shelf:
    """A part of the archive; neither: all of it."""

    section: Section | None = None
    name: ArchiveName | None = None

    @property
    def topic(self) -> Topic | None:
        """What it is about, as somebody may follow it."""
        if self.name:
            return self.name.topic
        return section_topic(self.section) if self.section else None

    @property
    def key(self) -> "ShelfKey":
        thing = self.name or self.section
        return ShelfKey(thing.id if thing else 0, is_name=self.name is not None)


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a page begins: at the newest (0), or beside an article.

    Pages hang on articles and not on numbers, so that what comes meanwhile shifts none of them,
    and the last page of a million is found as fast as the first.
    """

    article_id: int = 0
    newer: bool = False


@dataclass(frozen=True, slots=True)
class ShelfPage:
    """Some articles of a shelf, the newest first, of one `day` or of all.

    `total` is counted up to COUNTED_TO; `zone` is that of a reader who has said one: these are
    its days. Others have the newsroom's.
    """

    shelf: Shelf
    articles: tuple[Article, ...]
    zone: tzinfo | None = None
    total: int = 0
    day: date | None = None
    has_newer: bool = False
    has_older: bool = False

    @property
    def is_many(self) -> bool:
        return self.total > COUNTED_TO


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the calendar, and those around it that have articles; `year`s likewise."""

    shelf: Shelf
    first: date
    days: tuple[date, ...]
    earlier: date | None = None
    later: date | None = None
    year_before: date | None = None
    year_behind: date | None = None


def span_of(day: date, zone: tzinfo) -> Span:
    """From midnight to midnight by the clocks of a zone, which may be 23 hours apart."""
    behind = datetime.combine(day + timedelta(days=1), time(), zone)
    return datetime.combine(day, time(), zone), behind


def month_of(day: date) -> date:
    """Its first day."""
    return day.replace(day=1)


def month_after(first: date) -> date:
    return month_of(first + timedelta(days=32))


def days_in(first: date) -> Iterator[date]:
    day, end = first, month_after(first)
    while day < end:
        yield day
        day += timedelta(days=1)
