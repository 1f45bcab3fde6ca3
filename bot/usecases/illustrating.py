"""A photo that an editor sends becomes the picture of a card's article, or of its caption's."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from bot.domain.article import Article, Image, Reading
from bot.domain.article_pictures import with_sent, without_pictures
from bot.domain.clock import Clock
from bot.domain.deed_log import Did, Subject, changes_of, deed
from bot.domain.delivery import Kind
from bot.domain.errors import RefusedError
from bot.domain.own_words import Typed
from bot.domain.people import Editor, check_edits
from bot.domain.picture import Picture, sent_picture
from bot.intake.executor import Parsing
from bot.intake.text.own_text import read_own_text
from bot.intake.text.page_text import read_pages
from bot.usecases.admission import take
from bot.usecases.draft_cards import draft_of, redraw_cards, show_card
from storage.storage import Snapshot, Storage, Transaction


@dataclass(frozen=True, slots=True)
class SentPhoto:
    """A photo in a chat with the bot.

    `typed` is its caption. `replied_to` is the number of the message that it answers; the photos
    of an album share a `group`.
    """

    picture: Picture
    typed: Typed
    replied_to: int | None = None
    group: str | None = None

    @property
    def image(self) -> Image:
        return Image(sent_picture(self.picture.unique_id))


class Illustrating:
    def __init__(self, storage: Storage, clock: Clock, zone: tzinfo, parsing: Parsing) -> None:
        self._storage = storage
        self._clock = clock
        self._zone = zone
        self._parsing = parsing

    async def receive(self, photo: SentPhoto, *, by: Editor) -> None:
        """Take a photo in, once. Raises `RefusedError` where it belongs to no article."""
        async with self._storage.reading() as tx:
            belongs_to = await _article_of(tx, photo, by)
        page = None
        if belongs_to is None:
            page = await self._page(photo)
        async with self._storage.writing() as tx:
            if not await tx.desk.note_file(by.user_id, photo.typed.message_id, photo.typed.at):
                return
            url = photo.image.url
            await tx.pictures.keep(url, photo.picture, self._clock())
            belongs_to = await _article_of(tx, photo, by)
            if belongs_to is not None:
                await self._add(tx, belongs_to, photo, by)
            elif page:
                belongs_to = await self._make(tx, page, photo, by)
            else:
                raise RefusedError("photo_no_article")
            await tx.desk.belongs(by.user_id, photo.typed.message_id, photo.group, belongs_to)
            tx.wake()

    async def clear(self, article_id: int, *, by: Editor, drawn: int | None = None) -> Article:
        """The draft has no pictures."""
        async with self._storage.writing() as tx:
            draft = (await draft_of(tx, article_id, by)).as_drawn(drawn)
            await self._rewrite(tx, draft, without_pictures(draft), by)
            article = await redraw_cards(tx, draft.id, self._clock())
            tx.wake()
        return article

    async def _page(self, photo: SentPhoto) -> Reading:
        """The page that the caption is, or a post in these very words. Raises `RefusedError`."""
        typed = photo.typed
        if not typed.words.text.strip():
            raise RefusedError("photo_no_article")
        page, *_ = await self._parsing(_read, typed.words.text, self._zone, typed.at)
        if isinstance(page, RefusedError) or typed.words.formats or typed.source:
            return read_own_text(typed)
        return page

    async def _make(self, tx: Transaction, page: Reading, photo: SentPhoto, by: Editor) -> int:
        """A draft of the caption with the photo, or the draft that it was already."""
        now = self._clock()
        new = replace(page, content=replace(page.content, images=(photo.image,)))
        article = await take(tx, by, new, now)
        if article.can_be_published:
            await self._rewrite(tx, article, with_sent(article, photo.image), by)
        await show_card(tx, article.id, by.user_id, now)
        return article.id

    async def _add(self, tx: Transaction, article_id: int, photo: SentPhoto, by: Editor) -> None:
        """To a draft as one more; a published article's posts have one in place of theirs."""
        article = await tx.articles.existing(article_id, lock=True)
        check_edits(by, article)
        if article.is_published and await _has_taken(tx, photo, by):
            raise RefusedError("photo_only_one", id=article.id)
        new = with_sent(article, photo.image)
        if not article.is_published:
            await self._rewrite(tx, article.as_draft(), new, by)
            await redraw_cards(tx, article.id, self._clock())
        elif new.content != article.content:
            now = self._clock()
            revised = article.revise(new.content, now, marked=False)
            await tx.publishing.revise(revised, by=by.user_id, now=now)
            await tx.ledger.enqueue_again(Kind.PROGRESS, article.id, by.user_id, now)
            await self._log(tx, Did.CORRECTED, article, new, by)

    async def _rewrite(self, tx: Transaction, old: Article, new: Article, by: Editor) -> None:
        if new.content == old.content:
            return
        await tx.articles.rewrite(old.rewrite(new.content, old.warnings))
        await self._log(tx, Did.EDITED, old, new, by)

    async def _log(
        self, tx: Transaction, did: Did, old: Article, new: Article, by: Editor
    ) -> None:
        changes = changes_of(old.content, new.content)
        about = Subject.article(old)
        await tx.deeds.add(deed(did, about, changes, by=by, at=self._clock()))


async def _article_of(tx: Snapshot, photo: SentPhoto, by: Editor) -> int | None:
    """The article whose card is answered, or that the other photos of the album belong to."""
    if photo.replied_to is not None:
        card = await tx.ledger.card_at(by.user_id, photo.replied_to)
        if card is not None:
            return card
    return await tx.desk.article_of_group(by.user_id, photo.group) if photo.group else None


async def _has_taken(tx: Snapshot, photo: SentPhoto, by: Editor) -> bool:
    """Whether a photo of the same album was taken before."""
    if photo.group is None:
        return False
    return await tx.desk.article_of_group(by.user_id, photo.group) is not None


def _read(text: str, zone: tzinfo, at: datetime) -> Sequence[Reading | RefusedError]:
    return tuple(read_pages(text, zone=zone, copied_at=at)) or (RefusedError("page_empty"),)
