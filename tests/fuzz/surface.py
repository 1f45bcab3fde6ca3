"""What is given foreign input: how an input is drawn, and what takes it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
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
