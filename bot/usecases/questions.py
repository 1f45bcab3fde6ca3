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
        """Note the message in which the question was put."""
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

    async def cancel_any(self, *, by: Editor) -> bool:
        """Wait for no answer of the editor's any more. False where none was waited for."""
        return await self._cancel(by, lambda _: True)

    async def begin(self, article_id: int, kind: Form, *, by: Editor) -> None:
        """A form is about to be sent: a disk that takes no writes says so before, not after."""
        async with self._storage.writing() as tx:
            await tx.questions.begin_form(by.user_id, article_id, kind)

    async def opened(self, article_id: int, kind: Form, message_id: int, *, by: Editor) -> None:
        """A form is open in this message now; the message where it was loses its buttons."""
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
        """A form was answered; its own message shows that."""
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
    """Ask a question, which takes the place of the editor's previous one."""
    if before := await tx.questions.of(question.chat_id):
        await close(tx, before, Ending.OUTDATED, now, but=question.message_id)
    await tx.questions.ask(question, now)


async def overlooks(tx: Transaction, question: Question, there: str | datetime | None) -> bool:
    """Whether somebody else has set the field since the question, unseen by whoever answers.

    They are told of it once; their next answer counts.
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
    """End a question. `but`: a message that is changed by other means."""
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
    """End the questions that the article, as it is now, leaves without a purpose."""
    for question in await tx.questions.about_article(article.id):
        if question.is_outdated(article):
            await close(tx, question, Ending.OUTDATED, now)
    await _close_choices(tx, article.id, now)


async def close_of_draft(tx: Transaction, article_id: int, now: datetime) -> None:
    """End the questions about a draft's fields: it was published as it is."""
    for question in await tx.questions.about_article(article_id):
        if question.about is not Asked.CORRECTION:
            await close(tx, question, Ending.OUTDATED, now)
    await _close_choices(tx, article_id, now)


async def close_times(
    tx: Transaction, article_id: int, now: datetime, *, but: int | None = None
) -> None:
    """End what asks or says when an article goes out. `but`: a message that is changed anyway."""
    await _close_forms(tx, article_id, Form.TIME, now, but=but)


async def _close_choices(tx: Transaction, article_id: int, now: datetime) -> None:
    """Take the buttons from forms that ask where and when an article goes: it is settled."""
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
