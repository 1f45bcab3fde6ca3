"""Updates of Telegram, kept from the moment they are taken in until they are handled.

Asking Telegram for the next updates confirms the ones before: without this, a kill would lose
what was in hand.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from bot.domain.clock import Clock
from storage.storage import Storage

_KEEP = timedelta(days=2)


class Inbox:
    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def keep(self, updates: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Keep updates and return those that are new: Telegram may hand one over twice."""
        async with self._storage.writing() as tx:
            return await tx.inbox.keep(updates, self._clock())

    async def waiting(self) -> list[dict[str, Any]]:
        """What an earlier run took in and did not finish, oldest first."""
        async with self._storage.reading() as tx:
            return await tx.inbox.waiting()

    async def done(self, update_id: int) -> None:
        async with self._storage.writing() as tx:
            await tx.inbox.done(update_id)

    async def tidy(self) -> None:
        """Forget what was done days ago: Telegram keeps an update for 24 hours."""
        async with self._storage.writing() as tx:
            await tx.inbox.forget(self._clock() - _KEEP)
