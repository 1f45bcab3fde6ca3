"""Whole articles are read in the bot: as rich messages, or in pages where these are not known."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.delivery.reply_sender import NotTakenError
from bot.delivery.rich_replies import RichReplies
from bot.domain.article import Article
from bot.domain.article_pictures import in_albums
from bot.domain.buttons import Read
from bot.domain.deep_links import OpenArticle, bot_link
from bot.domain.errors import RefusedError
from bot.domain.people import Person
from bot.domain.post import Keyboard, Post
from bot.domain.reading_here import Beneath, ReadAs, TurnText
from bot.domain.rich_post import RichPost
from bot.domain.search_buttons import TurnFound
from bot.rendering import Renderer
from bot.rendering.full_texts import full_text, named
from bot.rendering.rich_article import rich_article
from bot.rendering.saved_pages import ReadHere, buttons_beneath
from bot.rendering.teasers import WithdrawnTeaser
from bot.usecases.archive import Archive
from bot.usecases.readers import Readers
from bot.usecases.saving import Saving
from handlers.callbacks import Pressed, message_under, presses_under
from handlers.links import address_of
from handlers.replies import Reply

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Whole:
    """An article with all that is shown around it."""

    article: Article
    beneath: Beneath
    related: tuple[tuple[str, str], ...]
    followed: bool
    address: str
    language: str
    zone: tzinfo | None
    back: TurnFound | None = None
    corrected: bool = False

    @property
    def text(self) -> tuple[int, int]:
        return self.article.id, self.article.revision


class ReadingHere:
    """A whole article in the chat: as a rich message, else in pages of plain text."""

    def __init__(
        self,
        archive: Archive,
        saving: Saving,
        pages: Renderer,
        rich: RichReplies,
        bot_username: str,
    ) -> None:
        self._archive = archive
        self._saving = saving
        self._pages = pages
        self._rich = rich
        self._bot_username = bot_username

    async def article(self, article_id: int) -> Article:
        """An article that people can read. Raises `RefusedError`."""
        return await self._archive.article(article_id)

    async def send(self, article_id: int, person: Person, reply: Reply) -> None:
        """The whole article in new messages. Raises `RefusedError`."""
        whole = await self._whole(article_id, person, reply.language)
        await reply.pop_up()
        await self._send(whole, person, reply)

    async def _send(self, whole: _Whole, person: Person, reply: Reply) -> None:
        """Of own words the files come as Telegram lays them out, above the words.

        So they do where pages show none.
        """
        own = whole.article.content.own is not None
        if own and await self._send_files(whole, reply):
            await reply.send(self._text(whole)[0])
            return
        if self._may_be_rich(whole, person) and await self._rich.send(
            person.user_id, whole.text, self._forms(whole)
        ):
            return
        if not own:
            await self._send_files(whole, reply)
        await reply.send(self._text(whole)[0])

    async def _send_files(self, whole: _Whole, reply: Reply) -> bool:
        """Whether Telegram has taken all that there are; without them the words come all the same.

        What was taken before one was refused stays: it comes once more with the words, if at all.
        """
        albums = list(in_albums(whole.article.content.images, whole.beneath.files))
        try:
            for album in albums:
                await reply.send_files(album)
        except NotTakenError as error:
            if not error.is_about_content:
                raise
            _logger.warning("the files of article %d are not taken: %s", whole.article.id, error)
            return False
        return bool(albums)

    async def show(
        self,
        article_id: int,
        person: Person,
        reply: Reply,
        press: CallbackQuery,
        *,
        page: int | None = None,
        back: TurnFound | None = None,
        was: int = 0,
    ) -> None:
        """The same in place of the message with the pressed button.

        `page`: of the text, for who reads in pages. `was`: the revision that stood there.
        Raises `RefusedError`; what was taken back meanwhile gives way there, too.
        """
        back = back or next(iter(presses_under(press, TurnFound)), None)
        try:
            whole = await self._whole(article_id, person, reply.language, back, was)
        except RefusedError as refused:
            if refused.code == "article_withdrawn" and was:
                await reply.show(WithdrawnTeaser())
            raise
        await reply.pop_up()
        if page is None and self._may_be_rich(whole, person):
            forms = self._forms(whole)
            if len(forms[0]) > 1:
                await self._send(whole, person, reply)
                return
            number = message_under(press)
            posts = [form[0] for form in forms]
            if number and await self._rich.edit(person.user_id, number, whole.text, posts):
                return
        pages = self._text(whole)
        await reply.put(pages[min(max(page or 0, 0), len(pages) - 1)])

    async def _whole(
        self,
        article_id: int,
        person: Person,
        language: str,
        back: TurnFound | None = None,
        was: int = 0,
    ) -> _Whole:
        article = await self.article(article_id)
        related = [
            (each, bot_link(self._bot_username, OpenArticle(each.id)))
            for each in await self._archive.related(article)
        ]
        section = article.section
        return _Whole(
            article,
            await self._saving.beneath(article, person.user_id),
            named(related, self._pages.label(language)),
            section is not None and section.id in person.follows,
            address_of(article, self._bot_username),
            language,
            person.zone,
            back,
            was not in (0, article.revision),
        )

    def _may_be_rich(self, whole: _Whole, person: Person) -> bool:
        """Own words are their post, which has its formatting already, but not its files."""
        if whole.article.content.own:
            return self._rich.is_known and bool(whole.beneath.files)
        paged = person.reader is not None and person.reader.paged
        return self._has_forms(whole.article) and not paged

    def _has_forms(self, article: Article) -> bool:
        """Own words have no pages."""
        return self._rich.is_known and article.content.own is None

    def _forms(self, whole: _Whole) -> Sequence[tuple[RichPost, ...]]:
        """With pictures, and without: Telegram may not get one from its site."""
        beneath = self._beneath(whole, paged=False)
        files = [whole.beneath.files, {}] if whole.beneath.files else [{}]
        label = self._pages.label(whole.language)
        return [
            rich_article(
                whole.article,
                label,
                files=each,
                related=whole.related,
                beneath=beneath,
                corrected=whole.corrected,
                zone=whole.zone,
            )
            for each in files
        ]

    def _text(self, whole: _Whole) -> tuple[Post, ...]:
        return full_text(
            self._pages,
            whole.article,
            whole.language,
            whole.related,
            self._beneath(whole, paged=True),
            corrected=whole.corrected,
            zone=whole.zone,
        )

    def _beneath(self, whole: _Whole, *, paged: bool) -> Keyboard:
        """`paged`: how it is read; the button offers the other way, where there is one."""
        article = whole.article
        other = ReadAs(article.id, paged=not paged, revision=article.revision)
        other_form = other if self._has_forms(article) else None
        reading = ReadHere(whole.address, whole.followed, other_form, whole.back)
        return buttons_beneath(article, whole.beneath, reading, self._pages.label(whole.language))


async def read(
    _press: CallbackQuery, pressed: Read, person: Person, reading_here: ReadingHere, reply: Reply
) -> None:
    await reading_here.send(pressed.article_id, person, reply)


async def turn(
    press: CallbackQuery,
    pressed: TurnText,
    person: Person,
    reading_here: ReadingHere,
    reply: Reply,
) -> None:
    await reading_here.show(
        pressed.article_id, person, reply, press, page=pressed.page, was=pressed.revision
    )


async def read_as(
    press: CallbackQuery,
    *,
    pressed: ReadAs,
    person: Person,
    readers: Readers,
    reading_here: ReadingHere,
    reply: Reply,
) -> None:
    """In pages, or all at once; so it stays for whoever is a reader."""
    await readers.read_in_pages(person.user_id, on=pressed.paged)
    await reading_here.show(
        pressed.article_id,
        person.reading_in_pages(on=pressed.paged),
        reply,
        press,
        page=0 if pressed.paged else None,
        was=pressed.revision,
    )


def build() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(read, Pressed(Read))
    router.callback_query.register(turn, Pressed(TurnText))
    router.callback_query.register(read_as, Pressed(ReadAs))
    return router
