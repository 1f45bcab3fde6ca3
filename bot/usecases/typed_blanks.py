"""A blank too many or too few in a query: «кібер поліція», «верховнарада»."""

from dataclasses import replace
from itertools import chain, islice, pairwise

from bot.domain.query import Query
from bot.language.indexing import Index
from bot.language.likely import Likely
from storage.storage import Snapshot

_MOST_PAIRS = 5  # each is looked for by itself


async def with_one_joined(tx: Snapshot, query: Query, index: Index) -> Query | None:
    """The query with two words as the one that articles have; None: they have none."""
    if query.words != query.whole_words:
        return None
    for at, pair in islice(enumerate(pairwise(query.words)), _MOST_PAIRS):
        joined = "".join(pair)
        if await says_word(tx, joined, index):
            return replace(query, words=(*query.words[:at], joined, *query.words[at + 2 :]))
    return None


async def parted(tx: Snapshot, word: str, likely: Likely) -> str | None:
    """A word that none have as two that they have."""
    apart = list(likely.apart(word))
    known = await tx.search.known(set(chain.from_iterable(apart))) if apart else set()
    return next((" ".join(two) for two in apart if known.issuperset(two)), None)


async def says_word(tx: Snapshot, word: str, index: Index) -> bool:
    """Whether an article that readers may see has it in any form."""
    return bool(await tx.search.newest(index.matches(Query(words=(word,)))[-1], 1))
