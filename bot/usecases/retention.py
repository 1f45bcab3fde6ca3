"""How long the ledger is kept: what is old and settled becomes sums, little by little."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final

from bot.domain.clock import Clock
from bot.usecases.one_by_one import for_each
from storage.storage import Storage, Transaction

CHUNK: Final = 1_000  # rows a transaction: some 10 ms of SQLite's write lock


class Retention:
    """`keep` is how long readers' rows are kept after the last post of their article.

    None: for ever.
    """

    def __init__(
        self, storage: Storage, clock: Clock, keep: timedelta | None, *, chunk: int = CHUNK
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._keep = keep
        self._chunk = chunk

    async def tidy(self) -> None:
        """Fold what is old enough by now. Killed at any point, it loses and doubles nothing."""
        if self._keep is None:
            return
        before = self._clock() - self._keep
        async with self._storage.reading() as tx:
            old = await tx.retention.old_articles(before)
        await self._until_done(lambda tx: tx.retention.forget_desk(before, self._chunk))
        await self._until_done(lambda tx: tx.retention.forget_notices(before, self._chunk))
        await self._until_done(lambda tx: tx.pictures.forget_old(before, self._chunk))

        async def fold(article_id: int) -> None:
            await self._until_done(
                lambda tx: tx.retention.roll_up(article_id, before, self._chunk)
            )

        await for_each(old, fold, lambda number: f"deliveries of article {number} stay")

    async def _until_done(self, step: Callable[[Transaction], Awaitable[int]]) -> None:
        """One transaction a chunk: others write in between."""
        more = True
        while more:
            async with self._storage.writing(patient=True) as tx:
                more = await step(tx) == self._chunk
