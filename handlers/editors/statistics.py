"""Editors look at the newsroom's numbers."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.domain.figures import Period
from bot.domain.figures_buttons import ShowFigures
from bot.rendering.editors import FiguresPage
from bot.usecases.statistics import Statistics
from handlers.callbacks import Pressed
from handlers.filters import IsEditor
from handlers.replies import Reply


async def figures_typed(_message: Message, statistics: Statistics, reply: Reply) -> None:
    await reply.say(FiguresPage(await statistics.figures(Period.WEEK)))


async def show_figures(
    _press: CallbackQuery, pressed: ShowFigures, statistics: Statistics, reply: Reply
) -> None:
    page = FiguresPage(await statistics.figures(Period.named(pressed.period)))
    await reply.pop_up()
    await reply.show(page)


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(figures_typed, Command("stats"), IsEditor())
    router.callback_query.register(show_figures, Pressed(ShowFigures), IsEditor())
    return router
