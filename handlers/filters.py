"""Who is speaking, and where: the conditions of a route."""

import re
from typing import Final

from aiogram import Bot
from aiogram.enums import ChatType, ContentType
from aiogram.filters import Filter
from aiogram.types import Message, MessageOriginUser, TelegramObject

from bot.domain.people import Editor

COMMAND: Final = re.compile(r"/\w{1,64}(@\w+)?(?=\s|\Z)")
# What a person sends; the rest of a chat's messages are Telegram's own («pinned a message»).
_FROM_A_PERSON: Final = frozenset(
    {
        ContentType.TEXT,
        ContentType.ANIMATION,
        ContentType.AUDIO,
        ContentType.CONTACT,
        ContentType.DICE,
        ContentType.DOCUMENT,
        ContentType.GAME,
        ContentType.LOCATION,
        ContentType.PAID_MEDIA,
        ContentType.PHOTO,
        ContentType.POLL,
        ContentType.STICKER,
        ContentType.STORY,
        ContentType.VENUE,
        ContentType.VIDEO,
        ContentType.VIDEO_NOTE,
        ContentType.VOICE,
    }
)


GROUPS: Final = frozenset({ChatType.GROUP, ChatType.SUPERGROUP})


class IsEditor(Filter):
    """Lets through people of the desk alone, and gives the handler the `editor`."""

    async def __call__(
        self, _event: TelegramObject, editor: Editor | None
    ) -> bool | dict[str, Editor]:
        return {"editor": editor} if editor else False


class OfThisBot(Filter):
    """A forwarded message that the bot itself once sent."""

    async def __call__(self, message: Message, bot: Bot) -> bool:
        origin = message.forward_origin
        return isinstance(origin, MessageOriginUser) and origin.sender_user.id == bot.id


class InPrivate(Filter):
    """Only the chat of one person with the bot."""

    async def __call__(self, message: Message) -> bool:
        return message.chat.type == ChatType.PRIVATE


class InGroup(Filter):
    """Messages in groups, but for those that Telegram copies there from a linked channel."""

    async def __call__(self, message: Message) -> bool:
        return message.chat.type in GROUPS and not message.is_automatic_forward


class AsTheGroup(Filter):
    """Lets through what an anonymous administrator writes: it does not say who it is."""

    async def __call__(self, message: Message) -> bool:
        return message.sender_chat is not None and message.sender_chat.id == message.chat.id


class IsCommand(Filter):
    """Any command, known or not."""

    async def __call__(self, message: Message) -> bool:
        return bool(message.text and COMMAND.match(message.text))


class ForThisBot(Filter):
    """Lets through certain commands, unless they name another bot of the group."""

    def __init__(self, *names: str) -> None:
        self._names = frozenset(names)

    async def __call__(self, message: Message, bot_username: str) -> bool:
        command = (message.text or message.caption or "").split(maxsplit=1)[0]
        name, _, mention = command.removeprefix("/").partition("@")
        return name in self._names and mention.lower() in {"", bot_username.lower()}


class FromAPerson(Filter):
    """Anything that a person sent, and nothing that Telegram says by itself."""

    async def __call__(self, message: Message) -> bool:
        return message.content_type in _FROM_A_PERSON
