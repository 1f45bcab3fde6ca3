"""Ends an orderly stop, even if the database can no longer be written."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

_logger = logging.getLogger(__name__)

# So long somebody else may hold the database until the stop waits no more. SQLite's own wait of
# five seconds may still be under way then: together it is less than the ten of containers.
PATIENCE: Final = 3.0  # seconds
_LOOK_AGAIN = 0.5  # seconds


async def give_up_without_database(
    stop: asyncio.Event,
    is_writable: Callable[[float], Awaitable[bool]],
    limit: asyncio.Timeout,
    look_again: float = _LOOK_AGAIN,
) -> None:
    """After `stop`, end all within the limit once nothing can be written down for a while.

    It is as after a kill then, and nothing is lost: what was in hand comes back as unknown.
    """
    await stop.wait()
    while await is_writable(PATIENCE):  # noqa: ASYNC110 - a database has no event
        await asyncio.sleep(look_again)
    _logger.warning("the database cannot be written: stopping, what is in hand comes back later")
    limit.reschedule(asyncio.get_running_loop().time())
