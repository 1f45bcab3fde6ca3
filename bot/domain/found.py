"""What a search found: a page of hits, each with the words that were looked for."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.domain.article import Article, dated_at
from bot.domain.formatted import Formatted
from bot.domain.query import Query
from bot.domain.text import is_blank
from bot.domain.topics import TopicKind


@dataclass(frozen=True, slots=True)
class Hit:
    """An article with the words in bold. `post`: where it stands in a channel, if it does."""

    article: Article
    headline: Formatted
    snippet: Formatted
    post: str | None = None

    @property
    def is_untitled(self) -> bool:
        return is_blank(self.article.content.headline)

    @property
    def at(self) -> datetime | None:
        return dated_at(self.article)


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A section, author or tag that there is none of.

    `near`: some that there are, the likeliest first; `meant`: the one of them that hardly differs.
    """

    kind: TopicKind
    name: str
    near: tuple[str, ...] = ()
    meant: str | None = None


@dataclass(frozen=True, slots=True)
class FoundPage:
    """One page of what was found; `page` counts from 0.

    `total` is counted no further than `counted_to`. `newest`: in the order of dates, else the
    best first. `instead`: what was rather meant, where nothing was found. `zone`: of a reader who
    has said one, by which the days of the query were meant. `unknown`: what it names and is not
    there. `is_partial`: nothing was found, and the index has not all articles yet.
    """

    query: Query
    words: str
    hits: tuple[Hit, ...]
    page: int
    total: int
    newest: bool = False
    search_id: int = 0
    has_more: bool = False
    instead: Query | None = None
    zone: tzinfo | None = None
    unknown: tuple[UnknownName, ...] = ()
    is_partial: bool = False

    @property
    def is_many(self) -> bool:
        return self.total >= counted_to(self.query)


COUNTED_TO = 1000
# An index knows which words an article has, and not which of them stand in a row: each is read.
PHRASES_COUNTED_TO = 100


def counted_to(query: Query) -> int:
    """So many hits of a query are counted, and no more."""
    return PHRASES_COUNTED_TO if query.phrases else COUNTED_TO
