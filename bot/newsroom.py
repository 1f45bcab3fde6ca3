"""What editors can do: from a pasted page to a publication, and its correction.

Everything here is one transaction each, and tells the delivery worker by rows and a `wake()`.
"""

from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from bot.domain.article import Article, ArticleState, Reading, resembles
from bot.domain.audience import section_name
from bot.domain.clock import Clock, Wake
from bot.domain.delivery import Audience, Kind, Lane
from bot.domain.desk import Card, Publication, Status
from bot.domain.errors import Refused
from bot.domain.links import read_link
from bot.domain.people import Editor
from bot.domain.text import utf16_length
from bot.intake.files import read_text_file
from bot.intake.page_text import LONGEST_PAGE, read_page_text
from bot.intake.pages import split_pages
from bot.intake.parts import join_parts
from storage.storage import Storage, Transaction

# Telegram's own apps cut a long text at 4,096: a part this long may have a next one.
_LONG_PART = 3900
_WAIT_FOR_NEXT = timedelta(seconds=2)
_KEEP_PARTS = timedelta(days=7)
_ASK_LINK = "link"
_ASK_CORRECTION = "correction"
# After these an open question can be answered no more.
_SETTLED = frozenset(("article_unknown", "article_not_draft", "article_discarded", "draft_merged"))
_NEW_SECTION_EMOJI = "🗞"
_DRAFTS_SHOWN = 20


class Newsroom:
    """The use cases of the desk. `zone` is the newsroom's, in which pages print their dates."""

    def __init__(self, storage: Storage, clock: Clock, wake: Wake, zone: tzinfo) -> None:
        self._storage = storage
        self._clock = clock
        self._wake = wake
        self._zone = zone

    # --- taking pages in ---

    async def receive_text(self, editor: Editor, message_id: int, text: str, at: datetime) -> None:
        """Keep what an editor sent; a part that may have a next one waits two seconds for it.

        What comes of it (a card, or a refusal in words) goes out through the ledger.
        """
        now = self._clock()
        waits = utf16_length(text) >= _LONG_PART
        async with self._storage.writing() as tx:
            new = await tx.desk.keep_part(
                editor.user_id,
                message_id,
                text,
                at=at,
                complete_at=now + _WAIT_FOR_NEXT if waits else now,
            )
            if new and not waits:
                await self._assemble(tx, editor.user_id)
        self._wake()

    async def assemble(self) -> None:
        """Read every paste for which no further part is waited."""
        async with self._storage.reading() as tx:
            chats = await tx.desk.complete_chats(self._clock())
        for chat_id in chats:
            async with self._storage.writing() as tx:
                await self._assemble(tx, chat_id)
            self._wake()

    async def tidy(self) -> None:
        """Forget pasted parts that were read long ago."""
        async with self._storage.writing() as tx:
            await tx.desk.forget_parts(self._clock() - _KEEP_PARTS)

    async def receive_file(self, editor: Editor, name: str, data: bytes, at: datetime) -> None:
        """Read a text file as a page. Raises `Refused` for a file that holds no text."""
        text = read_text_file(name, data)
        async with self._storage.writing() as tx:
            await self._answer(tx, editor, text, at)
        self._wake()

    async def archive(self, reading: Reading) -> tuple[Article, bool]:
        """Put an article into the archive, posted nowhere; whether it is a new one."""
        async with self._storage.writing() as tx:
            known = await tx.articles.same_page(reading.content)
            if known and known.state is not ArticleState.DISCARDED:
                return known, False
            article = await self._draft(tx, reading, by=None, target=None)
            at = reading.content.published_at or self._clock()
            await tx.articles.put_in_archive(article.id, at)
            return await _existing(tx, article.id), True

    async def _assemble(self, tx: Transaction, chat_id: int) -> None:
        parts = await tx.desk.take_parts(chat_id)
        editor = await tx.people.editor(chat_id)
        if parts and editor:
            _, sent_at = parts[0]
            await self._answer(tx, editor, join_parts([text for text, _ in parts]), sent_at)

    async def _answer(self, tx: Transaction, editor: Editor, text: str, at: datetime) -> None:
        """Make of a text what the desk was asked for, and owe the editor the result."""
        question = await tx.desk.question(editor.user_id)
        if question:
            await tx.desk.answered(editor.user_id)
        try:
            _check_length(text)
            if question and question.about == _ASK_LINK and "\n" not in text.strip():
                await self._add_link(tx, question.article_id, text)
                await self._owe_card(tx, question.article_id, editor)
                return
            target = (
                question.article_id if question and question.about == _ASK_CORRECTION else None
            )
            for page in split_pages(text):
                reading = read_page_text(page, zone=self._zone, copied_at=at)
                article = await self._draft(tx, reading, editor, target=target)
                await self._owe_card(tx, article.id, editor)
        except Refused as refusal:
            details = {"code": refusal.code, "details": refusal.details}
            await tx.tell([editor.user_id], "refused", details, self._clock())
            if question and refusal.code not in _SETTLED:  # it stands until it is answered
                await tx.desk.ask(
                    editor.user_id, question.about, question.article_id, self._clock()
                )

    async def _draft(
        self, tx: Transaction, reading: Reading, by: Editor | None, target: int | None
    ) -> Article:
        content = reading.content
        known = await tx.articles.same_page(content)
        if known:
            known = await self._reopen(tx, known)
            if known.can_be_published and target not in (None, known.id):
                await tx.articles.set_resembles(known.id, target)
            return known
        section = await tx.audience.section_named(content.section) if content.section else None
        alike = target or next(
            (
                old.id
                for old in await tx.articles.alike(content)
                if resembles(content, old.content)
            ),
            None,
        )
        article_id = await tx.articles.add_draft(
            content,
            section_id=section.id if section else None,
            warnings=reading.warnings,
            resembles=alike,
            by=by.user_id if by else None,
            now=self._clock(),
        )
        return await _existing(tx, article_id)

    async def _reopen(self, tx: Transaction, known: Article) -> Article:
        """The same page again: the article that it is, a discarded one as a draft again."""
        if known.state is ArticleState.DISCARDED:
            await tx.articles.set_state(known.id, ArticleState.DRAFT)
        return await _existing(tx, known.id)

    # --- the card ---

    async def card(self, article_id: int) -> Card:
        """The article with all that decides where it would go."""
        async with self._storage.reading() as tx:
            return await tx.cards.card(article_id)

    async def show_card(self, article_id: int, *, by: Editor) -> Article:
        """Owe the editor the article's card; a discarded draft is taken up again."""
        async with self._storage.writing() as tx:
            article = await self._reopen(tx, await _existing(tx, article_id, lock=True))
            await self._owe_card(tx, article.id, by)
        self._wake()
        return article

    async def set_section(self, article_id: int, section_id: int, *, by: Editor) -> Article:  # noqa: ARG002
        async with self._storage.writing() as tx:
            article = await _draft_of(tx, article_id)
            if await tx.audience.section(section_id) is None:
                raise Refused("section_unknown")
            await tx.articles.set_section(article.id, section_id)
            return await self._changed(tx, article.id)

    async def make_section(self, article_id: int, *, by: Editor) -> Article:  # noqa: ARG002
        """Make a section of the name that is printed on the page."""
        async with self._storage.writing() as tx:
            article = await _draft_of(tx, article_id)
            printed = article.content.section
            if not printed:
                raise Refused("section_unknown")
            section = await tx.audience.section_named(printed) or await tx.audience.add_section(
                section_name(printed), _NEW_SECTION_EMOJI
            )
            await tx.articles.set_section(article.id, section.id)
            return await self._changed(tx, article.id)

    async def ask_link(self, article_id: int, *, by: Editor) -> Article:
        """The editor's next text is the article's address on the site."""
        async with self._storage.writing() as tx:
            article = await _draft_of(tx, article_id)
            await tx.desk.ask(by.user_id, _ASK_LINK, article.id, self._clock())
            return article

    async def ask_correction(self, article_id: int, *, by: Editor) -> Article:
        """The editor's next page is a new text of this article."""
        async with self._storage.writing() as tx:
            article = await _published(tx, article_id)
            await tx.desk.ask(by.user_id, _ASK_CORRECTION, article.id, self._clock())
            return article

    async def cancel_question(self, article_id: int, *, by: Editor) -> bool:
        """Wait for the editor's answer no more; false where none was waited for."""
        async with self._storage.writing() as tx:
            question = await tx.desk.question(by.user_id)
            if question is None or question.article_id != article_id:
                return False
            await tx.desk.answered(by.user_id)
            return True

    async def discard(self, article_id: int, *, by: Editor) -> Article:  # noqa: ARG002
        async with self._storage.writing() as tx:
            article = await _existing(tx, article_id, lock=True)
            if article.state is ArticleState.DISCARDED:
                return article
            await _draft_of(tx, article_id)
            await tx.articles.set_state(article.id, ArticleState.DISCARDED)
            return await self._changed(tx, article.id)

    async def drafts(self) -> tuple[Article, ...]:
        async with self._storage.reading() as tx:
            return tuple(await tx.articles.drafts(_DRAFTS_SHOWN))

    # --- publishing ---

    async def publish(
        self, article_id: int, *, by: Editor | None = None, breaking: bool = False
    ) -> Publication:
        """Publish a draft, once however often it is asked for.

        One transaction: the article's state, its channels' rows, and who of the readers is meant.
        """
        async with self._storage.writing() as tx:
            article = await _existing(tx, article_id, lock=True)
            new = not article.is_published
            if new:
                await self._release(tx, article, by, breaking=breaking)
            card = await tx.cards.card(article_id)
        self._wake()
        return Publication(card.article, card.channels, card.followers, new)

    async def _release(
        self, tx: Transaction, article: Article, by: Editor | None, *, breaking: bool
    ) -> None:
        article = await _draft_of(tx, article.id)
        if article.section is None:
            raise Refused("article_no_section", id=article.id)
        now = self._clock()
        channels = await tx.audience.channels_of(article.section.id)
        await tx.articles.release(
            article.id, breaking=breaking, by=by.user_id if by else None, now=now
        )
        await tx.ledger.owe(
            Kind.ARTICLE,
            article.id,
            [channel.chat_id for channel in channels],
            audience=Audience.CHANNEL,
            lane=Lane.BREAKING if breaking else Lane.CHANNEL,
            now=now,
        )
        await tx.ledger.start_fan_out(
            article.id, article.section.id, Lane.BREAKING if breaking else Lane.READER
        )
        await tx.ledger.mark_changed(Kind.CARD, article.id, now)
        if by:
            await tx.ledger.owe_anew(Kind.PROGRESS, article.id, by.user_id, now)

    async def correct(
        self, draft_id: int, article_id: int, *, by: Editor, marked: bool = True
    ) -> Article:
        """Make a draft the next revision of a published article, or the new text of a draft.

        `marked`: the posts say that they were updated, and when; a typo needs no such mark.
        """
        if draft_id == article_id:
            raise Refused("not_published", id=article_id)
        async with self._storage.writing() as tx:
            draft = await _existing(tx, draft_id, lock=True)
            target = await _existing(tx, article_id, lock=True)
            if draft.state is not ArticleState.MERGED:
                draft = await _draft_of(tx, draft_id)
                await self._take_over(tx, target, draft, by, marked=marked)
            corrected = await _existing(tx, article_id)
        self._wake()
        return corrected

    async def _take_over(
        self, tx: Transaction, target: Article, draft: Article, by: Editor, *, marked: bool
    ) -> None:
        now = self._clock()
        content = replace(draft.content, link=draft.content.link or target.content.link)
        await tx.articles.set_state(draft.id, ArticleState.MERGED)
        if target.is_draft:
            await tx.articles.rewrite(target, content, draft.warnings)
        elif target.is_published:
            # The section stays: it decided who received the first post.
            section_id = target.section.id if target.section else None
            await tx.articles.revise(
                target, content, section_id=section_id, by=by.user_id, now=now, marked=marked
            )
            await tx.ledger.replay(target.id, now)  # an earlier text may have been rejected
            await tx.ledger.mark_changed(Kind.ARTICLE, target.id, now)
            await tx.ledger.owe_anew(Kind.PROGRESS, target.id, by.user_id, now)
        else:
            raise Refused("not_published", id=target.id)
        await tx.ledger.mark_changed(Kind.CARD, draft.id, now)
        await tx.ledger.mark_changed(Kind.CARD, target.id, now)
        if target.is_draft:
            await self._owe_card(tx, target.id, by)

    async def keep_apart(self, draft_id: int, *, by: Editor) -> Article:  # noqa: ARG002
        """The draft is a new article, however much it looks like another."""
        async with self._storage.writing() as tx:
            draft = await _draft_of(tx, draft_id)
            await tx.articles.set_resembles(draft.id, None)
            return await self._changed(tx, draft.id)

    async def status(self, article_id: int) -> Status:
        async with self._storage.reading() as tx:
            return await tx.cards.status(article_id)

    async def settle_unknown(self, delivery_id: int, *, there: bool, by: Editor) -> None:  # noqa: ARG002
        """An editor has looked: the post stands in the channel, or it does not."""
        async with self._storage.writing() as tx:
            row = await tx.ledger.find(delivery_id)
            if row is None or not row.unknown:
                raise Refused("delivery_settled")
            await tx.ledger.settle_unknown(row, there=there, now=self._clock())
            await tx.pace.settle(delivery_id)
        self._wake()

    # --- what these share ---

    async def _changed(self, tx: Transaction, article_id: int) -> Article:
        """A draft has changed: every card that shows it follows."""
        await tx.ledger.mark_changed(Kind.CARD, article_id, self._clock())
        self._wake()
        return await _existing(tx, article_id)

    async def _add_link(self, tx: Transaction, article_id: int, text: str) -> None:
        link = read_link(text)
        if link is None:
            raise Refused("link_invalid", text=text.strip())
        draft = await _draft_of(tx, article_id)
        warnings = tuple(code for code in draft.warnings if code != "no_link")
        await tx.articles.rewrite(draft, replace(draft.content, link=link), warnings)

    async def _owe_card(self, tx: Transaction, article_id: int, editor: Editor) -> None:
        await tx.ledger.owe_anew(Kind.CARD, article_id, editor.user_id, self._clock())


async def _existing(tx: Transaction, article_id: int, *, lock: bool = False) -> Article:
    if article := await tx.articles.get(article_id, lock=lock):
        return article
    raise Refused("article_unknown", id=article_id)


async def _published(tx: Transaction, article_id: int) -> Article:
    article = await _existing(tx, article_id)
    if not article.is_published:
        raise Refused("not_published", id=article_id)
    return article


async def _draft_of(tx: Transaction, article_id: int) -> Article:
    """What is not posted anywhere yet, kept from others until the transaction ends."""
    article = await _existing(tx, article_id, lock=True)
    match article.state:
        case ArticleState.DRAFT | ArticleState.ARCHIVED:
            return article
        case ArticleState.DISCARDED:
            raise Refused("article_discarded", id=article_id)
        case ArticleState.MERGED:
            raise Refused("draft_merged", id=article_id)
        case _:
            raise Refused("article_not_draft", id=article_id)


def _check_length(text: str) -> None:
    if len(text) > LONGEST_PAGE:
        raise Refused("page_too_long", length=len(text), limit=LONGEST_PAGE)
