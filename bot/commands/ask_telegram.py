"""Asks Telegram one thing, for commands that are not the bot."""

import asyncio

from bot.commands.exit_codes import CommandError
from bot.config import Settings
from bot.delivery.handshake import CannotConnectError, read_username
from bot.delivery.http_transport import HttpTransport
from bot.delivery.telegram import Telegram


def username_of(settings: Settings) -> str:
    """The bot's name. Raises `CommandError`."""

    async def ask() -> str:
        token = settings.bot_token.get_secret_value() if settings.bot_token else ""
        async with HttpTransport(settings.telegram_api_url) as wire:
            return await read_username(Telegram(wire, token))

    try:
        return asyncio.run(ask())
    except CannotConnectError as error:
        raise CommandError(str(error)) from None
