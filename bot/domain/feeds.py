"""A feed that the newsroom is connected to: what becomes of its items, and when it is asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.filters import WrittenFilter
from bot.domain.section import section_key

INTERVALS = (1, 5, 15, 30, 60)  # minutes that the desk may choose
USUAL_INTERVAL = timedelta(minutes=5)
FIRST_CHOICES = (0, 1, 3, 5)  # of the newest items, published when a feed is added
SHORTEST, LONGEST = timedelta(minutes=1), timedelta(hours=6)  # between two polls
MOST_CATEGORIES = 60
STALE = timedelta(days=3)  # what is older when it is seen first is no news
FLOOD = 20  # new items at once: rather a site that has numbered its items anew
_FAILURES_OF_A_BROKEN = 3
_GONE = 410
_LAST_DOUBLING = 10
MOVES_TO_BELIEVE = 3


class FeedState(StrEnum):
    """Whether a feed is polled.

    `asked`: somebody named its address, it was not read yet; `offered`: read, and nobody has
    agreed yet; `broken`: several polls in a row have failed, and the next may not.
    """

    ASKED = "asked"
    OFFERED = "offered"
    ACTIVE = "active"
    PAUSED = "paused"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Category:
    """A category as the feed prints it, and the section that it means; None: not settled."""

    name: str
    section_id: int | None = None


@dataclass(frozen=True, slots=True)
class FeedFault:
    """Why a poll failed: a refusal's code and its details."""

    code: str
    details: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_final(self) -> bool:
        """Whether the site says itself that the feed is gone."""
        return self.details.get("status") == _GONE


@dataclass(frozen=True, slots=True)
class Feed:
    """A connected feed. `section_id` is for items whose categories say nothing.

    `publish`: its items go out at once, if nothing speaks against it; else they wait for the
    desk. `first`: how many of the newest are published when it is read first. `etag` and
    `last_modified` are as the site sent them; `failures` counts those in a row.
    """

    id: int
    url: str
    state: FeedState
    title: str | None = None
    section_id: int | None = None
    categories: tuple[Category, ...] = ()
    publish: bool = False
    filter: WrittenFilter = field(default_factory=WrittenFilter)
    interval: timedelta = USUAL_INTERVAL
    first: int = 0
    etag: str | None = None
    last_modified: str | None = None
    next_poll_at: datetime | None = None
    heard_at: datetime | None = None
    failures: int = 0
    trouble: FeedFault | None = None
    moves_to: str | None = None
    moves: int = 0
    added_by: int = 0

    @property
    def source(self) -> str:
        """What its items are known by."""
        return f"feed:{self.id}"

    @property
    def name(self) -> str:
        return self.title or self.url

    @property
    def is_connected(self) -> bool:
        """Whether somebody has agreed to it."""
        return self.state not in (FeedState.ASKED, FeedState.OFFERED)

    @property
    def conditions(self) -> dict[str, str]:
        """The headers that ask for nothing but news."""
        told = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in told.items() if value}

    def section_of(self, categories: Iterable[str]) -> int | None:
        """The section of an item: of its first category that means one, else the feed's own."""
        meant = {section_key(c.name): c.section_id for c in self.categories if c.section_id}
        found = (meant.get(section_key(name)) for name in categories)
        return next((section_id for section_id in found if section_id), self.section_id)

    def breaks(self, failures: int, trouble: FeedFault) -> bool:
        """Whether it counts as broken from now on, so that the desk is told, once."""
        is_new = self.state is FeedState.ACTIVE
        return is_new and (trouble.is_final or failures >= _FAILURES_OF_A_BROKEN)

    def with_categories(self, seen: Iterable[Category]) -> tuple[Category, ...]:
        """Its categories and, behind them, those that are new: their places stay."""
        known = {section_key(c.name): c for c in self.categories}
        for category in seen:
            known.setdefault(section_key(category.name), category)
        return tuple(known.values())[:MOST_CATEGORIES]


def next_poll(interval: timedelta, wish: timedelta | None, now: datetime) -> datetime:
    """When to ask again after an answer; `wish` is how long the site asks to be left alone."""
    return now + _within(max(interval, wish or interval))


def next_try(
    interval: timedelta, failures: int, wish: timedelta | None, now: datetime
) -> datetime:
    """The same after so many failures in a row: each doubles the time."""
    wait = interval * 2 ** min(failures, _LAST_DOUBLING)
    return now + _within(max(wait, wish or wait))


def _within(wait: timedelta) -> timedelta:
    return min(max(wait, SHORTEST), LONGEST)
