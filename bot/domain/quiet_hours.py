"""Quiet hours: when what comes to a chat makes no sound, or waits."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from bot.domain.errors import RefusedError

DAY: Final = 24 * 60  # minutes


@dataclass(frozen=True, slots=True)
class QuietHours:
    """When ordinary posts make no sound: minutes after midnight, the newsroom's time.

    `start` belongs to it, `end` does not; a start behind the end spans midnight.
    """

    start: int
    end: int

    def __str__(self) -> str:
        """«22:00–07:00»."""
        return f"{clock_face(self.start)}–{clock_face(self.end)}"

    def is_quiet(self, at: datetime, zone: tzinfo) -> bool:
        """Whether they have begun on the newsroom's wall, and not ended."""
        today = at.astimezone(zone).date()
        spans = (self.span(day, zone) for day in (today - timedelta(days=1), today))
        return any(start <= at < end for start, end in spans)

    def span(self, day: date, zone: tzinfo) -> tuple[datetime, datetime]:
        """From when until when they last that begin on this day.

        An hour that the wall's clock shows twice is counted once, at its first time.
        """
        last = day if self.start < self.end else day + timedelta(days=1)
        start = moment_of(day, self.start, zone)
        return start, max(start, moment_of(last, self.end, zone))


def clock_face(minutes: int) -> str:
    """Minutes after midnight, as a clock shows them."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def moment_of(day: date, minute: int, zone: tzinfo) -> datetime:
    """When a wall's clock shows that; where it skips it, as long after the change."""
    clock = time(minute // 60 % 24, minute % 60)
    return datetime.combine(day, clock, zone).astimezone(UTC)


def quiet_hours(start: int, end: int) -> QuietHours | None:
    """The hours from start to end; None where these are one moment. Raises `RefusedError`."""
    if not (0 <= start < DAY and 0 <= end < DAY):
        raise RefusedError("hours_invalid")
    return None if start == end else QuietHours(start, end)
