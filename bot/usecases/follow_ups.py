"""Which earlier article a draft goes on from: chosen by a button, or typed."""

from dataclasses import replace
from datetime import datetime

from bot.domain.article import Article
from bot.domain.clock import Clock
from bot.domain.deed_log import Change, Did, Subject, deed
from bot.domain.desk import Dispatch, Earlier
from bot.domain.errors import RefusedError
from bot.domain.own_words import Typed
from bot.domain.people import Editor, check_decides
from bot.domain.question_kinds import Asked, Ending, Question, seen_as, standing
from bot.usecases.answered import Answered, article_answered
from bot.usecases.draft_cards import redraw_cards, show_card
from bot.usecases.questions import ask, close
from bot.usecases.scheduling import dispatch_of
from storage.storage import Snapshot, Storage, Transaction

_OFFERED = 10  # articles to choose from by a button


class FollowUps:
    """In each channel a follow-up's post replies to that of the article it goes on from."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def offered(self, article_id: int) -> Earlier:
        """A draft, and the newest articles that it may go on from."""
        async with self._storage.reading() as tx:
            return await _offered(tx, (await tx.articles.existing(article_id)).as_draft())

    async def ask(
        self,
        article_id: int,
        *,
        by: Editor,
        message_id: int | None = None,
        drawn: int | None = None,
    ) -> Earlier:
        """The same; the editor's next line is the number of one, unless a button says it before.

        `message_id`: the message that becomes the question.
        """
        async with self._storage.writing() as tx:
            draft = (await tx.articles.existing(article_id)).as_draft().as_drawn(drawn)
            check_decides(by, draft)
            about, seen = Asked.FOLLOW_UP, seen_as(standing(draft, Asked.FOLLOW_UP))
            question = Question(by.user_id, about, article_id, message_id=message_id, seen=seen)
            await ask(tx, question, self._clock())
            tx.wake()
            return await _offered(tx, draft)

    async def choose(
        self, article_id: int, earlier_id: int, *, by: Editor, drawn: int | None = None
    ) -> Dispatch:
        """It goes on from that article; 0: from none. The form takes the place of the question."""
        async with self._storage.writing() as tx:
            draft = await tx.articles.existing(article_id, lock=True)
            await go_on_from(tx, draft, earlier_id or None, by=by, now=self._clock(), drawn=drawn)
            if await _open_question(tx, draft, by):
                await tx.questions.close(by.user_id)
            after = await redraw_cards(tx, article_id, self._clock(), by=by)
            tx.wake()
            return await dispatch_of(tx, after)

    async def said(
        self, earlier_id: int, sent: Typed, *, answered: Answered | None, by: Editor
    ) -> None:
        """«Продовження №7» was typed as a reply to a message about a draft.

        Its card comes below. Handed over once more after a kill, that does nothing. Raises
        `RefusedError`: `follow_up_of_what` where the message is about no article.
        """
        async with self._storage.writing() as tx:
            if not await tx.desk.note_file(by.user_id, sent.message_id, sent.at):
                return
            about = await article_answered(tx, answered, by)
            if not about:
                raise RefusedError("follow_up_of_what", id=earlier_id)
            draft, now = await tx.articles.existing(about, lock=True), self._clock()
            await go_on_from(tx, draft, earlier_id, by=by, now=now)
            if question := await _open_question(tx, draft, by):
                await close(tx, question, Ending.ANSWERED, now)
            await show_card(tx, draft.id, by.user_id, now)
            await redraw_cards(tx, draft.id, now, by=by)
            tx.wake()


async def go_on_from(
    tx: Transaction,
    article: Article,
    earlier_id: int | None,
    *,
    by: Editor,
    now: datetime,
    drawn: int | None = None,
) -> None:
    """Write down what a draft goes on from, which is locked; None: nothing.

    Raises `RefusedError`: `article_unknown`, `not_published`, `follows_itself`,
    `follow_up_amends`, or what the draft has become, or whose it is.
    """
    draft = article.as_draft()
    check_decides(by, draft)
    if earlier_id is not None:
        if draft.amends:
            raise RefusedError("follow_up_amends", id=draft.id, article_id=draft.resembles)
        if earlier_id == draft.id:
            raise RefusedError("follows_itself", id=draft.id)
        if not (await tx.articles.existing(earlier_id)).is_published:
            raise RefusedError("not_published", id=earlier_id)
    outlets = replace(draft.outlets, follows=earlier_id)
    if outlets == draft.outlets:
        return
    changed = replace(draft.as_drawn(drawn), outlets=outlets)
    await tx.articles.save(changed)
    numbers = (draft.outlets.follows, earlier_id)
    change = Change("follows", *(str(each) if each else None for each in numbers))
    await tx.deeds.add(deed(Did.EDITED, Subject.article(changed), [change], by=by, at=now))


async def _offered(tx: Snapshot, draft: Article) -> Earlier:
    newest = await tx.archive.published(None, _OFFERED, 0)
    return Earlier(draft, tuple(each for each in newest if each.is_published))


async def _open_question(tx: Snapshot, draft: Article, by: Editor) -> Question | None:
    question = await tx.questions.of(by.user_id)
    if question is None or question.article_id != draft.id:
        return None
    return question if question.about is Asked.FOLLOW_UP else None
