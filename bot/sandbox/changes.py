"""What changed in the world, numbered: for the page, and for whoever waits for something."""

import asyncio
import itertools
import secrets
from collections import deque
from collections.abc import Callable
from typing import TypeVar

from bot.sandbox.refusals import Json

Value = TypeVar("Value")
_REMEMBERED = 5_000


class Changes:
    """A journal of the last few thousand changes, and a bell that rings at each."""

    def __init__(self) -> None:
        self.run = secrets.token_hex(4)
        self.last = 0
        self.closed = False
        self._journal: deque[tuple[int, Json]] = deque(maxlen=_REMEMBERED)
        self._bell = asyncio.Event()

    def note(self, kind: str, **what: object) -> None:
        self.last += 1
        self._journal.append((self.last, {"kind": kind, **what}))
        self.ring()

    def ring(self) -> None:
        bell, self._bell = self._bell, asyncio.Event()
        bell.set()

    def reopen(self) -> None:
        self.closed = False

    def close(self) -> None:
        """Everybody who waits goes home."""
        self.closed = True
        self.ring()

    def since(self, number: int) -> list[tuple[int, Json]] | None:
        """What came after `number`; None when that is no longer known from here on."""
        missing = self.last - number
        if not 0 <= missing <= len(self._journal):
            return None
        newest_first = itertools.islice(reversed(self._journal), missing)
        return list(newest_first)[::-1]

    async def heard(self, timeout: float) -> bool:  # noqa: ASYNC109 - a wait, and no failure
        """Wait for the next ring, `timeout` seconds at most; whether it rang."""
        try:
            async with asyncio.timeout(timeout):
                await self._bell.wait()
        except TimeoutError:
            return False
        return True

    async def until(self, predicate: Callable[[], Value], timeout: float) -> Value | None:  # noqa: ASYNC109
        """The predicate's first true value, looked for at every change; None when time is up."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout
        while not (value := predicate()):
            left = deadline - loop.time()
            if left <= 0 or self.closed:
                return None
            await self.heard(left)
        return value
