"""What somebody meant who mistyped a word: one slip of a finger, or the other keyboard."""

from collections.abc import Collection, Iterator
from typing import Final

from bot.domain.article import Content
from bot.domain.query import SMALL_WORDS
from bot.domain.search_terms import ANYWHERE, EXACT, Token, marked
from bot.language.spelling import folded_word, is_cyrillic
from bot.language.terms import Language

_LENGTHS: Final = range(3, 21)  # letters of a word that is tried
_CYRILLIC: Final = "абвгдеєжзиіїйклмнопрстуфхцчшщьюя"
_LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
_KEYS: Final = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_LETTERS: Final = "йцукенгшщзхїфівапролджєячсмитьбю'"
_WITH_SHIFT: Final = str.maketrans('{}:"<>~', "[];',.`")
_TO_LETTERS: Final = str.maketrans(_KEYS, _LETTERS)
_TO_KEYS: Final = str.maketrans(_LETTERS, _KEYS)


class Likely:
    def __init__(self, language: Language) -> None:
        self._language = language

    def words(self, word: str) -> set[str]:
        """What may be meant; none for a word that is too short."""
        other = _by_other_keys(word)
        forms = self._language.asked(other)[0] if other.isalpha() else frozenset()
        return {*_slips(word), *(form for form in forms if form.isalpha())}

    def apart(self, word: str) -> Iterator[tuple[str, str]]:
        """The two words that it may be with the blank forgotten."""
        typed = folded_word(word)
        if typed.isalpha() and len(typed) in _LENGTHS:
            for at in range(_LENGTHS.start, len(typed) - _LENGTHS.start + 1):
                yield typed[:at], typed[at:]

    def small_word(self, word: str) -> str | None:
        """«nf» is «та» by the other keyboard: a word that counts for nothing in a query."""
        other = _by_other_keys(word)
        return other if other in SMALL_WORDS else None

    def tokens(self, meant: Collection[str]) -> frozenset[Token]:
        """As such words may stand in the index."""
        return marked(EXACT, meant) | marked(ANYWHERE, meant)

    def as_printed(self, tokens: Collection[Token], content: Content) -> str | None:
        """How the first of these words stands in an article, or would in its dictionary form."""
        for part in (content.headline, content.opening, *content.body, *content.captions):
            for word in part.split():
                exact = self._language.exactly(word)
                if len(exact) != 1:
                    continue
                if f"{EXACT}{exact[0]}" in tokens:
                    return word.strip('.,:;!?()[]«»“”„"…–—-')
                terms = sorted(self._language.said(word)[0])
                for term in (term for term in terms if f"{ANYWHERE}{term}" in tokens):
                    is_name = word.strip('«“„"(')[:1].isupper()
                    return term.capitalize() if is_name else term
        return None


def _by_other_keys(word: str) -> str:
    plain = word.casefold().translate(_WITH_SHIFT)
    return plain.translate(_TO_KEYS if is_cyrillic(plain) else _TO_LETTERS)


def _slips(word: str) -> Iterator[str]:
    typed = folded_word(word)
    if len(typed) not in _LENGTHS or not typed.isalnum():
        return
    letters = _CYRILLIC if is_cyrillic(typed) else _LATIN
    for at in range(len(typed) + 1):
        before, behind = typed[:at], typed[at:]
        yield from (f"{before}{letter}{behind}" for letter in letters)
        if behind:
            yield before + behind[1:]
            yield from (f"{before}{letter}{behind[1:]}" for letter in letters)
        if len(behind) > 1:
            yield before + behind[1] + behind[0] + behind[2:]
