"""What one would otherwise write: a plain aiogram bot that answers at once, and keeps nothing."""

import asyncio
import os

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from tests.benchmarks.senders.order import spare_the_collector

_FOLLOWED = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="✅ Світ", callback_data="follow:1:0")]]
)


async def greet(message: Message) -> None:
    await message.answer("Вітаю! Оберіть теми, які вам цікаві.")


async def follow(press: CallbackQuery) -> None:
    await press.answer("Ви стежите за темою.")
    if isinstance(press.message, Message):
        await press.message.edit_reply_markup(reply_markup=_FOLLOWED)


async def serve(dispatcher: Dispatcher) -> None:
    """Poll with the bot of the environment until killed."""
    api = TelegramAPIServer.from_base(os.environ["TELEGRAM_API_URL"])
    bot = Bot(os.environ["BOT_TOKEN"], session=AiohttpSession(api=api))
    dispatcher.message.register(greet)
    dispatcher.callback_query.register(follow)
    spare_the_collector()
    await dispatcher.start_polling(bot, handle_signals=False)


if __name__ == "__main__":
    asyncio.run(serve(Dispatcher()))
