"""When a reader wants news, by the clock on their own wall, and what that comes to in moments.

Moments are made in Python alone, so that both databases compare numbers. A wall's clock that is
set forward skips an hour, and one that is set back has it twice: each day has each hour once.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from bot.domain.errors import RefusedError
from bot.domain.quiet_hours import DAY, QuietHours, moment_of, quiet_hours
from bot.domain.routing import Pace, Standing

MORNING: Final = 8 * 60  # minutes after midnight
EVENING: Final = 20 * 60
CAPS: Final = (0, 3, 5, 10, 20)  # articles from one digest to the next; 0: as many as there are
QUIET: Final = (
    None,
    QuietHours(22 * 60, 7 * 60),
    QuietHours(23 * 60, 7 * 60),
    QuietHours(23 * 60, 8 * 60),
    QuietHours(0, 8 * 60),
)
CITIES: Final = (
    "Europe/Kyiv",
    "Europe/Warsaw",
    "Europe/Berlin",
    "Europe/Prague",
    "Europe/London",
    "Europe/Rome",
    "Europe/Madrid",
    "Europe/Lisbon",
    "Europe/Vilnius",
    "Europe/Chisinau",
    "Europe/Istanbul",
    "Asia/Jerusalem",
    "Asia/Tokyo",
    "America/New_York",
    "America/Toronto",
    "America/Chicago",
    "America/Los_Angeles",
    "Australia/Sydney",
)
PACES: Final = (Pace.INSTANT, Pace.DIGEST, Pace.BREAKING)
LANGUAGES: Final = (None, "uk", "en")  # of articles
SETTINGS: Final = ("all", "hour", "day", "quiet", "cap", "zone", "language", "pause")
LONGEST_PAUSE: Final = timedelta(days=366)
TICK: Final = timedelta(milliseconds=1)  # what goes out at the moment of a change is as before it
_AHEAD = 9  # days that are looked through for the next slot: a week, and a day at either end


@dataclass(frozen=True, slots=True)
class ReadingTimes:
    """`digest_at`: minutes after midnight, of each day or of `digest_day` (0 is Monday).

    `quiet`: what comes then waits. `cap`: so many articles from one digest to the next.
    `reads`: articles of this language alone.
    """

    zone: tzinfo
    pace: Pace = Pace.INSTANT
    digest_at: tuple[int, ...] = (EVENING,)
    digest_day: int | None = None
    quiet: QuietHours | None = None
    cap: int | None = None
    reads: str | None = None

    @property
    def is_capped(self) -> bool:
        """Whether the cap holds anything back: digests have none, breaking news come anyway."""
        return self.pace is Pace.INSTANT and self.cap is not None

    @property
    def has_slots(self) -> bool:
        """Whether anything ever waits for a digest."""
        return self.pace is Pace.DIGEST or self.quiet is not None or self.is_capped

    def next_slot(self, after: datetime) -> datetime | None:
        """When the next digest is made; None where nothing ever waits for one."""
        if not self.has_slots:
            return None
        later = (slot for slot in self._slots(after) if slot > after)
        return min(later)

    def holds_from(self, now: datetime) -> datetime | None:
        """From when on, after a digest of now, what comes waits for the next."""
        if self.pace is Pace.DIGEST:
            return now
        if self.quiet is None:
            return None
        spans = (self.quiet.span(day, self.zone) for day in _days(now, self.zone))
        return min(max(start, now) for start, end in spans if end > max(start, now))

    def _slots(self, after: datetime) -> Iterator[datetime]:
        for day in _days(after, self.zone):
            if self.pace is not Pace.DIGEST and self.quiet:
                yield self.quiet.span(day, self.zone)[1]
                if not self.is_capped:
                    continue
            if self.pace is Pace.DIGEST and self.digest_day not in (None, day.weekday()):
                continue
            if self.pace is not Pace.DIGEST and not self.is_capped:
                continue
            for minute in self.digest_at:
                slot = moment_of(day, minute, self.zone)
                if self.pace is Pace.DIGEST or not self._is_quiet(slot):
                    yield slot

    def _is_quiet(self, at: datetime) -> bool:
        return self.quiet is not None and self.quiet.is_quiet(at, self.zone)


@dataclass(frozen=True, slots=True)
class Moments:
    """What a reader's row says: `standing`, how many articles may come yet, the next digest."""

    standing: Standing = field(default=Standing())
    cap_left: int | None = None
    next_at: datetime | None = None


def after_digest(times: ReadingTimes, standing: Standing, now: datetime) -> Moments:
    """After a digest of now, whether or not there was anything in it."""
    fresh = Standing(
        times.holds_from(now), cut_at=now, paused_until=_still(standing.paused_until, now)
    )
    return Moments(fresh, times.cap, times.next_slot(now))


def after_change(times: ReadingTimes, old: Moments, now: datetime) -> Moments:
    """With other times from now on. What waits by then is lost in no case.

    It waits on where the new times have something wait now, and else comes at once.
    """
    fresh = after_digest(times, old.standing, now)
    holds, kept = fresh.standing.holds_from, old.standing.holds_from
    waits_on = holds is not None and holds <= now
    if waits_on:
        holds = now + TICK
    if not old.standing.waits(now, breaking=False):
        standing = replace(fresh.standing, holds_from=holds, cut_at=old.standing.cut_at)
        return replace(fresh, standing=standing)
    if waits_on and (kept is None or kept > now):
        kept = holds
    standing = replace(old.standing, holds_from=kept)
    return replace(fresh, standing=standing, next_at=fresh.next_at if waits_on else now)


def read_zone(name: str | None, default: tzinfo) -> tzinfo:
    """The zone of this IANA name; the default where there is none."""
    return zone_of(name) or default


def zone_of(name: str | None) -> tzinfo | None:
    """The zone of this IANA name, if there is such a one."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


def zone_named(typed: str) -> str | None:
    """The IANA name that was typed, whatever its letters' case: «Europe/Lisbon»."""
    return _zones().get(typed.strip().replace(" ", "_").casefold())


@cache
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones() if "/" in name}


_CLOCK = r"(\d{1,2})(?::(\d{2}))?"
_SPAN = re.compile(
    rf"(?:тихі години:? |quiet hours:? )?(?:з |із |від |from )?"
    rf"{_CLOCK}\s?(?:[-–—]|до|to|till|until)\s?{_CLOCK}",
    re.IGNORECASE,
)


def read_quiet(typed: str) -> QuietHours | None:
    """«23:30–6:45» or «з 22 до 7» as it was typed; None for what is no such span.

    Raises `RefusedError` for hours that no clock shows, and for figures that are no span.
    """
    found = _SPAN.fullmatch(typed.strip())
    if found is None:
        if not any(map(str.isalpha, typed)) and any(map(str.isdecimal, typed)):  # nor a city
            raise RefusedError("hours_not_read", text=typed)
        return None
    try:
        start, end = (time(int(h), int(m or 0)) for h, m in (found.group(1, 2), found.group(3, 4)))
    except ValueError:
        raise RefusedError("hours_invalid") from None
    hours = quiet_hours(*(60 * each.hour + each.minute for each in (start, end)))
    if hours is None:
        raise RefusedError("hours_invalid")
    return hours


def _still(until: datetime | None, now: datetime) -> datetime | None:
    return until if until and until > now else None


def _days(at: datetime, zone: tzinfo) -> list[date]:
    today = at.astimezone(zone).date()
    return [today + timedelta(days=number) for number in range(-1, _AHEAD)]


def check_minute(minute: int) -> int:
    """Raises `RefusedError` for what is no time of a day."""
    if not 0 <= minute < DAY:
        raise RefusedError("hours_invalid")
    return minute
