"""Names that stand side by side agree: «Олександра Коваль» is no Олександр."""

from functools import lru_cache
from typing import Any, Final, NamedTuple

from bot.language.readings import Dictionary, is_of_person

_REMEMBERED: Final = 5_000  # words
_NOBODY: Final[frozenset[str]] = frozenset()


class _Form(NamedTuple):
    of: str  # gender, or that they are several
    case: str


class Agreement:
    """Words go in small letters."""

    def __init__(self, words: Dictionary) -> None:
        self._words = words
        self._called = lru_cache(_REMEMBERED)(self._look_up)
        self.is_of_two = lru_cache(_REMEMBERED)(self._names_two)

    def others(self, before: str, word: str, behind: str) -> frozenset[str]:
        """Whom a word might name by itself, and does not between these two."""
        own = self._called(word)
        for beside in (behind, before):
            forms = set().union(*self._called(beside).values())
            others = frozenset(each for each in own if own[each].isdisjoint(forms))
            if 0 < len(others) < len(own):
                return others
        return _NOBODY

    def _names_two(self, word: str) -> bool:
        return len(self._called(word)) > 1

    def _look_up(self, word: str) -> dict[str, set[_Form]]:
        """The names that a word may be a form of, and which forms."""
        found: dict[str, set[_Form]] = {}
        for lemma, tag in self._words.known(word):
            if is_of_person(tag):
                found.setdefault(lemma, set()).add(_form(tag))
        return found


def _form(tag: Any) -> _Form:  # noqa: ANN401 - the library has no types
    return _Form("plur" if tag.number == "plur" else str(tag.gender), str(tag.case))
