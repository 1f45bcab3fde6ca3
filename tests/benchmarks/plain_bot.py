"""What one would otherwise write: a plain aiogram bot that answers /start, and keeps nothing."""

import asyncio
import os

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.types import Message

from tests.benchmarks.senders.order import spare_the_collector


async def greet(message: Message) -> None:
    await message.answer("Вітаю! Оберіть теми, які вам цікаві.")


async def main() -> None:
    api = TelegramAPIServer.from_base(os.environ["TELEGRAM_API_URL"])
    bot = Bot(os.environ["BOT_TOKEN"], session=AiohttpSession(api=api))
    dispatcher = Dispatcher()
    dispatcher.message.register(greet, CommandStart())
    spare_the_collector()
    await dispatcher.start_polling(bot, handle_signals=False)


if __name__ == "__main__":
    asyncio.run(main())
