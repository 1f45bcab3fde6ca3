"""How to go on while Telegram answers nonsense, or the database is away."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

from bot.delivery.database_faults import tell_fault
from bot.delivery.telegram import Telegram
from bot.domain.api_answers import Answer, Lost, Refusal, means_token

_logger = logging.getLogger(__name__)
_LONGEST_PAUSE = 15.0  # seconds
DISBELIEF = 20.0  # seconds: so long a server that was started anew may know no token
Found = TypeVar("Found")


class NotKeptError(Exception):
    """Updates that are not kept for now: whoever has them tries again, or Telegram does."""


class TokenRefusedError(Exception):
    """Telegram does not know the token (any more)."""


class Disbelief:
    """A token that was known at the start is given up once it alone has been refused for a while.

    Whatever else comes in between may be a server that is started anew, and knows no token yet.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._since: float | None = None

    def hear(self, answer: Answer) -> None:
        """Note one more answer. Raises `TokenRefusedError` once refusals go on for long."""
        if not isinstance(answer, Refusal) or not means_token(answer):
            self.forget()
            return
        now = asyncio.get_running_loop().time()
        if self._since is None:
            self._since = now
        if now - self._since >= self._seconds:
            raise TokenRefusedError(answer.description)

    def forget(self) -> None:
        self._since = None


async def ask(
    telegram: Telegram, method: str, wait: float | None = None, **parameters: object
) -> Answer:
    """Whatever comes back is an answer: what nobody can read ends nothing."""
    try:
        return await telegram.call(method, wait, **parameters)
    except Exception as error:
        _logger.info("an answer to %s that cannot be read", method, exc_info=error)
        return Lost(f"an answer that cannot be read ({type(error).__name__})")


async def patiently(
    stop: asyncio.Event,
    pause: float,
    what: str,
    deed: Callable[[], Awaitable[Found]],
) -> Found:
    """Do it however long the database takes; `what` is said of updates that cannot be so yet.

    Raises `NotKeptError` where the bot is stopped before.
    """
    while True:
        try:
            return await deed()
        except NotKeptError as error:
            if stop.is_set():  # Telegram brings them again to whoever comes next
                raise
            _logger.warning("updates cannot be %s yet: %s", what, error)
        except Exception as error:  # noqa: BLE001 - it is told of
            tell_fault(_logger, f"updates cannot be {what}", error)
        if stop.is_set():
            raise NotKeptError
        await rest(stop, pause)
        pause = min(pause * 2, _LONGEST_PAUSE)


async def if_it_can(what: str, deed: Callable[[], Awaitable[Found]]) -> Found | None:
    """Do what may be left undone; None where it cannot be done now."""
    try:
        return await deed()
    except Exception as error:  # noqa: BLE001 - it is told of
        tell_fault(_logger, what, error)
    return None


async def rest(stop: asyncio.Event, seconds: float) -> None:
    """Wait, but not through a stop."""
    if seconds > 0:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await stop.wait()
