"""What a newsroom did in a day, a week or a month, in numbers."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from bot.domain.section import Section


class Period(StrEnum):
    """How far back the numbers go: so many days of the calendar, today included."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"

    @classmethod
    def named(cls, word: str) -> "Period":
        """The period of that value; a word that means none is a forged button's: a week."""
        return next((period for period in cls if period == word), cls.WEEK)

    @property
    def days(self) -> int:
        return {Period.DAY: 1, Period.WEEK: 7, Period.MONTH: 30}[self]

    def begin(self, now: datetime, zone: tzinfo) -> datetime:
        """The midnight, in that zone, with which the first day begins."""
        first = now.astimezone(zone).date() - timedelta(days=self.days - 1)
        return datetime.combine(first, time(), zone)


@dataclass(frozen=True, slots=True)
class SectionFigures:
    """How many readers follow the section, and how many more or fewer than at the beginning."""

    section: Section | None
    posts: int
    followers: int
    growth: int | None = None


@dataclass(frozen=True, slots=True)
class ChannelFigures:
    """`members` as Telegram told last, and how many more or fewer than when the period began."""

    title: str
    posts: int
    failed: int
    members: int | None = None
    growth: int | None = None


@dataclass(frozen=True, slots=True)
class Noticed:
    """An article that drew reactions in channels."""

    article_id: int
    headline: str
    reactions: int


@dataclass(frozen=True, slots=True)
class Spans:
    """How long posts took from the desk's decision until they were shown."""

    median: timedelta
    slowest: timedelta  # of nineteen in twenty

    @classmethod
    def of(cls, spans: Iterable[timedelta]) -> "Spans | None":
        """None where there were no posts."""
        ordered = sorted(spans)
        if not ordered:
            return None
        return cls(_quantile(ordered, 0.5), _quantile(ordered, 0.95))


@dataclass(frozen=True, slots=True)
class Bar:
    """A day, or an hour of one day: what came out, and who came and went."""

    begins: datetime
    posts: int = 0
    gained: int = 0
    lost: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """All that a newsroom is told of a period; `before`: posts in as long a time before it.

    People of the desk are no readers here. `lost` are readers who left meanwhile and have not come
    back. `spans`: to channels; `reader_spans`: to readers, of whom some are looked at.
    """

    period: Period
    begins: datetime
    until: datetime
    posts: int
    before: int
    breaking: int
    corrected: int
    retracted: int
    readers: int
    gained: int
    lost: int
    spans: Spans | None
    reader_spans: Spans | None = None
    sections: tuple[SectionFigures, ...] = ()
    channels: tuple[ChannelFigures, ...] = ()
    noticed: tuple[Noticed, ...] = ()
    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn: a bar for each label, with the words that stand at it."""

    title: str
    labels: Sequence[str]
    posts_name: str
    posts: Sequence[int]
    gained_name: str
    gained: Sequence[int]
    lost_name: str
    lost: Sequence[int]
    dark: bool = False


def bars_of(
    period: Period,
    begins: datetime,
    until: datetime,
    zone: tzinfo,
    *,
    posts: Iterable[datetime],
    gained: Iterable[tuple[datetime, int]],
    lost: Iterable[tuple[datetime, int]],
) -> tuple[Bar, ...]:
    """The period hour by hour if it is a day, else day by day, in that zone."""

    def place(at: datetime) -> tuple[date, int]:
        local = at.astimezone(zone)
        return local.date(), local.hour if period is Period.DAY else 0

    came, joined, left = (
        Counter[tuple[date, int]](),
        Counter[tuple[date, int]](),
        Counter[tuple[date, int]](),
    )
    for at in posts:
        came[place(at)] += 1
    for counter, moments in ((joined, gained), (left, lost)):
        for at, number in moments:
            counter[place(at)] += number
    return tuple(
        Bar(at, came[place(at)], joined[place(at)], left[place(at)])
        for at in _beginnings(period, begins, until, zone)
    )


def _beginnings(
    period: Period, begins: datetime, until: datetime, zone: tzinfo
) -> Sequence[datetime]:
    first = begins.astimezone(zone).date()
    if period is Period.DAY:
        hours = until.astimezone(zone).hour + 1
        return [datetime.combine(first, time(hour), zone) for hour in range(hours)]
    return [
        datetime.combine(first + timedelta(days=day), time(), zone) for day in range(period.days)
    ]


def _quantile(ordered: Sequence[timedelta], share: float) -> timedelta:
    """The smallest value that so large a share does not exceed."""
    return ordered[max(math.ceil(len(ordered) * share) - 1, 0)]
