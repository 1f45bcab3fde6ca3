"""When a draft goes out by itself and where to, and what becomes of a time that was missed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from bot.domain.article import Article
from bot.domain.clock import Clock, NextLook
from bot.domain.deed_log import Change, Did, Subject, deed, time_changes
from bot.domain.desk import Dispatch, Upcoming
from bot.domain.errors import RefusedError
from bot.domain.foreseen import foresee
from bot.domain.outlets import Outlets
from bot.domain.people import Editor, check_decides
from bot.domain.question_kinds import Asked, Question, seen_as, standing
from bot.domain.schedule import check_time
from bot.domain.schedule_notices import NotPublished, ScheduleMissed
from bot.usecases.draft_cards import redraw_cards
from bot.usecases.one_by_one import for_each
from bot.usecases.publishing import release
from bot.usecases.questions import ask, close_times
from bot.usecases.second_looks import needs_second
from storage.storage import Snapshot, Storage, Transaction

_PAGE = 8  # articles to a page of the queue
_SPACED = 5  # posts on its first page that keep their distance
_AT_ONCE = 100
_FORESEEN = 200  # articles of the queue whose posts may come later than they say


class Scheduling:
    """`grace`: what was missed by no more than that is published late, without a question.

    `desk_chat_id` is asked about all else; without one, the owners are.
    """

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        zone: tzinfo,
        grace: timedelta,
        desk_chat_id: int | None = None,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self.zone = zone
        self._grace = grace
        self._desk_chat_id = desk_chat_id
        self.next_look = NextLook(clock)
        storage.wakes.append(self.next_look.at_once)

    # --- what the desk does ---

    def now(self) -> datetime:
        """How late it is in the newsroom."""
        return self._clock().astimezone(self.zone)

    async def article(self, article_id: int, *, drawn: int | None = None) -> Article:
        """What may be given a time. Raises `RefusedError` for all else.

        `drawn`, here and below: the version of the article that the pressed button was drawn for.
        """
        async with self._storage.reading() as tx:
            return (await tx.articles.existing(article_id)).as_draft().as_drawn(drawn)

    async def needs_second(self, article: Article) -> bool:
        """Whether nobody sets its time alone."""
        async with self._storage.reading() as tx:
            return await needs_second(tx, article)

    async def ask(
        self,
        article_id: int,
        *,
        embargo: bool,
        by: Editor,
        message_id: int | None = None,
        drawn: int | None = None,
    ) -> Article:
        """The editor's next line is the time, unless a button says it before.

        `embargo`: before which nobody can publish. `message_id`: the message that becomes the
        question.
        """
        about = Asked.EMBARGO if embargo else Asked.WHEN
        async with self._storage.writing() as tx:
            draft = (await tx.articles.existing(article_id)).as_draft().as_drawn(drawn)
            check_decides(by, draft)
            if not embargo:
                await _check_alone(tx, draft)
            seen = seen_as(standing(draft, about))
            question = Question(by.user_id, about, article_id, message_id=message_id, seen=seen)
            await ask(tx, question, self._clock())
            tx.wake()
        return draft

    async def schedule(
        self, article_id: int, at: datetime, *, by: Editor, drawn: int | None = None
    ) -> Article:
        """It goes out at this moment. Raises `RefusedError`."""
        async with self._changing(article_id, by) as (tx, draft):
            await _check_alone(tx, draft)
            scheduled = draft.schedule(at, self._clock(), by=by.user_id)
            return await self._keep(tx, draft, scheduled, by, drawn)

    async def embargo(
        self, article_id: int, until: datetime, *, by: Editor, drawn: int | None = None
    ) -> Article:
        """Nobody can publish it before. Raises `RefusedError`."""
        check_time(until, self._clock())
        async with self._changing(article_id, by) as (tx, draft):
            return await self._keep(tx, draft, draft.embargo(until), by, drawn)

    async def clear(
        self, article_id: int, *, embargo: bool, by: Editor, drawn: int | None = None
    ) -> Article:
        """It waits for somebody to publish it; or anybody may."""
        async with self._changing(article_id, by) as (tx, article):
            now = self._clock()
            draft = article.as_draft()  # what is out by now is not said to be taken off the queue
            cleared = draft.embargo(None) if embargo else draft.schedule(None, now)
            return await self._keep(tx, article, cleared, by, drawn)

    async def set_breaking(
        self, article_id: int, *, on: bool, by: Editor, drawn: int | None = None
    ) -> Article:
        """Meant as breaking, so that it comes before all others at its time, too; or not."""
        async with self._storage.writing() as tx:
            draft = await self._to_send(tx, article_id, by)
            if draft.breaking is on:
                return draft
            changed, now = replace(draft.as_drawn(drawn), breaking=on), self._clock()
            await tx.articles.save(changed)
            change, subject = Change.switched("breaking", on=on), Subject.article(changed)
            await tx.deeds.add(deed(Did.EDITED, subject, [change], by=by, at=now))
            await close_times(tx, draft.id, now, but=by.user_id)
            changed = await redraw_cards(tx, draft.id, now, by=by)
            tx.wake()
        return changed

    @asynccontextmanager
    async def _changing(
        self, article_id: int, by: Editor
    ) -> AsyncIterator[tuple[Transaction, Article]]:
        """The article, locked; the message of the question shows something else afterwards."""
        async with self._storage.writing() as tx:
            article = await tx.articles.existing(article_id, lock=True)
            check_decides(by, article)
            question = await tx.questions.of(by.user_id)
            if question and question.is_of_time and question.article_id == article_id:
                await tx.questions.close(by.user_id)
            yield tx, article
            tx.wake()

    async def _keep(
        self, tx: Transaction, before: Article, after: Article, by: Editor, drawn: int | None
    ) -> Article:
        """What is so already, say by the first of two presses, is said to be so."""
        if after == before:
            return before
        before.as_drawn(drawn)
        await keep_time(tx, before, after, by=by, now=self._clock(), but=by.user_id)
        return await redraw_cards(tx, after.id, self._clock(), by=by)

    # --- where it goes, and how ---

    async def outlets(self, article_id: int, *, drawn: int | None = None) -> Dispatch:
        """A draft with all the channels that its section goes to."""
        async with self._storage.reading() as tx:
            draft = (await tx.articles.existing(article_id)).as_draft().as_drawn(drawn)
            return await dispatch_of(tx, draft)

    async def set_outlet(self, article_id: int, part: str, *, on: bool, by: Editor) -> Dispatch:
        """With sound or without; to readers, to channels or not.

        Whatever else has changed since its button was drawn: it says what is to be, of one switch.
        """
        async with self._storage.writing() as tx:
            draft = await self._to_send(tx, article_id, by)
            outlets = draft.outlets.with_part(part, on=on)
            change = Change.switched(part, on=on)
            return await self._send_to(tx, draft, outlets, change, by=by)

    async def set_outlet_channel(
        self, article_id: int, chat_id: int, *, on: bool, by: Editor
    ) -> Dispatch:
        """To a channel of its section, or not; likewise."""
        async with self._storage.writing() as tx:
            draft = await self._to_send(tx, article_id, by)
            channel = await tx.channels.get(chat_id)
            if channel is None:
                raise RefusedError("channel_unknown")
            title = None if on else channel.title
            change = Change("left_out", channel.title if on else None, title)
            outlets = draft.outlets.with_channel(chat_id, on=on)
            return await self._send_to(tx, draft, outlets, change, by=by)

    async def _to_send(self, tx: Transaction, article_id: int, by: Editor) -> Article:
        draft = (await tx.articles.existing(article_id, lock=True)).as_draft()
        check_decides(by, draft)
        return draft

    async def _send_to(
        self,
        tx: Transaction,
        draft: Article,
        outlets: Outlets,
        change: Change,
        *,
        by: Editor,
    ) -> Dispatch:
        if outlets == draft.outlets:
            return await dispatch_of(tx, draft)
        changed, now = replace(draft, outlets=outlets), self._clock()
        await tx.articles.save(changed)
        subject = Subject.article(changed)
        await tx.deeds.add(deed(Did.EDITED, subject, [change], by=by, at=now))
        tx.wake()
        return await dispatch_of(tx, await redraw_cards(tx, draft.id, now, by=by))

    # --- the queue ---

    async def queue(self, page: int = 0) -> Upcoming:
        """A page of what goes out by itself; the last one where there are fewer."""
        async with self._storage.reading() as tx:
            total = await tx.schedule.count()
            pages = max(1, -(-total // _PAGE))
            page = max(0, min(page, pages - 1))
            articles = await tx.schedule.queue(_PAGE, page * _PAGE)
            spaced = () if page else tuple(await tx.schedule.spaced(self._clock(), _SPACED))
            waiting = await tx.schedule.count_spaced(self._clock()) if spaced else 0
            timed, channels = await tx.schedule.times(_FORESEEN), await tx.channels.all()
            later = foresee(timed, channels, await tx.channels.last_posts())
            strict = frozenset(await tx.sections.needing_second())
        return Upcoming(tuple(articles), page, pages, total, spaced, waiting, later, strict)

    async def page_of(self, article_id: int) -> int:
        """The page of the queue on which an article stands; the first where it has no time."""
        async with self._storage.reading() as tx:
            scheduled = (await tx.articles.existing(article_id)).scheduled
            if scheduled is None:
                return 0
            return await tx.schedule.count_before(scheduled.at, article_id) // _PAGE

    # --- what the clock does ---

    async def publish_due(self) -> None:
        """Publish what is due, each in a transaction of its own: once, whoever is killed when."""
        if not self.next_look.is_now():
            return
        now = self._clock()
        async with self._storage.reading() as tx:
            due = await tx.schedule.due(now, _AT_ONCE)
            next_at = await tx.schedule.next_at()
        await for_each(due, self._publish_one, lambda n: f"article {n} did not go out at its time")
        self.next_look.found(now if due else next_at)

    async def _publish_one(self, article_id: int) -> None:
        async with self._storage.writing() as tx:
            await self._publish(tx, article_id)
            tx.wake()

    async def _publish(self, tx: Transaction, article_id: int) -> None:
        """As an editor would, unless it was moved, is too late, or cannot be published by now."""
        article = await tx.articles.existing(article_id, lock=True)
        now, scheduled = self._clock(), article.scheduled
        if scheduled is None or scheduled.at > now:
            return
        if now - scheduled.at > self._grace:
            missed = ScheduleMissed(article.id, article.content.headline, scheduled.at)
            await self._ask_desk(tx, article, now, missed)
            return
        editor = await tx.people.editor(scheduled.by) if scheduled.by else None
        try:
            if scheduled.by is not None:  # a source is not asked for a second word
                await _check_alone(tx, article)
            await release(tx, article, now, by=editor, breaking=article.breaking)
        except RefusedError as refusal:
            told = NotPublished(
                article.id,
                article.content.headline,
                scheduled.at,
                refusal.code,
                refusal.details,
            )
            await self._ask_desk(tx, article, now, told)

    async def _ask_desk(
        self, tx: Transaction, article: Article, now: datetime, told: ScheduleMissed
    ) -> None:
        """It is a draft like others until somebody decides."""
        await tx.articles.save(article.schedule(None, now))
        await close_times(tx, article.id, now)
        await redraw_cards(tx, article.id, now)
        chats = set(await tx.desk_chats(self._desk_chat_id))
        if article.scheduled and article.scheduled.by:
            editor = await tx.people.editor(article.scheduled.by)
            chats |= {editor.user_id} if editor else set()
        await tx.tell(sorted(chats), told, now)


async def dispatch_of(tx: Snapshot, draft: Article) -> Dispatch:
    """A draft with all the channels that its section goes to."""
    section = draft.section
    channels = await tx.channels.of_section(section.id) if section else []
    earlier = draft.outlets.follows
    alone = [
        channel
        for channel in channels
        if earlier
        and draft.outlets.take(channel.chat_id)
        and await tx.ledger.post_in(earlier, channel.chat_id) is None
        and await tx.round_ups.post_of(earlier, channel.chat_id) is None
    ]
    return Dispatch(draft, tuple(channels), tuple(alone))


async def _check_alone(tx: Transaction, article: Article) -> None:
    """A time is one person's word. Raises `RefusedError`: `second_needed`."""
    if await needs_second(tx, article):
        raise RefusedError("second_needed", id=article.id)


async def keep_time(
    tx: Transaction,
    before: Article,
    after: Article,
    *,
    by: Editor,
    now: datetime,
    but: int | None = None,
) -> None:
    """Store when it goes out, or may go out, and who of the desk has said so.

    `but`: a chat whose message of that time is drawn anew by itself.
    """
    await tx.articles.save(after)
    await close_times(tx, after.id, now, but=but)
    changes = time_changes(before, after)
    await tx.deeds.add(deed(Did.EDITED, Subject.article(after), changes, by=by, at=now))
