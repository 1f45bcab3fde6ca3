"""What somebody meant who mistyped a word: one slip of a finger, or the other keyboard."""

from collections.abc import Collection, Iterator
from typing import Final

from bot.domain.article import Content
from bot.domain.search_terms import ANYWHERE, EXACT, Token, marked
from bot.language.spelling import folded_word, is_cyrillic
from bot.language.terms import Language

_LENGTHS: Final = range(3, 21)  # letters of a word that is tried
_CYRILLIC: Final = "абвгдеєжзиіїйклмнопрстуфхцчшщьюя"
_LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
_KEYS: Final = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_LETTERS: Final = "йцукенгшщзхїфівапролджєячсмитьбю'"
_TO_LETTERS: Final = str.maketrans(_KEYS + _KEYS.upper(), _LETTERS + _LETTERS)
_TO_KEYS: Final = str.maketrans(_LETTERS, _KEYS)


class Likely:
    def __init__(self, language: Language) -> None:
        self._language = language

    def words(self, word: str) -> set[str]:
        """What may be meant; none for a word that is too short."""
        return set(_meant(word))

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


def _meant(word: str) -> Iterator[str]:
    plain = word.casefold()
    other = plain.translate(_TO_KEYS if is_cyrillic(plain) else _TO_LETTERS)
    yield from filter(str.isalnum, [folded_word(other)])
    typed = folded_word(plain)
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
