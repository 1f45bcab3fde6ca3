"""What one writes with aiogram: `Bot.send_message` from a task group behind a semaphore."""

import asyncio

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramRetryAfter
from aiogram.types import InlineKeyboardMarkup, LinkPreviewOptions

from tests.benchmarks.senders.order import Meter, Order, follow, to_all


async def carry_out(order: Order, meter: Meter) -> None:
    api = TelegramAPIServer.from_base(order.address)
    async with Bot(order.token, session=AiohttpSession(api=api)) as bot:
        await bot.get_me()
        keyboard = InlineKeyboardMarkup.model_validate(order.request["reply_markup"])
        preview = LinkPreviewOptions.model_validate(order.request["link_preview_options"])

        async def send(chat_id: int) -> None:
            while True:
                try:
                    await bot.send_message(
                        chat_id,
                        order.request["text"],
                        parse_mode="HTML",
                        link_preview_options=preview,
                        reply_markup=keyboard,
                    )
                except TelegramRetryAfter as wait:
                    await asyncio.sleep(wait.retry_after)
                else:
                    return

        async with meter.running():
            await to_all(order, send)


if __name__ == "__main__":
    follow(carry_out)
