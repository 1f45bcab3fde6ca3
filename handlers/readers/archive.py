"""Readers find what was published."""

from typing import Final

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.domain.archive_buttons import Browse, ShowArchive, ShowCalendar, ShowNames
from bot.domain.people import Person
from bot.domain.shelves import Edge, ShelfKey
from bot.rendering.archive_pages import ArchiveIndex, CalendarView, NamesView
from bot.rendering.reader_pages import Latest
from bot.usecases.archive import Archive
from handlers.callbacks import Pressed
from handlers.links import addresses_of
from handlers.readers.search import say_found
from handlers.readers.shelves import Shelves
from handlers.replies import Reply

_FIGURES: Final = 3  # of how many articles somebody may ask for


async def latest(
    message: Message,
    *,
    command: CommandObject,
    person: Person,
    archive: Archive,
    shelves: Shelves,
    reply: Reply,
) -> None:
    """Five, or as many as stand behind the command; or the newest of what is named there."""
    typed = (command.args or "").strip()
    if typed and not typed.isdecimal():
        await _say_meant(typed, message, person, shelves, reply)
        return
    articles = await (archive.latest(int(typed[:_FIGURES])) if typed else archive.latest())
    await reply.say(Latest(articles, addresses_of(articles, shelves.bot_username), person.zone))


async def open_archive(
    message: Message, command: CommandObject, person: Person, shelves: Shelves, reply: Reply
) -> None:
    if typed := (command.args or "").strip():
        await _say_meant(typed, message, person, shelves, reply)
    else:
        await reply.say(ArchiveIndex(sections=person.offered))


async def _say_meant(
    typed: str, message: Message, person: Person, shelves: Shelves, reply: Reply
) -> None:
    """What is neither called so nor a time is looked for."""
    if shown := await shelves.meant_by(typed, person):
        await reply.say(shown)
    else:
        await say_found(typed, message, person, shelves.searching, reply)


async def show_archive(_press: CallbackQuery, person: Person, reply: Reply) -> None:
    await reply.pop_up()
    await reply.show(ArchiveIndex(sections=person.offered))


async def browse(
    _press: CallbackQuery, pressed: Browse, person: Person, shelves: Shelves, reply: Reply
) -> None:
    key, edge = ShelfKey(pressed.shelf_id, pressed.is_name), Edge(pressed.beside, pressed.newer)
    page = await shelves.page(key, person, day=pressed.day, edge=edge)
    await reply.pop_up()
    await reply.show(page)


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
    for asked in (router.message, router.edited_message):  # as a query that is mended
        asked.register(latest, Command("latest"))
        asked.register(open_archive, Command("archive"))
    router.callback_query.register(browse, Pressed(Browse))
    router.callback_query.register(show_archive, Pressed(ShowArchive))
    router.callback_query.register(show_calendar, Pressed(ShowCalendar))
    router.callback_query.register(show_names, Pressed(ShowNames))
    return router
