"""What is asked of the search index, and what is written into it, in each database's language.

Tokens hold letters and digits alone, but for what says that any end will do: nothing in them has
to be quoted away.
"""

from collections.abc import Callable, Sequence

from bot.domain.search_terms import ANY_END, AnyOf, Entry, Match, Token


def as_tsvector(entry: Entry) -> str:
    places: dict[Token, list[str]] = {}
    for place, word in enumerate(entry.words, 1):
        places.setdefault(word, []).append(str(place))
    words = [f"'{word}':{','.join(at)}" for word, at in places.items()]
    return " ".join([*words, *(f"'{token}'" for token in entry.tokens)])


def in_fts5(match: Match) -> str:
    """A question in FTS5's language."""
    return _question(match, _in_fts5, " AND ", " OR ", " NOT ")


def in_tsquery(match: Match) -> str:
    """The same in PostgreSQL's."""
    return _question(match, _in_tsquery, " & ", " | ", " & !")


def _question(
    match: Match, phrase: Callable[[Sequence[Token]], str], both: str, either: str, but: str
) -> str:
    def any_of(tokens: AnyOf) -> str:
        return f"({either.join(phrase([token]) for token in sorted(tokens))})"

    wanted = [*map(any_of, match.all_of), *map(phrase, match.phrases)]
    unwanted = [*map(phrase, match.no_phrases)]
    if match.none_of:
        unwanted.append(any_of(match.none_of))
    if match.but_not:
        unwanted.append(f"({both.join(map(any_of, match.but_not))})")
    asked = f"({both.join(wanted)})"
    return f"{asked}{but}({either.join(unwanted)})" if unwanted else asked


def _in_fts5(words: Sequence[Token]) -> str:
    *_, last = words
    asked = f'"{" ".join(words).removesuffix(ANY_END)}"'
    return f"{asked}*" if last.endswith(ANY_END) else asked


def _in_tsquery(words: Sequence[Token]) -> str:
    return "(" + " <-> ".join(map(_lexeme, words)) + ")"


def _lexeme(word: Token) -> str:
    begun = word.removesuffix(ANY_END)
    return f"'{word}'" if begun == word else f"'{begun}':*"
