"""The first word of everybody: a plain start, the link of an article, an invitation."""

from dataclasses import replace

from aiogram import Router
from aiogram.filters import CommandStart
from aiogram.types import Message, User

from bot.delivery.reply_sender import ReplySender
from bot.domain.deep_links import OpenArticle, OpenInvitation
from bot.domain.people import Person
from bot.rendering import Renderer
from bot.rendering.editors import DeskHelp, Welcomed
from bot.rendering.reader_pages import Welcome
from bot.usecases.archive import Archive
from bot.usecases.readers import Readers
from bot.usecases.team import Team
from handlers.callbacks import Opened
from handlers.links import addresses_of
from handlers.menu import set_menu
from handlers.readers.reading import ReadingHere
from handlers.replies import Reply


async def open_article(
    _message: Message,
    *,
    opened: OpenArticle,
    event_from_user: User,
    person: Person,
    archive: Archive,
    readers: Readers,
    reading_here: ReadingHere,
    bot_username: str,
    publication: str,
    reply: Reply,
) -> None:
    """The full text; whoever comes for the first time is also asked what they want to follow."""
    await reading_here.send(opened.article_id, person, reply)
    if person.reader is None:
        await readers.join(person, event_from_user.language_code)
        await reply.say(await greeting(person, archive, publication, bot_username))


async def accept_invitation(
    _message: Message,
    *,
    opened: OpenInvitation,
    event_from_user: User,
    team: Team,
    pages: Renderer,
    sender: ReplySender,
    reply: Reply,
) -> None:
    editor = await team.accept(
        opened.token,
        user_id=event_from_user.id,
        name=event_from_user.full_name,
        language_code=event_from_user.language_code,
    )
    reply.language = editor.language
    await reply.say(Welcomed(editor=editor))
    await reply.say(DeskHelp())
    await set_menu(sender, pages, editor.user_id, editor.language, desk=True)


async def start(
    _message: Message,
    *,
    event_from_user: User,
    person: Person,
    readers: Readers,
    archive: Archive,
    bot_username: str,
    publication: str,
    reply: Reply,
) -> None:
    """Join, or come back after a stop or a block, and choose topics right there."""
    language = await readers.join(person, event_from_user.language_code)
    if person.editor is None:
        reply.language = language
    await reply.say(await greeting(person, archive, publication, bot_username))


async def greeting(person: Person, archive: Archive, publication: str, username: str) -> Welcome:
    """With the latest headlines, of which each leads to its article."""
    latest = await archive.latest()
    return replace(
        welcome(person),
        publication=publication,
        latest=latest,
        addresses=addresses_of(latest, username),
        zone=person.zone,
    )


def welcome(person: Person) -> Welcome:
    """Without what stands in its text: for its buttons alone."""
    desk = person.editor is not None
    return Welcome(sections=person.offered, follows=person.follows, desk=desk)


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(open_article, CommandStart(), Opened(OpenArticle))
    router.message.register(accept_invitation, CommandStart(), Opened(OpenInvitation))
    router.message.register(start, CommandStart())
    return router
