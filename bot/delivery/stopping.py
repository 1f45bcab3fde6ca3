"""Ends an orderly stop, even if the database can no longer be written."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

_logger = logging.getLogger(__name__)

# How long another program may hold the database before the stop no longer waits. SQLite's own
# wait of five seconds may then still be under way: together less than a container's ten.
PATIENCE: Final = 3.0  # seconds
_LOOK_AGAIN = 0.5  # seconds


async def give_up_without_database(
    stop: asyncio.Event,
    is_writable: Callable[[float], Awaitable[bool]],
    limit: asyncio.Timeout,
    look_again: float = _LOOK_AGAIN,
) -> None:
    """After `stop`, end everything within the limit if the database cannot be written to.

    Nothing is lost, as with a kill: what was in hand comes back as unknown at the next start.
    """
    await stop.wait()
    while await is_writable(PATIENCE):  # noqa: ASYNC110 - a database has no event
        await asyncio.sleep(look_again)
    _logger.warning("the database cannot be written: stopping, what is in hand comes back later")
    limit.reschedule(asyncio.get_running_loop().time())
