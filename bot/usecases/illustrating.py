"""A file that an editor sends becomes part of a card's article, or a post with its caption.

Photos and videos, voice messages and other recordings, documents: whatever a post may show.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from bot.domain.article import Article, Content, Image, Reading
from bot.domain.article_pictures import files_of_post, given_way, with_sent, without_pictures
from bot.domain.card_notices import FilesGaveWay
from bot.domain.clock import Clock
from bot.domain.deed_log import Did, Subject, changes_of, deed
from bot.domain.errors import RefusedError
from bot.domain.notices import FileOffered
from bot.domain.own_words import Attached, Typed
from bot.domain.people import Editor, check_edits
from bot.domain.picture import Picture, can_become, known_by, sent_picture
from bot.domain.question_kinds import Asked, Ending
from bot.intake.executor import Parsing
from bot.intake.text.own_text import read_own_text
from bot.intake.text.page_text import read_pages
from bot.usecases.admission import take
from bot.usecases.amending import propose, tell_senders
from bot.usecases.answered import Answered, article_answered
from bot.usecases.draft_cards import draft_of, redraw_cards, show_card, show_report
from bot.usecases.questions import close
from storage.storage import Snapshot, Storage, Transaction


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file in a chat with the bot, called `name` there.

    `typed` is its caption. `answered` is the message that it answers; the files of
    an album share a `group`. `no_page` says why no article is read in a document.
    """

    picture: Picture
    typed: Typed
    answered: Answered | None = None
    group: str | None = None
    name: str = ""
    no_page: RefusedError | None = None

    @property
    def image(self) -> Image:
        return Image(sent_picture(self.picture.unique_id))


class Illustrating:
    def __init__(self, storage: Storage, clock: Clock, zone: tzinfo, parsing: Parsing) -> None:
        self._storage = storage
        self._clock = clock
        self._zone = zone
        self._parsing = parsing

    async def is_for_a_card(self, answered: Answered | None, *, by: Editor) -> bool:
        """Whether a message answers what the bot has said of an article."""
        async with self._storage.reading() as tx:
            return await article_answered(tx, answered, by) is not None

    async def receive(self, sent: SentFile, *, by: Editor) -> None:
        """Take a file in, once. What belongs to no article is offered to be a post of its own.

        Raises `RefusedError`.
        """
        async with self._storage.reading() as tx:
            belongs_to = await _article_of(tx, sent, by)
        page = None
        if belongs_to is None and sent.typed.words.stripped():
            page = await self._page(sent.typed)
        url = sent.image.url
        typed = replace(sent.typed, attached=(Attached(url, sent.name),))
        async with self._storage.writing() as tx:
            if not await tx.desk.keep_file(by.user_id, typed, sent.group):
                return
            await tx.pictures.keep(url, sent.picture, self._clock())
            belongs_to = await _article_of(tx, sent, by)
            if belongs_to is not None:
                await self._add(tx, belongs_to, sent, by)
            elif page:
                belongs_to = await self._make(tx, page, sent, by)
            elif await tx.desk.begins_album(by.user_id, typed.message_id, sent.group):
                await self._offer(tx, sent, by)
            if belongs_to is not None:
                await tx.desk.belongs(by.user_id, typed.message_id, belongs_to)
            tx.wake()

    async def clear(self, article_id: int, *, by: Editor, drawn: int | None = None) -> Article:
        """The draft has no pictures or files."""
        async with self._storage.writing() as tx:
            draft = (await draft_of(tx, article_id, by)).as_drawn(drawn)
            await self._rewrite(tx, draft, without_pictures(draft), by)
            article = await redraw_cards(tx, draft.id, self._clock(), by=by)
            tx.wake()
        return article

    async def _page(self, typed: Typed) -> Reading:
        """The page that the caption is, or a post in these very words. Raises `RefusedError`."""
        page, *_ = await self._parsing(_read, typed.words.text, self._zone, typed.at)
        if isinstance(page, RefusedError) or typed.words.formats or typed.source:
            return read_own_text(typed)
        return page

    async def _make(self, tx: Transaction, page: Reading, sent: SentFile, by: Editor) -> int:
        """A draft of the caption with the file, or the draft that it was already.

        Of an album other files may have come before the one with the words.
        """
        now = self._clock()
        album = await tx.desk.message(by.user_id, sent.typed.message_id)
        images = [Image(file.url) for file in album.attached] if album else [sent.image]
        new = replace(page, content=replace(page.content, images=tuple(images)))
        question = await tx.questions.of(by.user_id)
        target = question.to_correct if question else None
        article = await take(tx, by, new, now, target=target)
        if article.can_be_published:
            await self._rewrite(tx, article, with_sent(article, sent.image), by)
            article = await tx.articles.existing(article.id)
        flash = question is not None and question.about is Asked.FLASH
        if flash and article.is_draft:
            await tx.articles.save(replace(article, breaking=True))
        if question and (flash or target):
            await close(tx, question, Ending.ANSWERED, now)
        await show_card(tx, article.id, by.user_id, now)
        return article.id

    async def _offer(self, tx: Transaction, sent: SentFile, by: Editor) -> None:
        why = sent.no_page
        offer = FileOffered(
            sent.typed.message_id,
            sent.picture.medium,
            why.code if why else None,
            why.details if why else {},
        )
        await tx.tell([by.user_id], offer, self._clock())

    async def _add(self, tx: Transaction, article_id: int, sent: SentFile, by: Editor) -> None:
        """To a draft as one more; a published article's posts have one in place of theirs.

        Where Telegram does not put it in their place, the desk is asked first. The card comes
        below what was sent, of an album once.
        """
        now = self._clock()
        article = await tx.articles.existing(article_id, lock=True)
        check_edits(by, article)
        goes_on = await _has_taken(tx, sent, by)
        if article.is_published and goes_on:
            raise RefusedError("photo_only_one", id=article.id)
        new = with_sent(article, sent.image)
        if not article.is_published:
            await self._rewrite(tx, article.as_draft(), new, by)
            if gone := Counter(image.medium for image in given_way(article, new)):
                told = FilesGaveWay(article.id, article.content.headline, sent.image.medium, gone)
                await tx.tell([by.user_id], told, now)
            if not goes_on:
                await show_card(tx, article.id, by.user_id, now)
            await redraw_cards(tx, article.id, now, by=by)
        elif new.content != article.content:
            if not await _fits_in_place(tx, article, new.content):
                await propose(tx, article, new.content, by=by, now=now)
                return
            revised = article.revise(new.content, now, marked=False)
            await tx.publishing.revise(revised, by=by.user_id, now=now)
            await show_report(tx, article, by.user_id, now)
            await self._log(tx, Did.CORRECTED, article, new, by)
            await tell_senders(tx, article, new.content, by=by, now=now)

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


async def _article_of(tx: Snapshot, sent: SentFile, by: Editor) -> int | None:
    """The article whose card is answered, or that the other files of the album belong to."""
    answered = await article_answered(tx, sent.answered, by)
    if answered is not None:
        return answered
    return await tx.desk.article_of_group(by.user_id, sent.group) if sent.group else None


async def _has_taken(tx: Snapshot, sent: SentFile, by: Editor) -> bool:
    """Whether a file of the same album was taken before."""
    if sent.group is None:
        return False
    return await tx.desk.article_of_group(by.user_id, sent.group) is not None


async def _fits_in_place(tx: Snapshot, article: Article, new: Content) -> bool:
    """Whether all channels' posts can be edited into what they would show."""
    for layout, standing in await tx.ledger.pictures_in_channels(article.id):
        files = files_of_post(article.layout or layout, new.images)
        if not can_become(standing, [known_by(file.url) for file in files]):
            return False
    return True


def _read(text: str, zone: tzinfo, at: datetime) -> Sequence[Reading | RefusedError]:
    return tuple(read_pages(text, zone=zone, copied_at=at)) or (RefusedError("page_empty"),)
