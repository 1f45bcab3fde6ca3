"""How pages come in: pasted whole or in parts, as links, as files.

Each becomes a draft, or what the desk was asked for last, in one transaction.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from bot.domain.article import Reading
from bot.domain.clock import Clock, NextLook
from bot.domain.errors import RefusedError
from bot.domain.formatted import Format
from bot.domain.links import lone_link
from bot.domain.own_words import Source, Typed
from bot.domain.people import Editor
from bot.domain.question_kinds import Asked, Ending, Question
from bot.fetching import Fetcher
from bot.intake.executor import Parsing
from bot.intake.text.parts import may_be_followed
from bot.intake.web.web_page import read_web_page
from bot.usecases.admission import refuse, take_pages
from bot.usecases.channel_wording import answer_words
from bot.usecases.draft_cards import redraw_cards, show_card
from bot.usecases.editing import answer
from bot.usecases.one_by_one import for_all, for_each
from bot.usecases.outside_looks import OutsideLooks
from bot.usecases.own_posts import is_own, may_be_own, offer_own, take_own
from bot.usecases.pastes import (
    Parts,
    Paste,
    check_length,
    is_another_page,
    read_file,
    read_safely,
)
from bot.usecases.questions import close
from bot.usecases.rereading import continues_draft
from storage.awaited_pages import AwaitedPage
from storage.storage import Storage, Transaction

_logger = logging.getLogger(__name__)

_WAIT_FOR_NEXT = timedelta(seconds=2)
_LOOK_EVERY = timedelta(minutes=1)  # whoever is sent a part or a link says so
_KEEP_PARTS = timedelta(days=7)
# A page that is in hand for longer was in a killed process, and is fetched again; after
# `_MOST_TRIES` it is given up, since it may be what ends the process each time.
_FETCH_LASTS = timedelta(seconds=90)
_FETCHED_AT_ONCE = 8
_MOST_TRIES = 3


class Drafts:
    """Pages in, drafts out. `zone` is the newsroom's, in which pages print their dates."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        zone: tzinfo,
        fetcher: Fetcher | None = None,
        *,
        parsing: Parsing,
        look: bool = True,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._zone = zone
        self._fetcher = fetcher or Fetcher()
        self._fetching = 0  # pages under way
        self.next_paste = NextLook(clock, _LOOK_EVERY)
        self.next_fetch = NextLook(clock, _LOOK_EVERY)
        self._parsing = parsing
        self.looks = OutsideLooks(storage, clock, fetcher, parsing, on=look)

    async def receive_text(
        self,
        editor: Editor,
        message_id: int,
        text: str,
        at: datetime,
        *,
        formats: Sequence[Format] = (),
        source: Source | None = None,
    ) -> None:
        """Keep what an editor sent; a long text waits two seconds for a next part.

        The result (a card, an offer, or a refusal in words) is sent through the ledger.
        `source`: from where it was forwarded.
        """
        now = self._clock()
        waits = may_be_followed(text, forwarded=source is not None)
        waiting, before = await self._waiting(editor.user_id), None
        if is_another_page(waiting, text):
            waiting, before = (), await self._read_paste(waiting)
        paste = None if waits else await self._read_paste([*waiting, (text, at)])
        async with self._storage.writing() as tx:
            if before:
                await self._assemble(tx, editor.user_id, before)
            new = await tx.desk.keep_part(
                editor.user_id,
                message_id,
                text,
                at=at,
                complete_at=now + _WAIT_FOR_NEXT if waits else now,
                formats=formats,
                source=source,
            )
            if new and not waits:
                await self._assemble(tx, editor.user_id, paste)
            tx.wake()
        self._look_again()

    async def change_text(
        self, editor: Editor, message_id: int, text: str, formats: Sequence[Format] = ()
    ) -> bool:
        """An editor has edited a message. Returns whether its text still waited to be read."""
        if not text:
            return False
        async with self._storage.writing() as tx:
            return await tx.desk.change_part(editor.user_id, message_id, text, formats)

    async def assemble(self) -> None:
        """Read every paste that no longer waits for a further part."""
        if not self.next_paste.is_now():
            return
        now = self._clock()
        async with self._storage.reading() as tx:
            pastes = await tx.desk.open_pastes()
        self.next_paste.found(min(pastes.values(), default=None))
        complete = [chat_id for chat_id, at in pastes.items() if at <= now]
        await for_each(complete, self._assemble_of, lambda _: "a paste could not be taken in")

    async def _assemble_of(self, chat_id: int) -> None:
        paste = await self._read_paste(await self._waiting(chat_id))
        async with self._storage.writing() as tx:
            await self._assemble(tx, chat_id, paste)
            tx.wake()
        self._look_again()

    async def tidy(self) -> None:
        """Forget pasted parts that were read long ago."""
        async with self._storage.writing() as tx:
            await tx.desk.forget_parts(self._clock() - _KEEP_PARTS)
            await tx.looks.forget(self._clock() - _KEEP_PARTS)

    async def receive_file(
        self, editor: Editor, name: str, data: bytes, at: datetime, message_id: int | None = None
    ) -> None:
        """Read a text file or a saved web page, once.

        Raises `RefusedError` for one that is neither.
        """
        came = await self._parsing(read_file, name, data, self._zone, at)
        async with self._storage.writing() as tx:
            if not await _is_new(tx, editor, message_id, at):
                return
            if isinstance(came, Paste):
                await self._answer(tx, editor, came, at)
            else:
                question = await _asked(tx, editor)
                await take_pages(
                    tx,
                    editor,
                    [came],
                    self._clock(),
                    target=question.to_correct if question else None,
                )
                await self._page_came(tx, question)
            tx.wake()
        self._look_again()

    async def fetch_pages(self) -> None:
        """Fetch the pages that links name, outside of any transaction, and make drafts of them.

        It may be called again while it is at work: a slow site holds up no other link. A page
        whose process was killed is fetched again once its lease has run out.
        """
        if self._fetching >= _FETCHED_AT_ONCE or not self.next_fetch.is_now():
            return
        now = self._clock()
        async with self._storage.reading() as tx:
            due_at = await tx.desk.next_awaited_page()
        self.next_fetch.found(due_at)
        if due_at is None or due_at > now:
            return
        async with self._storage.writing() as tx:
            free = _FETCHED_AT_ONCE - self._fetching
            pages = await tx.desk.take_awaited_pages(now, now + _FETCH_LASTS, free)
            self._fetching += len(pages)
        await for_all(pages, self._fetch_in_place, lambda page: f"{page.url} is not taken in")

    async def _fetch_in_place(self, page: AwaitedPage) -> None:
        try:
            await self._fetch(page)
        finally:
            self._fetching -= 1

    async def _fetch(self, page: AwaitedPage) -> None:
        outcome = await self._fetched(page)
        async with self._storage.writing() as tx:
            editor = await tx.people.editor(page.chat_id)
            if not await tx.desk.page_came(page.id) or editor is None:
                return
            if isinstance(outcome, Reading):
                await take_pages(tx, editor, [outcome], self._clock(), target=page.article_id)
            else:
                await refuse(tx, editor, outcome, self._clock())
                if page.article_id and await tx.questions.of(page.chat_id) is None:
                    again = Question(page.chat_id, Asked.CORRECTION, page.article_id)
                    await tx.questions.ask(again, self._clock())
            tx.wake()
        self._look_again()

    async def _fetched(self, page: AwaitedPage) -> Reading | RefusedError:
        if page.tries > _MOST_TRIES:  # what is the site's fault ends a try
            return RefusedError("page_fault")
        try:
            came = await self._fetcher.fetch_page(page.url)
            return await self._parsing(
                read_web_page,
                came.data,
                url=came.url,
                content_type=came.headers.get("content-type"),
                zone=self._zone,
                copied_at=page.asked_at,
            )
        except RefusedError as refusal:
            return refusal
        except Exception:
            _logger.exception("the page at a link could not be read")
            return RefusedError("page_fault")

    def _look_again(self) -> None:
        """Look for work after a commit: a paste may be complete, a page due to be fetched."""
        self.next_paste.at_once()
        self.next_fetch.at_once()

    async def _waiting(self, chat_id: int) -> Parts:
        """A chat's parts, which are read before any lock is taken."""
        async with self._storage.reading() as tx:
            return await tx.desk.parts(chat_id)

    async def _read_paste(self, parts: Parts) -> Paste:
        return await read_safely(self._parsing, parts, self._zone)

    async def _assemble(self, tx: Transaction, chat_id: int, paste: Paste | None) -> None:
        """Store what was read ahead (`paste`); read it all again if another part has come."""
        typed = await tx.desk.waiting(chat_id)
        parts = await tx.desk.take_parts(chat_id)
        editor = await tx.people.editor(chat_id)
        if parts and editor:
            _, sent_at = parts[0]
            if paste is None or list(paste.parts) != parts:
                paste = await self._read_paste(parts)
            await self._answer(tx, editor, paste, sent_at, typed)

    async def _answer(
        self,
        tx: Transaction,
        editor: Editor,
        paste: Paste,
        at: datetime,
        messages: Sequence[Typed] = (),
    ) -> None:
        """Make of a text whatever the editor was asked for, and owe them the result.

        A link is kept to be fetched, and its result is owed later. `messages`: those that the text
        came in; a single one may be own words, to be posted as they are.
        """
        question, text = await _asked(tx, editor), paste.text
        typed = messages[0] if len(messages) == 1 else None
        try:
            check_length(text)
            asks = question and (question.channel_id or question.article_id)
            if question and asks and question.is_answered_by(text):
                await self._take_answer(tx, editor, question, text, at)
                return
            target = question.to_correct if question else None
            if typed and await is_own(tx, typed, paste, question):
                breaking = question is not None and question.about is Asked.FLASH
                await take_own(tx, editor, typed, self._clock(), target=target, breaking=breaking)
            elif typed and target is None and may_be_own(typed, paste):
                goes_on = await continues_draft(tx, typed, editor)
                await offer_own(tx, editor, typed, paste, self._clock(), continues=goes_on)
                return
            elif link := lone_link(text):
                await tx.desk.await_page(
                    editor.user_id, link, article_id=target, asked_at=at, now=self._clock()
                )
            else:
                pages = paste.with_marks(messages)
                made = await take_pages(tx, editor, pages, self._clock(), target=target)
                for message in messages if len(made) == 1 else ():
                    await tx.desk.belongs(editor.user_id, message.message_id, made[0])
            await self._page_came(tx, question)
        except RefusedError as refusal:
            await refuse(tx, editor, refusal, self._clock())
            if question and question.article_id:
                article = await tx.articles.existing(question.article_id)
                if question.is_outdated(article):
                    await close(tx, question, Ending.OUTDATED, self._clock())

    async def _take_answer(
        self, tx: Transaction, editor: Editor, question: Question, text: str, at: datetime
    ) -> None:
        """What an article says is this from now on, or what it says in one channel alone."""
        now = self._clock()
        if question.channel_id:
            await answer_words(tx, question, text, by=editor, now=now)
        else:
            article = await answer(tx, question, text, by=editor, zone=self._zone, at=at, now=now)
            if not article.is_published:  # else what is proposed has a card of its own
                await show_card(tx, article.id, editor.user_id, now)
                await redraw_cards(tx, article.id, now, by=editor)
        await close(tx, question, Ending.ANSWERED, now)

    async def _page_came(self, tx: Transaction, question: Question | None) -> None:
        """A page came: the answer to a question, or a sign that there will be none."""
        if question:
            answers = question.to_correct or question.about is Asked.FLASH
            ending = Ending.ANSWERED if answers else Ending.OUTDATED
            await close(tx, question, ending, self._clock())


async def _asked(tx: Transaction, editor: Editor) -> Question | None:
    """What the editor was asked about an article; questions of feeds are handled elsewhere."""
    question = await tx.questions.of(editor.user_id)
    elsewhere = question is None or question.is_of_feeds or question.is_of_sections
    return None if elsewhere else question


async def _is_new(tx: Transaction, editor: Editor, message_id: int | None, at: datetime) -> bool:
    """Whether a file comes for the first time, and from somebody who is still of the desk.

    The transaction that asks also stores what becomes of the file.
    """
    if await tx.people.editor(editor.user_id) is None:
        return False
    return message_id is None or await tx.desk.note_file(editor.user_id, message_id, at)
