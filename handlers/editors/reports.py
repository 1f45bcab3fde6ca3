"""Editors look where an article went, and why."""

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.domain.buttons import ShowStatus
from bot.domain.finding_buttons import ShowWhy
from bot.rendering import Renderer
from bot.rendering.editors import StatusPage, WhyPage
from bot.usecases.finding import Finding
from bot.usecases.reports import Reports
from handlers.callbacks import Pressed, buttons_under
from handlers.editors.numbers import number_after
from handlers.filters import IsEditor
from handlers.replies import Reply


async def show_status(
    press: CallbackQuery,
    *,
    pressed: ShowStatus,
    reports: Reports,
    pages: Renderer,
    reply: Reply,
) -> None:
    """A status refreshes in place; under whatever else it is a message of its own."""
    page = await status_page(pressed.article_id, reports)
    refresh = pages.label(reply.language)("refresh"), pressed
    await reply.pop_up()
    if any((b.text, b.press) == refresh for row in buttons_under(press) for b in row):
        await reply.show(page)
    else:
        await reply.say(page)


async def status_typed(
    _message: Message, command: CommandObject, reports: Reports, finding: Finding, reply: Reply
) -> None:
    if article_id := await number_after(command, finding.last_published, reply):
        await reply.say(await status_page(article_id, reports))


async def why_typed(
    _message: Message, command: CommandObject, reports: Reports, finding: Finding, reply: Reply
) -> None:
    if article_id := await number_after(command, finding.last_published, reply):
        await reply.say(WhyPage(why=await reports.why(article_id)))


async def show_why(
    _press: CallbackQuery, pressed: ShowWhy, reports: Reports, reply: Reply
) -> None:
    page = WhyPage(why=await reports.why(pressed.article_id))
    await reply.pop_up()
    await reply.say(page)


async def status_page(article_id: int, reports: Reports) -> StatusPage:
    status = await reports.status(article_id)
    return StatusPage(status=status, revisions=await reports.revisions(article_id))


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(status_typed, Command("status"), IsEditor())
    router.message.register(why_typed, Command("why"), IsEditor())
    router.callback_query.register(show_status, Pressed(ShowStatus), IsEditor())
    router.callback_query.register(show_why, Pressed(ShowWhy), IsEditor())
    return router
