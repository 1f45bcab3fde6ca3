"""Names that stand side by side agree: «Олександра Коваль» is no Олександр.

And with a preposition: «у Львові» is nobody called Лев.
"""

from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Any, Final, NamedTuple

from bot.language.readings import Dictionary, is_of_person

_REMEMBERED: Final = 5_000  # words
_NOBODY: Final[frozenset[str]] = frozenset()
_WITHIN: Final = ("у", "в")


class Meant(NamedTuple):
    """The dictionary forms that a word has beside others, and those that it has elsewhere."""

    these: AbstractSet[str]
    others: AbstractSet[str]


ANYTHING: Final = Meant(_NOBODY, _NOBODY)


class _Form(NamedTuple):
    of: str  # gender, or that they are several
    case: str


class Agreement:
    """Words go in small letters."""

    def __init__(self, words: Dictionary) -> None:
        self._words = words
        self.behind = lru_cache(_REMEMBERED)(self._behind)
        self._called = lru_cache(_REMEMBERED)(self._look_up)

    def others(self, before: str, word: str, behind: str) -> frozenset[str]:
        """Whom a word might name by itself, and does not between these two."""
        own = self._called(word)
        for beside in (behind, before) if len(own) > 1 else ():
            forms = set().union(*self._called(beside).values())
            others = frozenset(each for each in own if own[each].isdisjoint(forms))
            if 0 < len(others) < len(own):
                return others
        return _NOBODY

    def _behind(self, preposition: str, word: str) -> Meant:
        """Behind a preposition a capital letter begins a name: «у Сумах» are no sums.

        Nor does anybody stand in the dative there, or within somebody.
        """
        likely = known = self._words.known(word)
        if any("Pltm" in tag for _, tag in known):
            likely = tuple(r for r in likely if not _is_of_several_things(r.tag))
        if preposition in _WITHIN and any(_is_within(tag) for _, tag in known):
            likely = tuple(r for r in likely if not _is_for_somebody(r.tag))
        if len(likely) == len(known):
            return ANYTHING
        meant = {lemma for lemma, _ in likely}
        return Meant(meant, {lemma for lemma, _ in known} - meant)

    def _look_up(self, word: str) -> dict[str, set[_Form]]:
        """The names that a word may be a form of, and which forms."""
        found: dict[str, set[_Form]] = {}
        for lemma, tag in self._words.known(word):
            if is_of_person(tag):
                found.setdefault(lemma, set()).add(_form(tag))
        return found


def _form(tag: Any) -> _Form:  # noqa: ANN401 - the library has no types
    return _Form("plur" if tag.number == "plur" else str(tag.gender), str(tag.case))


def _is_of_several_things(tag: Any) -> bool:  # noqa: ANN401 - the library has no types
    is_several = tag.animacy == "inan" and tag.number == "plur"
    return bool(is_several and "Pltm" not in tag)


def _is_within(tag: Any) -> bool:  # noqa: ANN401 - the library has no types
    return bool(tag.animacy == "inan" and tag.case == "loct")


def _is_for_somebody(tag: Any) -> bool:  # noqa: ANN401 - the library has no types
    return "Name" in tag and tag.case in ("datv", "loct")
