"""Tells other processes on one PostgreSQL, at a commit, that there is something new to look at."""

import asyncio
import logging
import secrets
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

_CHANNEL: Final = "vistnyk"
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0  # seconds without a line to the database
_LOOK_EVERY = 20.0  # seconds: a line that was cut without a word is found out so soon

_logger = logging.getLogger(__name__)


class Notifications:
    """By NOTIFY, which PostgreSQL hands over with the commit, and not without it.

    They only save time: whoever hears none looks every few seconds all the same. Behind PgBouncer
    in transaction mode none come.
    """

    def __init__(self, engine: AsyncEngine, wake: Callable[[], None]) -> None:
        self._engine = engine
        self._wake = wake
        self._name = secrets.token_hex(8)  # one's own are not listened to

    async def send(self, connection: AsyncConnection) -> None:
        """Tell all others, once the transaction is committed."""
        await connection.execute(select(func.pg_notify(_CHANNEL, self._name)))

    async def listen(self) -> None:
        """Wake whenever another process has told something, until cancelled."""
        pause = _FIRST_PAUSE
        while True:
            try:
                async with self._engine.connect() as connection:
                    raw = await connection.get_raw_connection()
                    pause = _FIRST_PAUSE
                    try:
                        await self._listen_on(raw.driver_connection)
                    finally:
                        raw.invalidate()  # nobody else is to have a line that listens
            except Exception as error:  # noqa: BLE001 - it only saves time
                _logger.info("nothing is heard from other processes: %s", type(error).__name__)
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def _listen_on(self, line: Any) -> None:  # noqa: ANN401 - the driver's own
        """Until the line is cut."""
        is_cut = asyncio.Event()
        line.add_termination_listener(lambda _: is_cut.set())
        await line.add_listener(_CHANNEL, self._heard)
        self._wake()  # something may have been told while nobody listened
        while not is_cut.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_EVERY):
                    await is_cut.wait()
                    return
            await line.fetchval("SELECT 1")

    def _heard(self, _line: Any, _pid: int, _channel: str, by: object) -> None:  # noqa: ANN401 - the driver's own
        if by != self._name:
            self._wake()
