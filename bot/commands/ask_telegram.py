"""Asks Telegram one thing, for commands that are not the bot."""

import asyncio

from bot.commands.exit_codes import CommandFailed
from bot.config import Settings
from bot.delivery.handshake import CannotConnect, read_username
from bot.delivery.http_transport import Wire
from bot.delivery.telegram import Telegram


def username_of(settings: Settings) -> str:
    """The bot's name. Raises `CommandFailed`."""

    async def ask() -> str:
        token = settings.bot_token.get_secret_value() if settings.bot_token else ""
        async with Wire(settings.telegram_api_url) as wire:
            return await read_username(Telegram(wire, token))

    try:
        return asyncio.run(ask())
    except CannotConnect as error:
        raise CommandFailed(str(error)) from None
