"""What several words say together: a number, a name of several words, one word made of two."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from bot.domain.filters import Said, Term
from bot.language import latin_names
from bot.language.compounds import compounds_in
from bot.language.engines import Engine
from bot.language.long_names import SHORT, names_in
from bot.language.numerals import numbers_in
from bot.language.spelling import IN_LETTERS, folded_word, small

IN_INITIALS: Final = "6"  # before the first letters of a name that is written out
_HALF: Final = "пів"  # «пів години» and «півгодини»
_BEFORE_NAMES: Final = frozenset(
    ("le", "la", "de", "du", "da", "di", "van", "von", "der", "den", "el", "al", "bin", "ibn")
)
_LONGEST_BEFORE: Final = 3  # letters


def said_together(speaker: Engine, written: Sequence[str], words: Said) -> Said:
    """The terms of each word of a text, those of several words with the last of them."""
    found = chain(_alike(speaker, written, words), _as_initials(speaker, written))
    return _with_more(words, ((span[-1:], term) for span, term in found))


def asked_together(speaker: Engine, written: Sequence[str], words: Said) -> Said:
    """Of words that are looked for and say something together each may be that."""
    return _with_more(
        words, chain(_alike(speaker, written, words), _in_initials(speaker, written))
    )


def _alike(speaker: Engine, written: Sequence[str], words: Said) -> Iterator[tuple[range, Term]]:
    """Which words say something together, and the term for it."""
    yield from numbers_in(words)
    yield from compounds_in(words, speaker.knows)
    for span, short in names_in(words):
        yield span, short
        yield span, f"{IN_LETTERS}{short}"
    for at, word in enumerate(written[:-1]):
        if len(word) > _LONGEST_BEFORE:
            continue
        before, behind = word.casefold(), written[at + 1]
        if before == _HALF:
            yield range(at, at + 2), folded_word(small(before + behind))
        elif before in _BEFORE_NAMES and behind[0].isupper() and behind.isalpha():  # «Le Pen»
            for term in latin_names.in_latin_text(small(behind), is_name=True):
                yield range(at + 1, at + 2), term


def _as_initials(speaker: Engine, written: Sequence[str]) -> Iterator[tuple[range, Term]]:
    """What a text writes out may be looked for by its letters."""
    for at, word in enumerate(written):
        if word[0].isupper() and not word.isupper():
            for span, letters in speaker.names_by_letters(written, at):
                if letters not in SHORT:
                    yield span, f"{IN_INITIALS}{folded_word(letters)}"


def _in_initials(speaker: Engine, written: Sequence[str]) -> Iterator[tuple[range, Term]]:
    """What is looked for written out may stand in a text in letters alone."""
    for at in range(len(written)):
        for span, letters in speaker.names_by_letters(written, at):
            if letters not in SHORT:
                yield span, f"{IN_LETTERS}{folded_word(letters)}"


def _with_more(words: Said, together: Iterable[tuple[range, Term]]) -> Said:
    more: dict[int, set[Term]] = {}
    for span, term in together:
        for at in span:
            more.setdefault(at, set()).add(term)
    whole = list(words)
    for at, terms in more.items():
        whole[at] |= terms
    return tuple(whole)
