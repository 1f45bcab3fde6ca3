"""Editors look at the newsroom's numbers, in words and as a picture."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot import charts
from bot.domain.errors import RefusedError
from bot.domain.figures import Period
from bot.domain.figures_buttons import ShowChart, ShowFigures
from bot.rendering import Renderer
from bot.rendering.editors import FiguresPage, chart_of
from bot.usecases.statistics import Statistics
from handlers.callbacks import Pressed
from handlers.filters import IsEditor
from handlers.replies import Reply


async def figures_typed(_message: Message, statistics: Statistics, reply: Reply) -> None:
    await reply.say(await _page(Period.WEEK, statistics))


async def show_figures(
    _press: CallbackQuery, pressed: ShowFigures, statistics: Statistics, reply: Reply
) -> None:
    page = await _page(Period.named(pressed.period), statistics)
    await reply.pop_up()
    await reply.show(page)


async def show_chart(
    _press: CallbackQuery,
    pressed: ShowChart,
    statistics: Statistics,
    pages: Renderer,
    reply: Reply,
) -> None:
    figures = await statistics.figures(Period.named(pressed.period))
    await reply.pop_up()
    chart = chart_of(figures, pages.label(reply.language), dark=pressed.dark)
    picture = await charts.draw(chart)
    if picture is None:
        raise RefusedError("chart_failed")
    await reply.send_photo("vistnyk.png", picture)


async def _page(period: Period, statistics: Statistics) -> FiguresPage:
    return FiguresPage(await statistics.figures(period), draws=charts.is_possible())


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(figures_typed, Command("stats"), IsEditor())
    router.callback_query.register(show_figures, Pressed(ShowFigures), IsEditor())
    router.callback_query.register(show_chart, Pressed(ShowChart), IsEditor())
    return router
