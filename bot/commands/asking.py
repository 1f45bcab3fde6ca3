"""Asks Telegram one thing, for commands that are not the bot."""

import asyncio

import aiohttp

from bot.app import CannotConnect, read_username
from bot.commands.ending import CommandFailed
from bot.config import Settings
from bot.delivery.telegram import Telegram


def username_of(settings: Settings) -> str:
    """The bot's name. Raises `CommandFailed`."""

    async def ask() -> str:
        token = settings.bot_token.get_secret_value() if settings.bot_token else ""
        async with aiohttp.ClientSession() as session:
            return await read_username(Telegram(session, settings.telegram_api_url, token))

    try:
        return asyncio.run(ask())
    except CannotConnect as error:
        raise CommandFailed(str(error)) from None
