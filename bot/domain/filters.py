"""Filters: which items of a feed are let through, by words in all their forms."""

from collections.abc import Callable, Sequence
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


@dataclass(frozen=True, slots=True)
class Filter:
    """The same in terms, ready to be used."""

    wanted: tuple[Said, ...] = ()
    unwanted: tuple[Said, ...] = ()

    def lets_through(self, *texts: Said) -> bool:
        """Whether one of the wanted phrases, if any, is in the texts, and no unwanted one."""
        if any(_is_in(phrase, text) for phrase in self.unwanted for text in texts):
            return False
        return not self.wanted or any(
            _is_in(phrase, text) for phrase in self.wanted for text in texts
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


def _is_in(phrase: Said, text: Sequence[frozenset[Term]]) -> bool:
    """Whether the words of the phrase follow each other in the text, in whatever forms."""
    last = len(text) - len(phrase)
    return any(
        all(not word.isdisjoint(text[at + n]) for n, word in enumerate(phrase))
        for at in range(last + 1)
    )
