"""Has all that readers may see in the search index, also what was there before the index was."""

import logging
from collections.abc import Container

from bot.domain.errors import RefusedError
from bot.domain.shelves import Shelf
from bot.domain.topics import word_topic
from bot.language.indexing import Index
from bot.language.terms import Language
from storage.engine import is_passing
from storage.search import IndexState
from storage.storage import Storage

_logger = logging.getLogger(__name__)

_CHUNK = 50  # articles a transaction: some 100 ms of SQLite's write lock
_WORDS = 200  # that readers follow, a transaction: 20 ms where all are the same
_PAGES = 64  # that are put together in a transaction: on a busy machine 73 ms at most


class Indexing:
    """Publications, corrections and retractions see to their own rows; this is for all others.

    After a move the index is empty; where a dictionary was installed since, or the rows have
    another format, the old ones do not go with new questions.
    """

    def __init__(self, storage: Storage, language: Language) -> None:
        self._storage = storage
        index = Index(language)
        self._entry, self._made_by = index.entry, index.made_by
        self._asked = language.asked

    async def fill(self) -> None:
        """Complete the index, little by little: others write in between. A kill loses nothing."""
        while await self.step() is not None:
            pass

    async def merge(self) -> None:
        """Put together what came in article by article: searches take half the time.

        Step by step, others write in between. A kill loses nothing, and a power cut only work.
        """
        is_left = True
        while is_left:
            async with self._storage.writing(patient=True, lasting=False) as tx:
                is_left = await tx.search.merge(_PAGES)

    async def begin(self) -> int:
        """Make it anew; how many articles there are to be in it."""
        await self._renew_words()
        async with self._storage.writing() as tx:
            await tx.search.begin(self._made_by)
            return await tx.archive.count(Shelf())

    async def step(self, chunk: int = _CHUNK) -> int | None:
        """How many articles came into it; None where it is complete."""
        async with self._storage.reading() as tx:
            state = await tx.search.state()
        if state == IndexState(self._made_by, None):
            return None
        if state is None or state.made_by != self._made_by:
            await self._renew_words()
        try:
            return await self._put_next(chunk)
        except Exception as fault:
            if is_passing(fault):
                raise
            faulty = await self._faulty_of_next(chunk)
            if not faulty:
                raise
        return await self._put_next(chunk, faulty)

    async def _put_next(self, chunk: int, but_for: Container[int] = ()) -> int | None:
        async with self._storage.writing(patient=True) as tx:
            state = await tx.search.state()
            if state is None or state.made_by != self._made_by:
                await tx.search.begin(self._made_by)
                state = IndexState(self._made_by, 0)
            if state.up_to is None:
                return None
            articles = await tx.archive.public_after(state.up_to, chunk)
            sound = [each for each in articles if each.id not in but_for]
            await tx.search.put(sound)
            await tx.archive_names.put(sound)
            await tx.search.reached(articles[-1].id if articles else None)
            return len(articles) or None

    async def _faulty_of_next(self, chunk: int) -> set[int]:
        """The articles of which no row can be made, by a fault of ours; none if that is of all."""
        async with self._storage.reading() as tx:
            state = await tx.search.state()
            up_to = state.up_to if state else None
            articles = [] if up_to is None else await tx.archive.public_after(up_to, chunk)
        faulty = set()
        for each in articles:
            try:
                self._entry(each)
            except Exception:
                _logger.exception("article %d cannot be found by its words", each.id)
                faulty.add(each.id)
        return faulty if len(faulty) < len(articles) else set()

    async def _renew_words(self) -> None:
        """What readers follow and mute is found by the terms of now; killed, it begins anew."""
        done = 0
        while True:
            async with self._storage.writing(patient=True) as tx:
                topics = await tx.topics.words_after(done, _WORDS)
                for old in topics:
                    try:
                        new = word_topic(old.name, self._asked)
                    except RefusedError:  # as it was taken once
                        continue
                    if new.key != old.key:
                        await tx.topics.renew(old, new)
            if not topics:
                return
            done = topics[-1].id
