"""Engines: what knows the forms of Ukrainian words, a dictionary with rules or a list.

Ukrainian words go by pymorphy3 with its dictionary where that is installed (`search-uk`), else by
simplemma, which finds somewhat less. Measured: 0.1 s and 30 MB to load the first, 0.5 s and
70 MB the second.
"""

import logging
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from importlib.util import find_spec
from itertools import islice, product
from typing import Any, Protocol

from bot.language.agreement import ANYTHING, Agreement, Meant
from bot.language.initials import Initials
from bot.language.kinship import Kinship
from bot.language.place_names import cities
from bot.language.readings import (
    Dictionary,
    Reading,
    dictionary,
    is_name,
    names_several,
    without_calls,
)
from bot.language.surnames import Surnames

_logger = logging.getLogger(__name__)

# Before it a consonant that is soft without one, or none at all.
_MISSING_APOSTROPHE = re.compile("[бвгджзкмнпрстфхш](?=[яюєї])")
_CALLED = {"же": "г", "че": "к", "ше": "х"}  # «Захисниче!» is to a «захисник»
_MOST_OF_PARTS = 30  # of the lemmas of a word with hyphens
_OF_ADJECTIVES = {"а": ("ої",), "я": ("ьої",), "е": ("ого",), "є": ("ього",)}
_OF_THINGS = ("NOUN", "NPRO", "NUMR")


class Engine(Protocol):
    """What knows the forms of Ukrainian words; `name` tells its terms from another one's."""

    @property
    def name(self) -> str: ...

    def knows(self, word: str) -> bool:
        """Whether a small-letter word stands in its dictionary; else its lemmas are guesses."""
        ...

    def is_name(self, word: str) -> bool:
        """Whether somebody may be called by a small-letter word of its dictionary."""
        ...

    def is_of_somebody(self, word: str) -> bool:
        """Whether it knows it as what lives: of «Володимир» it says no more than that."""
        ...

    def is_oblique(self, word: str) -> bool:
        """Whether it knows the word in few cases alone: «Рашко» as a call, «Мелоні» as a place.

        Whoever is called so is hardly called after a Serbia or a melon, and Раїсі after a Раїса.
        """
        ...

    def is_of_thing(self, word: str) -> bool:
        """Whether it knows it as a noun or an adjective, as names may be."""
        ...

    def has_forms(self, word: str) -> bool:
        """Whether it knows it as more than an abbreviation, which has none."""
        ...

    def is_short_infinitive(self, word: str) -> bool:
        """Whether it is one in «-ть», as newspapers have them in Russian: «сказать»."""
        ...

    def lemmas(self, word: str, *, named: bool = True) -> Collection[str]:
        """The dictionary forms that a small-letter word may belong to.

        `named`: whether it begins with a capital letter where it stands, as names do.
        """
        ...

    def adjectives(self, word: str) -> Collection[str]:
        """The adjectives that a small-letter word may be of, and that women are called by."""
        ...

    def is_of_woman(self, word: str) -> bool:
        """Whether a small-letter word may be the name of one, or one of those adjectives."""
        ...

    def is_somebody(self, before: str | None, word: str, behind: str | None) -> bool:
        """Whether it is a person's name, and no adjective, between these two."""
        ...

    def others(self, before: str, word: str, behind: str) -> Collection[str]:
        """Whom a small-letter name might mean by itself, and does not between these two."""
        ...

    def behind(self, preposition: str, word: str) -> Meant:
        """What a small-letter word means that has a capital letter behind this one."""
        ...

    def names_by_letters(self, written: Sequence[str], at: int) -> Iterable[tuple[range, str]]:
        """The names of several words that begin with this one, and their first letters."""
        ...

    def meant(self, word: str, *, named: bool = True) -> Collection[str]:
        """Those of them that somebody means who writes the word to look for it."""
        ...

    def russian(self, word: str, *, named: bool = True) -> set[str]:
        """The same of a Russian word; none where it is not known as one.

        `named`: whether it may be the name of somebody or of a place.
        """
        ...


class Pymorphy:
    """Every word that a form may belong to: the order of its guesses says nothing."""

    name = "pymorphy3"

    def __init__(self) -> None:
        self._words = dictionary("uk")
        self._kinship = Kinship(self._words)
        surnames = Surnames(self._words)
        self.adjectives = surnames.adjectives
        self.is_of_woman, self.is_somebody = surnames.is_of_woman, surnames.is_somebody
        agreement = Agreement(self._words)
        self.others, self.behind = agreement.others, agreement.behind
        self.names_by_letters = Initials(self._words).names
        self._russian: Dictionary | None = None  # loaded with the first that Ukrainian has not

    def knows(self, word: str) -> bool:
        return bool(self._words.known(word))

    def is_name(self, word: str) -> bool:
        return any(is_name(reading.tag) for reading in self._words.known(word))

    def is_of_somebody(self, word: str) -> bool:
        return any(r.tag.animacy == "anim" or is_name(r.tag) for r in self._words.known(word))

    def is_oblique(self, word: str) -> bool:
        known = self._words.known(word)
        return bool(known) and all(
            r.tag.case in ("voct", "loct") or (r.tag.case == "datv" and is_name(r.tag))
            for r in known
        )

    def is_of_thing(self, word: str) -> bool:
        return any(r.tag.POS in ("NOUN", "ADJF") for r in self._words.known(word))

    def has_forms(self, word: str) -> bool:
        readings = without_calls(self._words.known(word))
        return any("Fixd" not in reading.tag for reading in readings)

    def is_short_infinitive(self, word: str) -> bool:
        return word.endswith("ть") and any(_is_infinitive(r.tag) for r in self._words.known(word))

    def lemmas(self, word: str, *, named: bool = True) -> Collection[str]:
        word = self._as_listed(word)
        readings = without_calls(self._words.all(word))
        if not named:
            readings = [r for r in readings if not is_name(r.tag)] or readings
        found = self._kinship.of(word, readings, named=named) | self._kinship.acted(readings)
        return found | self._of_parts(word, self.lemmas)

    def meant(self, word: str, *, named: bool = True) -> Collection[str]:
        """People write dictionary forms: «міст» is the bridge, though «місто» has that form too.

        «суми» is the city, but may be amounts as well; «українська» is an adjective as well as a
        name, «Буданова» may be hers or of him, «порту» need not be the city, nor «нове» a village.
        A capital letter tells little: a phone begins every message with one. But «маска» is none
        of Маск, and whoever writes «Суми» or «Обухів» hardly means amounts or butts.
        """
        word = self._as_listed(word)
        readings = self._words.all(word)
        own = [p for p in readings if p.normal_form == word and p.tag.POS in _OF_THINGS]
        if not named:  # «міг» is what somebody could
            own = [p for p in own if "Abbr" not in p.tag]
        if all(is_name(p.tag) for p in own) or not self.knows(word):
            likely = without_calls(readings)
            if named and any("Name" in p.tag for p in own):  # «Ігор» is of no «ігри»
                likely = [r for r in likely if r.normal_form == word or is_name(r.tag)]
            found = self._kinship.of(word, likely, named=named) | self._kinship.acted(likely)
            return found | self._of_parts(word, self.meant)
        is_city = named and (
            word in cities() or (word.endswith("ів") and any(map(_is_thing, own)))
        )
        several = word.endswith(("ів", "їв")) or any(p.tag.number == "plur" for p in own)
        is_adjective = not named and word not in cities() and self._is_called_as_it_is(word)
        stiff = any("Fixd" in p.tag for p in own)
        pronoun = any(p.tag.POS == "NPRO" for p in own)
        is_first = any("Name" in p.tag for p in own)  # «Яна Матейка» is of Ян
        called = {p.normal_form for p in readings if named or not is_name(p.tag)}
        meant = [
            p
            for p in readings
            if p.normal_form == word
            or _is_relative(p)
            or (several and _is_of_several(p) and (not is_city or "Pltm" in p.tag))
            or (stiff and p.tag.POS == "NOUN" and p.tag.case != "voct")
            or (pronoun and p.tag.POS == "NPRO")
            or (p.tag.POS == "ADJF" and is_adjective)
            or (several and p.tag.POS == "ADJF" and any("Pltm" in of.tag for of in own))
            or (
                ("Surn" in p.tag or (is_first and "Name" in p.tag and not names_several(p.tag)))
                and p.tag.case != "voct"
                and p.normal_form in called
            )
        ]
        return {word} | self._kinship.of(word, meant, named=named) | self._kinship.acted(meant)

    def russian(self, word: str, *, named: bool = True) -> set[str]:
        if self._russian is None:
            self._russian = dictionary("ru")
        known = self._russian.known(word)
        return {r.normal_form for r in known if named or not (is_name(r.tag) or "Geox" in r.tag)}

    def _is_called_as_it_is(self, word: str) -> bool:
        """«Податкова», «швидка» and «Нове» have the forms of adjectives, «коса» has not."""
        endings = _OF_ADJECTIVES.get(word[-1:], ())
        forms = (reading for end in endings for reading in self._words.known(f"{word[:-1]}{end}"))
        return any(r.normal_form == word and r.tag.POS == "NOUN" for r in forms)

    def _as_listed(self, word: str) -> str:
        """What the dictionary has of a word that it lacks: of «звязок», of the call «хірурже»."""
        if self.knows(word):
            return word
        if (last := _CALLED.get(word[-2:])) and self.knows(called := f"{word[:-2]}{last}"):
            return called
        if not (missing := _MISSING_APOSTROPHE.search(word)):
            return word
        spelled = f"{word[: missing.end()]}'{word[missing.end() :]}"
        return spelled if self.knows(spelled) else word

    def _of_parts(self, word: str, of: Callable[[str], Collection[str]]) -> set[str]:
        """Of a word with hyphens that no dictionary has: each of its parts may have forms."""
        if "-" not in word or self.knows(word):
            return set()
        parts = [sorted(of(part)) for part in word.split("-")]
        return set(map("-".join, islice(product(*parts), _MOST_OF_PARTS)))


def _is_infinitive(tag: Any) -> bool:  # noqa: ANN401 - the library has no types
    return "infn" in tag.grammemes


def _is_relative(reading: Reading) -> bool:
    """«Українська», «донецький»: of a place or a thing."""
    is_adjective = reading.tag.POS == "ADJF" and reading.tag.case == "nomn"
    return bool(is_adjective and reading.normal_form.endswith(("ський", "цький", "зький")))


def _is_thing(reading: Reading) -> bool:
    return bool(reading.tag.animacy == "inan")


def _is_of_several(reading: Reading) -> bool:
    tag = reading.tag
    return bool(tag.POS == "NOUN" and tag.case in ("nomn", "gent") and tag.number == "plur")


class Simplemma:
    """One word to a form, from a list without rules."""

    name = "simplemma"

    def __init__(self) -> None:
        import simplemma  # noqa: PLC0415 - loaded by those who need it

        self._simplemma = simplemma

    def knows(self, word: str) -> bool:
        return bool(self._simplemma.is_known(word, lang="uk"))

    def is_name(self, word: str) -> bool:  # noqa: ARG002 - its list says of no word what it is
        return False

    is_of_woman = is_short_infinitive = is_name

    def is_of_somebody(self, word: str) -> bool:
        return self.knows(word)

    def is_oblique(self, word: str) -> bool:  # noqa: ARG002 - nor in which case
        return False

    def is_of_thing(self, word: str) -> bool:
        return self.knows(word)

    def has_forms(self, word: str) -> bool:
        return self.knows(word)

    def lemmas(self, word: str, *, named: bool = True) -> Collection[str]:  # noqa: ARG002
        return {self._simplemma.lemmatize(word, lang="uk")}

    def adjectives(self, word: str) -> Collection[str]:  # noqa: ARG002 - it knows no kinds
        return ()

    def is_somebody(self, before: str | None, word: str, behind: str | None) -> bool:  # noqa: ARG002
        return False

    def others(self, before: str, word: str, behind: str) -> Collection[str]:  # noqa: ARG002
        return ()

    def behind(self, preposition: str, word: str) -> Meant:  # noqa: ARG002
        return ANYTHING

    def names_by_letters(self, written: Sequence[str], at: int) -> Iterable[tuple[range, str]]:  # noqa: ARG002
        return ()

    def meant(self, word: str, *, named: bool = True) -> Collection[str]:  # noqa: ARG002
        return self.lemmas(word)

    def russian(self, word: str, *, named: bool = True) -> set[str]:
        is_known = named and self._simplemma.is_known(word, lang="ru")
        return {self._simplemma.lemmatize(word, lang="ru")} if is_known else set()

    def english(self, word: str) -> str:
        return self._simplemma.lemmatize(word, lang="en")

    def knows_english(self, word: str) -> bool:
        return bool(self._simplemma.is_known(word, lang="en"))

    def is_english(self, word: str) -> bool:
        """Whether a small-letter word is one of the language, and no mere name."""
        return self.knows_english(word) and self.english(word)[:1].islower()


def installed_engine() -> str:
    """The name of the best engine that is installed; nothing is loaded."""
    whole = find_spec("pymorphy3") is not None and find_spec("pymorphy3_dicts_uk") is not None
    return Pymorphy.name if whole else Simplemma.name


def best_engine() -> Engine:
    if installed_engine() == Pymorphy.name:
        return Pymorphy()
    _logger.warning("search-uk is not installed: some forms of Ukrainian words are not found")
    return Simplemma()
