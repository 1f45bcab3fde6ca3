"""Makes the digests that are due, a chunk of readers at a time."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from bot.domain.article import Article
from bot.domain.clock import Clock, NextLook
from bot.domain.digest import (
    FARTHEST,
    NOTED_WITHIN,
    Candidate,
    Digest,
    Notable,
    Pool,
    Subscriber,
    digest_key,
)
from bot.domain.errors import RefusedError
from bot.domain.reading_times import Moments, ReadingTimes, after_digest
from bot.usecases.one_by_one import for_each
from storage.engine import is_passing
from storage.storage import Storage, Transaction

_logger = logging.getLogger(__name__)

CHUNK = 500  # readers to a transaction
_ALONE = 50  # who are tried one by one, in a run, where a chunk has failed
_MOST_FAULTY = 1_000  # readers to be set aside: more is a fault with all of them
_KEPT = timedelta(days=30)
_TIDY_EVERY = timedelta(hours=1)
_NOTABLE_FOR = timedelta(minutes=1)  # two hundred chunks ask for the same articles


class Digests:
    """Each chunk is one transaction: with what it owes it moves on whom it owes it to.

    So neither a kill nor a second process leaves anybody out, or has them get it twice.
    """

    def __init__(self, storage: Storage, clock: Clock, zone: tzinfo) -> None:
        """`zone` is the newsroom's."""
        self._storage = storage
        self._clock = clock
        self._zone = zone
        self.next_look = NextLook(clock)
        self._tidy_at = clock()
        self._unknown_since: dict[int, datetime] = {}
        self._given_up: frozenset[int] = frozenset()
        self._faulty: dict[int, None] = {}  # rows of readers; whoever failed last stands last
        self._notable: dict[int, Notable] = {}
        self._notable_until = clock()

    async def prepare(self) -> None:
        """Make all that are due by now; every hour what is old is forgotten.

        A reader whose digest fails by a fault of ours holds up nobody, and comes behind the rest
        from then on. Raises the first such fault.
        """
        if not self.next_look.is_now():
            return
        again = list(self._faulty)[:_ALONE]
        while await self._prepare_chunk() == CHUNK:
            pass
        async with self._storage.reading() as tx:
            self.next_look.found(await tx.digests.next_at())
        if self._clock() >= self._tidy_at:
            self._tidy_at = self._clock() + _TIDY_EVERY
            await self.tidy()
        await self._prepare_each(again)

    async def digest(self, digest_id: int) -> tuple[Digest, list[Article]]:
        """One with those of its articles that are public still.

        Raises `RefusedError`: `digest_unknown`.
        """
        async with self._storage.reading() as tx:
            known = await tx.digests.digest(digest_id)
            if known is None:
                raise RefusedError("digest_unknown")
            return known, await tx.digests.articles(known)

    async def tidy(self) -> None:
        """Forget old digests, and topics that nobody has chosen any more."""
        async with self._storage.writing(patient=True) as tx:
            await tx.topics.tidy()
            await tx.digests.tidy(self._clock() - _KEPT)

    async def _prepare_chunk(self) -> int:
        """Returns how many readers had theirs made, or were set aside."""
        async with self._storage.reading() as tx:
            ids = await tx.digests.due_ids(self._clock(), CHUNK, list(self._faulty))
        try:
            return await self._prepare_of(ids)
        except Exception as fault:
            if is_passing(fault):
                raise
        await self._prepare_each(ids[:_ALONE])
        return len(ids)

    async def _prepare_each(self, ids: Sequence[int]) -> None:
        await for_each(ids, self._prepare_alone, lambda _: "a digest could not be made")

    async def _prepare_alone(self, reader_id: int) -> None:
        try:
            await self._prepare_of([reader_id])
        except Exception as fault:
            if not is_passing(fault) and len(self._faulty) < _MOST_FAULTY:
                self._faulty.pop(reader_id, None)
                self._faulty[reader_id] = None
            raise
        self._faulty.pop(reader_id, None)

    async def _prepare_of(self, ids: Sequence[int]) -> int:
        async with self._storage.writing(patient=True) as tx:
            now = self._clock()
            due = await tx.digests.due(now, ids, self._zone)
            if not due or self._waits(await tx.digests.not_noted(), now):
                return 0
            pool = Pool(await self._candidates(tx, due, now))
            made: dict[str, Digest] = {}
            chats: dict[str, list[int]] = {}
            for reader, times in due:
                if articles := pool.of(reader):
                    at = (reader.due_at or now).astimezone(times.zone)
                    local = at.replace(tzinfo=None, second=0, microsecond=0)
                    key = digest_key(local, articles)
                    made.setdefault(key, Digest(0, local, articles))
                    chats.setdefault(key, []).append(reader.chat_id)
            await tx.digests.owe(made, chats, now)
            await tx.digests.move(_moved(due, now))
            tx.wake()
        return len(due)

    async def _candidates(
        self, tx: Transaction, due: list[tuple[Subscriber, ReadingTimes]], now: datetime
    ) -> list[Candidate]:
        """What went out since the earliest moment from which one of them may lack something."""
        since = min(reader.standing.cut_at or now - FARTHEST for reader, _ in due)
        found = await tx.digests.candidates(since, now, self._given_up)
        if now >= self._notable_until:
            self._notable, self._notable_until = {}, now + _NOTABLE_FOR
        if new := [each.id for each in found if each.id not in self._notable]:
            self._notable |= await tx.digests.notable(new)
        return [replace(each, notable=self._notable[each.id]) for each in found]

    def _waits(self, unknown: set[int], now: datetime) -> bool:
        """Whether what just went out is not known to be about anything yet; not for ever."""
        self._unknown_since = {each: self._unknown_since.get(each, now) for each in unknown}
        late = {id_ for id_, at in self._unknown_since.items() if now - at >= NOTED_WITHIN}
        if new := sorted(late - self._given_up):
            _logger.warning("digests wait no more for what articles are about: %s", new)
        self._given_up = frozenset(late)
        return late != unknown


def _moved(due: list[tuple[Subscriber, ReadingTimes]], now: datetime) -> dict[int, Moments]:
    return {reader.id: after_digest(times, reader.standing, now) for reader, times in due}
