"""Numbers in words → in figures: «двадцяти п'яти» is 25, «п'ята» is «5-та»."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.domain.filters import Said, Term
from bot.language.spelling import folded_word

_CARDINALS: Final = {
    "один": 1, "два": 2, "три": 3, "чотири": 4, "п'ять": 5, "шість": 6, "сім": 7, "вісім": 8,
    "дев'ять": 9, "десять": 10, "одинадцять": 11, "дванадцять": 12, "тринадцять": 13,
    "чотирнадцять": 14, "п'ятнадцять": 15, "шістнадцять": 16, "сімнадцять": 17,
    "вісімнадцять": 18, "дев'ятнадцять": 19, "двадцять": 20, "тридцять": 30, "сорок": 40,
    "п'ятдесят": 50, "шістдесят": 60, "сімдесят": 70, "вісімдесят": 80, "дев'яносто": 90,
    "сто": 100, "двісті": 200, "триста": 300, "чотириста": 400, "п'ятсот": 500,
    "шістсот": 600, "сімсот": 700, "вісімсот": 800, "дев'ятсот": 900, "тисяча": 1000,
    "двоє": 2, "троє": 3, "четверо": 4, "п'ятеро": 5, "шестеро": 6, "семеро": 7, "восьмеро": 8,
    "дев'ятеро": 9, "десятеро": 10, "одинадцятеро": 11, "дванадцятеро": 12, "тринадцятеро": 13,
    "чотирнадцятеро": 14, "п'ятнадцятеро": 15, "шістнадцятеро": 16, "сімнадцятеро": 17,
    "вісімнадцятеро": 18, "дев'ятнадцятеро": 19, "двадцятеро": 20, "тридцятеро": 30,
}  # fmt: skip
_ORDINALS: Final = {
    "перший": 1, "другий": 2, "третій": 3, "четвертий": 4, "п'ятий": 5, "шостий": 6,
    "сьомий": 7, "восьмий": 8, "дев'ятий": 9, "десятий": 10, "одинадцятий": 11,
    "дванадцятий": 12, "тринадцятий": 13, "чотирнадцятий": 14, "п'ятнадцятий": 15,
    "шістнадцятий": 16, "сімнадцятий": 17, "вісімнадцятий": 18, "дев'ятнадцятий": 19,
    "двадцятий": 20, "тридцятий": 30, "сороковий": 40, "п'ятдесятий": 50,
    "шістдесятий": 60, "сімдесятий": 70, "вісімдесятий": 80, "дев'яностий": 90, "сотий": 100,
}  # fmt: skip
_TEN, _HUNDRED, _THOUSAND = 10, 100, 1000
_TENS: Final = range(20, _HUNDRED)
# By itself this says less of a number than of something else: «один із них», «тисячі людей». But
# before what is counted («один мільйон», «один відсоток») it is one.
_VAGUE: Final = (1, _THOUSAND)
_VALUES: Final = {folded_word(word): value for word, value in _CARDINALS.items()}
_PLACES: Final = {folded_word(word): value for word, value in _ORDINALS.items()}
_MONTHS: Final = frozenset(map(folded_word, (
    "січень", "лютий", "березень", "квітень", "травень", "червень", "липень", "серпень",
    "вересень", "жовтень", "листопад", "грудень",
)))  # fmt: skip
_POWERS: Final = {"тисяча": _THOUSAND, "мільйон": _THOUSAND**2, "мільярд": _THOUSAND**3}
_BEHIND_FIGURES: Final = _MONTHS | _POWERS.keys()
_COUNTED_FROM_ONE: Final = _POWERS.keys() | frozenset(map(folded_word, (
    "відсоток", "гривня", "долар", "євро", "метр", "кілометр", "кілограм", "тонна", "хвилина",
    "година", "день", "тиждень", "місяць", "рік", "особа", "людина", "бал",
)))  # fmt: skip
_LONGEST_FIGURE = 3
_DAYS: Final = {str(day): day for day in range(1, 32)}
_NUMERALS: Final = _VALUES.keys() | _PLACES.keys()
# «П'ятнадцятирічний» is «15-річний».
_IN_COMPOUNDS: Final = {
    folded_word(number): value
    for number, value in (
        ("одно", 1), ("дво", 2), ("двох", 2), ("три", 3), ("трьох", 3), ("чотири", 4),
        ("чотирьох", 4), ("п'яти", 5), ("шести", 6), ("семи", 7), ("восьми", 8), ("дев'яти", 9),
        ("десяти", 10), ("одинадцяти", 11), ("дванадцяти", 12), ("тринадцяти", 13),
        ("чотирнадцяти", 14), ("п'ятнадцяти", 15), ("шістнадцяти", 16), ("сімнадцяти", 17),
        ("вісімнадцяти", 18), ("дев'ятнадцяти", 19), ("двадцяти", 20), ("тридцяти", 30),
        ("сорока", 40), ("п'ятдесяти", 50), ("шістдесяти", 60), ("сімдесяти", 70),
        ("вісімдесяти", 80), ("дев'яносто", 90), ("сто", 100), ("двохсот", 200), ("трьохсот", 300),
    )
}  # fmt: skip
_LONGEST_FIRST: Final = tuple(sorted(_IN_COMPOUNDS, key=len, reverse=True))
_COUNTED = re.compile(
    "(?:річ|поверхов|денн|кілометров|метров|відсотков|гектар|мільйонн|тонн|годинн|місячн|хвилинн"
    "|поверхівк|тисячн|мільярдн|бальн|кімнатн|кратн|секундн|сторінков|доларов|томн|тижнев|градусн|кілограмов|місн|літров)"
)
_ROMAN_VALUES: Final = dict(zip("IVXІХ", (1, 5, 10, 1, 10), strict=True))
_ROMAN = re.compile("(?=..)(?:[XХ]{0,3}(?:[IІ][XХ]|[IІ]V|V?[IІ]{0,3}))")
_NUMBERED: Final = frozenset(map(folded_word, (
    "століття", "тисячоліття", "квартал", "тур", "етап", "ступінь", "клас", "група", "категорія",
    "скликання", "рівень", "сезон", "том",
)))  # fmt: skip
_WITH_ENDING = re.compile("([0-9]+)-?[а-яіїєґ]{1,3}")


def of_compound(lemma: Term) -> frozenset[Term]:
    """The terms of «двадцятип'ятирічний», folded, with its number in figures."""
    if not lemma.startswith(_LONGEST_FIRST):
        return frozenset()
    number, rest = 0, lemma
    while found := next((n for n in _LONGEST_FIRST if rest.startswith(n)), None):
        number, rest = number + _IN_COMPOUNDS[found], rest.removeprefix(found)
    return frozenset({f"{number}{rest}"}) if number and _COUNTED.match(rest) else frozenset()


def of_roman(word: str) -> frozenset[Term]:
    """The terms of «XXI» in large letters of either alphabet; none of anything else."""
    if not _ROMAN.fullmatch(word):
        return frozenset()
    values = [_ROMAN_VALUES[letter] for letter in word]
    number = sum(
        -value if value < behind else value
        for value, behind in zip(values, [*values[1:], 0], strict=True)
    )
    return frozenset({str(number), _ordinal(number)})


def letters_of_numbers_in(written: Sequence[str], words: Said) -> Iterator[tuple[range, Term]]:
    """Where a letter is a number: the «V» of «V століття»."""
    for at, word in enumerate(written[:-1]):
        if word in _ROMAN_VALUES and not _NUMBERED.isdisjoint(words[at + 1]):
            yield range(at, at + 1), _ordinal(_ROMAN_VALUES[word])


def in_figures(word: str) -> frozenset[Term]:
    """The terms of «5-го» or «90-ті» in small letters; none of anything else."""
    number = _WITH_ENDING.fullmatch(word)
    return frozenset({number[1], _ordinal(int(number[1]))}) if number else frozenset()


def numbers_in(words: Said) -> Iterator[tuple[range, Term]]:
    """Where numbers stand in words, and each in figures."""
    at = 0
    while at < len(words):
        if _NUMERALS.isdisjoint(words[at]):
            at += 1
            if at < len(words) and not _BEHIND_FIGURES.isdisjoint(words[at]):
                yield from _with_figure(words, at)
            continue
        behind, term = _number_at(words, at)
        if term:
            yield range(at, behind), term
            if not term.isdecimal() and len(term) > _LONGEST_FIGURE + 1:  # of a year
                yield range(at, behind), term[:-1]
            power = _one_of(_POWERS, words[behind]) if behind < len(words) else None
            if power and term.isdecimal() and len(term) <= _LONGEST_FIGURE:
                yield range(at, behind + 1), str(int(term) * power)
        at = behind


def _number_at(words: Said, at: int) -> tuple[int, Term | None]:
    """The longest number from here on: where it is over, and its figures."""
    parts: list[int] = []
    start = at
    while at < len(words):
        place, value = _one_of(_PLACES, words[at]), _one_of(_VALUES, words[at])
        if place and _goes_on(parts, place):
            return at + 1, _ordinal(_sum([*parts, place]))
        if not (value and _goes_on(parts, value)):
            break
        parts.append(value)
        at += 1
    is_one = parts == [1] and at < len(words) and not _COUNTED_FROM_ONE.isdisjoint(words[at])
    if parts == [] or (len(parts) == 1 and parts[0] in _VAGUE and not is_one):
        return max(at, start + 1), None
    return at, str(_sum(parts))


def _with_figure(words: Said, at: int) -> Iterator[tuple[range, Term]]:
    """«24 лютого» is the twenty-fourth, «5 тисяч» is 5000."""
    before = words[at - 1]
    power = _one_of(_POWERS, words[at])
    figure = next((f for f in before if f.isdecimal() and len(f) <= _LONGEST_FIGURE), None)
    if power and figure:
        yield range(at - 1, at + 1), str(int(figure) * power)
    elif not power and (day := _one_of(_DAYS, before)):
        yield range(at - 1, at), _ordinal(day)


def _one_of(numerals: dict[str, int], word: frozenset[Term]) -> int | None:
    return next((numerals[term] for term in word if term in numerals), None)


def _goes_on(parts: Sequence[int], value: int) -> bool:
    """«Двадцять» goes on with «п'ять», not with «десять»; «п'ять» with «тисяч» alone."""
    if not parts:
        return True
    if value == _THOUSAND:
        return _THOUSAND not in parts
    if parts[-1] == _THOUSAND:
        return True
    return value < _TEN if parts[-1] in _TENS else value < _HUNDRED <= parts[-1]


def _sum(parts: Sequence[int]) -> int:
    if _THOUSAND not in parts:
        return sum(parts)
    at = parts.index(_THOUSAND)
    return (sum(parts[:at]) or 1) * _THOUSAND + sum(parts[at + 1 :])


def _ordinal(number: int) -> Term:
    return f"{number}й"
