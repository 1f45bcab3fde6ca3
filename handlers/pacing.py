"""Replies to people go through the same pacer as everything else that the bot sends."""

import asyncio
import logging

from aiogram import Bot
from aiogram.client.session.middlewares.base import (
    BaseRequestMiddleware,
    NextRequestMiddlewareType,
)
from aiogram.exceptions import TelegramNetworkError, TelegramRetryAfter, TelegramServerError
from aiogram.methods import (
    EditMessageReplyMarkup,
    EditMessageText,
    Response,
    SendMessage,
    TelegramMethod,
)
from aiogram.methods.base import TelegramType

from bot.delivery.pacer import Pacer

_logger = logging.getLogger(__name__)

_PACED = (SendMessage, EditMessageText, EditMessageReplyMarkup)
_TRIES = 4


class PacedRequests(BaseRequestMiddleware):
    """Waits for a slot before each message, and for as long as Telegram asks for.

    A reply that may not have arrived is sent again: a person rather sees it twice than never.
    """

    def __init__(self, pacer: Pacer) -> None:
        self._pacer = pacer

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        chat_id = _chat_of(method)
        if chat_id is None:
            return await make_request(bot, method)
        for attempt in range(1, _TRIES):
            try:
                async with self._pacer.turn(chat_id):
                    return await make_request(bot, method)
            except TelegramRetryAfter as error:
                await self._pacer.halt(chat_id, error.retry_after)
            except (TelegramServerError, TelegramNetworkError) as error:
                _logger.warning("a reply may not have arrived: %s", error.message)
                await asyncio.sleep(2 ** (attempt - 1))
        async with self._pacer.turn(chat_id):
            return await make_request(bot, method)


def _chat_of(method: TelegramMethod[TelegramType]) -> int | None:
    """The chat that a message goes to, or None for a request that shows nothing there."""
    if isinstance(method, _PACED) and isinstance(method.chat_id, int):
        return method.chat_id
    return None
