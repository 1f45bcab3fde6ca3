"""Readers find what was published."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.domain.archive_buttons import Browse, ShowArchive, ShowCalendar, ShowNames
from bot.domain.people import Person
from bot.domain.shelves import Edge, ShelfKey
from bot.rendering.archive_pages import ArchiveIndex, CalendarView, NamesView, ShelfView
from bot.rendering.reader_pages import Latest
from bot.usecases.archive import Archive
from bot.usecases.following import Following
from handlers.callbacks import Pressed
from handlers.links import addresses_of
from handlers.replies import Reply


async def latest(
    _message: Message, person: Person, archive: Archive, bot_username: str, reply: Reply
) -> None:
    articles = await archive.latest()
    await reply.say(Latest(articles, addresses_of(articles, bot_username), person.zone))


async def open_archive(_message: Message, person: Person, reply: Reply) -> None:
    await reply.say(ArchiveIndex(sections=person.offered))


async def show_archive(_press: CallbackQuery, person: Person, reply: Reply) -> None:
    await reply.pop_up()
    await reply.show(ArchiveIndex(sections=person.offered))


async def browse(
    _press: CallbackQuery,
    *,
    pressed: Browse,
    person: Person,
    archive: Archive,
    following: Following,
    bot_username: str,
    reply: Reply,
) -> None:
    page = await archive.page(
        ShelfKey(pressed.shelf_id, pressed.is_name),
        day=pressed.day,
        edge=Edge(pressed.beside, pressed.newer),
        zone=person.zone,
    )
    topic = page.shelf.topic
    followed = topic is not None and await following.follows(topic, person)
    await reply.pop_up()
    await reply.show(ShelfView(page, addresses_of(page.articles, bot_username), followed))


async def show_calendar(
    _press: CallbackQuery, pressed: ShowCalendar, person: Person, archive: Archive, reply: Reply
) -> None:
    key = ShelfKey(pressed.shelf_id, pressed.is_name)
    month = await archive.month(key, day=pressed.day, zone=person.zone)
    await reply.pop_up()
    await reply.show(CalendarView(month))


async def show_names(
    _press: CallbackQuery, pressed: ShowNames, archive: Archive, reply: Reply
) -> None:
    page = await archive.names(pressed.kind, pressed.page)
    await reply.pop_up()
    await reply.show(NamesView(page))


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(latest, Command("latest"))
    router.message.register(open_archive, Command("archive"))
    router.callback_query.register(browse, Pressed(Browse))
    router.callback_query.register(show_archive, Pressed(ShowArchive))
    router.callback_query.register(show_calendar, Pressed(ShowCalendar))
    router.callback_query.register(show_names, Pressed(ShowNames))
    return router
