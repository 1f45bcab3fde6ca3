"""Surnames that look like adjectives: somebody called Зеленська is not Зеленський.

But a «Зеленська громада» is found by any form of its adjective.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from bot.language.readings import Dictionary

_REMEMBERED = 2_000  # words
_ENDING = re.compile("[сцз]ьк(?:ий|ого|ому|им|ім|а|ої|ій|у|ою|і|их|ими)$")
# These tell of places far more often than they name somebody.
_OF_PLACES = frozenset(
    f"{each}ий"
    for line in (
        "баранівськ березанськ берегівськ бережанськ бершадськ богуславськ бучацьк варшавськ",
        "васильківськ виноградівськ вижницьк вільногірськ вінницьк волинськ гайсинськ галицьк",
        "громадськ жаботинськ збаразьк зборівськ ізмаїльськ кагарлицьк корецьк кримськ",
        "кропивницьк куп'янськ лисянськ лубенськ луцьк любинськ любомирськ люботинськ майданськ",
        "македонськ миргородськ монастирськ нікольськ новинськ опільськ острозьк печерськ",
        "покровськ полтавськ польськ прилуцьк радомськ роменськ савранськ самарськ смілянськ",
        "сокальськ сосницьк старицьк тростянецьк тульчинськ турецьк уманськ хмельницьк хорольськ",
        "чаплинськ черкаськ чернецьк чорногорськ чортківськ шаргородськ яворівськ ярославськ",
    )
    for each in line.split()
)
_OF_WOMEN = ("ка", "кої", "кій", "ку", "кою")
_AND = frozenset(("і", "й", "та", "або", "чи"))  # «Покровська та Мирноградська громади»
_OF_THINGS = ("NOUN", "ADJF", "NUMR")


class Surnames:
    """Words go in small letters."""

    def __init__(self, words: Dictionary) -> None:
        self._words = words
        self.adjectives = lru_cache(_REMEMBERED)(self._look_up)

    def _look_up(self, word: str) -> frozenset[str]:
        """The adjectives that a word may be of, and that women are called by."""
        if not _ENDING.search(word):
            return frozenset()
        found = {r.normal_form for r in self._words.known(word) if r.tag.POS == "ADJF"}
        return frozenset(
            each
            for each in found - _OF_PLACES
            if self._is_surname(each) and self._is_surname(f"{each[:-2]}а")
        )

    def is_of_woman(self, word: str) -> bool:
        """Whether a word may be the name of one."""
        return word.endswith(_OF_WOMEN) and self._is_surname(word)

    def is_somebody(self, before: str | None, word: str, behind: str | None) -> bool:
        """Whether a word is a person's name, and no adjective, between these two."""
        if not self._is_surname(word):
            return False
        if before and self._is_first_name(before):
            return True
        return behind is None or not self._may_follow(word, behind)

    def _may_follow(self, adjective: str, word: str) -> bool:
        """Whether what is called so may be this word."""
        readings = self._words.known(word)
        if not readings or word in _AND:
            return True
        forms = set(_forms(self._words, adjective, ("ADJF",)))
        return not forms.isdisjoint(_forms(self._words, word, _OF_THINGS))

    def _is_surname(self, word: str) -> bool:
        return any("Surn" in reading.tag for reading in self._words.known(word))

    def _is_first_name(self, word: str) -> bool:
        return any("Name" in reading.tag for reading in self._words.known(word))


def _forms(words: Dictionary, word: str, kinds: tuple[str, ...]) -> Iterator[tuple[Any, Any]]:
    """Case, and gender or number."""
    for reading in words.known(word):
        tag = reading.tag
        if tag.POS in kinds:
            yield tag.case, "plur" if tag.number == "plur" else tag.gender
