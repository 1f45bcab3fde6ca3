"""Replies to people go through the same pacer as everything else that the bot sends."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, nullcontext
from functools import partial
from typing import TypeVar, cast

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

from bot.delivery.concurrency import Place, current_place
from bot.delivery.pacer import Pacer
from bot.delivery.reply_queue import NobodyWaitsError

_logger = logging.getLogger(__name__)

_PACED = (SendMessage, EditMessageText, EditMessageReplyMarkup)
_TRIES = 4
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 10.0  # seconds, while the disk is away
Answer = TypeVar("Answer")


class PacedRequests(BaseRequestMiddleware):
    """Waits for a slot before each message, and for as long as Telegram asks for.

    A reply that may not have arrived is sent again: a person rather sees it twice than never.
    Meanwhile others work at the place of whoever waits for it (`bot.delivery.concurrency`).
    """

    def __init__(self, pacer: Pacer, is_passing: Callable[[Exception], bool]) -> None:
        """`is_passing` tells faults of the disk, which are waited out, from others."""
        self._pacer = pacer
        self._is_passing = is_passing

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        place = current_place()
        async with place.left() if place else nullcontext():
            chat_id = _chat_of(method)
            if chat_id is None:
                return await make_request(bot, method)
            try:
                return await self._send(lambda: make_request(bot, method), chat_id, place)
            except NobodyWaitsError:
                _logger.info("an answer that nobody waits for any more is not sent")
                return cast("Response[TelegramType]", None)  # nobody reads what became of it

    async def _send(
        self, send: Callable[[], Awaitable[Answer]], chat_id: int, place: Place | None
    ) -> Answer:
        for attempt in range(1, _TRIES):
            try:
                return await self._in_turn(send, chat_id, place)
            except TelegramRetryAfter as error:
                await self._through_faults(partial(self._pacer.halt, chat_id, error.retry_after))
            except (TelegramServerError, TelegramNetworkError) as error:
                _logger.warning("a reply may not have arrived: %s", error.message)
                await asyncio.sleep(2 ** (attempt - 1))
        return await self._in_turn(send, chat_id, place)

    async def _in_turn(
        self, send: Callable[[], Awaitable[Answer]], chat_id: int, place: Place | None
    ) -> Answer:
        async def once() -> Answer:
            async with AsyncExitStack() as turn:
                with place.waiting() if place else nullcontext():
                    await turn.enter_async_context(self._pacer.turn(chat_id, place))
                return await send()

        return await self._through_faults(once)

    async def _through_faults(self, deed: Callable[[], Awaitable[Answer]]) -> Answer:
        """Do it however long the disk is away: what the reply tells of is done already."""
        pause = _FIRST_PAUSE
        while True:
            try:
                return await deed()
            except Exception as error:
                if not self._is_passing(error):
                    raise
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)


def _chat_of(method: TelegramMethod[TelegramType]) -> int | None:
    """The chat that a message goes to, or None for a request that shows nothing there."""
    if isinstance(method, _PACED) and isinstance(method.chat_id, int):
        return method.chat_id
    return None
