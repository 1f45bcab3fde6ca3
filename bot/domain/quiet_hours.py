"""Quiet hours: when what comes to a chat makes no sound, or waits."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
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
        """Whether the clock on the newsroom's wall stands within."""
        local = at.astimezone(zone)
        minute = local.hour * 60 + local.minute
        if self.start < self.end:
            return self.start <= minute < self.end
        return minute >= self.start or minute < self.end


def clock_face(minutes: int) -> str:
    """Minutes after midnight, as a clock shows them."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def quiet_hours(start: int, end: int) -> QuietHours | None:
    """The hours from start to end; None where these are one moment. Raises `RefusedError`."""
    if not (0 <= start < DAY and 0 <= end < DAY):
        raise RefusedError("hours_invalid")
    return None if start == end else QuietHours(start, end)
