"""What one writes with python-telegram-bot: `Bot.send_message` behind a semaphore."""

import asyncio
from datetime import timedelta

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.error import RetryAfter
from telegram.request import HTTPXRequest

from tests.benchmarks.senders.order import Meter, Order, follow, to_all


async def carry_out(order: Order, meter: Meter) -> None:
    request = HTTPXRequest(connection_pool_size=order.in_flight, pool_timeout=60)
    async with Bot(order.token, base_url=f"{order.address}/bot", request=request) as bot:
        keyboard = InlineKeyboardMarkup(
            [[InlineKeyboardButton(**button) for button in row] for row in order.buttons]
        )
        preview = LinkPreviewOptions(**order.request["link_preview_options"])

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
                except RetryAfter as wait:
                    await asyncio.sleep(_seconds(wait.retry_after))
                else:
                    return

        async with meter.running():
            await to_all(order, send)


def _seconds(wait: float | timedelta) -> float:
    return wait.total_seconds() if isinstance(wait, timedelta) else wait


if __name__ == "__main__":
    follow(carry_out)
