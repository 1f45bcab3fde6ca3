"""In any chat: whoever types behind the bot's name finds articles, and sends one there."""

import logging
import re
from functools import partial
from typing import Any, Final

from aiogram import F, Router
from aiogram.filters import Filter
from aiogram.types import InlineQuery, Message

from bot.delivery.reply_sender import NotTakenError, ReplySender
from bot.delivery.telegram import as_parameters
from bot.domain.found import FoundPage
from bot.rendering import Renderer
from bot.rendering.inline_results import InlineCard, inline_card
from bot.rendering.page import Label
from bot.usecases.searching import Searching
from handlers.links import addresses_of
from handlers.replies import Reply

_AT_ONCE: Final = 10
_KEPT_FOR: Final = 60  # seconds, by Telegram, for whoever asks the same again
_FROM_INLINE: Final = "search"  # which the bot answers as any other start
_PAGE = re.compile(r"[0-9]{1,3}")
_logger = logging.getLogger(__name__)


class ViaThisBot(Filter):
    """A card of ours that somebody has sent: they have written nothing."""

    async def __call__(self, message: Message, bot_username: str) -> bool:
        via = message.via_bot
        return via is not None and (via.username or "").lower() == bot_username.lower()


async def offer(
    asked: InlineQuery,
    *,
    searching: Searching,
    pages: Renderer,
    bot_username: str,
    sender: ReplySender,
    reply: Reply,
) -> None:
    """Nothing of what is asked is kept. An answer that comes too late is of no use to anybody."""
    page = int(asked.offset) if _PAGE.fullmatch(asked.offset) else 0
    look = partial(searching.look, page=page, size=_AT_ONCE, newest=not asked.query.strip())
    found = await look(asked.query)
    meant = found.instead.typed(reply.language) if found.instead else None
    if meant:
        found = await look(meant)
    articles = [hit.article for hit in found.hits]
    addresses = addresses_of(articles, bot_username)
    cards = [inline_card(each, addresses, pages, reply.language) for each in articles]
    try:
        await sender.ask(
            "answerInlineQuery",
            inline_query_id=asked.id,
            results=[_as_parameter(card) for card in cards],
            next_offset=str(page + 1) if found.has_more else "",
            button=_above(found, meant, pages.label(reply.language)),
            cache_time=_KEPT_FOR,
            is_personal=True,  # in the language of whoever asks
        )
    except NotTakenError as error:
        _logger.info("what somebody typed behind the bot's name was not answered: %s", error)


def _above(found: FoundPage, meant: str | None, label: Label) -> dict[str, str] | None:
    """What stands over the cards: that there are none, or others than for the words typed."""
    if meant:
        words = label("inline_instead", words=meant)
    elif not found.total:
        words = label("inline_nothing")
    else:
        return None
    return {"text": words, "start_parameter": _FROM_INLINE}


async def let_be(_message: Message) -> None:
    """A card that stands in the bot's own chat is no question to it."""


def _as_parameter(card: InlineCard) -> dict[str, Any]:
    said = as_parameters(card.post)
    keyboard = said.pop("reply_markup")
    content = {"message_text": said.pop("text"), **said}
    result = {
        "type": "article",
        "id": card.id,
        "title": card.title,
        "input_message_content": content,
    }
    if card.description:
        result["description"] = card.description
    if card.thumbnail:
        result["thumbnail_url"] = card.thumbnail
    if keyboard["inline_keyboard"]:
        result["reply_markup"] = keyboard
    return result


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(let_be, F.via_bot, ViaThisBot())
    router.inline_query.register(offer)
    return router
