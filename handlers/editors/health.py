"""Editors look whether all is well."""

from dataclasses import replace

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.domain.audience import USUAL_TEMPLATE
from bot.domain.figures_buttons import ShowHealth
from bot.rendering import Renderer
from bot.rendering.editors import HealthPage
from bot.rendering.post_templates import fault_of
from bot.usecases.channels import Channels
from bot.usecases.watch import Watch
from handlers.callbacks import Pressed
from handlers.filters import IsEditor
from handlers.replies import Reply


async def health_typed(
    _message: Message,
    watch: Watch,
    channels: Channels,
    pages: Renderer,
    default_language: str,
    reply: Reply,
) -> None:
    await reply.say(await _page(watch, channels, pages, default_language))


async def show_health(
    _press: CallbackQuery,
    watch: Watch,
    channels: Channels,
    pages: Renderer,
    default_language: str,
    reply: Reply,
) -> None:
    page = await _page(watch, channels, pages, default_language)
    await reply.pop_up()
    await reply.show(page)


async def _page(watch: Watch, channels: Channels, pages: Renderer, language: str) -> HealthPage:
    """A channel's template is tried anew: it may have changed since it was chosen."""
    own = [each for each in await channels.channels() if each.template != USUAL_TEMPLATE]
    bad = {name for name in {each.template for each in own} if fault_of(pages, name, language)}
    by_usual = tuple(each.title for each in own if each.template in bad)
    return HealthPage(replace(await watch.health(), by_usual=by_usual))


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(health_typed, Command("health"), IsEditor())
    router.callback_query.register(show_health, Pressed(ShowHealth), IsEditor())
    return router
