"""What to do about faults of the database: tell those that pass in one line, and try again."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

from storage.engine import is_passing
from storage.storage import Storage

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 10.0  # seconds
Done = TypeVar("Done")
_logger = logging.getLogger(__name__)


class StoppedWaitingError(Exception):
    """The bot was told to stop while its database did not answer."""


async def once_it_answers(
    storage: Storage, stop: asyncio.Event, deed: Callable[[], Awaitable[Done]]
) -> Done:
    """Do what the bot needs to start with, however long a database server is away.

    Raises `StoppedWaitingError` where the bot is told to stop before. A file is there, or nothing
    brings it back.
    """
    pause = _FIRST_PAUSE
    while True:
        try:
            return await deed()
        except Exception as error:
            if not (storage.is_shared and is_passing(error)):
                raise
            if stop.is_set():
                raise StoppedWaitingError(in_brief(error)) from None
            tell_fault(_logger, "the database does not answer", error)
        with suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await stop.wait()
        pause = min(pause * 2, _LONGEST_PAUSE)


def tell_fault(
    logger: logging.Logger, what: str, error: Exception, *, is_repeated: bool = True
) -> None:
    """`what` goes on a little later, if so; only what is a fault of ours has to be traced."""
    yet, again = (" yet", "; trying again") if is_repeated else ("", "")
    if is_passing(error):
        logger.warning("%s%s: %s", what, yet, in_brief(error))
    else:
        logger.error("%s%s", what, again, exc_info=error)


def in_brief(error: Exception) -> str:
    """What a fault says in one line, in letters that every database takes."""
    words = str(getattr(error, "orig", None) or error).splitlines()[:1]
    said = f"{type(error).__name__}: {''.join(words)}"[:200]
    return said.encode("ascii", "replace").decode()
