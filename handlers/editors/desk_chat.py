"""The desk's own group: its commands are taken in private, and whoever tries there is told so."""

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import Message

from bot.rendering.group_pages import DeskChat
from bot.rendering.renderer import DESK_COMMANDS, READER_COMMANDS
from bot.usecases.groups import Groups
from handlers.replies import Reply

_OURS = frozenset((*DESK_COMMANDS, *READER_COMMANDS, "start"))


class ForThisBot(Filter):
    """Lets through a command of this bot's; other bots in the group have theirs."""

    async def __call__(self, message: Message, bot_username: str) -> bool:
        command = (message.text or message.caption or "").split(maxsplit=1)[0]
        name, _, mention = command.removeprefix("/").partition("@")
        return name in _OURS and mention.lower() in {"", bot_username.lower()}


class InDeskChat(Filter):
    async def __call__(self, message: Message, groups: Groups) -> bool:
        return groups.is_desk_chat(message.chat.id)


async def say_where(_message: Message, bot_username: str, reply: Reply) -> None:
    await reply.say(DeskChat(bot_username))


def commands() -> Router:
    router = Router(name=f"{__name__}.commands")
    router.message.register(say_where, InDeskChat(), ForThisBot())
    return router
