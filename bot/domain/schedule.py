"""When an article goes out by itself, and before when it must not."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from bot.domain.errors import RefusedError

FARTHEST: Final = timedelta(days=366)
STEP: Final = timedelta(minutes=5)  # between two buttons of the clock
_HOUR = timedelta(hours=1)
_LONGEST_DAY = 26  # hours, and more than any has


@dataclass(frozen=True, slots=True)
class Scheduled:
    """`by` has said so: a person of the desk, or None for the newsroom's own system."""

    at: datetime
    by: int | None = None


def check_time(at: datetime, now: datetime, text: str = "") -> None:
    """Raises `RefusedError` for what is over, or so far off that it must be a slip.

    `text`: as it was typed.
    """
    if is_over(at, now):
        raise RefusedError("time_past", text=text, names_day=True)
    check_far(at, now, text)


def check_far(at: datetime, now: datetime, text: str = "") -> None:
    """Raises `RefusedError` for what is so far off."""
    if at.astimezone(UTC) - now.astimezone(UTC) > FARTHEST:
        raise RefusedError("time_too_far", text=text)


def is_over(at: datetime, now: datetime) -> bool:
    """Of two moments in one zone, Python compares what the clocks show, not when that is."""
    return at.astimezone(UTC) <= now.astimezone(UTC)


# --- the calendar and the clock of buttons ---


def hours_of(day: date, zone: tzinfo, now: datetime) -> list[datetime]:
    """The hours of a day that are not over: of a whole one 24, or 23 or 25 where clocks change."""
    midnight = datetime.combine(day, time(), zone).astimezone(UTC)
    hours = [(midnight + _HOUR * number).astimezone(zone) for number in range(_LONGEST_DAY)]
    return [hour for hour in hours if hour.date() == day and minutes_of(hour, now)]


def minutes_of(hour: datetime, now: datetime) -> list[datetime]:
    """The moments of an hour to choose among."""
    start, zone = hour.astimezone(UTC), hour.tzinfo
    moments = [(start + STEP * number).astimezone(zone) for number in range(_HOUR // STEP)]
    return [moment for moment in moments if not is_over(moment, now)]


def as_minutes(at: datetime) -> int:
    """The moment as a button says it: minutes since 1970."""
    return int(at.timestamp()) // 60


def from_minutes(minutes: int, zone: tzinfo) -> datetime:
    """The moment that a button says. Raises `RefusedError` for what nobody was offered."""
    try:
        return datetime.fromtimestamp(minutes * 60, zone)
    except (ValueError, OverflowError, OSError):
        raise RefusedError("time_past", text="", names_day=True) from None


def rounded_up(at: datetime) -> datetime:
    """The next moment that a clock of buttons has."""
    over = timedelta(minutes=at.minute % 5, seconds=at.second, microseconds=at.microsecond)
    return at - over + STEP if over else at


def day_of(number: int, now: datetime) -> date:
    """The day that a button says. Raises `RefusedError` for what nobody was offered."""
    today = now.date()
    if not today.toordinal() <= number <= today.toordinal() + FARTHEST.days:
        raise RefusedError("time_past", text="", names_day=True)
    return date.fromordinal(number)


def days_of(month: date, now: datetime) -> list[list[date]]:
    """The days of a month that are not over, week by week."""
    first = month.replace(day=1)
    days = [first + timedelta(days=number) for number in range(31)]
    open_ = [day for day in days if day.month == month.month and day >= now.date()]
    weeks: dict[date, list[date]] = {}
    for day in open_:
        weeks.setdefault(day - timedelta(days=day.weekday()), []).append(day)
    return list(weeks.values())
