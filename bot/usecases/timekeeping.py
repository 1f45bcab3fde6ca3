"""Notices that the machine's clock was set back, and puts right all that waits for a moment."""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from bot.domain.clock import Clock
from bot.domain.own_notices import ClockSetBack
from storage.storage import Storage

_logger = logging.getLogger(__name__)

EVERY: Final = 10.0  # seconds between two looks, and the largest error of a correction
# So far apart the clocks of several machines may be that share a database.
_TOLERANCE = timedelta(seconds=5)
# So long the bot may have been off for all we know; whatever is more may be a clock that is ahead.
_OFF = timedelta(days=1)


class Timekeeping:
    """Every moment that is waited for was reckoned by a clock that may have been wrong.

    A row says how late it was last. Where it is earlier now, the clock was set back (or had been
    ahead), and every wait would be longer by that: an hour in which nothing is sent, or 400 days.
    Within a process `SteadyClock` hides it: this finds it at a start, or by another process's row.
    `desk_chat_id` is told of it; without one, the owners are. `passed` are seconds since whenever,
    which nobody can set.
    """

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        desk_chat_id: int | None = None,
        passed: Callable[[], float] = time.monotonic,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._desk_chat_id = desk_chat_id
        self._passed = passed
        self._began: datetime | None = None  # when this process began to look
        self._began_at = 0.0

    def at_least(self) -> datetime:
        """How late it surely is: for what cannot be undone where the clock has leapt ahead.

        A leap while the bot runs does not count, and neither does one while it was off, nor a
        machine's sleep: all that is late then waits for a later start.
        """
        now = self._clock()
        if self._began is None:
            return now
        return min(now, self._began + timedelta(seconds=self._passed() - self._began_at))

    async def check(self) -> None:
        """Note how late it is; a clock that was set back takes the waits along with it."""
        async with self._storage.writing() as tx:
            now = self._clock()  # not before: while this waited for its turn, others saw it later
            seen = await tx.time.last_seen()
            if self._began is None:
                self._began_at = self._passed()
                self._began = now if seen is None else min(now, seen + _OFF)
            by = timedelta() if seen is None else seen - now
            if by <= _TOLERANCE:
                await tx.time.see(now)
                return
            await tx.time.set_back(by, now)
            desk = await tx.desk_chats(self._desk_chat_id)
            await tx.tell(desk, ClockSetBack(by), now)
            tx.wake()
        _logger.warning("the clock was set back by %s: what waited for its time, too", by)
