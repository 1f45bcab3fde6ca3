"""The first word of everybody: a plain start, the link of an article, an invitation."""

from dataclasses import dataclass, replace

from aiogram import Router
from aiogram.filters import CommandStart
from aiogram.types import Message, User

from bot.delivery.reply_sender import ReplySender
from bot.domain.deep_links import OpenArticle, OpenInvitation
from bot.domain.errors import RefusedError
from bot.domain.people import Person
from bot.rendering import Renderer
from bot.rendering.editors import DeskHelp, Welcomed
from bot.rendering.reader_pages import Welcome
from bot.rendering.refused import RefusedPage
from bot.usecases.archive import Archive
from bot.usecases.readers import Readers
from bot.usecases.team import Team
from handlers.callbacks import Opened
from handlers.links import addresses_of
from handlers.menu import set_menu
from handlers.readers.reading_here import ReadingHere
from handlers.replies import Reply


@dataclass(frozen=True, slots=True)
class Welcoming:
    """The first thing that a reader sees: what to follow, with the latest headlines."""

    readers: Readers
    archive: Archive
    publication: str
    bot_username: str

    async def greet(
        self, person: Person, user: User, reply: Reply, refused: RefusedError | None = None
    ) -> None:
        """They are a reader from now on, if they were none.

        `refused`: why what they came for is not there.
        """
        await self.join(person, user, reply)
        if refused:
            await reply.tell(RefusedPage(refused.code, refused.details))
        page = await self.page(person)
        await reply.say(replace(page, returned=person.is_stopped))

    async def join(self, person: Person, user: User, reply: Reply) -> None:
        language = await self.readers.join(person, user.language_code)
        if person.editor is None:
            reply.language = language

    async def page(self, person: Person) -> Welcome:
        """With the latest headlines, of which each leads to its article."""
        latest = await self.archive.latest()
        return replace(
            welcome(person),
            publication=self.publication,
            latest=latest,
            addresses=addresses_of(latest, self.bot_username),
            zone=person.zone,
        )


async def open_article(
    _message: Message,
    *,
    opened: OpenArticle,
    event_from_user: User,
    person: Person,
    reading_here: ReadingHere,
    welcoming: Welcoming,
    reply: Reply,
) -> None:
    """The full text; whoever comes for the first time is also asked what they want to follow."""
    if person.reader is not None:
        await reading_here.send(opened.article_id, person, reply)
        return
    await welcoming.join(person, event_from_user, reply)
    try:
        await reading_here.send(opened.article_id, person, reply)
    except RefusedError as refused:
        await welcoming.greet(person, event_from_user, reply, refused)
    else:
        await reply.say(await welcoming.page(person))


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
    welcoming: Welcoming,
    reply: Reply,
) -> None:
    """Join, or come back after a stop or a block, and choose topics right there."""
    await welcoming.greet(person, event_from_user, reply)


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
