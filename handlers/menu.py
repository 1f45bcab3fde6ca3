"""The menu of commands beside the input field: one for readers, another for each editor."""

import logging
from collections.abc import Iterable
from typing import Final

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import BotCommand, BotCommandScopeChat

from bot.domain.people import Editor
from bot.rendering import Renderer

# Telegram shows the menu without a language to everybody for whom there is no other.
_READERS: Final = ((None, "uk"), ("en", "en"))
_log = logging.getLogger(__name__)


async def set_menus(bot: Bot, pages: Renderer, editors: Iterable[Editor]) -> None:
    """At start: the readers' menu in each language, and the desk's for everybody of the desk."""
    for code, language in _READERS:
        commands = _commands(pages, language, desk=False)
        await bot.set_my_commands(commands, language_code=code)
    for editor in editors:
        await set_menu(bot, pages, editor.user_id, editor.language, desk=True)


async def set_menu(bot: Bot, pages: Renderer, user_id: int, language: str, *, desk: bool) -> None:
    """One person's own menu; who cannot be reached keeps what they have."""
    commands = _commands(pages, language, desk=desk)
    try:
        await bot.set_my_commands(commands, scope=BotCommandScopeChat(chat_id=user_id))
    except TelegramAPIError as error:
        _log.info("the menu of %d could not be set: %s", user_id, error)


async def drop_menu(bot: Bot, user_id: int) -> None:
    """Whoever leaves the desk sees the readers' menu again."""
    try:
        await bot.delete_my_commands(scope=BotCommandScopeChat(chat_id=user_id))
    except TelegramAPIError as error:
        _log.info("the menu of %d could not be dropped: %s", user_id, error)


def _commands(pages: Renderer, language: str, *, desk: bool) -> list[BotCommand]:
    return [
        BotCommand(command=command, description=description)
        for command, description in pages.menu(language, desk=desk)
    ]
