"""The first word with Telegram: whose token it is, asked for as long as the line is down."""

import asyncio
import logging
from contextlib import suppress

from bot.delivery.telegram import Telegram
from bot.domain.api_answers import Accepted, Answer, Refusal
from bot.domain.people import BotIdentity

_logger = logging.getLogger(__name__)

_PATIENCE = 30.0  # seconds between tries to reach Telegram, at most


class CannotConnect(Exception):  # noqa: N818 - Telegram's answer, and no fault of the program
    """Telegram cannot be reached, or does not know the token; its words say which."""


class OutOfReach(CannotConnect):
    """Telegram did not answer; it may yet."""


async def wait_for_telegram(telegram: Telegram, stop: asyncio.Event) -> BotIdentity | None:
    """Who the bot is, however long the line to Telegram is down; None where `stop` comes first.

    Raises `CannotConnect`.
    """
    wait = 1.0
    while not stop.is_set():
        try:
            return await read_bot(telegram)
        except OutOfReach as error:
            _logger.warning("%s; trying again in %.0f s", error, wait)
        with suppress(TimeoutError):
            async with asyncio.timeout(wait):
                await stop.wait()
        wait = min(wait * 2, _PATIENCE)
    return None


async def read_username(telegram: Telegram) -> str:
    """The bot's name on Telegram. Raises `CannotConnect`, and `OutOfReach` for a line down."""
    return (await read_bot(telegram)).username


async def read_bot(telegram: Telegram) -> BotIdentity:
    """Whose token it is. Raises `CannotConnect`, and `OutOfReach` for a line down."""
    answer: Answer = await telegram.call("getMe", wait=15)
    match answer:
        case Accepted({"id": int(number), "username": str(username)}):
            return BotIdentity(number, username)
        case Accepted():
            raise OutOfReach("Telegram does not say which bot this is")
        case Refusal(code=401 | 404, description=words):
            raise CannotConnect(f"Telegram does not know the token in BOT_TOKEN ({words})")
        case Refusal(description=words):
            raise OutOfReach(f"Telegram refuses: {words}")
        case _:
            raise OutOfReach(f"Telegram cannot be reached: {answer.reason}")
