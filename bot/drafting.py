"""How pages come in: pasted whole or in parts, as files, from the command line.

Each becomes a draft, or what the desk was asked for last, in one transaction.
"""

from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from bot.domain.article import Article, ArticleState, Content, Reading, resembles
from bot.domain.clock import Clock, Wake
from bot.domain.delivery import Kind
from bot.domain.desk import Asked
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
# After these an open question can be answered no more.
_SETTLED = frozenset(("article_unknown", "article_not_draft", "article_discarded", "draft_merged"))


class Drafting:
    """Pages in, drafts out. `zone` is the newsroom's, in which pages print their dates."""

    def __init__(self, storage: Storage, clock: Clock, wake: Wake, zone: tzinfo) -> None:
        self._storage = storage
        self._clock = clock
        self._wake = wake
        self._zone = zone

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
            return await tx.articles.existing(article.id), True

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
            if question and question.about == Asked.LINK and "\n" not in text.strip():
                await self._add_link(tx, question.article_id, text)
                await self._owe_card(tx, question.article_id, editor)
                return
            target = (
                question.article_id if question and question.about == Asked.CORRECTION else None
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
        # What was taken back stays so: the same page again is a new article, and says so.
        if known and known.state is not ArticleState.RETRACTED:
            known = await tx.articles.take_up(known)
            if known.can_be_published and target not in (None, known.id):
                await tx.articles.set_resembles(known.id, target)
            return known
        section = await tx.audience.section_named(content.section) if content.section else None
        alike = target or await self._alike(tx, content) or (known.id if known else None)
        article_id = await tx.articles.add_draft(
            content,
            section_id=section.id if section else None,
            warnings=reading.warnings,
            resembles=alike,
            by=by.user_id if by else None,
            now=self._clock(),
        )
        return await tx.articles.existing(article_id)

    async def _alike(self, tx: Transaction, content: Content) -> int | None:
        found = await tx.articles.alike(content)
        return next((old.id for old in found if resembles(content, old.content)), None)

    async def _add_link(self, tx: Transaction, article_id: int, text: str) -> None:
        link = read_link(text)
        if link is None:
            raise Refused("link_invalid", text=text.strip())
        draft = (await tx.articles.existing(article_id, lock=True)).as_draft()
        warnings = tuple(code for code in draft.warnings if code != "no_link")
        await tx.articles.rewrite(draft, replace(draft.content, link=link), warnings)

    async def _owe_card(self, tx: Transaction, article_id: int, editor: Editor) -> None:
        await tx.ledger.owe_anew(Kind.CARD, article_id, editor.user_id, self._clock())


def _check_length(text: str) -> None:
    if len(text) > LONGEST_PAGE:
        raise Refused("page_too_long", length=len(text), limit=LONGEST_PAGE)
