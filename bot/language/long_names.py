"""Names of several words and their letters: «ЗСУ» and «Збройні сили України»."""

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Final

from bot.domain.filters import Said, Term
from bot.language.compounds import BEGINNINGS
from bot.language.spelling import folded_word

_OURS: Final = "україна"  # goes without saying behind as many words
_FEWEST_WITHOUT: Final = 2
_BETWEEN: Final = frozenset(
    (
        *("і", "й", "та", "з", "із", "зі", "у", "в", "на", "від", "про", "за", "для", "щодо"),
        *("до", "и", "с", "по", "of", "for", "and", "the", "on"),
    )
)


@cache
def _by_beginning() -> dict[Term, list[tuple[tuple[Term, ...], Term]]]:
    """Of `well_known.txt`: what follows the first word of each name, and the name in short."""
    names: dict[Term, list[tuple[tuple[Term, ...], Term]]] = {}
    for line in (files("bot.language") / "well_known.txt").read_text("utf-8").splitlines():
        letters, _, long_names = line.partition(": ")
        short = folded_word(letters)
        listed = [tuple(map(folded_word, name.split())) for name in long_names.split("; ")]
        for first, *rest in chain(listed, *map(_with_compounds, listed)):
            names.setdefault(first, []).append((tuple(rest), short))
            if len(rest) > _FEWEST_WITHOUT and rest[-1] == _OURS:
                names[first].append((tuple(rest[:-1]), short))
            elif short.endswith(_OURS[0]) and rest and rest[-1] != _OURS:
                names[first].append(((*rest, _OURS), short))
    return names


def _with_compounds(name: Sequence[Term]) -> Iterator[tuple[Term, ...]]:
    """«Державна служба з надзвичайних ситуацій» is a «Держслужба», too."""
    for at, word in enumerate(name[:-1]):
        if word in BEGINNINGS:
            yield (*name[:at], f"{BEGINNINGS[word]}{name[at + 1]}", *name[at + 2 :])


@cache
def well_known() -> frozenset[Term]:
    """The short names, folded."""
    return frozenset(short for names in _by_beginning().values() for _, short in names)


@cache
def _of_same_names() -> dict[Term, set[Term]]:
    shorts: dict[tuple[Term, ...], set[Term]] = {}
    for first, names in _by_beginning().items():
        for rest, short in names:
            shorts.setdefault((first, *rest), set()).add(short)
    others: dict[Term, set[Term]] = {}
    for same in shorts.values():
        for short in same:
            others.setdefault(short, set()).update(same - {short})
    return others


def called_otherwise(short: Term) -> Collection[Term]:
    """The other short names of what has this one: «Мінздрав» is the «МОЗ»."""
    return _of_same_names().get(short, ())


def names_in(words: Said, *, typed: bool = False) -> Iterator[tuple[range, Term]]:
    """Where long names stand, and what each is in short.

    `typed`: whoever looks for «Збройні сили» and says not whose means ours.
    """
    names = _by_beginning()
    for at, word in enumerate(words):
        if names.keys().isdisjoint(word):
            continue
        for first in word & names.keys():
            for rest, short in names[first]:
                behind = _behind(words, at + 1, rest)
                if behind:
                    yield range(at, behind), short
                elif typed and _is_all_but_ours(words, at, rest):
                    yield range(at, len(words)), short


def _is_all_but_ours(words: Said, at: int, rest: tuple[Term, ...]) -> bool:
    return rest[-1:] == (_OURS,) and _behind(words, at + 1, rest[:-1]) == len(words)


def _behind(words: Said, at: int, rest: tuple[Term, ...]) -> int | None:
    """Where these words are over that begin here; None where others stand here."""
    for term in rest:
        while at < len(words) and not _BETWEEN.isdisjoint(words[at]) and term not in words[at]:
            at += 1
        if at >= len(words) or term not in words[at]:
            return None
        at += 1
    return at
