"""Dates: what is printed or written by a machine, and which moment that is.

The one reader of dates in `bot/intake`: of lines that people print, and of the data of pages,
feeds and files.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.intake.date_words import (
    DATE,
    DAYS_AGO,
    MONTHS,
    SHORT_MONTHS,
    TIME_FIRST,
    ZONES,
    day_first,
    minutes_ago,
    one_of,
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

    def with_hour_of(self, other: "PrintedDate") -> "PrintedDate | None":
        """Its day at the hour of the other, if each says but one of them."""
        if (self.day is None and self.days_ago is None) or self.hour is not None:
            return None
        if other.day is not None or other.days_ago is not None or other.hour is None:
            return None
        return replace(self, hour=other.hour, minute=other.minute, second=other.second)


@lru_cache(maxsize=64)  # whoever reads a line asks for the same piece of it over and over
def read_date(text: str) -> PrintedDate | None:
    """The date that this text is, and nothing beside it."""
    if len(text) > _LONGEST:
        return None
    if named := _FROM_GREENWICH.search(text) or _PRINTED_ZONE.search(text):
        without = f"{text[: named.start()].rstrip()}{text[named.end() :]}"
        day = read_date(without.strip(" ,"))
        if day and day.hour is None and (clock := TIME_FIRST.fullmatch(without.casefold())):
            day = _printed(clock.groupdict())  # «16.05 GMT»
        there = _zone_called(named[1].lower()) if named.re is _PRINTED_ZONE else _offset(named[1])
        return day and replace(day, zone=there)
    words = day_first(text.casefold())
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
        hour=_hour(said["hour"], said["half"]),
        minute=int(said["minute"] or 0),
        second=int(said["second"] or 0),
        days_ago=DAYS_AGO[said["ago"]] if said["ago"] else None,
        zone=_zone(said),
    )


def _first(said: dict[str, str | None], letter: str) -> str | None:
    return next((said[f"{letter}{n}"] for n in range(1, 7) if said.get(f"{letter}{n}")), None)


def _hour(hour: str | None, half: str | None) -> int | None:
    if hour is None:
        return None
    if half is None or int(hour) > 12:  # noqa: PLR2004 - «15:25 pm» is written too
        return int(hour)
    return int(hour) % 12 + (12 if half == "p" else 0)


def _zone(said: dict[str, str | None]) -> timezone | None:
    offset = said.get("offset")
    return _offset(offset) if offset else UTC if said.get("zone") else None


# --- lines with more than a date, and a zone's letters behind a time ---

_PRINTED_ZONE = re.compile(
    rf"(?<=\d|m|M|\.)\s?\(?\b({one_of(ZONES).upper()})\b\)?"  # «8:25 AM ET», «15:25 (CEST)»
)
_FROM_GREENWICH = re.compile(r"(?<=\d|m|M)\s(?:GMT|UTC)\s?([+-]\d{1,2}(?::?\d{2})?)\b")


def printed_moment(said: str, taken: Taken) -> Moment | None:
    """The moment of a line that is a date as people print it; None for any other line."""
    printed = read_date(said)
    return moment(printed, taken.zone, taken.copied_at) if printed else None


# --- what machines write: RFC 822, ISO 8601, seconds, and what sites write instead of them ---

_LONGEST_WRITTEN = 100
_EPOCH = re.compile(r"(1\d{9})(?:\d{3})?")  # seconds or milliseconds
_STAMPED = re.compile(r"(\d{4})(\d{2})(\d{2})(?:t?(\d{2})(\d{2})(\d{2})?)?(?!\d)")
_CLOCK = re.compile(
    r"(?<!\d)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,12})?)?(?!\d)(?:\s{0,3}([ap])\.?m\.?)?"
)
_ZONE_BEHIND = re.compile(r"\s{0,3}\(?([a-zмск]{1,5})?\s{0,3}([+-]\d{1,2}(?::?\d{2})?(?!\d))?")
_ISO_DAY = re.compile(r"(?<!\d)(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)")
_FIGURES = re.compile(r"(?<!\d)(\d{1,2})([-./])(\d{1,2})[-./](\d{4}|\d{2})(?![\d:])")
_NUMBER = re.compile(r"(?<!\d)(?:\d{4}|\d{1,2})(?!\d)")
_WORD = re.compile(r"[^\W\d_]{3,}")
_ALL_MONTHS = {**SHORT_MONTHS, **MONTHS}
_YEARS = range(1971, 2200)  # outside of these it is a program's «no date»
_CENTURY = 70  # two figures from here on are the last century
_FARTHEST = 14  # hours from Greenwich


def machine_moment(text: str, zone: tzinfo) -> Moment:
    """The moment in `zone`, where a time without a zone, or with an unknown one, is meant.

    `IMPOSSIBLE` for a date that is none, `TIMELESS` for a day alone, `ZONELESS` where nobody knows
    the zone that it names.
    """
    words = " ".join(text.split())
    if not words:
        return None, None
    at: datetime | None = None
    doubt: DateDoubt | None = None
    if len(words) <= _LONGEST_WRITTEN:
        with suppress(ValueError, OverflowError):  # 31 April, 25:70
            at, doubt = _written(words.casefold().replace("−", "-"), zone)
        if (at is None or doubt is DateDoubt.TIMELESS) and (
            printed := printed_moment(words, Taken(zone))
        ):
            at, doubt = printed
    if at is None or at.year not in _YEARS:
        return None, DateDoubt.IMPOSSIBLE
    return at, doubt


def exact_moment(text: str) -> datetime:
    """ISO 8601 and nothing else. Raises ValueError."""
    return datetime.fromisoformat(text)


def _written(words: str, zone: tzinfo) -> Moment:
    if epoch := _EPOCH.fullmatch(words):
        return datetime.fromtimestamp(int(epoch[1]), zone), None
    if stamped := _STAMPED.match(words):
        year, month, day, *hms = (int(part or 0) for part in stamped.groups())
        rest = words[stamped.end() :]
        return _at((year, month, day), hms if stamped[4] else None, rest, zone)
    clock = _CLOCK.search(words)
    outside = f"{words[: clock.start()]} {_behind(words, clock)}" if clock else words
    found = _day_in(outside, american=clock is not None and clock[4] is not None)
    if found is None or clock is None:
        return _at(found, None, "", zone) if found else (None, None)
    hms = [_hour(clock[1], clock[4]) or 0, int(clock[2]), int(clock[3] or 0)]
    return _at(found, hms, words[clock.end() :], zone)


def _behind(words: str, clock: re.Match[str]) -> str:
    """What stands behind the time and its zone: a year, as in asctime()."""
    zone = _ZONE_BEHIND.match(words, clock.end())
    return words[zone.end() if zone and zone[2] else clock.end() :]


def _at(day: tuple[int, int, int], clock: Sequence[int] | None, rest: str, zone: tzinfo) -> Moment:
    """24:00 is the next midnight, and a leap second the last one of its minute."""
    if clock is None:
        return datetime(*day, tzinfo=zone), DateDoubt.TIMELESS
    hour, minute, second = clock
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and minute + second):  # noqa: PLR2004
        raise ValueError
    there, doubt = _zone_behind(rest)
    at = datetime(*day, tzinfo=there or zone)
    at += timedelta(hours=hour, minutes=minute, seconds=min(second, 59))
    return at.astimezone(zone), doubt


def _day_in(text: str, *, american: bool) -> tuple[int, int, int] | None:
    if iso := _ISO_DAY.search(text):
        return int(iso[1]), int(iso[2]), int(iso[3])
    if figures := _FIGURES.search(text):
        day, month = int(figures[1]), int(figures[3])
        if figures[2] == "/" and (month > 12 or (american and day <= 12)):  # noqa: PLR2004
            day, month = month, day
        return _year(figures[4]), month, day
    months = [_ALL_MONTHS[word] for word in _WORD.findall(text) if word in _ALL_MONTHS]
    numbers = _NUMBER.findall(text)
    years = [number for number in numbers if len(number) == 4]  # noqa: PLR2004
    days = [number for number in numbers if len(number) < 4]  # noqa: PLR2004
    years = years or days[1:]
    return (_year(years[0]), months[-1], int(days[0])) if months and days and years else None


def _year(figures: str) -> int:
    year = int(figures)
    return year + (2000 if year < _CENTURY else 1900) if len(figures) == 2 else year  # noqa: PLR2004


def _zone_behind(rest: str) -> tuple[tzinfo | None, DateDoubt | None]:
    """The zone behind a time; «GMT+3» and «+0300 (MSK)» go by their figures."""
    found = _ZONE_BEHIND.match(rest)
    name, offset = (found[1], found[2]) if found else (None, None)
    if offset and (name is None or name in ZONES):
        there = _offset(offset)
        return there, None if there else DateDoubt.ZONELESS
    if name is None or name in _ALL_MONTHS:
        return None, None
    return (_zone_called(name), None) if name in ZONES else (None, DateDoubt.ZONELESS)


def _zone_called(name: str) -> tzinfo:
    hours = ZONES[name]
    if isinstance(hours, str):
        return ZoneInfo(hours)
    return timezone(timedelta(hours=hours)) if hours else UTC


def _offset(text: str) -> timezone | None:
    """«+03», «+3:00», «-0530»; None for what no place on earth has."""
    hours, colon, minutes = text[1:].partition(":")
    if not colon:
        hours, minutes = text[1:3], text[3:]
    ahead = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if int(hours) > _FARTHEST or int(minutes or 0) > 59:  # noqa: PLR2004
        return None
    return timezone(-ahead if text[0] == "-" else ahead)
