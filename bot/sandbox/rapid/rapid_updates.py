"""Updates for the bot: those that a test hands in, by long polling, one poller at a time."""

import asyncio
from collections.abc import Callable
from typing import Any

from bot.sandbox.rapid.connection import Exchange
from bot.sandbox.rapid.rapid_refusals import CONFLICT, done

_LONGEST_POLL = 50.0


class Updates:
    def __init__(self) -> None:
        self._waiting: list[dict[str, Any]] = []
        self._next_id = 1
        self._poll: tuple[Exchange, asyncio.TimerHandle] | None = None

    def add(self, update: dict[str, Any]) -> None:
        self._waiting.append({"update_id": self._next_id, **update})
        self._next_id += 1
        if self._poll:
            self._end_poll(lambda exchange: exchange.answer(*done(self._waiting[:100])))

    def get(self, exchange: Exchange, offset: int, seconds: float) -> None:
        """Answer at once what there is, else as soon as there is something."""
        if self._poll:
            self._end_poll(lambda other: other.answer(*CONFLICT))
        self._waiting = [update for update in self._waiting if update["update_id"] >= offset]
        if self._waiting or seconds <= 0:
            exchange.answer(*done(self._waiting[:100]))
            return
        timer = asyncio.get_running_loop().call_later(
            min(seconds, _LONGEST_POLL),
            lambda: self._end_poll(lambda waiting: waiting.answer(*done([]))),
        )
        self._poll = (exchange, timer)

    def _end_poll(self, say: Callable[[Exchange], None]) -> None:
        assert self._poll  # noqa: S101 - asked by every caller
        exchange, timer = self._poll
        self._poll = None
        timer.cancel()
        if exchange.is_open:
            say(exchange)
