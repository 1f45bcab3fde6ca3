"""Takes slots for whoever needs one now: all who ask at once share a transaction."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from bot.domain.rate import Tariff

Take = Callable[[int, Tariff], Awaitable[Sequence[datetime]]]
_Waiting = list["asyncio.Future[datetime]"]


class SlotQueue:
    """`take` reserves so many slots of a tariff."""

    def __init__(self, take: Take) -> None:
        self._take = take
        self._waiting: dict[Tariff, _Waiting] = {}
        self._taking = asyncio.Lock()

    async def slot(self, tariff: Tariff) -> datetime:
        """The next slot that nobody has."""
        own: asyncio.Future[datetime] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(tariff, []).append(own)
        async with self._taking:
            if not own.done():
                await self._serve(tariff)
        return own.result()

    async def _serve(self, tariff: Tariff) -> None:
        waiting = self._waiting.pop(tariff)
        try:
            slots = await self._take(len(waiting), tariff)
        except BaseException:
            # Each of the others asks by itself; who is cancelled takes none along.
            self._waiting.setdefault(tariff, []).extend(waiting)
            raise
        for own, slot in zip(waiting, slots, strict=True):
            own.set_result(slot)
