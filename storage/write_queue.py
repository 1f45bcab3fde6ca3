"""Who writes next: SQLite has one writer at a time, and people go before bulk work.

Bulk work waits for people, but not for ever: a post for a channel is claimed as bulk work too, and
a thousand people who write at once would put it off until they are through.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

_PATIENCE = 0.1  # seconds
_Turn = asyncio.Future[None]


class WriteQueue:
    """In order of arrival; but whoever is patient lets all others go first, for a while."""

    def __init__(self, patience: float = _PATIENCE) -> None:
        self._patience = patience
        self._taken = False
        self._waiting: deque[tuple[float, _Turn]] = deque()
        self._patient: deque[tuple[float, _Turn]] = deque()

    @asynccontextmanager
    async def turn(self, *, patient: bool) -> AsyncIterator[None]:
        if self._taken:
            await self._wait(self._patient if patient else self._waiting)
        self._taken = True
        try:
            yield
        finally:
            self._pass_on()

    async def _wait(self, queue: deque[tuple[float, _Turn]]) -> None:
        loop = asyncio.get_running_loop()
        turn = loop.create_future()
        queue.append((loop.time(), turn))
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():  # it had just come
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        """The turn is the next one's at once: nobody who comes in between takes it."""
        for queue in self._in_order():
            while queue:
                _, turn = queue.popleft()
                if not turn.done():
                    turn.set_result(None)
                    return
        self._taken = False

    def _in_order(self) -> Iterator[deque[tuple[float, _Turn]]]:
        now = asyncio.get_running_loop().time()
        if self._patient and now - self._patient[0][0] >= self._patience:
            yield self._patient
        yield self._waiting
        yield self._patient
