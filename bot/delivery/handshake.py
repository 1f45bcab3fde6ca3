"""The first request, whose token it is: tried again for as long as Telegram is out of reach."""

import asyncio
import logging
from contextlib import suppress

from bot.delivery.telegram import Telegram
from bot.domain.api_answers import Accepted, Answer, Refusal
from bot.domain.people import BotIdentity

_logger = logging.getLogger(__name__)

_DISBELIEF = 20.0  # seconds
_PATIENCE = 30.0  # seconds between tries to reach Telegram, at most


class CannotConnectError(Exception):
    """Telegram cannot be reached, or does not know the token; its words say which."""


class OutOfReachError(CannotConnectError):
    """Telegram did not answer; it may yet. `retry_after`: seconds for which it asks to wait."""

    def __init__(self, words: str, retry_after: float | None = None) -> None:
        super().__init__(words)
        self.retry_after = retry_after


async def wait_for_telegram(
    telegram: Telegram,
    stop: asyncio.Event,
    *,
    was_good: bool = False,
    disbelief: float = _DISBELIEF,
) -> BotIdentity | None:
    """Who the bot is, however long the line to Telegram is down; None where `stop` comes first.

    An unknown token ends it. One that `was_good`, and any just after an outage, is asked about
    once more: a server that is started anew may know none for a while. Raises
    `CannotConnectError`.
    """
    wait, may_pass = 1.0, was_good
    while not stop.is_set():
        match came := await _asked(telegram, stop):
            case OutOfReachError():
                pause, may_pass = max(wait, came.retry_after or 0), True
                _logger.warning("%s; trying again in %.0f s", came, pause)
            case CannotConnectError():
                if not may_pass:
                    raise came
                pause, may_pass = disbelief, False
                _logger.warning("%s; trying once more in %.0f s", came, pause)
            case _:
                return came
        with suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await stop.wait()
        wait = min(wait * 2, _PATIENCE)
    return None


async def _asked(
    telegram: Telegram, stop: asyncio.Event
) -> BotIdentity | CannotConnectError | None:
    """Who the bot is, or why that is not known; None where `stop` comes before the answer."""
    async with asyncio.TaskGroup() as group:
        asked = group.create_task(_answer(telegram))
        stopped = group.create_task(stop.wait())
        await asyncio.wait({asked, stopped}, return_when=asyncio.FIRST_COMPLETED)
        asked.cancel()
        stopped.cancel()
    return None if asked.cancelled() else asked.result()


async def _answer(telegram: Telegram) -> BotIdentity | CannotConnectError:
    try:
        return await read_bot(telegram)
    except CannotConnectError as error:
        return error


async def read_username(telegram: Telegram) -> str:
    """The bot's name on Telegram.

    Raises `CannotConnectError`, and `OutOfReachError` for a line down.
    """
    return (await read_bot(telegram)).username


async def read_bot(telegram: Telegram) -> BotIdentity:
    """Whose token it is. Raises `CannotConnectError`, and `OutOfReachError` for a line down."""
    answer: Answer = await telegram.call("getMe", wait=15)
    match answer:
        case Accepted({"id": int(number), "username": str(username)}):
            return BotIdentity(number, username)
        case Accepted():
            raise OutOfReachError("Telegram does not say which bot this is")
        case Refusal(code=401 | 404, description=words):
            raise CannotConnectError(
                f"Telegram does not know the token in BOT_TOKEN ({words}): "
                "copy it from @BotFather (/mybots) again"
            )
        case Refusal(description=words):
            raise OutOfReachError(f"Telegram refuses: {words}", answer.retry_after)
        case _:
            raise OutOfReachError(f"Telegram cannot be reached: {answer.words}")
