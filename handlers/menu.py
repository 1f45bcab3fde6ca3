"""The menu of commands beside the input field: for readers, for groups, for each editor.

Which commands there are: `DESK_COMMANDS`, `READER_COMMANDS` and `GROUP_COMMANDS` of
`bot/rendering/renderer.py`.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from bot.delivery.reply_sender import NotTakenError, ReplySender
from bot.domain.people import Editor
from bot.rendering import Renderer
from bot.rendering.template_faults import BadTemplateError

# Telegram shows the menu without a language to everybody for whom there is no other.
_READERS: Final = ((None, "uk"), ("en", "en"))
_GROUPS: Final = {"type": "all_group_chats"}
_logger = logging.getLogger(__name__)


async def set_menus(sender: ReplySender, pages: Renderer, editors: Iterable[Editor]) -> None:
    """At start: readers' and groups' menus in each language, the desk's for each of the desk."""
    for code, language in _READERS:
        with _a_help_and_no_more():
            commands = _commands(pages.menu(language, desk=False))
            await sender.ask("setMyCommands", commands=commands, language_code=code)
        with _a_help_and_no_more():
            commands = _commands(pages.group_menu(language))
            await sender.ask("setMyCommands", commands=commands, scope=_GROUPS, language_code=code)
    for editor in editors:
        await set_menu(sender, pages, editor.user_id, editor.language, desk=True)


async def set_menu(
    sender: ReplySender, pages: Renderer, user_id: int, language: str, *, desk: bool
) -> None:
    """One person's own menu."""
    with _a_help_and_no_more():
        commands = _commands(pages.menu(language, desk=desk))
        await sender.ask("setMyCommands", commands=commands, scope=_chat(user_id))


async def drop_menu(sender: ReplySender, user_id: int) -> None:
    """Whoever leaves the desk sees the readers' menu again."""
    with _a_help_and_no_more():
        await sender.ask("deleteMyCommands", scope=_chat(user_id))


@contextmanager
def _a_help_and_no_more() -> Iterator[None]:
    """Without a menu everything still works, so nothing stops."""
    try:
        yield
    except NotTakenError as error:
        _logger.info("a menu of commands could not be changed: %s", error)
    except BadTemplateError as fault:
        _logger.error("a menu of commands stays as it is: %s", fault)  # noqa: TRY400 - its words say where


def _chat(user_id: int) -> dict[str, object]:
    return {"type": "chat", "chat_id": user_id}


def _commands(menu: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"command": command, "description": description} for command, description in menu]
