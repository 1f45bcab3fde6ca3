"""Makes the search index's rows, and knows which words the index has for sure."""

from collections.abc import Callable

from bot.domain.article import Article
from bot.domain.search_terms import Entry

Describe = Callable[[Article], Entry]
_MOST_WORDS = 40_000  # of those said lately; and as many of those before: some 10 MB


class EntryMaker:
    """One to a process, whose transactions that write come one after the other.

    To offer the database all words of an article takes it a millisecond, and it has nearly all of
    them. Where another process has made the index anew meanwhile, a word that no public article
    had may be missing in it: whoever mistypes that is not helped, and that is all.
    """

    def __init__(self, describe: Describe | None = None) -> None:
        """`describe` makes an article's row; without it there is no index to keep."""
        self.describe = describe
        self._there: set[str] = set()
        self._before: set[str] = set()
        self._coming: set[str] = set()

    def begin(self) -> None:
        """A transaction begins; what the one before it has not committed is not there."""
        self._coming = set()

    def new_among(self, words: set[str]) -> set[str]:
        """The words that the index may lack; to be put into it in this transaction."""
        unsaid = words - self._there - self._coming
        new = unsaid - self._before
        self._coming |= unsaid
        return new

    def commit(self) -> None:
        """What nobody says any more is forgotten, rather than all at once."""
        if len(self._there) + len(self._coming) > _MOST_WORDS:
            self._before, self._there = self._there, set()
        self._there |= self._coming
        self._coming = set()

    def forget(self) -> None:
        """The index is emptied."""
        self._there, self._before, self._coming = set(), set(), set()
