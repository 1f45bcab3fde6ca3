"""What people of the desk are asked, from asking to the end.

One question is open for a person at a time, and of an article one form of each kind. Whatever ends
it, the message in which it stands says so and loses its buttons.
"""

from collections.abc import Callable
from datetime import datetime

from bot.domain.article import Article
from bot.domain.article_fields import Field
from bot.domain.article_forms import Form
from bot.domain.card_notices import FormMoved, QuestionEnded
from bot.domain.clock import Clock
from bot.domain.people import Editor
from bot.domain.question_kinds import Asked, Ending, Question, seen_as
from bot.usecases.wanted import waits_no_more
from storage.storage import Storage, Transaction


class Questions:
    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def open(self, editor: Editor) -> Question | None:
        """What the next text of an editor is the answer to."""
        async with self._storage.reading() as tx:
            return await tx.questions.of(editor.user_id)

    async def stands_in(self, message_id: int, *, of: Editor) -> None:
        """The question has been put, in this message."""
        async with self._storage.writing() as tx:
            await tx.questions.stands_in(of.user_id, message_id)

    async def cancel(self, article_id: int | None, *, by: Editor, but: int | None = None) -> bool:
        """Wait for the editor's answer about an article no more, or (None) about feeds.

        False where none was waited for. `but`: a message that shows something else by now.
        """
        return await self._cancel(
            by,
            lambda q: (
                q.article_id == article_id
                and q.about is not Asked.FLASH
                and not (q.is_of_sections or q.is_of_letters)
            ),
            but,
        )

    async def cancel_of_section(self, section_id: int, *, by: Editor, but: int | None) -> bool:
        """Wait for a section's name or emoji no more. False where none was waited for."""
        return await self._cancel(by, lambda q: q.section_id == section_id, but)

    async def cancel_flash(self, *, by: Editor) -> bool:
        """Wait for a breaking story no more. False where none was waited for."""
        return await self._cancel(by, lambda q: q.about is Asked.FLASH)

    async def opened(self, article_id: int, kind: Form, message_id: int, *, by: Editor) -> None:
        """A form stands in this message; where it stood before it says so, without buttons."""
        async with self._storage.writing() as tx:
            before = await tx.questions.open_form(by.user_id, article_id, kind, message_id)
            if before is None:
                return
            question = await tx.questions.of(by.user_id)
            if question and question.message_id == before:  # asked within the form
                await tx.questions.close(by.user_id)
            article = await tx.articles.existing(article_id)
            moved = FormMoved(article_id, article.content.headline, kind)
            await tx.tell([by.user_id], moved, self._clock(), message_id=before)
            tx.wake()

    async def answered(self, message_id: int | None, *, by: Editor) -> None:
        """A form has had its answer, and says so itself."""
        if message_id is not None:
            async with self._storage.writing() as tx:
                await tx.questions.close_form(by.user_id, message_id)

    async def _cancel(
        self, by: Editor, meant: Callable[[Question], bool], but: int | None = None
    ) -> bool:
        async with self._storage.writing() as tx:
            question = await tx.questions.of(by.user_id)
            if question is None or not meant(question):
                return False
            await close(tx, question, Ending.CANCELLED, self._clock(), but=but)
            tx.wake()
        return True


async def ask(tx: Transaction, question: Question, now: datetime) -> None:
    """Ask, in place of what the editor was asked before."""
    if before := await tx.questions.of(question.chat_id):
        await close(tx, before, Ending.OUTDATED, now, but=question.message_id)
    await tx.questions.ask(question, now)


async def overlooks(tx: Transaction, question: Question, there: str | datetime | None) -> bool:
    """Whether somebody has set what was asked for since, which whoever answers has not seen.

    They are told then, and the next answer counts.
    """
    mark = seen_as(there)
    if question.seen in (None, mark):
        return False
    await tx.questions.saw(question.chat_id, mark)
    return True


async def close(
    tx: Transaction,
    question: Question,
    ending: Ending,
    now: datetime,
    *,
    but: int | None = None,
) -> None:
    """End a question. `but`: a message that whoever was asked sees change in another way."""
    await tx.questions.close(question.chat_id)
    if question.message_id is None or question.message_id == but:
        return
    # It may have been asked within a form, which is over with it.
    await tx.questions.close_form(question.chat_id, question.message_id)
    article = await tx.articles.get(question.article_id) if question.article_id else None
    feed = await tx.feeds.feed(question.feed_id) if question.feed_id else None
    section = await tx.sections.get(question.section_id) if question.section_id else None
    named = section or feed
    title = article.content.headline if article else named.name if named else ""
    if question.about is Field.HEADLINE and ending is Ending.ANSWERED:
        title = ""  # of a published article the old one, until the change is confirmed
    notice = QuestionEnded(question.about, ending, title, question.article_id)
    await tx.tell([question.chat_id], notice, now, message_id=question.message_id)


async def close_outdated(tx: Transaction, article: Article, now: datetime) -> None:
    """End what can be answered no more, as the article is now."""
    for question in await tx.questions.about_article(article.id):
        if question.is_outdated(article):
            await close(tx, question, Ending.OUTDATED, now)
    await _close_choices(tx, article.id, now)


async def close_of_draft(tx: Transaction, article_id: int, now: datetime) -> None:
    """The draft is published as it is: what was asked to complete it needs no answer."""
    for question in await tx.questions.about_article(article_id):
        if question.about is not Asked.CORRECTION:
            await close(tx, question, Ending.OUTDATED, now)
    await _close_choices(tx, article_id, now)


async def close_times(
    tx: Transaction, article_id: int, now: datetime, *, but: int | None = None
) -> None:
    """When it goes out is not what these say any more. `but`: whose message changes by itself."""
    await _close_forms(tx, article_id, Form.TIME, now, but=but)


async def _close_choices(tx: Transaction, article_id: int, now: datetime) -> None:
    """Where and when it goes is settled: nobody has buttons left to choose that by."""
    await waits_no_more(tx, article_id, now)
    await _close_forms(tx, article_id, Form.OUTLETS, now)
    await close_times(tx, article_id, now)


async def _close_forms(
    tx: Transaction, article_id: int, kind: Form, now: datetime, *, but: int | None = None
) -> None:
    forms = await tx.questions.close_forms(article_id, kind, but=but)
    if not forms:
        return
    headline = (await tx.articles.existing(article_id)).content.headline
    over = FormMoved(article_id, headline, kind, over=True)
    for chat_id, message_id in forms:
        await tx.tell([chat_id], over, now, message_id=message_id)
