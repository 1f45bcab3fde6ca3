"""Dates as people print them, and which moment that is.

Here and in `machine_dates`, and nowhere else in `bot/intake`, dates are read.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum
from functools import lru_cache

from bot.intake.date_words import (
    DATE,
    DAYS_AGO,
    MONTHS,
    TIME_FIRST,
    ZONES,
    day_first,
    hour_of,
    minutes_ago,
    offset,
    one_of,
    zone_called,
)

_LONGEST = 80
_FIGURE = re.compile(r"\d")
_DAY = 1440  # minutes
_AGO = ("тому", "ago", "назад", "щойно", "тільки що", "just now", "только что")


class DateDoubt(StrEnum):
    """Why a printed date gives no moment, or not quite the one that is printed."""

    IMPOSSIBLE = "bad_date"
    UNCLEAR = "date_unclear"
    AMBIGUOUS = "date_ambiguous"
    TIMELESS = "date_without_time"
    ZONELESS = "date_zone_unknown"


Moment = tuple[datetime | None, DateDoubt | None]


@dataclass(frozen=True, slots=True)
class Taken:
    """Where and when a page was taken: what its printed times mean."""

    zone: tzinfo
    copied_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """What the line says; None is what it leaves open."""

    day: int | None = None
    month: int | None = None
    year: int | None = None
    hour: int | None = None
    minute: int = 0
    second: int = 0
    days_ago: int | None = None
    minutes_ago: int | None = None
    zone: tzinfo | None = None

    @property
    def is_day_of_year(self) -> bool:
        """Whether it tells day, month and year."""
        return self.day is not None and self.year is not None

    @property
    def is_whole(self) -> bool:
        """Whether it tells day, year and hour by itself."""
        return self.year is not None and self.hour is not None

    @property
    def is_hour_alone(self) -> bool:
        """«15:40», as a list of news has it."""
        return self.hour is not None and self.day is None and self.days_ago is None

    def tells_hour_of(self, day: "PrintedDate | None") -> bool:
        """Whether it tells the hour of a day that another line tells without one."""
        return (
            day is not None
            and day.hour is None
            and replace(self, hour=None, minute=0, second=0, zone=None) == day
            and self.hour is not None
        )

    def with_hour_of(self, other: "PrintedDate") -> "PrintedDate | None":
        """Its day at the hour of the other, if each says but one of them."""
        if (self.day is None and self.days_ago is None) or self.hour is not None:
            return None
        if other.day is not None or other.days_ago is not None or other.hour is None:
            return None
        hour, zone = other.hour, other.zone or self.zone
        return replace(self, hour=hour, minute=other.minute, second=other.second, zone=zone)


@lru_cache(maxsize=64)  # whoever reads a line asks for the same piece of it over and over
def read_date(text: str) -> PrintedDate | None:
    """The date that this text is, and nothing beside it."""
    if len(text) > _LONGEST:
        return None
    text = _ZONE_IN_WORDS.sub(_in_letters, text)
    if named := _FROM_GREENWICH.search(text) or _PRINTED_ZONE.search(text):
        without = f"{text[: named.start()].rstrip()}{text[named.end() :]}"
        day = read_date(without.strip(" ,"))
        if day and day.hour is None and (clock := TIME_FIRST.fullmatch(without.casefold())):
            day = _printed(clock.groupdict())  # «16.05 GMT»
        there = zone_called(named[1].lower()) if named.re is _PRINTED_ZONE else offset(named[1])
        return day and replace(day, zone=there)
    words = day_first(text.casefold().replace("ʼ", "'"))
    if words.endswith(_AGO) and (ago := minutes_ago(words)) is not None:
        return PrintedDate(minutes_ago=ago)
    if not _FIGURE.search(words) and words.split(",", 1)[0] not in DAYS_AGO:
        return None
    match = DATE.fullmatch(words) or TIME_FIRST.fullmatch(words)
    return _printed(match.groupdict()) if match else None


def moment(said: PrintedDate, zone: tzinfo, copied_at: datetime | None) -> Moment:
    """The moment in that zone, and what is wrong or doubtful about it.

    Without a year it is the latest such day not after the day of copying. A time that the clock
    change skips is impossible; one that it repeats is taken as the first of the two.
    """
    try:
        day = _day(said, zone, copied_at)
        clock = time(said.hour or 0, said.minute, said.second)
        if day is None:
            return _back(said.minutes_ago, zone, copied_at)
        if said.zone:
            return datetime.combine(day, clock, said.zone).astimezone(zone), None
        return _local(datetime.combine(day, clock, zone), timeless=said.hour is None)
    except (ValueError, OverflowError):  # 31 April, 25:70, a moment before the year 1
        return None, DateDoubt.IMPOSSIBLE


def _back(minutes: int | None, zone: tzinfo, copied_at: datetime | None) -> Moment:
    """So long before the time of copying; of what counts days, the day."""
    if minutes is None or copied_at is None:
        return None, DateDoubt.UNCLEAR
    at = copied_at.replace(second=0, microsecond=0, tzinfo=copied_at.tzinfo or zone)
    at = (at.astimezone(UTC) - timedelta(minutes=minutes)).astimezone(zone)
    if minutes < _DAY:
        return at, None
    return at.replace(hour=0, minute=0), DateDoubt.TIMELESS


def _local(at: datetime, *, timeless: bool) -> Moment:
    if at.astimezone(UTC).astimezone(at.tzinfo).replace(fold=0) != at:
        return None, DateDoubt.IMPOSSIBLE
    if at.utcoffset() != at.replace(fold=1).utcoffset():
        return at, DateDoubt.AMBIGUOUS
    return at, DateDoubt.TIMELESS if timeless else None


def _day(said: PrintedDate, zone: tzinfo, copied_at: datetime | None) -> date | None:
    if said.day is not None and said.month is not None and said.year is not None:
        return date(said.year, said.month, said.day)
    if said.day is not None and said.month is not None:
        date(2000, said.month, said.day)  # a leap year: raises for a day that no year has
    if copied_at is None:
        return None
    copied = copied_at.astimezone(zone).date() if copied_at.tzinfo else copied_at.date()
    if said.days_ago is not None:
        return copied - timedelta(days=said.days_ago)
    if said.day is None or said.month is None:
        return None
    return _latest(said.day, said.month, copied)


def _latest(day: int, month: int, until: date) -> date | None:
    for year in range(until.year, until.year - 9, -1):  # 1896–1904 had no 29 February
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= until:
            return found
    return None


def _printed(said: dict[str, str | None]) -> PrintedDate:
    day, month, year = (_first(said, letter) for letter in "dmy")
    return PrintedDate(
        day=int(day) if day else None,
        month=(int(month) if month.isdecimal() else MONTHS[month]) if month else None,
        year=(int(year) + 2000 if len(year) == 2 else int(year)) if year else None,  # noqa: PLR2004
        hour=hour_of(said["hour"], said["half"]),
        minute=int(said["minute"] or 0),
        second=int(said["second"] or 0),
        days_ago=DAYS_AGO[said["ago"]] if said["ago"] else None,
        zone=_zone(said),
    )


def _first(said: dict[str, str | None], letter: str) -> str | None:
    return next((said[f"{letter}{n}"] for n in range(1, 7) if said.get(f"{letter}{n}")), None)


def _zone(said: dict[str, str | None]) -> timezone | None:
    from_greenwich = said.get("offset")
    return offset(from_greenwich) if from_greenwich else UTC if said.get("zone") else None


# --- lines with more than a date, and a zone's letters behind a time ---

_PRINTED_ZONE = re.compile(
    rf"(?<=\d|m|M|\.)\s?\(?\b({one_of(ZONES).upper()})\b\)?"  # «8:25 AM ET», «15:25 (CEST)»
)
_ZONE_IN_WORDS = re.compile(r"(?<=\d|m|M)\s(?:[A-Z][a-z]{2,11}\s){1,3}Time$")
_FROM_GREENWICH = re.compile(r"(?<=\d|m|M)\s(?:GMT|UTC)\s?([+-]\d{1,2}(?::?\d{2})?)\b")


def _in_letters(zone: re.Match[str]) -> str:
    """«AM EST» of «AM Eastern Standard Time»."""
    letters = "".join(word[0] for word in zone[0].split())
    return f" {letters}" if letters.lower() in ZONES else zone[0]


def printed_moment(said: str, taken: Taken) -> Moment | None:
    """The moment of a line that is a date as people print it; None for any other line."""
    printed = read_date(said)
    return moment(printed, taken.zone, taken.copied_at) if printed else None
