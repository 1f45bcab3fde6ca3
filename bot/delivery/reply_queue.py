"""Whose reply takes the next slot: the desk's first, then the newest of everybody else.

Slots are taken by a few replies at a time, and not far ahead: a thousand replies that had each
reserved theirs would put off the newsroom's posts, and the desk's own answers, by half a minute.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field

from bot.delivery.concurrency import Place

# Longer than most halts: after one, all who asked in it are answered, the newest first.
_NOBODY_WAITS = 300.0  # seconds
_MOST_WAITING = 5000
_MANY = 64  # two seconds of the pace: with more waiting, old questions hold up new ones


class NobodyWaitsError(Exception):
    """A reply is not sent: the person has asked again, or asked long ago while others wait."""


@dataclass(eq=False)
class _Waiting:
    since: float
    turn: "asyncio.Future[None]" = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )

    def drop(self) -> None:
        if not self.turn.done():
            self.turn.set_exception(NobodyWaitsError())


class ReplyQueue:
    """Lets replies take their turns: the desk's first, then the newest of all others.

    `patience`: a reply that has waited so many seconds is dropped when a newer one overtakes it.
    With `many` waiting, it is not even queued if it answers something old, or if the person has
    had the answer and this only tidies up.
    """

    def __init__(
        self,
        patience: float = _NOBODY_WAITS,
        most: int = _MOST_WAITING,
        many: int = _MANY,
        at_once: Callable[[], int] = lambda: 1,
    ) -> None:
        """`at_once`: how many may have their turn at the same time."""
        self._patience = patience
        self._most = most
        self._many = many
        self._at_once = at_once
        self._called = 0
        self._desk: deque[_Waiting] = deque()
        self._others: deque[_Waiting] = deque()  # the newest stands last, and goes first

    @asynccontextmanager
    async def turn(self, place: Place | None) -> AsyncIterator[None]:
        """Wait for a turn; without a place, among the desk's. Raises `NobodyWaitsError`."""
        if self._called < max(1, self._at_once()):
            self._called += 1
        else:
            await self._wait(place)
        try:
            yield
        finally:
            self._pass_on()

    async def _wait(self, place: Place | None) -> None:
        one = _Waiting(asyncio.get_running_loop().time())
        with ExitStack() as stack:
            if place is None or place.of_desk:
                self._desk.append(one)
            elif place.is_asked_again or (
                (place.is_stale or place.is_told) and len(self._others) >= self._many
            ):
                raise NobodyWaitsError
            else:
                self._others.append(one)
                self._drop_oldest(len(self._others) - self._most)
                stack.enter_context(place.letting_go(one.drop))
            try:
                await one.turn
            except asyncio.CancelledError:
                # The turn had just been given to it; or it was dropped, and never had one.
                if not one.turn.cancelled() and one.turn.exception() is None:
                    self._pass_on()
                raise

    def _pass_on(self) -> None:
        """Give the turn straight to the next in line, so that no newcomer takes it."""
        self._called -= 1
        while self._called < max(1, self._at_once()) and self._call_next():
            pass

    def _call_next(self) -> bool:
        while self._desk:
            if self._call(self._desk.popleft()):
                return True
        while self._others:
            newest = self._others.pop()
            if self._call(newest):
                self._drop_before(newest)
                return True
        return False

    def _call(self, one: _Waiting) -> bool:
        if one.turn.done():
            return False
        one.turn.set_result(None)
        self._called += 1
        return True

    def _drop_before(self, called: _Waiting) -> None:
        """Drop replies that have waited too long, now that a newer one has overtaken them."""
        too_old = asyncio.get_running_loop().time() - self._patience
        while called.since > too_old and self._others and self._others[0].since <= too_old:
            self._others.popleft().drop()

    def _drop_oldest(self, count: int) -> None:
        for _ in range(count):
            self._others.popleft().drop()
