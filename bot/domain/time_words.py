"""Times said in words, in figures: «о пів на десяту» is «о 9:30»."""

import re
from typing import Final

_HOURS: Final = (
    "першій першу",
    "другій другу",
    "третій третю",
    "четвертій четверту",
    "пятій пяту",
    "шостій шосту",
    "сьомій сьому",
    "восьмій восьму",
    "девятій девяту",
    "десятій десяту",
    "одинадцятій одинадцяту",
    "дванадцятій дванадцяту",
    "тринадцятій тринадцяту",
    "чотирнадцятій чотирнадцяту",
    "пятнадцятій пятнадцяту",
    "шістнадцятій шістнадцяту",
    "сімнадцятій сімнадцяту",
    "вісімнадцятій вісімнадцяту",
    "девятнадцятій девятнадцяту",
    "двадцятій двадцяту",
)
_COUNTS: Final = (
    "одну один one",
    "дві два two пару",
    "три three",
    "чотири four",
    "пять five",
    "шість six",
    "сім seven",
    "вісім eight",
    "девять nine",
    "десять ten",
    "одинадцять eleven",
    "дванадцять twelve",
)
_HOUR: Final = {word: n for n, words in enumerate(_HOURS, 1) for word in words.split()}
_COUNT: Final = {word: n for n, words in enumerate(_COUNTS, 1) for word in words.split()}
_FIGURES: Final = {**_HOUR, **_COUNT}
_WORD: Final = re.compile(r"[^\W\d_]+")
_HALF: Final = re.compile(r"(?:об?\s)?пів\sна\s(\d{1,2})\b")
_HALF_PAST: Final = re.compile(r"\b(?:at\s)?half\spast\s(\d{1,2})\b")
_QUARTER_PAST: Final = re.compile(r"\b(?:at\s)?(?:a\s)?quarter\spast\s(\d{1,2})\b")
_QUARTER: Final = re.compile(r"\bчверть\sгодини\b")
_AND_HALF: Final = re.compile(r"\b(?:півтори|1[.,]5)\s(?:години|годин|год)\b")
_PART_THEN_HOUR: Final = re.compile(
    r"\b(вранці|зранку|уранці|ввечері|увечері),?\s(об?\s\d{1,2}(?:[:.]\d\d)?)$"
)
_AT_NOON: Final = re.compile(r"\b[ву]\sобід\b")
_WRONG_AT: Final = re.compile(r"\b[ву]\s(?=\d{1,2}(?:\s(?:ранку|дня|вечора|ночі))?$)")
_BARE_HOUR: Final = re.compile(r"^((?:на\s)?(?:сьогодні|завтра|післязавтра))\s(\d{1,2})$")
_DOTTED: Final = re.compile(r"^((?:на\s)?(?:сьогодні|завтра|післязавтра))\s(\d{1,2})\.(\d\d)$")


def in_figures(words: str) -> str:
    """The same time in figures; `words` are as `plain_words` leaves them."""
    said = _WORD.sub(lambda found: str(_FIGURES.get(found[0], found[0])), words)
    said = _HALF_PAST.sub(r"at \1:30", _QUARTER_PAST.sub(r"at \1:15", said))
    said = _HALF.sub(_half_before, said)
    said = _AND_HALF.sub("90 хвилин", _QUARTER.sub("15 хвилин", said))
    said = _PART_THEN_HOUR.sub(_with_half_of_day, _AT_NOON.sub("опівдні", said))
    said = _DOTTED.sub(r"\1 о \2:\3", _BARE_HOUR.sub(r"\1 о \2", said))
    return _WRONG_AT.sub("о ", said)


def _half_before(found: re.Match[str]) -> str:
    """Of «пів на 1» nobody knows whether noon or midnight is meant: it stays as it is."""
    hour = int(found[1]) - 1
    return f"о {hour}:30" if hour else found[0]


def _with_half_of_day(found: re.Match[str]) -> str:
    half = "вечора" if found[1].endswith("вечері") else "ранку"
    return f"{found[2]} {half}"
