"""Words → terms: what all forms of a word have in common, in Ukrainian, Russian and English.

Ukrainian words go by pymorphy3 with its dictionary where that is installed (`search-uk`), else by
simplemma, which finds somewhat less. Measured: 0.1 s and 30 MB to load the first, 0.5 s and
70 MB the second; a new word takes 35 µs, a known one 0.1 µs.
"""

import logging
from collections.abc import Collection
from functools import cache, lru_cache
from importlib.util import find_spec
from typing import Any, Protocol

from bot.domain.filters import Said, Term
from bot.language.spelling import (
    folded_word,
    in_cyrillic,
    in_latin,
    is_abbreviation,
    is_cyrillic,
    small,
    spelled,
    twin,
    words_of,
)

_logger = logging.getLogger(__name__)

_KNOWN_WORDS = 50_000  # whose terms are remembered: about 15 MB
_FEWEST_LETTERS = 2  # of a part of a word with a hyphen: the F of F-16 is no word
_RUSSIAN, _UKRAINIAN = frozenset("ыэъё"), frozenset("іїєґ")
_OF_THINGS = ("NOUN", "NPRO", "NUMR")
# Of these forms one reading is what newspapers mean; the dictionary has rare ones beside it.
_PLAIN = {
    "рада": "рада", "ради": "рада", "раду": "рада", "раді": "рада", "три": "три", "про": "про",
    "мене": "я", "коли": "коли", "при": "при", "рік": "рік", "року": "рік", "роки": "рік",
    "київ": "київ", "мати": "мати", "люди": "людина", "діти": "дитина", "друзі": "друг",
    "дітям": "дитина", "людина": "людина", "стан": "стан", "стали": "стати", "стало": "стати",
}  # fmt: skip


class Engine(Protocol):
    """What knows the forms of Ukrainian words; `name` tells its terms from another one's."""

    @property
    def name(self) -> str: ...

    def knows(self, word: str) -> bool:
        """Whether a small-letter word stands in its dictionary; else its lemmas are guesses."""
        ...

    def lemmas(self, word: str) -> Collection[str]:
        """The dictionary forms that a small-letter word may belong to."""
        ...

    def meant(self, word: str) -> Collection[str]:
        """Those of them that somebody means who writes the word to look for it."""
        ...

    def russian(self, word: str) -> Collection[str]:
        """The same of a Russian word; none where it is not known as one."""
        ...


class Pymorphy:
    """Every word that a form may belong to: the order of its guesses says nothing."""

    name = "pymorphy3"

    def __init__(self) -> None:
        self._morphology = _dictionary("uk")
        self._of_russian: Any = None  # loaded with the first word that Ukrainian does not know

    def knows(self, word: str) -> bool:
        return bool(self._morphology.word_is_known(word))

    def lemmas(self, word: str) -> Collection[str]:
        return {parse.normal_form for parse in self._morphology.parse(word)}

    def meant(self, word: str) -> Collection[str]:
        """People write dictionary forms: «міст» is the bridge, though «місто» has that form too.

        «Суми» is the city, but may be amounts as well; «українська» is an adjective as well as a
        name, «Буданова» may be hers or of him, «порту» need not be the city. A capital letter
        tells nothing: a phone begins every message with one.
        """
        parses = self._morphology.parse(word)
        own = [p for p in parses if p.normal_form == word and p.tag.POS in _OF_THINGS]
        if not own:
            named = {p.normal_form for p in parses if _is_nominative(p, word)}
            return named or {parse.normal_form for parse in parses}
        several = any(p.tag.number == "plur" for p in own)
        stiff = any("Fixd" in p.tag for p in own)
        return {word} | {
            parse.normal_form
            for parse in parses
            if _is_relative(parse)
            or (several and _is_of_several(parse))
            or (stiff and parse.tag.POS == "NOUN" and parse.tag.case != "voct")
            or "Surn" in parse.tag
        }

    def russian(self, word: str) -> Collection[str]:
        if self._of_russian is None:
            self._of_russian = _dictionary("ru")
        if not self._of_russian.word_is_known(word):
            return ()
        return {parse.normal_form for parse in self._of_russian.parse(word)}


@cache
def _dictionary(language: str) -> Any:  # noqa: ANN401 - the library has no types
    """Only ever read, and up to 70 MB: whoever needs it shares it."""
    import pymorphy3  # noqa: PLC0415 - loaded by those who need it

    return pymorphy3.MorphAnalyzer(lang=language)


def _is_nominative(parse: Any, word: str) -> bool:  # noqa: ANN401 - as above
    return bool(parse.normal_form == word or parse.tag.case == "nomn")


def _is_relative(parse: Any) -> bool:  # noqa: ANN401
    """«Українська», «донецький»: of a place or a thing."""
    is_adjective = parse.tag.POS == "ADJF" and parse.tag.case == "nomn"
    return bool(is_adjective and parse.normal_form.endswith(("ський", "цький", "зький")))


def _is_of_several(parse: Any) -> bool:  # noqa: ANN401
    tag = parse.tag
    return bool(tag.POS == "NOUN" and tag.case == "nomn" and tag.number == "plur")


class Simplemma:
    """One word to a form, from a list without rules."""

    name = "simplemma"

    def __init__(self) -> None:
        import simplemma  # noqa: PLC0415 - loaded by those who need it

        self._simplemma = simplemma

    def knows(self, word: str) -> bool:
        return bool(self._simplemma.is_known(word, lang="uk"))

    def lemmas(self, word: str) -> Collection[str]:
        return {self._simplemma.lemmatize(word, lang="uk")}

    def meant(self, word: str) -> Collection[str]:
        return self.lemmas(word)

    def russian(self, word: str) -> Collection[str]:
        is_known = self._simplemma.is_known(word, lang="ru")
        return {self._simplemma.lemmatize(word, lang="ru")} if is_known else ()

    def english(self, word: str) -> str:
        return self._simplemma.lemmatize(word, lang="en")


class Language:
    """Makes terms; loads what it needs at the first word of a language."""

    def __init__(self, engine: Engine | None = None) -> None:
        """`engine` None: the best that is installed."""
        self._given = engine
        self._ukrainian: Engine | None = engine
        self._english: Simplemma | None = None
        self._terms = lru_cache(_KNOWN_WORDS)(self._look_up)

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
        russian = _is_russian(text)
        return tuple(self._said_by(word, russian) for word in spelled(text))

    def asked(self, text: str) -> Said:
        """The terms of each word that is looked for, a word with hyphens as a whole."""
        return tuple(self._asked_by(word) for word in spelled(text))

    def exactly(self, text: str) -> tuple[Term, ...]:
        """Each word as it is written, but for what is mere spelling."""
        return tuple(folded_word(word) for word in words_of(text))

    def _asked_by(self, word: str) -> frozenset[Term]:
        plain = small(word)
        if not is_cyrillic(word) or plain in _PLAIN:
            return self._terms(word, russian=False)
        lemmas = set(self._speaker().meant(plain))
        return self._all_of(word, lemmas, russian=False)

    def _said_by(self, word: str, russian: bool) -> frozenset[Term]:  # noqa: FBT001 - of the text
        terms = self._terms(word, russian=russian)
        if "-" not in word:
            return terms
        parts = (p for p in word.split("-") if len(p) >= _FEWEST_LETTERS or p.isdigit())
        return terms.union(*(self._terms(part, russian=russian) for part in parts))

    def _look_up(self, word: str, *, russian: bool) -> frozenset[Term]:
        plain = small(word)
        if is_cyrillic(word):
            known = _PLAIN.get(plain)
            lemmas = {known} if known else set(self._speaker().lemmas(plain))
            return self._all_of(word, lemmas, russian=russian)
        if not (plain.isascii() and any(c.isalpha() for c in plain)):
            return frozenset({folded_word(plain)})
        if self._english is None:
            self._english = Simplemma()
        terms = {folded_word(self._english.english(plain))}
        if is_abbreviation(word):
            terms |= {folded_word(plain), in_cyrillic(plain)}
        if other := twin(word):
            terms |= self._look_up(other, russian=False)
        return frozenset(terms)

    def _all_of(self, word: str, lemmas: set[str], *, russian: bool) -> frozenset[Term]:
        """The terms of a Cyrillic word with these lemmas: it may be Russian, or stand in Latin."""
        plain, short = small(word), is_abbreviation(word)
        if short:
            lemmas.add(plain)
        is_known = self._speaker().knows(plain)
        if russian or not is_known or not _RUSSIAN.isdisjoint(plain):
            lemmas.update(self._speaker().russian(plain))
        terms = set(map(folded_word, lemmas))
        if short or not is_known:
            terms = terms.union(*map(in_latin, lemmas))
        return frozenset(terms - {""})

    def _speaker(self) -> Engine:
        if self._ukrainian is None:
            self._ukrainian = _best()
        return self._ukrainian


def _is_russian(text: str) -> bool:
    letters = set(text.casefold())
    return not _RUSSIAN.isdisjoint(letters) and _UKRAINIAN.isdisjoint(letters)


def installed_engine() -> str:
    """The name of the best engine that is installed; nothing is loaded."""
    whole = find_spec("pymorphy3") is not None and find_spec("pymorphy3_dicts_uk") is not None
    return Pymorphy.name if whole else Simplemma.name


def _best() -> Engine:
    if installed_engine() == Pymorphy.name:
        return Pymorphy()
    _logger.warning("search-uk is not installed: some forms of Ukrainian words are not found")
    return Simplemma()
