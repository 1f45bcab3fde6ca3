"""What several words say together: a number, a name of several words, one word made of two."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from bot.domain.filters import Said, Term
from bot.language import latin_names
from bot.language.compounds import compounds_in
from bot.language.engines import Engine
from bot.language.given_names import shortened_in, written_out_in
from bot.language.long_names import names_in, well_known
from bot.language.numerals import letters_of_numbers_in, numbers_in
from bot.language.spelling import IN_LETTERS, folded_word, is_cyrillic, small

IN_INITIALS: Final = "6"  # before the first letters of a name that is written out
_HALF: Final = "пів"  # «пів години» and «півгодини»
_BEFORE_NAMES: Final = frozenset(
    (
        *("le", "la", "de", "du", "da", "di", "van", "von", "der", "den", "el", "al", "bin"),
        *("ibn", "mc", "mac"),
        *("ле", "ла", "де", "дю", "да", "ді", "ди", "ван", "фон", "ель", "аль", "мак"),
    )
)
_LETTERS_OF_NAMES: Final = frozenset("ІЇУЮЙ")  # «Ван І», «У Ї»
_LONGEST_BEFORE: Final = 3  # letters


def said_together(speaker: Engine, text: str, written: Sequence[str], words: Said) -> Said:
    """The terms of each word of a text, those of several words with the last of them."""
    found = found_together(speaker, text, written, words)
    return _with_more(words, ((span[-1:], term) for span, term in found))


def found_together(
    speaker: Engine, text: str, written: Sequence[str], words: Said
) -> Iterator[tuple[range, Term]]:
    """Which words of a text say something together, and the term for it."""
    return chain(
        _alike(speaker, written, words),
        _as_initials(speaker, written),
        shortened_in(text, written, words),
    )


def asked_together(
    speaker: Engine,
    written: Sequence[str],
    words: Said,
    may_be: Said,
    may_be_name: Callable[[str], bool],
) -> Said:
    """Of words that are looked for and say something together each may be that.

    `may_be`: all terms of each, «податкова» of a «податкова служба».
    """
    found = chain(
        _alike(speaker, written, words, typed=True),
        _long_names(may_be, typed=True),
        _in_initials(speaker, written),
        written_out_in(written, words, may_be_name),
    )
    return _with_more(words, found)


def _alike(
    speaker: Engine, written: Sequence[str], words: Said, *, typed: bool = False
) -> Iterator[tuple[range, Term]]:
    """Which words say something together, and the term for it; `typed`: names in small ones."""
    yield from numbers_in(words)
    yield from letters_of_numbers_in(written, words)
    yield from compounds_in(words, speaker.knows)
    yield from _long_names(words, typed=typed)
    for at, word in enumerate(written):
        if len(word) > _LONGEST_BEFORE:
            continue
        before, behind = word.casefold(), written[at + 1] if at + 1 < len(written) else ""
        if before == _HALF and behind:
            yield range(at, at + 2), folded_word(small(before + behind))
        elif (typed or _is_type(word)) and word.isalpha() and behind.isdecimal():  # «т 72»
            yield range(at, at + 2), folded_word(before + behind)
            yield range(at, at + 2), f"{IN_LETTERS}{folded_word(before + behind)}"
        elif word in _LETTERS_OF_NAMES and at and written[at - 1][0].isupper():
            for term in latin_names.of_letter(word):
                yield range(at, at + 1), term
        elif before in _BEFORE_NAMES and (typed or behind[:1].isupper()) and behind.isalpha():
            yield from _in_two_words(at, before, behind, words[at + 1])


def _long_names(words: Said, *, typed: bool) -> Iterator[tuple[range, Term]]:
    for span, short in names_in(words, typed=typed):
        yield span, short
        yield span, f"{IN_LETTERS}{short}"


def _is_type(word: str) -> bool:
    """«БМП 2» is «БМП-2»; but «У 2026» begins a sentence."""
    return word.isupper() and len(word) > 1


def _in_two_words(
    at: int, before: str, behind: str, terms: frozenset[Term]
) -> Iterator[tuple[range, Term]]:
    """«Le Pen», and «Ді Капріо», who is «DiCaprio», too."""
    if not is_cyrillic(before):
        by_sound = latin_names.in_latin_text(small(behind), is_name=True)
        yield from ((range(at + 1, at + 2), term) for term in by_sound)
        terms |= by_sound
    yield from ((range(at, at + 2), term) for term in latin_names.with_before(before, terms))


def _as_initials(speaker: Engine, written: Sequence[str]) -> Iterator[tuple[range, Term]]:
    """What a text writes out may be looked for by its letters."""
    for at, word in enumerate(written):
        if word[0].isupper() and not word.isupper():
            for span, letters in speaker.names_by_letters(written, at):
                if letters not in well_known():
                    yield span, f"{IN_INITIALS}{folded_word(letters)}"


def _in_initials(speaker: Engine, written: Sequence[str]) -> Iterator[tuple[range, Term]]:
    """What is looked for written out may stand in a text in letters alone."""
    for at in range(len(written)):
        for span, letters in speaker.names_by_letters(written, at):
            if letters not in well_known():
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
