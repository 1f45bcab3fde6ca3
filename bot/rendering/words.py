"""What templates say of numbers, moments and long words, in the language of the page."""

import re
from collections.abc import Callable
from datetime import datetime, tzinfo

from bot.domain.text import shorten

NO_BREAK_SPACE = "\u00a0"
# All blanks but those that hold words together on purpose.
_BLANKS = re.compile(r"[^\S\u00a0\u2007\u202f]+")


def one_line(text: str) -> str:
    """The text without line breaks and doubled blanks."""
    return _BLANKS.sub(" ", text).strip()


def short(text: str, limit: int) -> str:
    """One line of at most `limit` UTF-16 units."""
    return shorten(one_line(text), limit)


def number(value: int) -> str:
    """1000 → «1 000»."""
    return f"{value:,}".replace(",", NO_BREAK_SPACE)


def megabytes(size: int) -> str:
    """Bytes as whole megabytes, rounded up so that a file over a limit never looks equal to it."""
    return number(max(-(-size // 1_000_000), 1))


def count(language: str, value: int, forms: tuple[str, ...]) -> str:
    """The number with its noun: Ukrainian has the forms one, few and many, English one and other.

    `1 → новина, 2 → новини, 5 → новин` and so on.
    """
    return number(value) + NO_BREAK_SPACE + forms[_form(language, value, len(forms))]


def _form(language: str, value: int, forms: int) -> int:
    from babel import Locale  # noqa: PLC0415 - 15 ms, for pages that count something

    name = Locale.parse(language).plural_form(value)
    return min({"one": 0, "few": 1}.get(name, forms - 1), forms - 1)


def moments(zone: tzinfo, clock: Callable[[], datetime]) -> Callable[[str, datetime], str]:
    """How a moment is said in that zone; the year is left out while it is this one."""

    def moment(language: str, at: datetime) -> str:
        from babel.dates import format_datetime  # noqa: PLC0415 - as above

        local = at.astimezone(zone)
        this_year = local.year == clock().astimezone(zone).year
        pattern = "d MMMM, HH:mm" if this_year else "d MMMM y, HH:mm"
        return format_datetime(local, pattern, locale=language)

    return moment
