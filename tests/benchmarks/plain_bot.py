"""What one would otherwise write: a plain aiogram bot that answers at once, and keeps nothing."""

import asyncio
import os

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

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
    """Be the bot of the environment until killed: by webhook where it names a port, else poll."""
    api = TelegramAPIServer.from_base(os.environ["TELEGRAM_API_URL"])
    bot = Bot(os.environ["BOT_TOKEN"], session=AiohttpSession(api=api))
    dispatcher.message.register(greet)
    dispatcher.callback_query.register(follow)
    spare_the_collector()
    if port := os.environ.get("HTTP_PORT"):
        await listen(dispatcher, bot, int(port))
    else:
        await dispatcher.start_polling(bot, handle_signals=False)


async def listen(dispatcher: Dispatcher, bot: Bot, port: int) -> None:
    app = web.Application()
    handler = SimpleRequestHandler(dispatcher, bot, secret_token=os.environ["WEBHOOK_SECRET"])
    handler.register(app, path="/telegram/webhook")
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    url = f"http://127.0.0.1:{port}/telegram/webhook"
    await bot.set_webhook(url, secret_token=os.environ["WEBHOOK_SECRET"], max_connections=40)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(Dispatcher()))
