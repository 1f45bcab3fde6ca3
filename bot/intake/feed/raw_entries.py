"""What the two kinds of feeds share: items as they were found, and dates with their troubles."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo

from bot.domain.parsed_feed import Entry
from bot.intake.dates import DateDoubt, machine_moment

MOST_ITEMS = 5_000


@dataclass(frozen=True, slots=True)
class RawItem:
    """An item whose texts are still markup; `base` is where its relative addresses start."""

    item: Entry
    base: str | None


@dataclass(frozen=True, slots=True)
class RawFeed:
    title: str | None
    link: str | None
    language: str | None
    items: list[RawItem]
    keeps_for: timedelta | None = None


@dataclass(slots=True)
class Dates:
    """Reads moments in the newsroom's zone and remembers what was wrong with them."""

    zone: tzinfo
    troubles: set[DateDoubt] = field(default_factory=set)

    def first(self, texts: Iterable[str], *, quiet: bool = False) -> datetime | None:
        """The first that is a date; `quiet` for what does not matter much."""
        bad = False
        for text in texts:
            moment, trouble = machine_moment(text, self.zone)
            if trouble and moment and not quiet:
                self.troubles.add(trouble)
            if moment:
                return moment
            bad = True
        if bad and not quiet:
            self.troubles.add(DateDoubt.IMPOSSIBLE)
        return None
