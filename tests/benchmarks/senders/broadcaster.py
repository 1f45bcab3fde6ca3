"""aiogram_broadcaster: a mailer without an interval and without a storage, its fastest way.

It sends one message after the other, so the number in flight is always one.
"""

import logging

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import InlineKeyboardMarkup, LinkPreviewOptions
from aiogram_broadcaster import Broadcaster
from aiogram_broadcaster.contents import TextContent

from tests.benchmarks.senders.order import Meter, Order, follow


async def carry_out(order: Order, meter: Meter) -> None:
    logging.getLogger("aiogram_broadcaster").setLevel(logging.WARNING)
    api = TelegramAPIServer.from_base(order.address)
    async with Bot(order.token, session=AiohttpSession(api=api)) as bot:
        await bot.get_me()
        content = TextContent(
            text=order.request["text"],
            parse_mode="HTML",
            link_preview_options=LinkPreviewOptions.model_validate(
                order.request["link_preview_options"]
            ),
            reply_markup=InlineKeyboardMarkup.model_validate(order.request["reply_markup"]),
        )
        async with meter.running():
            mailer = await Broadcaster(bot).create_mailer(order.chats, content)
            await mailer.start()


if __name__ == "__main__":
    follow(carry_out)
