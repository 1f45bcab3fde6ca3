"""When something is to go out, as people type it: «завтра о 9», “in 2 hours”, «15 грудня о 10:00».

By the clock on the newsroom's wall, right over its changes. What may mean two things is refused:
a post at a wrong time cannot be called back.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from bot.domain.calendar_words import MONTH, WEEKDAY, nearest_day, one_of, plain_words
from bot.domain.errors import RefusedError
from bot.domain.schedule import check_time, is_over
from bot.domain.time_words import in_figures

_LONGEST: Final = 60  # characters
_MINUTE = timedelta(minutes=1)
_WEEK = 7
_NOON = 12
_DECEMBER = 12

_IN_DAYS = {
    "вчора": -1,
    "учора": -1,
    "yesterday": -1,
    "сьогодні": 0,
    "today": 0,
    "завтра": 1,
    "tomorrow": 1,
    "післязавтра": 2,
}
_PARTS = {
    time(9): ("вранці", "зранку", "уранці", "ранку", "morning"),
    time(12): ("опівдні", "полудень", "noon", "midday"),
    time(15): ("після обіду", "по обіді", "afternoon"),
    time(19): ("ввечері", "увечері", "звечора", "evening", "tonight"),
}
_PART = {word: at for at, words in _PARTS.items() for word in words}
_DAY = rf"""(?:
    (?:на\s)?(?P<in_days>{one_of(_IN_DAYS)})
  | (?:(?:у|в|на|on)\s)?(?P<next>наступн(?:ий|у|ого|ої)\s|next\s)?
        (?P<weekday>{one_of(WEEKDAY)})\.?
  | (?:on\s)?(?P<d1>\d{{1,2}})(?:-?го|st|nd|rd|th)?\s(?:of\s)?(?P<m1>{one_of(MONTH)})\.?
        (?:,?\s(?P<y1>\d{{4}})(?:\s?р(?:оку|\.)?)?)?
  | (?:on\s)?(?P<m2>{one_of(MONTH)})\.?\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?
        (?:,?\s(?P<y2>\d{{4}}))?
  | (?P<d3>\d{{1,2}})[./](?P<m3>\d{{1,2}})[./](?P<y3>\d{{4}})
  | (?P<d4>\d{{1,2}})\.(?P<m4>\d{{1,2}})
  | (?P<y5>\d{{4}})-(?P<m5>\d{{1,2}})-(?P<d5>\d{{1,2}})
)"""
_HALF = r"(?P<half>ранку|дня|вечора|ночі|a\.?m\.?|p\.?m\.?)"
_CLOCK = rf"""(?:
    (?:(?:о|об|в|у|на|at)\s)?(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})(?:\s?{_HALF})?
  | (?:о|об|на|at)\s(?P<hour2>\d{{1,2}})(?:\.(?P<minute2>\d{{2}}))?
        (?:\s(?:год|годині|oclock))?(?:\s?{_HALF.replace("half", "half2")})?
  | (?P<hour3>\d{{1,2}})\s?{_HALF.replace("half", "half3")}
  | (?:(?:in\sthe|at|this)\s)?(?P<part>{one_of(_PART)})
)"""
_BOTH = re.compile(rf"{_DAY},?\s{_CLOCK}", re.VERBOSE)
_TURNED = re.compile(rf"{_CLOCK},?\s{_DAY}", re.VERBOSE)
_DAY_ALONE = re.compile(_DAY, re.VERBOSE)
_CLOCK_ALONE = re.compile(_CLOCK, re.VERBOSE)
_DOTTED = re.compile(r"(?P<hour>\d{1,2})\.(?P<minute>\d{2})")
_BETWEEN = re.compile(r",\s|\s(?:і|й|та|and)\s|(?<=[^\W\d])\s(?=\d)")
_AMOUNT = re.compile(r"(?:(?P<count>\d{1,3}|пів|half\san?|an?|one)\s?)?(?P<unit>[^\W\d_]+)\.?")
_UNITS = {
    timedelta(minutes=1): "хвилину хвилини хвилин хв minute minutes min mins m",
    timedelta(hours=1): "годину години годин год hour hours hr hrs h",
    timedelta(days=1): "день дні днів добу доби діб day days",
    timedelta(days=_WEEK): "тиждень тижні тижнів week weeks",
}
_UNIT = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_HALVES = {"півгодини": timedelta(minutes=30)}


def read_time(text: str, now: datetime, zone: tzinfo) -> datetime:
    """The moment that was typed, in `zone`; always after `now`.

    Raises `RefusedError`: `time_not_read`, `time_without_hour`, `time_no_such_day`, `time_past`,
    `time_too_far`, and
    `time_skipped` for what the clock change leaves out.
    """
    words = in_figures(plain_words(text).strip(" .,!"))
    if len(words) > _LONGEST:
        raise RefusedError("time_not_read", text=text)
    at = _after(words, now, zone) or _on_day(words, now.astimezone(zone), text)
    check_time(at, now, text)
    return at


def wall_time(day: date, clock: time, now: datetime, zone: tzinfo) -> datetime | None:
    """When the clock on the wall shows that; None where a change leaves it out.

    Of a time that comes twice, the first that is not over.
    """
    first = datetime.combine(day, clock, zone)
    if first.astimezone(UTC).astimezone(zone).replace(fold=0) != first:
        return None
    return first.replace(fold=1) if is_over(first, now) else first


def _after(words: str, now: datetime, zone: tzinfo) -> datetime | None:
    """«через годину 30 хв», “in 2 days”: hours as they pass, days by the calendar."""
    for opening in ("через ", "за ", "in "):
        if words.startswith(opening):
            break
    else:
        return None
    hours, days = timedelta(), timedelta()
    for amount in _BETWEEN.split(words[len(opening) :]):
        length = _HALVES.get(amount) or _length(amount)
        if length is None:
            return None
        if length < timedelta(days=1):
            hours += length
        else:
            days += length
    local = now.astimezone(zone) + days  # the same time of another day
    return _whole_minute((local.astimezone(UTC) + hours).astimezone(zone))


def _length(amount: str) -> timedelta | None:
    found = _AMOUNT.fullmatch(amount)
    unit = found and _UNIT.get(found["unit"])
    if found is None or unit is None:
        return None
    count = found["count"] or "1"
    if count.startswith(("пів", "half")):
        return unit / 2 if unit < timedelta(days=1) else None
    return unit * (int(count) if count.isdecimal() else 1)


def _whole_minute(at: datetime) -> datetime:
    """The next one, so that «через 2 хвилини» is not over sooner."""
    seconds = timedelta(seconds=at.second, microseconds=at.microsecond)
    return at - seconds + _MINUTE if seconds else at


def _on_day(words: str, now: datetime, text: str) -> datetime:
    """At an hour, of the day that is named or of this one. `now` is the newsroom's."""
    found = _BOTH.fullmatch(words) or _TURNED.fullmatch(words) or _CLOCK_ALONE.fullmatch(words)
    if found is None:
        found = _unclear_or_dotted(words, now, text)
    said = found.groupdict()
    days = _days_said(said, now, text)
    try:
        clock = _clock(said)
    except ValueError:  # 25:70
        raise RefusedError("time_not_read", text=text) from None
    for day in days:
        at = wall_time(day, clock, now, now.tzinfo or UTC)
        if at is None:
            raise RefusedError("time_skipped", text=text)
        if not is_over(at, now):
            return at
    names_day = any(
        said.get(name) for name in ("in_days", "weekday", "d1", "d2", "d3", "d4", "d5")
    )
    raise RefusedError("time_past", text=text, names_day=names_day)


def _days_said(said: dict[str, str | None], now: datetime, text: str) -> list[date]:
    try:
        return _days(said, now)
    except ValueError:  # 31 April
        raise RefusedError("time_no_such_day", text=text) from None


def _unclear_or_dotted(words: str, now: datetime, text: str) -> re.Match[str]:
    """«19.30» is a time, since it is no date; of a day to come alone nobody knows the hour."""
    day = _DAY_ALONE.fullmatch(words)
    if day and not _is_no_month(words):
        if max(_days_said(day.groupdict(), now, text)) < now.date():
            raise RefusedError("time_past", text=text, names_day=True)
        raise RefusedError("time_without_hour", text=text)
    if dotted := _DOTTED.fullmatch(words):
        return dotted
    raise RefusedError("time_not_read", text=text)


def _is_no_month(words: str) -> bool:
    dotted = _DOTTED.fullmatch(words)
    return dotted is not None and not 1 <= int(dotted["minute"]) <= _DECEMBER


def _clock(said: dict[str, str | None]) -> time:
    if part := said.get("part"):
        return _PART[part]
    hour = int(_first(said, "hour") or 0)
    half = (_first(said, "half") or "").replace(".", "")
    if half in ("pm", "вечора", "дня") and hour < _NOON:
        hour += _NOON
    elif half in ("am", "ранку", "ночі") and hour == _NOON:
        hour = 0
    return time(hour, int(_first(said, "minute") or 0))


def _days(said: dict[str, str | None], now: datetime) -> list[date]:
    """The days that may be meant, the nearest first."""
    today = now.date()
    if (in_days := said.get("in_days")) is not None:
        return [today + timedelta(days=_IN_DAYS[in_days])]
    if weekday := said.get("weekday"):
        return _weekdays(WEEKDAY[weekday], today, of_next_week=bool(said["next"]))
    day, month, year = (_first(said, letter) for letter in "dmy")
    if day is None or month is None:
        return [today]
    number = int(month) if month.isdecimal() else MONTH[month]
    if year:
        return [date(int(year), number, int(day))]
    return [nearest_day(int(day), number, today, later=True)]


def _weekdays(weekday: int, today: date, *, of_next_week: bool) -> list[date]:
    if of_next_week:
        monday = today + timedelta(days=_WEEK - today.weekday())
        return [monday + timedelta(days=weekday)]
    nearest = today + timedelta(days=(weekday - today.weekday()) % _WEEK)
    return [nearest, nearest + timedelta(days=_WEEK)]


def _first(said: dict[str, str | None], name: str) -> str | None:
    found = (value for key, value in said.items() if value and key.strip("12345") == name)
    return next(found, None)
