"""What the index knows of an article, and what is asked of it: marked terms, no text."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.filters import Term

# A term is marked by where it stands, so that each place has a list of its own in the index:
# to look for a headline nobody walks through all texts. Letters and digits only, in small letters:
# no tokenizer parts them.
HEADLINE, OPENING, ANYWHERE = "h", "l", "a"
EXACT, GAP = "w", "x"
EVERY = "z"  # every article has it
NEVER = "q"  # none has it
ANY_END = "*"  # behind the beginning of tokens: any of these
_SECTION, _AUTHOR, _TAG = "s", "u", "t"

Token = str
AnyOf = frozenset[Token]


@dataclass(frozen=True, slots=True)
class Entry:
    """An article's row in the index: its words in their order, and the rest as a set."""

    words: tuple[Token, ...]
    tokens: frozenset[Token]

    @property
    def plain_words(self) -> set[str]:
        """Without their marks, as they stand there and in a dictionary; no figures or sounds."""
        words = {token[1:] for token in self.tokens if token[0] == ANYWHERE}
        words.update(word[1:] for word in set(self.words))
        return {word for word in words if word and not word[0].isdigit()}


@dataclass(frozen=True, slots=True)
class Match:
    """What an article has to have: one of each of `all_of`, each phrase, none of the others."""

    all_of: tuple[AnyOf, ...]
    phrases: tuple[tuple[Token, ...], ...] = ()
    none_of: AnyOf = frozenset()
    no_phrases: tuple[tuple[Token, ...], ...] = ()


def marked(mark: str, terms: Iterable[Term]) -> AnyOf:
    return frozenset(f"{mark}{term}" for term in terms)


def begun(mark: str, beginning: Term) -> Token:
    return f"{mark}{beginning}{ANY_END}"


def of_section(section_id: int) -> Token:
    return f"{_SECTION}{section_id}"


def by_author(terms: Iterable[Term]) -> AnyOf:
    """A word of an author's name."""
    return marked(_AUTHOR, terms)


def with_tag(terms: Iterable[Term]) -> AnyOf:
    """A word of a tag."""
    return marked(_TAG, terms)
