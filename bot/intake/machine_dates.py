"""Dates as machines write them in a page's data, and the moments that they mean."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from bot.intake.dates import DateDoubt, moment, read_date

Moment = tuple[datetime | None, DateDoubt | None]
_ISO = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})"
    r"(?:(?:T|\s|%20)?\s?(\d{1,2})(?::?(\d{2})(?::?(\d{2})(?:[.,]\d{1,9})?)?)?"
    r"\s?(Z|UTC|GMT|[+-−]\d{2}:?(?:\d{2})?)?)?",
    re.IGNORECASE,
)
_SCRIPT = re.compile(  # «Wed May 10 2023 15:25:00 GMT+0300 (Eastern European Summer Time)»
    r"\w{3},? (\w{3} \d{1,2} \d{4}) (\d{2}:\d{2}:\d{2}) GMT([+-]\d{4})(?: \(.{0,60}\))?"
)
# Letters that the press prints behind a time; «ET» is whatever holds in New York that day.
_ZONES = {
    **dict.fromkeys(("ET", "EST", "EDT"), "America/New_York"),
    **dict.fromkeys(("CT", "CST", "CDT"), "America/Chicago"),
    **dict.fromkeys(("PT", "PST", "PDT"), "America/Los_Angeles"),
    **dict.fromkeys(("BST", "WET"), "Europe/London"),
    **dict.fromkeys(("CET", "CEST", "MEZ"), "Europe/Berlin"),
    **dict.fromkeys(("EET", "EEST"), "Europe/Kyiv"),
    **dict.fromkeys(("AEST", "AEDT"), "Australia/Sydney"),
    "IST": "Asia/Kolkata",
    "JST": "Asia/Tokyo",
    "SGT": "Asia/Singapore",
    "HKT": "Asia/Hong_Kong",
}
_ZONE = re.compile(rf"(?<=\d|m|M|\.)\s?\(?\b({'|'.join(_ZONES)})\b\)?")
_SECONDS = re.compile(r"1\d{9}(?:\d{3})?")
_LONGEST = 100
_LONGEST_NAME = 4  # words
_FIRST_YEAR, _LAST_YEAR = 1971, 2200  # outside of these it is a program's «no date»


def machine_moment(text: str, zone: tzinfo) -> Moment:
    """The moment in `zone`, where a time without an offset is meant.

    Trouble.IMPOSSIBLE for a date that is none, Trouble.TIMELESS for a day alone.
    """
    said = " ".join(text.split())[:_LONGEST]
    try:
        at, trouble = _read(said, zone)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None, DateDoubt.IMPOSSIBLE if said else None
    if at is None or not _FIRST_YEAR <= at.year <= _LAST_YEAR:
        return None, DateDoubt.IMPOSSIBLE if said else None
    return at, trouble


@dataclass(frozen=True, slots=True)
class Taken:
    """Where and when a page was taken: what its printed times mean."""

    zone: tzinfo
    copied_at: datetime | None = None


def printed_moment(said: str, taken: Taken) -> Moment | None:
    """The same of a date as people print it, also with a zone's letters behind; else None."""
    zone = there = taken.zone
    if named := _ZONE.search(said):
        there = ZoneInfo(_ZONES[named[1].upper()])
        said = f"{said[: named.start()]}{said[named.end() :]}".strip(" ,")
    printed = read_date(said)
    if printed is None:
        return None
    at, trouble = moment(printed, there, taken.copied_at)
    return (at.astimezone(zone) if at and there is not zone else at), trouble


def tails(text: str) -> Iterator[str]:
    """The line without a name before it: «Ганна Брід 10 травня 2026», «Автор: Г. Брід, 15:25»."""
    words = text.split()
    for start in range(1, min(len(words), _LONGEST_NAME + 1)):
        named = start > 1 and all(word[0].isupper() for word in words[:start])
        if named or words[start - 1].endswith((",", ":")):
            yield " ".join(words[start:])


def _read(said: str, zone: tzinfo) -> Moment:
    if _SECONDS.fullmatch(said):
        return datetime.fromtimestamp(int(said[:10]), UTC).astimezone(zone), None
    if iso := _ISO.fullmatch(said):
        return _iso(iso, zone)
    if script := _SCRIPT.fullmatch(said):
        naive = datetime.strptime(f"{script[1]} {script[2]}{script[3]}", "%b %d %Y %H:%M:%S%z")
        return naive.astimezone(zone), None
    if found := printed_moment(said, Taken(zone)):
        return found
    mail = parsedate_to_datetime(said)
    return (mail if mail.tzinfo else mail.replace(tzinfo=zone)).astimezone(zone), None


def _iso(found: re.Match[str], zone: tzinfo) -> Moment:
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    offset = found[7]
    at = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=zone)
    if offset:
        at = at.replace(tzinfo=_offset(offset)).astimezone(zone)
    return at, None if found[4] else DateDoubt.TIMELESS


def _offset(text: str) -> timezone:
    if text.upper() in {"Z", "UTC", "GMT"}:
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    ahead = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(ahead if text[0] == "+" else -ahead)
