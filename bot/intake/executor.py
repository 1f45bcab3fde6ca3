"""What strangers wrote is read beside the event loop: by a few threads, for a limited time."""

import asyncio
import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import ParamSpec, TypeVar

from bot.domain.errors import RefusedError

_logger = logging.getLogger(__name__)

PARSING_LASTS = 20.0  # seconds; the largest page that is read takes three on a slow machine
_AT_ONCE = 4

Given = ParamSpec("Given")
Read = TypeVar("Read")


class Parsing:
    """Calls a function in a thread of its own, and waits `within` seconds for it at most.

    A thread cannot be ended: one that hangs keeps its place until it ends by itself, and whoever
    comes when no place is left is refused in the same time. That none is left is logged once. The
    threads are daemons, so that none holds up the bot's end, and none of those that databases and
    look-ups of hosts need.
    """

    def __init__(self, within: float = PARSING_LASTS, at_once: int = _AT_ONCE) -> None:
        self._within = within
        self._places = asyncio.Semaphore(at_once)
        self._is_told = False

    async def __call__(
        self, read: Callable[Given, Read], *args: Given.args, **kwargs: Given.kwargs
    ) -> Read:
        """What `read` returns or raises. Raises `RefusedError`: `parsing_too_slow`."""
        try:
            async with asyncio.timeout(self._within):
                await self._places.acquire()
                return await self._started(partial(read, *args, **kwargs))
        except TimeoutError:
            if self._places.locked() and not self._is_told:
                self._is_told = True
                words = "all readings hang: nothing from outside is read until one ends"
                _logger.error(words)  # noqa: TRY400 - its traceback would tell of the waiting alone
            raise RefusedError("parsing_too_slow", seconds=round(self._within)) from None

    def _started(self, read: Callable[[], Read]) -> asyncio.Future[Read]:
        loop = asyncio.get_running_loop()
        came: asyncio.Future[Read] = loop.create_future()

        def end(tell: Callable[[], None]) -> None:
            self._places.release()
            if self._is_told:
                self._is_told = False
                _logger.warning("a reading that hung has ended: reading goes on")
            if not came.cancelled():
                tell()

        def run() -> None:
            try:
                tell = partial(came.set_result, read())
            except BaseException as fault:  # noqa: BLE001 - whoever waits is to have it
                tell = partial(came.set_exception, fault)
            with suppress(RuntimeError):  # the loop has ended: nobody waits any more
                loop.call_soon_threadsafe(end, tell)

        try:
            threading.Thread(target=run, name="parsing", daemon=True).start()
        except BaseException:  # the system gives no thread: nobody will give the place back
            self._places.release()
            raise
        return came
