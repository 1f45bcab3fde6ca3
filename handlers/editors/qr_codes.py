"""Editors get a link that readers follow a topic by, as text and as a picture to be printed."""

import asyncio

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.domain.deep_links import bot_link, topic_opening
from bot.domain.errors import RefusedError
from bot.domain.people import Person
from bot.domain.topic_buttons import SendQr
from bot.domain.topics import section_topic
from bot.pictures import qr_card
from bot.rendering.topic_pages import TopicLink
from bot.usecases.following import Following
from handlers.callbacks import Pressed
from handlers.filters import IsEditor
from handlers.replies import Reply


async def send_qr(
    _press: CallbackQuery,
    *,
    pressed: SendQr,
    person: Person,
    following: Following,
    bot_username: str,
    reply: Reply,
) -> None:
    """Of a section, or of another topic, by its number."""
    if pressed.section_id:
        topic = section_topic(person.section(pressed.section_id))
    else:
        topic = await following.topic(pressed.topic_id)
    opening = topic_opening(topic)
    if opening is None:
        raise RefusedError("topic_unknown")
    link = bot_link(bot_username, opening)
    await reply.pop_up()
    picture = await asyncio.to_thread(qr_card, link, topic.label)
    await reply.send_photo("qr.png", picture)
    await reply.say(TopicLink(topic=topic, link=link))


def build() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(send_qr, Pressed(SendQr), IsEditor())
    return router
