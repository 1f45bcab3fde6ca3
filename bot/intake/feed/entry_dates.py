"""Dates of a feed's entries, with what was wrong with them; and how many entries are read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from bot.intake.dates import DateDoubt
from bot.intake.machine_dates import machine_moment

MOST_ITEMS = 5_000


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
