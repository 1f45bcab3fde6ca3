"""The menu of commands beside the input field: one for readers, another for each editor."""

import logging
from collections.abc import Iterable
from typing import Final

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.methods import DeleteMyCommands, SetMyCommands
from aiogram.types import BotCommand, BotCommandScopeChat

from bot.domain.people import Editor
from bot.rendering import Renderer

# Telegram shows the menu without a language to everybody for whom there is no other.
_READERS: Final = ((None, "uk"), ("en", "en"))
_logger = logging.getLogger(__name__)


async def set_menus(bot: Bot, pages: Renderer, editors: Iterable[Editor]) -> None:
    """At start: the readers' menu in each language, and the desk's for everybody of the desk."""
    for code, language in _READERS:
        commands = _commands(pages, language, desk=False)
        await _try(bot, SetMyCommands(commands=commands, language_code=code))
    for editor in editors:
        await set_menu(bot, pages, editor.user_id, editor.language, desk=True)


async def set_menu(bot: Bot, pages: Renderer, user_id: int, language: str, *, desk: bool) -> None:
    """One person's own menu."""
    commands = _commands(pages, language, desk=desk)
    scope = BotCommandScopeChat(chat_id=user_id)
    await _try(bot, SetMyCommands(commands=commands, scope=scope))


async def drop_menu(bot: Bot, user_id: int) -> None:
    """Whoever leaves the desk sees the readers' menu again."""
    await _try(bot, DeleteMyCommands(scope=BotCommandScopeChat(chat_id=user_id)))


async def _try(bot: Bot, method: SetMyCommands | DeleteMyCommands) -> None:
    """A menu is a help and no more: without it everything still works, so nothing stops."""
    try:
        await bot(method)
    except AiogramError as error:
        _logger.info("a menu of commands could not be changed: %s", error)


def _commands(pages: Renderer, language: str, *, desk: bool) -> list[BotCommand]:
    return [
        BotCommand(command=command, description=description)
        for command, description in pages.menu(language, desk=desk)
    ]
