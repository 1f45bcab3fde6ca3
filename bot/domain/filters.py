"""Filters: which items of a feed are let through, by words in all their forms."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.domain.errors import RefusedError

Term = str  # what all forms of a word have in common
Said = tuple[frozenset[Term], ...]  # a text: for each of its words the terms it may stand for

MOST_PHRASES = 100
LONGEST_PHRASE = 100  # characters

_SEPARATORS = str.maketrans({";": "\n", ",": "\n"})
_MINUS = ("-", "−", "–", "—")
_SIGNS = "+-−–— \t"


@dataclass(frozen=True, slots=True)
class WrittenFilter:
    """A filter as people write it: phrases wanted, phrases unwanted."""

    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()

    @property
    def as_typed(self) -> str:
        """As `read_filter` reads it; empty where everything is let through."""
        return ", ".join((*self.wanted, *(f"-{phrase}" for phrase in self.unwanted)))


@dataclass(frozen=True, slots=True)
class Filter:
    """The same in terms, ready to be used."""

    wanted: tuple[Said, ...] = ()
    unwanted: tuple[Said, ...] = ()

    def lets_through(self, *texts: Said) -> bool:
        """Whether one of the wanted phrases, if any, is in the texts, and no unwanted one."""
        places = [places_of(text) for text in texts]
        if any(stands_in(phrase, text) for phrase in self.unwanted for text in places):
            return False
        return not self.wanted or any(
            stands_in(phrase, text) for phrase in self.wanted for text in places
        )


def read_filter(text: str) -> WrittenFilter:
    """«+Харків, прогноз погоди, -гороскоп»: phrases with commas or on lines of their own.

    Minus: unwanted; plus or no sign: wanted. Raises `RefusedError`: `filter_too_long`.
    """
    wanted: dict[str, None] = {}
    unwanted: dict[str, None] = {}
    for piece in text.translate(_SEPARATORS).splitlines():
        phrase = " ".join(piece.strip().lstrip(_SIGNS).split())
        if any(letter.isalnum() for letter in phrase):
            side = unwanted if piece.strip().startswith(_MINUS) else wanted
            side.setdefault(phrase)
    phrases = [*wanted, *unwanted]
    if len(phrases) > MOST_PHRASES or any(len(phrase) > LONGEST_PHRASE for phrase in phrases):
        raise RefusedError("filter_too_long", phrases=MOST_PHRASES, letters=LONGEST_PHRASE)
    return WrittenFilter(tuple(wanted), tuple(unwanted))


def in_terms(written: WrittenFilter, asked: Callable[[str], Said]) -> Filter:
    """The filter that these phrases mean; `asked` makes the terms of what is looked for."""
    wanted, unwanted = (
        tuple(terms for phrase in side if (terms := asked(phrase)))
        for side in (written.wanted, written.unwanted)
    )
    return Filter(wanted, unwanted)


def places_of(text: Said) -> dict[Term, set[int]]:
    """Where each term stands: a text is walked once, however many phrases are looked for."""
    places: dict[Term, set[int]] = {}
    for at, word in enumerate(text):
        for term in word:
            places.setdefault(term, set()).add(at)
    return places


def stands_in(phrase: Said, places: Mapping[Term, set[int]]) -> bool:
    """Whether the words of the phrase follow each other in the text, in whatever forms."""
    found = [set().union(*(places.get(term, ()) for term in word)) for word in phrase]
    starts = min(found, key=len)
    behind = found.index(starts)
    return any(all(at - behind + n in word for n, word in enumerate(found)) for at in starts)
