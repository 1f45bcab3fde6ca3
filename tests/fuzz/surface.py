"""What is given foreign input: how an input is drawn, and what takes it."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Final

from tests.fuzz.breeding import Breeder

Take = Callable[[bytes], Awaitable[None]]
Open = Callable[[], AbstractAsyncContextManager[Take]]

SLOW: Final = 1.0  # seconds that an input may take at most


@dataclass(frozen=True, slots=True)
class Surface:
    """An input is bytes, whatever it is read as, so that it can be kept and tried again.

    `open` builds what takes inputs, one after another; it raises what is not a refusal. Of a
    thousand inputs `share` are for this surface; `make test` tries `few`. One draw may stand for
    `units` inputs.
    """

    name: str
    draw: Callable[[Breeder], bytes]
    open: Open
    share: int
    few: int
    units: int = 1


class Meter:
    """What an input costs: a core's seconds, and for how many at most the event loop stood still.

    Not the clock's: others at work on the machine are not the input's fault. Nor are those of a
    core in which a surface makes its inputs (`aside`). Where a draw stands for several inputs,
    each is measured alone: `took` and `stood` are those of the costliest.
    """

    def __init__(self) -> None:
        self._aside = 0.0
        self.forget()

    def forget(self) -> None:
        self.took = self.stood = 0.0
        self._began = self._beaten = self._now()

    def beat(self) -> None:
        """The loop runs."""
        self.stood = max(self.stood, self._now() - self._beaten)
        self._beaten = self._now()

    def end(self) -> None:
        """An input is through; another may follow."""
        self.beat()
        self.took = max(self.took, self._now() - self._began)
        self._began = self._beaten

    @contextmanager
    def aside(self) -> Iterator[None]:
        began = time.process_time()
        try:
            yield
        finally:
            self._aside += time.process_time() - began

    def _now(self) -> float:
        return time.process_time() - self._aside


METER: Final = Meter()  # one for a process, which gives one input after another


def pure(take: Callable[[bytes], None]) -> Open:
    """A surface that needs no house: a function from bytes."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[Take]:
        async def taken(data: bytes) -> None:
            take(data)

        yield taken

    return opened


async def until(seen: Callable[[], bool], what: str, within: float = 3.0) -> None:
    """Wait until it is so. Raises AssertionError, with `what` did not come about."""
    loop = asyncio.get_running_loop()
    end = loop.time() + within
    while not seen():
        if loop.time() > end:
            raise AssertionError(what)
        await asyncio.sleep(0.002)
