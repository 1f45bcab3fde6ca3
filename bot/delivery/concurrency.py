"""How many updates are handled at once: whoever waits for something leaves the place to others."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from datetime import timedelta

_STALE = timedelta(minutes=15)


class Room:
    """Room for so many updates at once; one that returns from a wait goes before new ones."""

    def __init__(self, places: int) -> None:
        self._free = places
        self._closed = False
        self._new: deque[asyncio.Future[None]] = deque()
        self._back: deque[asyncio.Future[None]] = deque()

    async def enter(self, *, again: bool = False) -> None:
        """Wait for a free place and take it; `again`: after a wait in the midst of the work."""
        if self._free > 0 and (again or not self._closed):
            self._free -= 1
            return
        turn = asyncio.get_running_loop().create_future()
        (self._back if again else self._new).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():  # the place had just been given to it
                self.leave()
            raise

    def leave(self) -> None:
        """Give the place to the next, or free it."""
        self._free += 1
        self._call()

    def close(self) -> None:
        """Take in nobody new, for now."""
        self._closed = True

    def open(self) -> None:
        self._closed = False
        self._call()

    def _call(self) -> None:
        queues = (self._back,) if self._closed else (self._back, self._new)
        for queue in queues:
            while queue and self._free > 0:
                turn = queue.popleft()
                if not turn.done():
                    self._free -= 1
                    turn.set_result(None)


class Place:
    """One update's place: whose it is, and whether anybody still waits for the answer."""

    def __init__(
        self,
        room: Room,
        *,
        of_desk: bool,
        age: Callable[[], timedelta],
        least_age: Callable[[], timedelta] = timedelta,
        make_sure: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """`make_sure` ends the work where another process has taken the update over meanwhile."""
        self.of_desk = of_desk
        self.is_asked_again = False  # the same person has sent the same since
        self.is_told = False  # what was asked for is done, and was answered
        self.was_left = asyncio.Event()
        self.only_waits = False  # waits for the pace or the disk, in no danger of failing
        self._age = age
        self._least_age = least_age
        self._make_sure = make_sure
        self._room = room
        self._holds = self._was_entered = False
        self._let_go: Callable[[], None] | None = None

    def age(self) -> timedelta:
        """How long ago the update was asked for, at most."""
        return self._age()

    async def make_sure(self) -> None:
        """Go on only where this process has the update in hand still: it may have stood still."""
        if self._make_sure:
            await self._make_sure()

    @property
    def is_at_rest(self) -> bool:
        """Whether it does nothing: it has not had its turn yet, or waits in the midst of it."""
        return self.only_waits or not self._was_entered

    @property
    def is_stale(self) -> bool:
        """Whether it was surely asked for so long ago that Telegram takes no pop-up for it."""
        return self._least_age() > _STALE

    async def enter(self) -> None:
        await self._room.enter()
        self._holds = self._was_entered = True

    def leave(self) -> None:
        self.was_left.set()
        if self._holds:
            self._holds = False
            self._room.leave()

    @asynccontextmanager
    async def left(self) -> AsyncIterator[None]:
        """Let others work while this one waits for the network, the pace or the disk."""
        self.leave()
        try:
            yield
        except asyncio.CancelledError:
            raise
        except BaseException:
            await self._come_back()
            raise
        await self._come_back()

    async def _come_back(self) -> None:
        await self._room.enter(again=True)
        self._holds = True

    def ask_again(self) -> None:
        """The person has sent the same again: only the answer to the latter is wanted."""
        self.is_asked_again = True
        if self._let_go:
            self._let_go()

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """The update only waits, for the pace or the disk: should the process die, not by it."""
        self.only_waits = True
        try:
            yield
        finally:
            self.only_waits = False

    @contextmanager
    def letting_go(self, let_go: Callable[[], None]) -> Iterator[None]:
        """Within the block, `let_go` is called once nobody waits for the answer any more."""
        self._let_go = let_go
        try:
            yield
        finally:
            self._let_go = None


_PLACE: ContextVar[Place | None] = ContextVar("place", default=None)


def current_place() -> Place | None:
    """The place of the update that is being handled; None outside of all handling."""
    return _PLACE.get()


@asynccontextmanager
async def working_at(place: Place) -> AsyncIterator[None]:
    """Take the place, and say so to everything that is called from here."""
    await place.enter()
    token = _PLACE.set(place)
    try:
        yield
    finally:
        _PLACE.reset(token)
        place.leave()
