"""Dates as machines write them in the data of pages, feeds and files, and which moment that is.

RFC 822, ISO 8601, seconds since 1970, and what sites write instead of them.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta, tzinfo

from bot.intake.date_words import MONTHS, SHORT_MONTHS, ZONES, hour_of, offset, zone_called
from bot.intake.dates import DateDoubt, Moment, Taken, printed_moment

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
    hms = [hour_of(clock[1], clock[4]) or 0, int(clock[2]), int(clock[3] or 0)]
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
    name, from_greenwich = (found[1], found[2]) if found else (None, None)
    if from_greenwich and (name is None or name in ZONES):
        there = offset(from_greenwich)
        return there, None if there else DateDoubt.ZONELESS
    if name is None or name in _ALL_MONTHS:
        return None, None
    return (zone_called(name), None) if name in ZONES else (None, DateDoubt.ZONELESS)
