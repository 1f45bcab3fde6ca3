"""What a sender is told to send, and how it measures itself doing so."""

import asyncio
import gc
import importlib
import json
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from typing import Any

from bot.commands.machine import cpu_seconds, peak_rss_mb

FIRST_READER = 1_000_000_001


@dataclass(frozen=True, slots=True)
class Order:
    """`request`: the parameters of sendMessage, all but the chat."""

    address: str
    token: str
    messages: int
    in_flight: int
    request: dict[str, Any]

    @property
    def chats(self) -> range:
        return range(FIRST_READER, FIRST_READER + self.messages)

    @property
    def buttons(self) -> list[list[dict[str, Any]]]:
        rows: list[list[dict[str, Any]]] = self.request["reply_markup"]["inline_keyboard"]
        return rows

    def as_json(self) -> str:
        return json.dumps(asdict(self))


class Meter:
    """Begins when everything is loaded and connected, and nothing is sent yet."""

    def __init__(self) -> None:
        self.figures: dict[str, float] = {}

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        spare_the_collector()
        started, cpu = time.time(), cpu_seconds()
        yield
        self.figures = {"started_at": started, "cpu_s": cpu_seconds() - cpu}


def spare_the_collector() -> None:
    """What the bot does at its start (`bot.app`), for every sender alike."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 100)


async def to_all(order: Order, send: Callable[[int], Awaitable[object]]) -> None:
    """Send to every chat from a task group, so many in flight."""
    room = asyncio.Semaphore(order.in_flight)

    async def send_one(chat_id: int) -> None:
        try:
            await send(chat_id)
        finally:
            room.release()

    async with asyncio.TaskGroup() as group:
        for chat_id in order.chats:
            await room.acquire()
            group.create_task(send_one(chat_id))


def follow(carry_out: Callable[[Order, Meter], Awaitable[None]], *, uvloop: bool = False) -> None:
    """Read the order, carry it out, print the figures."""
    order, meter = Order(**json.load(sys.stdin)), Meter()
    factory = importlib.import_module("uvloop").new_event_loop if uvloop else None

    async def run() -> None:
        await carry_out(order, meter)

    with asyncio.Runner(loop_factory=factory) as runner:
        runner.run(run())
    loop = "uvloop" if uvloop else "asyncio"
    print(json.dumps({**meter.figures, "peak_rss_mb": peak_rss_mb(), "loop": loop}))
