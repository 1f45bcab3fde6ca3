"""Updates for the bot: those that a test hands in, by long polling or for a webhook."""

import asyncio
from collections.abc import Callable, Collection
from itertools import islice
from typing import Any

from bot.sandbox.rapid.connection import Exchange
from bot.sandbox.rapid.rapid_refusals import CONFLICT, done
from bot.sandbox.refusals import Json
from bot.sandbox.update_queue import line_of

_LONGEST_POLL = 50.0
_LOOKED_THROUGH = 1000


class Updates:
    def __init__(self) -> None:
        self._waiting: dict[int, dict[str, Any]] = {}
        self._next_id = 1
        self._poll: tuple[Exchange, asyncio.TimerHandle] | None = None
        self._rung = asyncio.Event()

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, update: dict[str, Any]) -> None:
        self._waiting[self._next_id] = {"update_id": self._next_id, **update}
        self._next_id += 1
        self.ring()
        if self._poll:
            self._end_poll(lambda exchange: exchange.answer(*done(self._first())))

    def get(self, exchange: Exchange, offset: int, seconds: float) -> None:
        """For one poller at a time: what there is, or else as soon as there is something."""
        if self._poll:
            self._end_poll(lambda other: other.answer(*CONFLICT))
        for number in [number for number in self._waiting if number < offset]:
            del self._waiting[number]
        if self._waiting or seconds <= 0:
            exchange.answer(*done(self._first()))
            return
        timer = asyncio.get_running_loop().call_later(
            min(seconds, _LONGEST_POLL),
            lambda: self._end_poll(lambda waiting: waiting.answer(*done([]))),
        )
        self._poll = (exchange, timer)

    async def next_but(self, busy: Collection[object]) -> Json:
        """The first whose line is not busy, as soon as there is one."""
        while True:
            for update in islice(self._waiting.values(), _LOOKED_THROUGH):
                if line_of(update) not in busy:
                    return update
            self._rung.clear()
            await self._rung.wait()

    def confirm(self, update: Json) -> None:
        self._waiting.pop(update["update_id"], None)

    def ring(self) -> None:
        """Something may be there for whoever waits."""
        self._rung.set()

    def _first(self) -> list[Json]:
        return list(islice(self._waiting.values(), 100))

    def _end_poll(self, say: Callable[[Exchange], None]) -> None:
        assert self._poll  # noqa: S101 - asked by every caller
        exchange, timer = self._poll
        self._poll = None
        timer.cancel()
        if exchange.is_open:
            say(exchange)
