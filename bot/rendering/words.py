"""What templates say of numbers, moments and long words, in the language of the page."""

import math
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo
from typing import Protocol

from bot.domain.text import shorten

NO_BREAK_SPACE = "\u00a0"
# All blanks but those that hold words together on purpose.
_MINUTE = 60  # seconds
_UNITS = (("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1))
_BLANKS = re.compile(r"[^\S\u00a0\u2007\u202f]+")


def one_line(text: str) -> str:
    """The text without line breaks and doubled blanks."""
    return _BLANKS.sub(" ", text).strip()


def short(text: str, limit: int) -> str:
    """One line of at most `limit` UTF-16 units."""
    return shorten(one_line(text), limit)


_INNER = {"uk": str.maketrans("«»", "„“"), "en": str.maketrans("“”", "‘’")}


def within_quotes(language: str, text: str) -> str:
    """«„Березіль“ повертається» of what stands in quotes and has some of its own."""
    return text.translate(_INNER[language])


def number(value: int, language: str = "uk") -> str:
    """1000 → «1 000»; in English “1,000”."""
    grouped = f"{value:,}"
    return grouped if language == "en" else grouped.replace(",", NO_BREAK_SPACE)


def megabytes(size: int) -> str:
    """Bytes as whole megabytes, rounded up so that a file over a limit never looks equal to it."""
    return number(max(-(-size // 1_000_000), 1))


def count(language: str, value: int, forms: tuple[str, ...]) -> str:
    """The number with its noun in the right plural.

    Ukrainian has the forms one, few and many, English one and other.

    `1 → новина, 2 → новини, 5 → новин` and so on.
    """
    return number(value, language) + NO_BREAK_SPACE + forms[_form(language, value, len(forms))]


def _form(language: str, value: int, forms: int) -> int:
    from babel import Locale  # noqa: PLC0415 - 15 ms, for pages that count something

    name = Locale.parse(language).plural_form(value)
    return min({"one": 0, "few": 1}.get(name, forms - 1), forms - 1)


class SayMoment(Protocol):
    def __call__(self, language: str, at: datetime, own: tzinfo | None = None) -> str: ...


class SaySince(Protocol):
    def __call__(
        self, language: str, at: datetime, earlier: datetime | None, own: tzinfo | None = None
    ) -> str: ...


def moments(zone: tzinfo, clock: Callable[[], datetime]) -> SayMoment:
    """How a moment is said in that zone; the year is left out while it is this one."""

    def moment(language: str, at: datetime, own: tzinfo | None = None) -> str:
        """`own`: the zone of whoever reads it, where that is another one."""
        from babel.dates import format_datetime  # noqa: PLC0415 - as above

        local = at.astimezone(own or zone)
        this_year = local.year == clock().astimezone(own or zone).year
        pattern = "d MMMM, HH:mm" if this_year else "d MMMM y, HH:mm"
        return format_datetime(local, pattern, locale=language)

    return moment


def wall_time(language: str, local: datetime) -> str:
    """A moment in its own zone, near enough that its year goes without saying."""
    from babel.dates import format_datetime  # noqa: PLC0415 - as above

    return format_datetime(local, "d MMMM, HH:mm", locale=language)


def city(language: str, zone: str) -> str:
    """The city that a zone is called after: «Москва» of «Europe/Moscow»."""
    from babel import Locale  # noqa: PLC0415 - as above
    from babel.core import get_global  # noqa: PLC0415 - as above

    known = Locale(language).time_zones
    older = [old for old, new in get_global("zone_aliases").items() if new == zone]
    names = (known.get(each, {}).get("city") for each in (zone, *older))
    return next(filter(None, names), zone.rpartition("/")[2].replace("_", " "))


def calendar(zone: tzinfo) -> Callable[[str, date, str], str]:
    """How a day, or an hour in that zone, is said by one of babel's patterns."""

    def say(language: str, at: date, pattern: str) -> str:
        from babel.dates import format_date, format_datetime  # noqa: PLC0415 - as above

        if not isinstance(at, datetime):
            return format_date(at, pattern, locale=language)
        return format_datetime(at.astimezone(zone), pattern, locale=language)

    return say


def times_since(zone: tzinfo, clock: Callable[[], datetime]) -> SaySince:
    """How a moment is said beside an earlier one: the time alone on the same day, in that zone."""
    moment = moments(zone, clock)

    def time_since(
        language: str, at: datetime, earlier: datetime | None, own: tzinfo | None = None
    ) -> str:
        local = at.astimezone(own or zone)
        if earlier and earlier.astimezone(own or zone).date() == local.date():
            return f"{local:%H:%M}"
        return moment(language, at, own)

    return time_since


def elapsed(at: datetime, now: datetime) -> timedelta:
    """How long ago that was, as people say it: in whole minutes, from a minute on."""
    seconds = max(int((now - at).total_seconds()), 1)
    return timedelta(seconds=seconds - seconds % 60 if seconds > _MINUTE else seconds)


def duration(language: str, time: timedelta) -> str:
    """«2 с», «4 хв 10 с», «3 год 5 хв»: the two largest units; under a second, tenths of it."""
    from babel.units import format_unit  # noqa: PLC0415 - as above

    def say(value: float, unit: str) -> str:
        words = format_unit(value, f"duration-{unit}", length="short", locale=language)
        return words.replace(" ", NO_BREAK_SPACE)

    seconds = time.total_seconds()
    if seconds < 1:
        return say(max(math.ceil(seconds * 10) / 10, 0.1), "second")
    left = int(seconds)
    parts = []
    for unit, size in _UNITS:
        value, left = divmod(left, size)
        parts.append((value, unit))
    first = next(i for i, (value, _) in enumerate(parts) if value)
    return NO_BREAK_SPACE.join(say(*part) for part in parts[first : first + 2] if part[0])
