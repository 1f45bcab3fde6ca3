"""Editors look whether all is well."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.domain.figures_buttons import ShowHealth
from bot.rendering.editors import HealthPage
from bot.usecases.watch import Watch
from handlers.callbacks import Pressed
from handlers.filters import IsEditor
from handlers.replies import Reply


async def health_typed(_message: Message, watch: Watch, reply: Reply) -> None:
    await reply.say(HealthPage(await watch.health()))


async def show_health(_press: CallbackQuery, watch: Watch, reply: Reply) -> None:
    page = HealthPage(await watch.health())
    await reply.pop_up()
    await reply.show(page)


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(health_typed, Command("health"), IsEditor())
    router.callback_query.register(show_health, Pressed(ShowHealth), IsEditor())
    return router
