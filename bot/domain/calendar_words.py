"""The months and days of the week as people type them: «1 травня», “1 Sept”, «у понеділок».

Words stand here without apostrophes: many leave them out.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import Final

_MONTHS: Final = [
    ("січ", "січня", "січень", "jan", "january"),
    ("лют", "лютого", "лютий", "feb", "february"),
    ("бер", "березня", "березень", "mar", "march"),
    ("квіт", "квітня", "квітень", "apr", "april"),
    ("трав", "травня", "травень", "may"),
    ("черв", "червня", "червень", "jun", "june"),
    ("лип", "липня", "липень", "jul", "july"),
    ("серп", "серпня", "серпень", "aug", "august"),
    ("вер", "вересня", "вересень", "sep", "sept", "september"),
    ("жовт", "жовтня", "жовтень", "oct", "october"),
    ("лист", "листопада", "листопад", "nov", "november"),
    ("груд", "грудня", "грудень", "dec", "december"),
]
_WEEKDAYS: Final = [
    ("понеділок", "понеділка", "пн", "monday", "mon"),
    ("вівторок", "вівторка", "вт", "tuesday", "tue"),
    ("середу", "середа", "середи", "ср", "wednesday", "wed"),
    ("четвер", "четверга", "чт", "thursday", "thu"),
    ("пятницю", "пятниця", "пятниці", "пт", "friday", "fri"),
    ("суботу", "субота", "суботи", "сб", "saturday", "sat"),
    ("неділю", "неділя", "неділі", "нд", "sunday", "sun"),
]


_APOSTROPHES: Final = dict.fromkeys(map(ord, "'’ʼ`´"))


def plain_words(typed: str) -> str:
    """Small letters, single blanks, no apostrophes."""
    return " ".join(typed.casefold().translate(_APOSTROPHES).split())


def _numbered(forms: Iterable[Iterable[str]], first: int) -> dict[str, int]:
    return {word: number for number, words in enumerate(forms, first) for word in words}


def one_of(words: Iterable[str]) -> str:
    """A pattern for any of them, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def nearest_day(day: int, month: int, today: date, *, later: bool) -> date:
    """The next such day from today on, or the last one until today.

    Of 29 February it may lie years off. Raises `ValueError` where no year has it.
    """
    step = 1 if later else -1
    for year in range(today.year, today.year + 9 * step, step):  # 1896–1904 had no 29 February
        with suppress(ValueError):
            found = date(year, month, day)
            if (found - today).days * step >= 0:
                return found
    raise ValueError("no year has such a day")


MONTH: Final = _numbered(_MONTHS, 1)
WEEKDAY: Final = _numbered(_WEEKDAYS, 0)
