"""The months as people type them behind a day: «1 травня», “1 Sept”."""

from typing import Final

_MONTHS: Final = [
    ("січ", "січня", "jan", "january"),
    ("лют", "лютого", "feb", "february"),
    ("бер", "березня", "mar", "march"),
    ("квіт", "квітня", "apr", "april"),
    ("трав", "травня", "may"),
    ("черв", "червня", "jun", "june"),
    ("лип", "липня", "jul", "july"),
    ("серп", "серпня", "aug", "august"),
    ("вер", "вересня", "sep", "sept", "september"),
    ("жовт", "жовтня", "oct", "october"),
    ("лист", "листопада", "nov", "november"),
    ("груд", "грудня", "dec", "december"),
]
MONTH: Final = {word: number for number, words in enumerate(_MONTHS, 1) for word in words}
