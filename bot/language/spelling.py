"""Words without what is mere spelling: case, stress, apostrophes, hyphens, look-alikes."""

import re
import unicodedata
from functools import lru_cache

from bot.domain.query import QUOTE_WITHIN

IN_LETTERS = "3"  # before what is written in large ones: «ВІЛ» is no «віл»
_LONGEST_WORD = 60
_APOSTROPHES = dict.fromkeys(map(ord, "’ʼ`´‘‛ʹ′＇"), "'")
_HYPHENS = dict.fromkeys(map(ord, "‐‑−"), "-")
_UNSEEN = dict.fromkeys(
    map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\u0300\u0301")  # with marks of stress
)
_SIGNS = {
    ord("%"): " відсоток ", ord("$"): " долар ", ord("€"): " євро ", ord("₴"): " гривня ",
    ord("£"): " фунт ",
}  # fmt: skip
_SAME = {chr(c): to or "" for c, to in {**_APOSTROPHES, **_HYPHENS, **_UNSEEN, **_SIGNS}.items()}
_NOT_SAME = re.compile(f"[{re.escape(''.join(_SAME))}]")
# These look behind themselves once their first letter fits, which is found several times sooner.
# «12 300» is one number, «у 2026 100 осіб» are two.
_THOUSANDS = re.compile(r"\d(?<![^\W_].)\d{0,2}(?:[ \u00a0\u202f]\d{3})+(?![^\W_])")
# «Netflix'у», «Starlink-и», «F-16-х»: the ending says nothing.
_FOREIGN_ENDING = re.compile(
    r"['-](?:(?<=[A-Za-z].)|(?<=[^\W\d_]-\d.)|(?<=[^\W\d_]-\d\d.)|(?<=[^\W\d_]-\d{3}.))"
    r"[а-яіїє]{1,3}(?!\w)"
)
# «24.02.2022», «24/02/2022» and «2022-02-24» are «24 лютого 2022».
_DATE = re.compile(
    r"\d(?<![\w./-].)(?:\d?(?P<mark>[./])\d{2}(?P=mark)\d{4}|\d{3}-\d{2}-\d{2})(?![\w/-])"
)
# «Ст. 111» is «стаття 111», «XXI ст.» «XXI століття».
_OF_LAW = re.compile(r"[Сс](?<!\w.)[Тт]\.\s?(?=\d)")
_DEGREES = re.compile(r"°\s?(?:[CСF](?!\w))?")
# «5 год» are hours, «2026 год» and «2026 г.» a year in Russian; «24 м. Київ» is a town.
_HOURS = re.compile(r"([02-9])(?<!\d{4})\s?год(?!\w)")
_BEHIND_NUMBER = re.compile(r"(\d)\s?([лтмг])(?<!\d{4}г)(?<!\d{4}.г)(?![\w'-])(?!\.\s[А-ЯІЇЄҐ])")
_SQUARE = re.compile(r"к(?<!\w.)(в|уб)\.?\s?(к?м)(?!\w)")
_SIGN_OF_SQUARE = re.compile(r"[²³23](?<=м.)(?:(?<=[\s\d]..)|(?<=[\s\d]к..))(?!\w)")
_WATT_HOURS = re.compile(r"[·⋅∙*/](?<=Вт.)год(?!\w)")
_PER_TIME = re.compile(r"/(?<=м.)(год|с)(?!\w)")  # «90 км/год», «15 м/с»
_TIMES = {"год": " на годину", "с": " на секунду"}
_UNITS = {
    "л": "літрів", "т": "тонн", "г": "грамів", "м": "метрів", "км": "кілометрів",
    "в": "квадратних", "²": "квадратних", "2": "квадратних", "уб": "кубічних",
    "³": "кубічних", "3": "кубічних",
}  # fmt: skip
_CENTURY = re.compile(r"([IVXІХ])\s?ст\.")
_MONTHS = (
    *("січня", "лютого", "березня", "квітня", "травня", "червня"),
    *("липня", "серпня", "вересня", "жовтня", "листопада", "грудня"),
)
_DAYS_OF_MONTH = range(1, 32)
_BLANKS = re.compile(r"[ \u00a0\u202f]")
_BETWEEN_FIGURES = re.compile("[./-]")
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
# «Йти» and «іти», «ймовірний» and «імовірний».
_INITIAL = re.compile("^й(?=[бвгджзклмнпрстфхцчшщ])")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[A-Za-zÏï]")
# Letters that look the same, small and large: «CBIT» may be typed in either alphabet.
_LATIN_TWINS = "ABCEHIKMOPTXYaceikopxyÏï"
_CYRILLIC_TWINS = "АВСЕНІКМОРТХУасеікорхуЇї"
_TO_CYRILLIC = str.maketrans(_LATIN_TWINS, _CYRILLIC_TWINS)
_TO_LATIN = str.maketrans(_CYRILLIC_TWINS, _LATIN_TWINS)
# Their marks are no accents: Unicode does not take these letters apart.
_WITH_STROKES = str.maketrans({
    "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss", "æ": "ae",
    "Æ": "Ae", "œ": "oe", "Œ": "Oe",
})  # fmt: skip
_ABBREVIATION = range(2, 7)  # letters
IN_LATIN_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "ye", "ж": "zh",
    "з": "z", "и": "y", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n",
    "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts",
    "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": "yu", "я": "ya", "ё": "yo", "ы": "y",
    "э": "e", "ъ": "",
}  # fmt: skip
_IN_LATIN = str.maketrans(IN_LATIN_LETTERS)
_IN_CYRILLIC = str.maketrans("abcdefghijklmnopqrstuvwxyz", "абсдефгхійклмнопкрстуввхиз")


@lru_cache(1)  # whoever asks for the terms of a text asks for its words as well
def spelled(text: str) -> tuple[str, ...]:
    """Its words as they are written, each in one alphabet, one kind of apostrophe and hyphen."""
    same = _NOT_SAME.sub(_as_usual, unicodedata.normalize("NFC", text))
    same = _FOREIGN_ENDING.sub("", QUOTE_WITHIN.sub("'", same))
    same = _DATE.sub(_in_words, _in_full(same))
    same = _THOUSANDS.sub(lambda number: _BLANKS.sub("", number[0]), same)
    return tuple(in_one_alphabet(word[:_LONGEST_WORD]) for word in _WORD.findall(same))


def _as_usual(sign: re.Match[str]) -> str:
    return _SAME[sign[0]]


def _in_full(text: str) -> str:
    text = _SQUARE.sub(lambda found: f"{_UNITS[found[1]]} {_UNITS[found[2]]}", text)
    text = _SIGN_OF_SQUARE.sub(lambda found: f" {_UNITS[found[0]]}", text)
    text = _PER_TIME.sub(lambda found: _TIMES[found[1]], text)
    text = _WATT_HOURS.sub("-год", _HOURS.sub(r"\1 годин", text))
    text = _BEHIND_NUMBER.sub(lambda found: f"{found[1]} {_UNITS[found[2]]}", text)
    return _CENTURY.sub(r"\1 століття", _OF_LAW.sub("стаття ", _DEGREES.sub(" градус ", text)))


def _in_words(date: re.Match[str]) -> str:
    first, month, last = _BETWEEN_FIGURES.split(date[0])
    day, year = (last, first) if len(first) == len("2022") else (first, last)
    if int(day) not in _DAYS_OF_MONTH or not 0 < int(month) <= len(_MONTHS):
        return date[0]
    return f"{int(day)} {_MONTHS[int(month) - 1]} {year}"


def exact_words_of(text: str) -> tuple[str, ...]:
    """The same in small letters, as all spellings of a word have them."""
    return tuple(map(_exact, spelled(text)))


def small(word: str) -> str:
    """In small letters, without what stands behind an apostrophe in English."""
    word = word.casefold()
    if word.isalnum():
        return word
    word = "".join(c for c in word if c.isalnum() or c in "'-")
    return word.removesuffix("'s") if word.isascii() else word


def folded_word(word: str) -> str:
    """What two spellings share: «м’ята» and «мята», «веб-сайт» and «вебсайт», «ґ» and «г».

    «Проєкт» and «проект» too, «йти» and «іти», «Йенс» and «Єнс», «Майя» and «Мая».
    """
    folded = word.casefold().replace("ґ", "г").replace("ё", "е").replace("є", "е")
    if not folded.isalpha():
        folded = folded.replace("'", "").replace("-", "")
    if "й" not in folded:
        return folded
    return _INITIAL.sub("і", folded.replace("йе", "е").replace("йя", "я"))


@lru_cache(10_000)
def _exact(word: str) -> str:
    return folded_word(small(word))


def without_accents(word: str) -> str:
    """«Orbán» is «Orban»; of Latin words alone, in Cyrillic «й» is a letter of its own."""
    apart = unicodedata.normalize("NFKD", word.translate(_WITH_STROKES))
    return "".join(c for c in apart if not unicodedata.combining(c))


def is_cyrillic(word: str) -> bool:
    return _CYRILLIC.search(word) is not None


@lru_cache(10_000)
def in_one_alphabet(word: str) -> str:
    """A word of mixed letters as it looks: a Latin «i» in «Київ» is Cyrillic."""
    if word.isascii() or not (_LATIN.search(word) and _CYRILLIC.search(word)):
        return word
    cyrillic, latin = word.translate(_TO_CYRILLIC), word.translate(_TO_LATIN)
    if not _LATIN.search(cyrillic):
        return cyrillic
    return word if _CYRILLIC.search(latin) else latin


def twin(word: str) -> str | None:
    """A Latin word in large letters as it looks in Cyrillic; None where it looks like none."""
    if not word.isascii() or not word.isupper():
        return None
    other = word.translate(_TO_CYRILLIC)
    return None if _LATIN.search(other) or not _CYRILLIC.search(other) else other


def is_abbreviation(word: str) -> bool:
    """«ЗСУ», «F-16»: in large letters or with figures, and short."""
    if word.isalpha():
        return word.isupper() and len(word) in _ABBREVIATION
    letters = sum(map(str.isalpha, word))
    if any(map(str.isdigit, word)):
        return 0 < letters <= _ABBREVIATION[-1]
    return word.isupper() and letters in _ABBREVIATION


def in_latin(word: str) -> set[str]:
    """A small-letter Cyrillic word as English papers may spell it: «гур» is «gur» and «hur»."""
    plain = word.translate(_IN_LATIN)
    return set(map(folded_word, (plain, plain.replace("kh", "h"), plain.replace("g", "h"))))


def in_cyrillic(word: str) -> str:
    """A small-letter Latin abbreviation letter by letter: «nato» is «нато», «f-16» is «ф16»."""
    return folded_word(word.translate(_IN_CYRILLIC))
