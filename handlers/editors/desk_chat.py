"""The desk's own group: its commands are taken in private, and whoever tries there is told so."""

from typing import Final

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import Message

from bot.rendering.group_pages import DeskChat
from bot.rendering.renderer import DESK_COMMANDS, READER_COMMANDS
from bot.usecases.groups import Groups
from handlers.filters import ForThisBot
from handlers.replies import Reply

_OURS: Final = (*DESK_COMMANDS, *READER_COMMANDS, "start")


class InDeskChat(Filter):
    async def __call__(self, message: Message, groups: Groups) -> bool:
        return groups.is_desk_chat(message.chat.id)


async def say_where(_message: Message, bot_username: str, reply: Reply) -> None:
    await reply.say(DeskChat(bot_username))


def commands() -> Router:
    router = Router(name=f"{__name__}.commands")
    router.message.register(say_where, InDeskChat(), ForThisBot(*_OURS))
    return router
