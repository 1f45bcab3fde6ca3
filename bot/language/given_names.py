"""A given name and its first letter: «В. Зеленський» is «Володимир Зеленський»."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Final

from bot.domain.filters import Said, Term
from bot.language.spelling import IN_LATIN_LETTERS

_LETTER: Final = "8"  # before the first letter of a name, and a term of the surname
_FEWEST_LETTERS: Final = 3  # of a name that is written out


def shortened_in(text: str, written: Sequence[str], words: Said) -> Iterator[tuple[range, Term]]:
    """Where a letter and a full stop stand before a surname, or behind one."""
    has_stop = cache(lambda letter: f"{letter}." in text)  # of thousands of letters few differ
    for at, word in enumerate(written):
        if len(word) == 1 and word.isupper() and has_stop(word):
            before = at and len(written[at - 1]) == 1
            surname = at + 1 if _is_surname(written, at + 1) else at + 2
            if not _is_surname(written, surname):
                surname = at - 1
            if not before and surname >= 0 and _is_surname(written, surname):
                for term in words[surname]:
                    yield range(at, at + 1), _shortened(word.casefold(), term)


def written_out_in(
    written: Sequence[str], words: Said, may_be_name: Callable[[str], bool]
) -> Iterator[tuple[range, Term]]:
    """What is looked for by a given name and a surname may have a letter in its place."""
    for at, word in enumerate(written[:-1]):
        if len(word) >= _FEWEST_LETTERS and word.isalpha() and may_be_name(word):
            own = word[0].casefold()
            for term in words[at + 1]:
                for letter in _letters(own) if term[0].isdigit() else own:
                    yield range(at, at + 1), _shortened(letter, term)


def _is_surname(written: Sequence[str], at: int) -> bool:
    return at < len(written) and len(written[at]) > 1 and written[at][0].isupper()


def _shortened(letter: str, surname: Term) -> Term:
    return f"{_LETTER}{letter}{surname}"


@cache
def _letters(letter: str) -> frozenset[str]:
    """It, and those of the other alphabet that names begin with instead."""
    latin = {cyrillic: sound[0] for cyrillic, sound in IN_LATIN_LETTERS.items() if sound}
    return frozenset(
        (letter, latin.get(letter, letter), *(c for c, to in latin.items() if to == letter))
    )
