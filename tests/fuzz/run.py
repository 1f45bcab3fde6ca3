"""Gives inputs to a surface one by one, and says which it could not take."""

import asyncio
import time
import traceback
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from tests.fuzz.breeding import Breeder
from tests.fuzz.surface import METER, SLOW, Surface, Take

_TRIES: Final = 3  # a busy machine makes anything slow once
_BEAT: Final = 0.01  # seconds
_STUCK: Final = 40.0  # seconds by the clock


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds that an input took, and the event loop stood still, as `Meter` counts them."""

    took: float
    stood: float


@dataclass(frozen=True, slots=True)
class Fault:
    surface: str
    number: int
    words: str
    data: bytes

    @property
    def kind(self) -> str:
        """Faults of one kind have one cause, as far as their last lines tell."""
        return self.words.splitlines()[0][:160]


def drawn(surface: Surface, seed: int, number: int) -> bytes:
    """Input `number` of this surface: always the same for a seed."""
    return surface.draw(Breeder(Random(f"{seed} {surface.name} {number}")))  # noqa: S311


async def give(
    surface: Surface,
    seed: int,
    numbers: range,
    began: Callable[[int], None] = lambda _: None,
    ended: Callable[[int, Cost | None], None] = lambda _, __: None,
    *,
    slow: float = SLOW,
) -> list[Fault]:
    """Give it those inputs; `began` and `ended` are told of each. `slow` is in seconds."""
    faults: list[Fault] = []
    left = list(numbers)
    while left:
        async with surface.open() as take, _heart():
            while left:
                number = left.pop(0)
                data = drawn(surface, seed, number)
                began(number)
                fault, cost = await _tried(take, data, slow)
                ended(number, cost)
                if fault:
                    faults.append(Fault(surface.name, number, fault, data))
                    break  # what took it may be damaged: a new one takes the next
    return faults


async def _tried(take: Take, data: bytes, slow: float) -> tuple[str | None, Cost | None]:
    """What was wrong, and the cost; what is slow three times is slow."""
    costs: list[Cost] = []
    for _ in range(_TRIES):
        METER.forget()
        try:
            async with asyncio.timeout(_STUCK):
                await take(data)
        except Exception as error:  # noqa: BLE001 - whatever it is, that is what we look for
            return _told(error), None
        METER.end()
        costs.append(Cost(METER.took, METER.stood))
        if max(costs[-1].took, costs[-1].stood) < slow:
            break
    best = min(costs, key=lambda cost: max(cost.took, cost.stood))
    if max(best.took, best.stood) >= slow:
        return f"slow: {best.took:.1f} s; the loop stood still for {best.stood:.1f} s", best
    return None, best


def _told(error: Exception) -> str:
    """The error, and where: the last line of ours first."""
    steps = traceback.extract_tb(error.__traceback__)
    ours = [step for step in steps if "/tests/fuzz/" not in step.filename]
    step = next((s for s in reversed(ours) if "site-packages" not in s.filename), steps[-1])
    where = f"{Path(step.filename).name}:{step.lineno}"
    words = f"{type(error).__name__} at {where}: {error!s:.300}".replace("\n", " ")
    return words + "\n" + "".join(traceback.format_exception(error))


@asynccontextmanager
async def _heart() -> AsyncIterator[None]:
    """Beats on the event loop."""

    async def beat() -> None:
        while True:
            METER.beat()
            await asyncio.sleep(_BEAT)

    beating = asyncio.ensure_future(beat())
    try:
        yield
    finally:
        beating.cancel()
        with suppress(asyncio.CancelledError):
            await beating


def shrunk(data: bytes, still: Callable[[bytes], bool], within: float = 20.0) -> bytes:
    """A shorter input with the same fault: halves, quarters … are left out while it stays."""
    until = time.monotonic() + within
    size = max(1, len(data) // 2)
    while size and time.monotonic() < until:
        at, shorter = 0, False
        while at < len(data) and time.monotonic() < until:
            tried = data[:at] + data[at + size :]
            if still(tried):
                data, shorter = tried, True
            else:
                at += size
        if not shorter or size > len(data):
            size //= 2
    return data
