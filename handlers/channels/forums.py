"""What messages in groups tell of their topics, besides what else they are good for."""

from typing import NoReturn

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import Message

from bot.domain.forum import Sighting
from bot.usecases.forums import Forums
from handlers.filters import InGroup


async def saw_message(message: Message, forums: Forums) -> NoReturn:
    await forums.saw(message.chat.id, message.message_id, sighting_in(message))
    raise SkipHandler


def sighting_in(message: Message) -> Sighting:
    """Of an old thread its name stands in the message that opened it, which others reply to."""
    is_forum = bool(message.chat.is_forum)
    if not (is_forum and message.is_topic_message):
        return Sighting(is_forum=is_forum)
    edited, opened = message.forum_topic_edited, message.forum_topic_created
    if opened is None and message.reply_to_message:
        opened = message.reply_to_message.forum_topic_created
    name = edited.name if edited else None
    return Sighting(
        message.message_thread_id,
        name or (opened.name if opened else None),
        is_news=bool(name),
        reopened=message.forum_topic_reopened is not None,
    )


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(saw_message, InGroup())
    return router
