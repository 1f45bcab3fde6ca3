"""Words → terms: what all forms of a word have in common, in Ukrainian and in English.

Ukrainian words go by pymorphy3 with its dictionary where that is installed (`search-uk`), else by
simplemma, which finds somewhat less. Measured: 0.1 s and 30 MB to load the first, 0.5 s and
70 MB the second; a new word takes 35 µs, a known one 0.1 µs.
"""

import logging
import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from importlib.util import find_spec
from typing import Protocol

from bot.domain.filters import Said, Term

_logger = logging.getLogger(__name__)

_KNOWN_WORDS = 50_000  # whose terms are remembered: about 15 MB
_LONGEST_WORD = 60
_APOSTROPHES = dict.fromkeys(map(ord, "’ʼ`´‘‛ʹ′＇"), "'")
_HYPHENS = dict.fromkeys(map(ord, "‐‑−"), "-")
_UNSEEN = dict.fromkeys(
    map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\u0300\u0301")  # with marks of stress
)
_SAME = str.maketrans({**_APOSTROPHES, **_HYPHENS, **_UNSEEN})
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_FOLDED = str.maketrans({"'": None, "-": None, "ґ": "г"})
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_FEWEST_LETTERS = 2  # of a part of a word with a hyphen: the F of F-16 is no word


class Engine(Protocol):
    """What knows the forms of Ukrainian words; `name` tells its terms from another one's."""

    @property
    def name(self) -> str: ...

    def lemmas(self, word: str) -> Collection[str]:
        """The dictionary forms that a small-letter word may belong to."""
        ...

    def meant(self, word: str) -> Collection[str]:
        """Those of them that somebody means who writes the word to look for it."""
        ...


class Pymorphy:
    """Every word that a form may belong to: the order of its guesses says nothing."""

    name = "pymorphy3"

    def __init__(self) -> None:
        import pymorphy3  # noqa: PLC0415 - loaded by those who need it

        self._morphology = pymorphy3.MorphAnalyzer(lang="uk")

    def lemmas(self, word: str) -> Collection[str]:
        return {parse.normal_form for parse in self._morphology.parse(word)}

    def meant(self, word: str) -> Collection[str]:
        """People write the nominative: «міст» is the bridge, though «місто» has that form too."""
        parses = self._morphology.parse(word)
        named = {p.normal_form for p in parses if p.normal_form == word or p.tag.case == "nomn"}
        return named or {parse.normal_form for parse in parses}


class Simplemma:
    """One word to a form, from a list without rules."""

    name = "simplemma"

    def __init__(self) -> None:
        import simplemma  # noqa: PLC0415 - loaded by those who need it

        self._lemmatize = simplemma.lemmatize

    def lemmas(self, word: str) -> Collection[str]:
        return {self._lemmatize(word, lang="uk")}

    def meant(self, word: str) -> Collection[str]:
        return self.lemmas(word)

    def english(self, word: str) -> str:
        return self._lemmatize(word, lang="en")


class Language:
    """Makes terms; loads what it needs at the first word of a language."""

    def __init__(self, engine: Engine | None = None) -> None:
        """`engine` None: the best that is installed."""
        self._given = engine
        self._ukrainian: Engine | None = engine
        self._english: Simplemma | None = None
        self._lemmas = lru_cache(_KNOWN_WORDS)(self._look_up)

    @property
    def engine(self) -> str:
        """What the terms are made by. Terms of different engines do not go together."""
        return self._given.name if self._given else installed_engine()

    @property
    def knows_all_forms(self) -> bool:
        """False where the dictionary is missing and the fall-back is at work."""
        return self.engine == Pymorphy.name

    def said(self, text: str) -> Said:
        """The terms of each word of a text; of a word with hyphens also those of its parts."""
        return tuple(self._said_by(word) for word in words_of(text))

    def asked(self, text: str) -> Said:
        """The terms of each word that is looked for, a word with hyphens as a whole."""
        return tuple(self._asked_by(word) for word in words_of(text))

    def _asked_by(self, word: str) -> frozenset[Term]:
        if not _CYRILLIC.search(word):
            return self._lemmas(word)
        return frozenset(map(_term, self._speaker().meant(word)))

    def _said_by(self, word: str) -> frozenset[Term]:
        if "-" not in word:
            return self._lemmas(word)
        parts = (part for part in word.split("-") if len(part) >= _FEWEST_LETTERS)
        return self._lemmas(word).union(*map(self._lemmas, parts))

    def _look_up(self, word: str) -> frozenset[Term]:
        if _CYRILLIC.search(word):
            lemmas = self._speaker().lemmas(word)
        elif word.isascii() and word.isalpha():
            if self._english is None:
                self._english = Simplemma()
            lemmas = (self._english.english(word),)
        else:
            lemmas = (word,)
        return frozenset(map(_term, lemmas))

    def _speaker(self) -> Engine:
        if self._ukrainian is None:
            self._ukrainian = _best()
        return self._ukrainian


def _term(lemma: str) -> Term:
    return lemma.casefold().translate(_FOLDED)


def words_of(text: str) -> list[str]:
    """Its words in small letters, one kind of apostrophe and hyphen, without marks of stress."""
    same = unicodedata.normalize("NFC", text).translate(_SAME).casefold()
    return [word[:_LONGEST_WORD] for word in _WORD.findall(same)]


def installed_engine() -> str:
    """The name of the best engine that is installed; nothing is loaded."""
    whole = find_spec("pymorphy3") is not None and find_spec("pymorphy3_dicts_uk") is not None
    return Pymorphy.name if whole else Simplemma.name


def _best() -> Engine:
    if installed_engine() == Pymorphy.name:
        return Pymorphy()
    _logger.warning("search-uk is not installed: some forms of Ukrainian words are not found")
    return Simplemma()
