"""Sends what is rendered already, one message after the other, without a task for each.

A task with its waits and timers costs more than the request. Here one looks along the rows, and
answers come by a call. Whatever is not plain goes the worker's own way: a halt, a request for
which no connection is open, an answer that asks to wait.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Literal

from bot.delivery.database_faults import tell_fault
from bot.delivery.deliverer import Deliverer
from bot.delivery.in_flight import Flight
from bot.delivery.own_pace import Obstacle
from bot.delivery.pacer import Pacer
from bot.delivery.subjects import DesiredPost
from bot.domain.api_answers import Answer
from bot.domain.clock import Clock
from bot.domain.delivery import Delivery, Outcome
from bot.domain.rate import Tariff

_logger = logging.getLogger(__name__)

_TICK = 0.005  # seconds: at a high pace some leave together, so that each needs no timer
_AFTER_FAULT = 1.0  # seconds
_LONG_OVER = timedelta(seconds=5)  # after its slot; the reader may have stopped meanwhile
_LOOK = 0.5  # seconds: the longest sleep, so that a stop is noticed


class Berths:
    """Places for requests under way, `most` of them at once."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._taken = 0
        self._left = asyncio.Event()
        self._stopping = False
        self.when_left: list[Callable[[], None]] = []

    @property
    def are_full(self) -> bool:
        return self._taken >= self._most

    def take(self) -> None:
        self._taken += 1

    def leave(self) -> None:
        self._taken -= 1
        self._left.set()
        for tell in self.when_left:
            tell()

    async def wait(self) -> None:
        """Until there is room for one more, or a stop, at which nothing more is sent."""
        while self.are_full and not self._stopping:
            self._left.clear()
            await self._left.wait()

    def stop(self) -> None:
        self._stopping = True
        self._left.set()


class Conveyor:
    """Sends rendered rows of one tariff in its reserved slots, without a task for each."""

    def __init__(
        self,
        tariff: Tariff,
        *,
        pacer: Pacer,
        deliverer: Deliverer,
        clock: Clock,
        berths: Berths,
        finish: Callable[[Delivery, Outcome | None], None],
        follow: Callable[[Delivery, Callable[[], Awaitable[Outcome]]], object],
        hand_over: Callable[[Delivery, datetime], None],
    ) -> None:
        """Where rows go from here.

        `finish` is told what became of a row (None: nobody knows); `follow` makes a task of what
        takes longer. `hand_over` takes a row back that met a halt or waited long, with its slot.
        """
        self._tariff = tariff
        self._pacer = pacer
        self._deliverer = deliverer
        self._clock = clock
        self._berths = berths
        self._finish = finish
        self._follow = follow
        self._hand_over = hand_over
        self._rows: deque[tuple[Delivery, DesiredPost, datetime]] = deque()
        self._slots = pacer.paces[tariff].reserved
        self._enough = self._added = 0
        self._few = asyncio.Event()
        self._under_way = 0
        self._moved = asyncio.Event()
        self._looks = False  # `_send` is running, or will run when the next slot comes
        self._stopping = self._ended = False
        berths.when_left.append(self._go_on)

    def add(self, delivery: Delivery, wanted: DesiredPost, slot: datetime) -> None:
        """Append a row; it is sent after those before it, once `start` is called."""
        self._rows.append((delivery, wanted, slot))
        self._slots.append(slot)
        self._added += 1

    def start(self) -> None:
        """Begin with the rows that were added; at half of them, `runs_low` returns."""
        self._enough, self._added = self._added // 2, 0
        self._moved.set()

    @property
    def has_enough(self) -> bool:
        return len(self._rows) > self._enough

    async def runs_low(self) -> None:
        """Wait until half of the rows that were added last are sent."""
        while self.has_enough:
            self._few.clear()
            await self._few.wait()

    def clear(self) -> list[tuple[Delivery, datetime]]:
        """Send nothing more of what waits. Returns the rows that waited, with their slots."""
        waited = [(delivery, slot) for delivery, _, slot in self._rows]
        self._rows.clear()
        self._slots.clear()
        self._few.set()
        return waited

    def stop(self) -> list[tuple[Delivery, datetime]]:
        """End when all requests are answered. Returns the rows that were not sent."""
        self._stopping = True
        self._moved.set()
        return self.clear()

    async def run(self) -> None:
        """Send until stopped, and until what was sent is answered."""
        try:
            while not self._stopping or self._under_way:
                self._moved.clear()
                wait = self._send()
                if wait == 0:
                    await self._moved.wait()
                    continue
                self._looks = True
                if isinstance(wait, Obstacle):
                    await self._renew()
                else:
                    await self._pacer.sleep(min(max(wait, _TICK), _LOOK))
                self._looks = False
        finally:
            self._ended = True

    async def _renew(self) -> None:
        try:
            await self._pacer.renew(self._tariff)
        except Exception as error:  # noqa: BLE001 - it is told of
            tell_fault(_logger, "slots that are over cannot be replaced", error)
            await self._pacer.sleep(_AFTER_FAULT)

    def _go_on(self) -> None:
        """A request has ended, so that there is room for another one."""
        if self._rows and not self._looks and self._send():
            self._moved.set()

    def _send(self) -> float | Literal[Obstacle.TOO_LATE]:
        """Send what may be sent now. Returns seconds until the next row may be.

        0: what comes next is no matter of time, but of a new row or of an answer.
        """
        self._looks = True
        now = self._clock()
        try:
            while self._rows and not self._berths.are_full:
                delivery, wanted, slot = self._rows[0]
                flight: Flight | float | Obstacle = Obstacle.HALT
                if now - slot < _LONG_OVER:
                    flight = self._pacer.leave_at_once(delivery.chat_id, self._tariff)
                if isinstance(flight, Flight):
                    self._rows.popleft()
                    self._ask(delivery, wanted, flight)
                elif flight is Obstacle.HALT:
                    for waiting, first_slot in self.clear():
                        self._hand_over(waiting, first_slot)
                else:
                    return flight
            return 0
        finally:
            self._looks = False
            if not self.has_enough:
                self._few.set()

    def _ask(self, delivery: Delivery, wanted: DesiredPost, flight: Flight) -> None:
        self._berths.take()
        self._under_way += 1
        answered = partial(self._answered, delivery, wanted, flight)
        if not self._deliverer.show_at_once(delivery, wanted, answered):
            self._follow(delivery, partial(self._show, delivery, wanted, flight))

    async def _show(self, delivery: Delivery, wanted: DesiredPost, flight: Flight) -> Outcome:
        """Send by a connection that has to be opened first."""
        try:
            return await self._deliverer.show(delivery, wanted)
        finally:
            self._land(flight, self._clock())

    def _answered(
        self, delivery: Delivery, wanted: DesiredPost, flight: Flight, answer: Answer
    ) -> None:
        if self._ended:  # too late: the row is settled as unknown
            return
        now = self._clock()
        self._land(flight, now)
        try:
            outcome = self._deliverer.settle_at_once(delivery, wanted, answer, now)
        except Exception:
            _logger.exception("delivery %s of %s", delivery.id, delivery.subject_id)
            self._finish(delivery, None)
            return
        if outcome is None:
            settle = partial(self._deliverer.settle, delivery, wanted, answer)
            self._follow(delivery, settle)
        else:
            self._finish(delivery, outcome)

    def _land(self, flight: Flight, now: datetime) -> None:
        self._pacer.release(flight, now)
        self._under_way -= 1
        self._berths.leave()
        if self._stopping:
            self._moved.set()
