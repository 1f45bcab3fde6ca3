"""Readers find what was published."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.domain.buttons import Browse, ShowArchive
from bot.domain.people import Person
from bot.rendering.reader_pages import ArchiveIndex, ArchivePageView, Latest
from bot.usecases.archive import Archive
from handlers.callbacks import Pressed
from handlers.links import addresses_of
from handlers.replies import Reply


async def latest(_message: Message, archive: Archive, bot_username: str, reply: Reply) -> None:
    articles = await archive.latest()
    await reply.say(Latest(articles=articles, addresses=addresses_of(articles, bot_username)))


async def open_archive(_message: Message, person: Person, reply: Reply) -> None:
    await reply.say(ArchiveIndex(sections=person.offered))


async def show_archive(_press: CallbackQuery, person: Person, reply: Reply) -> None:
    await reply.pop_up()
    await reply.show(ArchiveIndex(sections=person.offered))


async def browse(
    _press: CallbackQuery, pressed: Browse, archive: Archive, bot_username: str, reply: Reply
) -> None:
    page = await archive.page(pressed.section_id or None, pressed.page)
    await reply.pop_up()
    await reply.show(
        ArchivePageView(page=page, addresses=addresses_of(page.articles, bot_username))
    )


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(latest, Command("latest"))
    router.message.register(open_archive, Command("archive"))
    router.callback_query.register(browse, Pressed(Browse))
    router.callback_query.register(show_archive, Pressed(ShowArchive))
    return router
