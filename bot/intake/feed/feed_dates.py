"""Dates of feeds → moments: RFC 822 and ISO 8601, and what sites write instead of them."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from enum import StrEnum

from bot.intake.dates import MONTHS

_LONGEST = 100
_FOREIGN_MONTHS = {
    form: number
    for number, forms in enumerate(
        (
            "januar janvier janv enero ene janeiro gennaio gen styczeń stycznia sty",
            "februar février févr febrero fevereiro fev febbraio luty lutego",
            "märz mär maerz mars marzo março marzec marca",
            "avril avr abril abr aprile kwiecień kwietnia kwi",
            "mai maj maja mayo maio maggio mag",
            "juni juin junio junho giugno giu czerwiec czerwca cze",
            "juli juillet juil julio julho luglio lug lipiec lipca",
            "août agosto ago sierpień sierpnia sie",
            "septembre septiembre setembro settembre set wrzesień września wrz",
            "oktober octobre okt octubre outubro out ottobre ott październik października paź",
            "novembre noviembre novembro listopad",
            "dezember décembre dez déc diciembre dic dezembro dicembre grudzień grudnia gru",
        ),
        start=1,
    )
    for form in forms.split()
}  # fmt: skip
_ALL_MONTHS = {**_FOREIGN_MONTHS, **MONTHS}
_ZONES = {
    "ut": 0, "utc": 0, "gmt": 0, "z": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2,
    "mez": 1, "mesz": 2, "eet": 2, "eest": 3, "msk": 3, "мск": 3, "msd": 4, "trt": 3,
    "ast": -4, "adt": -3, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6,
    "pst": -8, "pdt": -7, "akst": -9, "akdt": -8, "hst": -10, "jst": 9, "kst": 9, "hkt": 8,
    "sgt": 8, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
}  # fmt: skip
_TIME = re.compile(
    r"(?<!\d)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,12})?)?(?!\d)(?:\s{0,3}([ap])\.?m\.?)?"
)
_STAMPED = re.compile(r"(\d{4})(\d{2})(\d{2})t?(\d{2})(\d{2})(\d{2})")
_ZONE = re.compile(r"\s{0,3}\(?([a-zмск]{1,5})?\s{0,3}([+-]\d{1,2}(?::?\d{2})?(?!\d))?")
_ISO_DAY = re.compile(r"(?<!\d)(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)")
_DAY = re.compile(r"(?<!\d)(\d{1,2})([-./])(\d{1,2})[-./](\d{4}|\d{2})(?![\d:])")
_NUMBER = re.compile(r"(?<!\d)(?:\d{4}|\d{1,2})(?!\d)")
_WORD = re.compile(r"[^\W\d_]{3,}")
_EPOCH = re.compile(r"(\d{9,10})(\d{3})?")
_YEARS = range(1970, 2200)
_MONTHS_IN_YEAR = 12
_FARTHEST = 14  # hours from Greenwich
_CENTURY = 70  # two figures from here on are the last century


class FeedDateDoubt(StrEnum):
    """Why a date is not what it says, or gives no moment."""

    BAD = "item_bad_date"
    NO_ZONE = "item_zone_unknown"


def read_moment(text: str, zone: tzinfo) -> tuple[datetime | None, FeedDateDoubt | None]:
    """The moment in that zone; a time without a zone, or with an unknown one, is meant there."""
    words = " ".join(text.casefold().replace("−", "-").split())
    if not words or len(words) > _LONGEST:
        return None, FeedDateDoubt.BAD
    try:
        return _epoch(words, zone) or _written(words, zone)
    except (ValueError, OverflowError):  # 31 April, 25:70, before the year 1
        return None, FeedDateDoubt.BAD


def _epoch(words: str, zone: tzinfo) -> tuple[datetime, None] | None:
    """Seconds, or milliseconds, since 1970."""
    found = _EPOCH.fullmatch(words)
    return (datetime.fromtimestamp(int(found[1]), zone), None) if found else None


def _written(words: str, zone: tzinfo) -> tuple[datetime | None, FeedDateDoubt | None]:
    if stamped := _STAMPED.match(words):
        year, month, day_, *clock = map(int, stamped.groups())
        return _moment((year, month, day_), tuple(clock), words[stamped.end() :], zone)
    time = _TIME.search(words)
    date = words if time is None else f"{words[: time.start()]} {_behind(words, time)}"
    day = _day(date, american=time is not None and time[4] is not None)
    if day is None:
        return None, FeedDateDoubt.BAD
    if time is None:
        return datetime(day[0], day[1], day[2], tzinfo=zone), None
    return _moment(day, _clock(time), words[time.end() :], zone)


def _moment(
    day: tuple[int, int, int], clock: tuple[int, ...], rest: str, zone: tzinfo
) -> tuple[datetime, FeedDateDoubt | None]:
    said, trouble = _zone(rest)
    year, month, date = day
    at = datetime(year, month, date, tzinfo=said or zone) + _since_midnight(*clock)
    return at.astimezone(zone), trouble


def _behind(words: str, time: re.Match[str]) -> str:
    """What stands behind the time and its zone: a year, as in asctime()."""
    zone = _ZONE.match(words, time.end())
    return words[zone.end() if zone and zone[2] else time.end() :]


def _clock(time: re.Match[str]) -> tuple[int, int, int]:
    hour, minute, second = int(time[1]), int(time[2]), int(time[3] or 0)
    if time[4] and hour <= _MONTHS_IN_YEAR:
        hour = hour % 12 + (12 if time[4] == "p" else 0)
    return hour, minute, second


def _since_midnight(hour: int, minute: int, second: int) -> timedelta:
    """24:00 is the next midnight, and a leap second the last one of its minute."""
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and minute + second):  # noqa: PLR2004
        raise ValueError
    return timedelta(hours=hour, minutes=minute, seconds=min(second, 59))


def _day(date: str, *, american: bool) -> tuple[int, int, int] | None:
    if iso := _ISO_DAY.search(date):
        return int(iso[1]), int(iso[2]), int(iso[3])
    if figures := _DAY.search(date):
        day, month = int(figures[1]), int(figures[3])
        if figures[2] == "/" and (
            month > _MONTHS_IN_YEAR or (american and day <= _MONTHS_IN_YEAR)
        ):
            day, month = month, day
        return _year(figures[4]), month, day
    months = [_ALL_MONTHS[word] for word in _WORD.findall(date) if word in _ALL_MONTHS]
    numbers = _NUMBER.findall(date)
    years = [number for number in numbers if len(number) == 4]  # noqa: PLR2004
    days = [number for number in numbers if len(number) < 4]  # noqa: PLR2004
    years = years or days[1:]
    return (_year(years[0]), months[-1], int(days[0])) if months and days and years else None


def _year(figures: str) -> int:
    year = int(figures)
    if len(figures) == 2:  # noqa: PLR2004
        year += 2000 if year < _CENTURY else 1900
    if year not in _YEARS:
        raise ValueError
    return year


def _zone(rest: str) -> tuple[timezone | None, FeedDateDoubt | None]:
    """The zone behind a time; «GMT+3» and «+0300 (MSK)» go by their figures."""
    found = _ZONE.match(rest)
    name, offset = (found[1], found[2]) if found else (None, None)
    if offset and (name is None or name in _ZONES):
        return _offset(offset)
    if name is None or name in _ALL_MONTHS:
        return None, None
    if name not in _ZONES:
        return None, FeedDateDoubt.NO_ZONE
    hours = _ZONES[name]
    return (timezone(timedelta(hours=hours)) if hours else UTC), None


def _offset(text: str) -> tuple[timezone | None, FeedDateDoubt | None]:
    figures = text[1:].replace(":", "")
    hours, minutes = int(figures[:2]), int(figures[2:] or 0)
    if hours > _FARTHEST or minutes > 59:  # noqa: PLR2004
        return None, FeedDateDoubt.NO_ZONE
    ahead = timedelta(hours=hours, minutes=minutes)
    return timezone(-ahead if text[0] == "-" else ahead), None
