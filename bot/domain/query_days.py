"""Which days a search means: «вчора», «05.2026», «26 листопада», “last week”."""

import re
from datetime import date, timedelta
from typing import Final

from bot.domain.calendar_words import MONTH, WEEKDAY, nearest_day, one_of, plain_words

_AGO = {"сьогодні": 0, "today": 0, "вчора": 1, "учора": 1, "yesterday": 1, "позавчора": 2}
_UNITS = {
    "week": ("тижня", "тиждень", "week"),
    "month": ("місяця", "місяць", "month"),
    "year": ("року", "рік", "year"),
}
_UNIT = {word: unit for unit, words in _UNITS.items() for word in words}
_COUNTED = {
    "day": ("день", "дні", "днів", "day", "days"),
    "week": ("тиждень", "тижні", "тижнів", "week", "weeks"),
    "month": ("місяць", "місяці", "місяців", "month", "months"),
    "year": ("рік", "роки", "років", "year", "years"),
}
_UNIT_COUNTED = {word: unit for unit, words in _COUNTED.items() for word in words}
_MONTHS_OF_YEAR = 12
_MONTH = rf"(?:{one_of(MONTH)})"
_WEEKDAY = one_of(WEEKDAY).replace("пя", "п['’ʼ]?я")
_YEAR = r"\d{4}(?:\s?р(?:оку|\.)?)?"
# What has a blank within, or is a word. A day that is none is one too: it is named as left out.
IN_WORDS: Final = rf"""(?:
    (?P<d>\d{{1,2}})(?:-?го|st|nd|rd|th)?\s(?:of\s)?(?P<m>{_MONTH})\.?(?:,?\s(?P<y>{_YEAR}))?
  | (?P<m2>{_MONTH})\.?\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s(?P<y2>{_YEAR}))?
  | (?P<m3>{_MONTH})\.?(?:\s(?P<y3>{_YEAR}))?
  | (?:(?P<last>минулого|минулий|last)|цього|цей|this)\s(?P<unit>{one_of(_UNIT)})
  | (?:(?P<many>\d{{1,2}}|an?)\s)?(?P<counted>{one_of(_UNIT_COUNTED)})\s(?:тому|ago)
  | (?:(?P<last2>минулого|минулої|last)\s)?(?P<weekday>{_WEEKDAY})
)(?!\w)"""
_IN_FIGURES = r"""(?:
    (?P<y4>\d{4})(?:-(?P<m4>\d{1,2})(?:-(?P<d4>\d{1,2}))?)?
  | (?:(?P<d5>\d{1,2})[./-])?(?P<m5>\d{1,2})[./-](?P<y5>\d{4})
  | (?P<d6>\d{1,2})[./-](?P<m6>\d{1,2})[./-](?P<y6>\d{2})
  | (?P<d7>\d{1,2})[./](?P<m7>\d{1,2})\.?
)"""
_DAYS = re.compile(f"{IN_WORDS}|{_IN_FIGURES}", re.VERBOSE)
_FULL_YEAR = 100  # «26» is of this century
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)

Span = tuple[date, date]


def days_meant(typed: str, today: date) -> Span | None:
    """The first and the last day of what is meant; None where it is no day.

    What has no year is the latest such day or month that is not to come.
    """
    plain = plain_words(typed).strip(".,;")
    if plain in _AGO:
        return _one(today - _AGO[plain] * _DAY)
    found = _DAYS.fullmatch(plain)
    if found is None:
        return None
    said = {name.rstrip("0123456789"): value for name, value in found.groupdict().items() if value}
    if weekday := said.get("weekday"):
        passed = (today.weekday() - WEEKDAY[weekday]) % 7 * _DAY
        return _one(today - (_WEEK if "last" in said and not passed else passed))
    if unit := said.get("unit"):
        return _unit(_UNIT[unit], today, last="last" in said)
    try:
        return _by_calendar(said, today)
    except (ValueError, OverflowError):  # 31.02; what no calendar reaches
        return None


def _one(day: date) -> Span:
    return day, day


def _ago(many: int, unit: str, today: date) -> date:
    """The day that lies so far back; the last of a shorter month where it has no such day."""
    if unit in ("day", "week"):
        return today - many * (_DAY if unit == "day" else _WEEK)
    months = today.year * _MONTHS_OF_YEAR + today.month - 1
    months -= many * (1 if unit == "month" else _MONTHS_OF_YEAR)
    year, month = divmod(months, _MONTHS_OF_YEAR)
    _, last = _month(date(year, month + 1, 1))
    return last.replace(day=min(today.day, last.day))


def _unit(unit: str, today: date, *, last: bool) -> Span:
    """The one that today is in, or the one before."""
    first = {
        "week": today - today.weekday() * _DAY,
        "month": today.replace(day=1),
        "year": today.replace(month=1, day=1),
    }[unit]
    day = first - _DAY if last else first
    if unit == "month":
        return _month(day)
    if unit == "year":
        return _year(day.year)
    monday = day - day.weekday() * _DAY
    return monday, monday + _WEEK - _DAY


def _month(day: date) -> Span:
    first = day.replace(day=1)
    behind = first.replace(day=28) + timedelta(days=4)
    return first, behind - behind.day * _DAY


def _year(year: int) -> Span:
    return date(year, 1, 1), date(year, 12, 31)


def _by_calendar(said: dict[str, str], today: date) -> Span:
    """Raises `ValueError` for a day that no calendar has."""
    if counted := said.get("counted"):
        many = said.get("many", "1")
        return _one(_ago(int(many) if many.isdigit() else 1, _UNIT_COUNTED[counted], today))
    year = int(said["y"][:4]) if "y" in said else None
    if year is not None and year < _FULL_YEAR:
        year += today.year // _FULL_YEAR * _FULL_YEAR
    if "m" not in said:
        return _year(year or today.year)
    month = MONTH.get(said["m"]) or int(said["m"])
    day = int(said.get("d", 1))
    first = date(year, month, day) if year else nearest_day(day, month, today, later=False)
    return _one(first) if "d" in said else _month(first)
