"""Who is meant by a name that may be of several, by the words beside it."""

from collections.abc import Collection, Sequence
from typing import Final

from bot.domain.filters import Term
from bot.language import latin_names
from bot.language.agreement import Meant
from bot.language.engines import Engine
from bot.language.spelling import folded_word, is_cyrillic, small

_OF_ADJECTIVE: Final = "5"  # before what is no name of a man: «Зеленська» громада
_OF_FAMILIES: Final = ("кі", "ких", "ким", "кими")  # «Зеленські»
_PREPOSITIONS: Final = frozenset(
    (*("у", "в", "з", "із", "зі", "до", "від", "на", "під", "над", "біля"), "по", "за", "про")
)
_ENKOS: Final = ("енки", "енків", "енкам", "енками", "енках")


def said(
    speaker: Engine, written: Sequence[str], at: int, terms: frozenset[Term]
) -> frozenset[Term]:
    """The terms of a word of a text that does not begin with a small letter."""
    word = small(written[at])
    before = _beside(written, at)[0].casefold()
    if before in _PREPOSITIONS and not written[at].isupper():
        terms = _meant(terms, speaker.behind(before, word))
    if speaker.adjectives(word):
        terms = _without_adjective(speaker, written, at, terms)
    before, behind = ("" if near[:1].islower() else small(near) for near in _beside(written, at))
    return _without(terms, speaker.others(before, word, behind))


def asked(
    speaker: Engine, written: Sequence[str], at: int, terms: frozenset[Term]
) -> frozenset[Term]:
    """The terms of a word that is looked for, in whatever letters."""
    before, behind = map(small, _beside(written, at))
    return _without(terms, speaker.others(before, small(written[at]), behind))


def is_somebody(speaker: Engine, written: Sequence[str], at: int) -> bool:
    """Whether a word that looks like an adjective is somebody's name."""
    if not _adjectives(speaker, written[at]):
        return False
    before, behind = (small(near) or None for near in _beside(written, at))
    return speaker.is_somebody(before, small(written[at]), behind)


def of_family(speaker: Engine, plain: str) -> set[str]:
    """«Зеленська» is among «Зеленські», and «Терещенко» among «Терещенки»."""
    if plain.endswith(_OF_FAMILIES):
        return {f"{a[:-2]}а" for a in speaker.adjectives(plain)}
    if plain.endswith(_ENKOS) and speaker.is_name(one := f"{plain[: plain.rindex('к')]}ко"):
        return {one}
    return set()


def as_adjective(lemma: str) -> Term:
    return f"{_OF_ADJECTIVE}{folded_word(lemma)}"


def _meant(terms: frozenset[Term], meant: Meant) -> frozenset[Term]:
    """What sounds like both in another alphabet may be either: «Lviv»."""
    return terms - (_of_names(meant.others) - _of_names(meant.these)) if meant.others else terms


def _without(terms: frozenset[Term], others: Collection[str]) -> frozenset[Term]:
    return terms - _of_names(others) if others else terms


def _without_adjective(
    speaker: Engine, written: Sequence[str], at: int, terms: frozenset[Term]
) -> frozenset[Term]:
    """«Зеленська» between words that no adjective stands between is not Зеленський."""
    word = written[at]
    if not is_somebody(speaker, written, at):
        return terms
    adjectives = _adjectives(speaker, word)
    others = set(map(as_adjective, adjectives))
    if speaker.is_of_woman(small(word)):
        others |= {*map(folded_word, adjectives), *latin_names.for_cyrillic_text(adjectives)}
    return terms - others


def _beside(written: Sequence[str], at: int) -> tuple[str, str]:
    """The words before and behind one; nothing where it is the first or the last."""
    return written[at - 1] if at else "", written[at + 1] if at + 1 < len(written) else ""


def _adjectives(speaker: Engine, word: str) -> Collection[str]:
    return speaker.adjectives(small(word)) if is_cyrillic(word) else ()


def _of_names(lemmas: Collection[str]) -> frozenset[Term]:
    """All terms by which somebody of these names is found, or looked for."""
    return frozenset(map(folded_word, lemmas)).union(
        latin_names.for_cyrillic_text(lemmas),
        latin_names.for_latin_text(lemmas, lemmas),
        latin_names.for_english_text(lemmas),
    )
