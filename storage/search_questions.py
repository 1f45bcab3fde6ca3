"""What is asked of the search index, and what is written into it, in each database's language.

Tokens hold letters and digits alone, but for what says that any end will do: nothing in them has
to be quoted away.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain, pairwise
from typing import Final

from bot.domain.search_terms import ANY_END, GAP, NEVER, AnyOf, Entry, Match, Token

_PAIR: Final = "p"  # no other token begins so
_TWO: Final = 2  # words of the shortest phrase
_DEEPEST: Final = 20  # brackets within brackets; FTS5 takes no more than 48


@dataclass(frozen=True, slots=True)
class _Language:
    """How a database is asked. `of_a_pair`: letters of such a token; `sure`: it is enough."""

    phrase: Callable[[Sequence[Token]], str]
    all_of: Callable[[Sequence[str]], str]
    either: str
    but: str
    of_a_pair: int
    sure: bool


def as_tsvector(entry: Entry) -> str:
    places: dict[Token, list[str]] = {}
    for place, word in enumerate(entry.words, 1):
        places.setdefault(word, []).append(str(place))
    words = [f"'{word}':{','.join(at)}" for word, at in places.items()]
    others = {*entry.tokens, *_pairs(entry.words, _GIN.of_a_pair)}
    return " ".join([*words, *(f"'{token}'" for token in others)])


def as_text(entry: Entry) -> str:
    """For FTS5."""
    return " ".join(
        (*entry.words, *entry.tokens, *sorted(set(_pairs(entry.words, _FTS5.of_a_pair))))
    )


def in_fts5(match: Match) -> str:
    """A question in FTS5's language: what has the rarest of its words is sought first."""
    return _question(match, _FTS5)


def in_tsquery(match: Match) -> str:
    """The same in PostgreSQL's."""
    return _question(match, _GIN)


def any_in_fts5(tokens: AnyOf) -> str:
    """One of these, in FTS5's language."""
    return in_fts5(Match((tokens,)))


def _question(match: Match, language: _Language) -> str:
    def any_of(tokens: AnyOf) -> str:
        return f"({language.either.join(language.phrase([token]) for token in sorted(tokens))})"

    def quoted(words: Sequence[Token]) -> list[str]:
        pairs = [language.phrase([each]) for each in _pairs(words, language.of_a_pair)]
        return pairs if language.sure and len(words) == _TWO else [*pairs, language.phrase(words)]

    in_phrases = chain(*map(quoted, match.phrases))
    wanted = [*in_phrases, *map(any_of, match.all_of)]
    unwanted = [f"({language.all_of(quoted(each))})" for each in match.no_phrases]
    if match.none_of:
        unwanted.append(any_of(match.none_of))
    asked = f"({language.all_of(wanted)})"
    return f"{asked}{language.but}({language.either.join(unwanted)})" if unwanted else asked


def _pairs(words: Sequence[Token], letters: int) -> Iterator[Token]:
    """A token for each two words side by side.

    Of a phrase of common words all articles that have them would be looked at: how far apart they
    stand, on PostgreSQL in their texts. So those are that have the phrase.
    """
    for first, second in pairwise(words):
        if GAP not in (first, second):
            digest = blake2b(f"{first} {second}".encode(), digest_size=6).hexdigest()
            yield f"{_PAIR}{digest[:letters]}"


def _one_by_one(asked: Sequence[str]) -> str:
    """The last of them is looked up where all before it are.

    Of an AND of many FTS5 moves each list for each step of the rarest. «NOT» of what is nowhere
    keeps it from taking several for one. Behind so many it hardly finds anything to look up.
    """
    both, *others = asked
    for number, each in enumerate(others[:_DEEPEST]):
        before = f"({both} NOT {NEVER})" if number else both
        both = f"({before} AND {each})"
    return " AND ".join((both, *others[_DEEPEST:]))


def _in_fts5(words: Sequence[Token]) -> str:
    *_, last = words
    asked = f'"{" ".join(words).removesuffix(ANY_END)}"'
    return f"{asked}*" if last.endswith(ANY_END) else asked


def _in_tsquery(words: Sequence[Token]) -> str:
    return "(" + " <-> ".join(map(_lexeme, words)) + ")"


def _lexeme(word: Token) -> str:
    begun = word.removesuffix(ANY_END)
    return f"'{word}'" if begun == word else f"'{begun}':*"


# FTS5 finds the places of common words by walking through all their lists. Of a token of 48 bits
# one article in 10^12 is found wrongly: it need not. To PostgreSQL each token costs thirty bytes:
# it has a million of them, and looks into the text, as it does for all phrases.
_FTS5: Final = _Language(_in_fts5, _one_by_one, " OR ", " NOT ", of_a_pair=12, sure=True)
_GIN: Final = _Language(_in_tsquery, " & ".join, " | ", " & !", of_a_pair=5, sure=False)
