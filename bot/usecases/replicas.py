"""One process among those that share a PostgreSQL: whether it counts as alive, and its duties.

Each gives a sign of life every two seconds. Whoever gives none for ten is dead to the others, who
take over what it had in hand. It may only be paused, and wake up: so it sends nothing once its own
signs are older than that, and lets go of what it had.
"""

import asyncio
import logging
import os
import platform
import secrets
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from datetime import timedelta
from typing import Final

from bot.domain.clock import Clock, SharedClock, awake_or_asleep
from bot.domain.duties import Duty
from storage.storage import Storage

_logger = logging.getLogger(__name__)

_EVERY: Final = 2.0  # seconds between two signs of life
_LASTS: Final = timedelta(seconds=10)
_SURE: Final = (
    8.0  # seconds after a sign of life; nothing is sent later, whatever clocks others have
)
_WITHIN: Final = 3.0  # seconds that a sign of life may take
_SILENT: Final = timedelta(seconds=3)  # as `idle_in_transaction_session_timeout` has it
# A process that has just joined, or was cut off, judges nobody: the database may have been away.
_SIGNS_TO_JUDGE: Final = 4
_LONGEST_NODE: Final = 50


class Process:
    """Gives signs of life, and knows which duties this process has among those that share.

    On a SQLite file it is alone, and has every duty. `settle`: for how long a slow request of a
    dead process may still arrive.
    """

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        settle: timedelta,
        passed: Callable[[], float] = awake_or_asleep,
        every: float = _EVERY,
    ) -> None:
        """`passed` are seconds since whenever, which go on while the process is paused.

        `every`: so many seconds lie between two signs of life.
        """
        self._storage = storage
        self._clock = clock
        self._settle = settle
        self._passed = passed
        self._every = every
        self._names = [secrets.token_hex(8)]
        self._shared = storage.is_shared
        self._sure_until = float("-inf")
        self._duties: frozenset[Duty] = frozenset()
        self._has_resigned = False
        self._signs = 0  # in a row and in time
        self._some_died = asyncio.Event()
        self.on_burial: Callable[[], None] = lambda: None

    @property
    def name(self) -> str:
        """The name under which rows are taken; it changes once the process has counted as dead."""
        return self._names[-1]

    @property
    def names(self) -> Collection[str]:
        """Every name that this process has had."""
        return tuple(self._names)

    def is_sure(self) -> bool:
        """Whether the others surely take it for alive, so that its rows are still its own."""
        return not self._shared or self._passed() < self._sure_until

    def has(self, duty: Duty) -> bool:
        return not self._shared or (duty in self._duties and self.is_sure())

    async def all_alive(self) -> list[str]:
        """The machine and number of each process that shares the database, and is alive."""
        async with self._storage.reading() as tx:
            return await tx.processes.alive()

    async def join(self) -> None:
        """Join the others, before anything is taken in hand."""
        if self._shared:
            async with self._storage.sign_of_life() as processes:
                await processes.join(self.name, _where(), _LASTS)
            await self._give_sign()

    async def resign(self) -> None:
        """Leave the duties to the others at once; finishing what is in hand may take a while."""
        self._has_resigned = True
        self._duties = frozenset()
        if self._shared:
            with suppress(Exception):  # they go over when it leaves
                async with asyncio.timeout(_WITHIN), self._storage.sign_of_life() as processes:
                    await processes.resign(self.name)

    async def run(self) -> None:
        """Stay in touch with the others until cancelled; then leave, so that none waits.

        What is in hand even then (a stop has its time limit) is the others' at once.
        """
        if not self._shared:
            return
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._storage.listen())
                group.create_task(self._often(self._give_sign))
                group.create_task(self._often(self._look_around))
                group.create_task(self._bury_whoever_died())
        finally:
            await self._leave()

    async def _often(self, deed: Callable[[], Awaitable[None]]) -> None:
        while True:
            await asyncio.sleep(self._every)
            await _try(deed)

    async def _bury_whoever_died(self) -> None:
        """Aside from what is done often: it may wait behind other writers."""
        while True:
            self._some_died.clear()
            await self._some_died.wait()
            await _try(self._bury)

    async def _give_sign(self) -> None:
        async with asyncio.timeout(_WITHIN):
            await self._sign()

    async def _sign(self) -> None:
        began = self._passed()
        asked_at = self._clock()
        async with self._storage.sign_of_life() as processes:
            left = await processes.renew(self.name, _LASTS)
            if left is None:
                self._rise()
                await processes.join(self.name, _where(), _LASTS)
            duties: frozenset[Duty] = frozenset()
            if self._has_resigned:  # and may have been cut off as it said so
                await processes.resign(self.name)
            else:
                duties = await processes.lead(self.name, Duty)
            told = await processes.time()
        if gained := duties - self._duties:
            _logger.info("this process sees to: %s", ", ".join(sorted(gained)))
        self._duties = duties
        self._signs = self._signs + 1 if left and left > timedelta() else 0
        self._sure_until = began + _SURE
        if isinstance(self._clock, SharedClock):
            self._clock.agree(told, asked_at)

    def _rise(self) -> None:
        """Begin anew under another name: the others took this process for dead, and its rows."""
        _logger.warning("this process was paused, or cut off, for long: others have taken over")
        self._names.append(secrets.token_hex(8))
        self._duties = frozenset()
        self.on_burial()

    async def _look_around(self) -> None:
        """See whether others are dead; end the line of one that was paused and holds up all."""
        async with self._storage.sign_of_life() as processes:
            count = await processes.cut_off(_SILENT)
            some_died = await processes.has_dead(self.name)
        if count:
            _logger.warning("%d lines to the database were cut off: others waited", count)
        if some_died and self._signs >= _SIGNS_TO_JUDGE:
            self._some_died.set()

    async def _bury(self) -> None:
        """Declare dead whoever gave no sign of life, and free their rows, in one transaction."""
        async with self._storage.writing() as tx:
            dead = await tx.processes.bury(self.name)
            count = await tx.ledger.give_back(self._clock(), self._settle, holders=dead)
            tx.wake()
        if dead:
            _logger.warning("%d processes are gone; they had %d deliveries", len(dead), count)

    async def _leave(self) -> None:
        self._sure_until = float("-inf")
        with suppress(Exception):
            async with asyncio.timeout(_WITHIN), self._storage.writing() as tx:
                await tx.ledger.give_back(self._clock(), self._settle, holders=self._names)
                await tx.processes.leave(self._names)
                tx.wake()


def _where() -> str:
    """The machine, and the process on it, for whoever looks at the table."""
    return f"{platform.node()[:_LONGEST_NODE]} {os.getpid()}"


async def _try(deed: Callable[[], Awaitable[None]]) -> None:
    try:
        await deed()
    except Exception as error:  # noqa: BLE001 - what is in hand waits meanwhile
        _logger.warning("the other processes cannot be reached yet: %s", type(error).__name__)
