"""What the desk is alerted to, and what it decides then: posts in doubt, readers out of reach."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from bot.domain.clock import Clock
from bot.domain.deed_log import About, Change, Did, Subject, deed
from bot.domain.delivery import Delivery, Kind
from bot.domain.errors import RefusedError
from bot.domain.fingerprints import exact_print
from bot.domain.notices import ArticleRetracted, EditedByHand
from bot.domain.own_notices import JobFails, WebhookFails
from bot.domain.people import Editor, check_decides, decides
from bot.domain.post_links import post_link
from storage.storage import Storage, Transaction

_TOLD_LATELY = timedelta(hours=1)


class Alerts:
    """`desk_chat_id` is told of the bot's own faults; without one, the owners are."""

    def __init__(self, storage: Storage, clock: Clock, desk_chat_id: int | None = None) -> None:
        self._storage = storage
        self._clock = clock
        self._desk_chat_id = desk_chat_id

    async def job_fails(self, job: str, error: Exception) -> None:
        """Tell the desk that something of the bot's own fails again and again."""
        notice = JobFails(job, type(error).__name__)
        async with self._storage.writing() as tx:
            desk = await tx.desk_chats(self._desk_chat_id)
            await tx.tell(desk, notice, self._clock())
            tx.wake()

    async def webhook_fails(self, words: str, waiting: int) -> None:
        """Tell the desk that Telegram cannot bring updates, once for all processes that see it."""
        now = self._clock()
        async with self._storage.writing() as tx:
            if await tx.desk.latest_notice([WebhookFails], now - _TOLD_LATELY):
                return
            desk = await tx.desk_chats(self._desk_chat_id)
            await tx.tell(desk, WebhookFails(words, waiting), now)
            tx.wake()

    async def settle_unknown(self, delivery_id: int, *, there: bool, by: Editor) -> None:
        """An editor has looked: the post stands in the channel, or it does not."""
        async with self._storage.writing() as tx:
            row = await tx.ledger.find(delivery_id)
            if row is None or not await tx.ledger.is_undecided(delivery_id):
                raise RefusedError("delivery_settled")
            await _check_decides(tx, row, by)
            await tx.ledger.settle_unknown(row, there=there, now=self._clock())
            await tx.pace.settle(delivery_id)
            await self._log_post(tx, Did.SETTLED, row, by, Change.switched("there", on=there))
            tx.wake()

    async def taken_away(self, delivery_id: int, *, by: Editor) -> None:
        """An editor has removed by hand a post that Telegram did not let the bot take away."""
        async with self._storage.writing() as tx:
            row = await tx.ledger.find(delivery_id)
            if row is None or not await tx.ledger.record_taken_away(delivery_id):
                raise RefusedError("delivery_settled")
            await _check_decides(tx, row, by)
            await self._log_post(tx, Did.TAKEN_AWAY, row, by)
            for article_id in await _articles_of(tx, row):
                await tx.ledger.mark_changed(Kind.PROGRESS, article_id, self._clock())
            tx.wake()

    async def decide_on_readers(self, *, go_on: bool, by: Editor) -> None:
        """The desk's word on readers none of whom could be reached.

        Either they are sent what they are owed, whoever cannot be reached; or that fails, and can
        be sent again article by article.
        """
        async with self._storage.writing() as tx:
            stop = await tx.reach.stop()
            if stop is None or stop.agreed:
                raise RefusedError("delivery_settled")
            if go_on:
                await tx.reach.go_on()
            else:
                await tx.reach.let_off()
            subject, change = Subject(About.READERS), Change.switched("go_on", on=go_on)
            decided = deed(Did.READERS_DECIDED, subject, [change], by=by, at=self._clock())
            await tx.deeds.add(decided)
            tx.wake()

    async def _log_post(
        self, tx: Transaction, did: Did, row: Delivery, by: Editor, *changes: Change
    ) -> None:
        channel = await tx.channels.get(row.chat_id)
        article_id = next(iter(await _articles_of(tx, row)), None)
        subject = Subject(About.POST, article_id, channel.title if channel else "")
        await tx.deeds.add(deed(did, subject, changes, by=by, at=self._clock()))

    # --- posts that people change by hand ---

    async def edited_by_hand(
        self,
        chat_id: int,
        message_id: int,
        words: str,
        entities: Sequence[Mapping[str, Any]],
        files: Sequence[str] = (),
    ) -> None:
        """Telegram tells of an edit in a channel; often only of what the bot does not see.

        Where words, formats or the file (by its unique ids, a photo has several) are not ours, no
        edit of ours goes over them before the desk has said so.
        """
        async with self._storage.writing() as tx:
            await tx.channels.saw_message(chat_id, message_id)
            found = await tx.ledger.post_at(chat_id, message_id)
            if found is None:
                return
            row, ours = found
            article_id = next(iter(await _articles_of(tx, row)), 0)
            article = await tx.articles.get(article_id)
            place = row.message_ids.index(message_id)
            other_file = bool(files) and not set(row.pictures[place : place + 1]) & set(files)
            # An album's words stand under its first picture alone.
            other_words = bool(words) if place else exact_print(words, entities) not in ours
            changed = other_file or other_words
            if not ours or changed is row.by_hand or article is None or not article.is_published:
                return
            if row.more_ids and not changed:
                return  # this message is ours again, and others may not be
            await tx.ledger.note_by_hand(row.id, changed=changed)
            if changed:
                channel = await tx.channels.get(chat_id)
                notice = EditedByHand(
                    row.id,
                    chat_id,
                    article.id,
                    article.content.headline,
                    channel.title if channel else str(chat_id),
                    link=post_link(chat_id, channel.username if channel else None, message_id),
                    case="edited",
                    words=words,
                    other_file=other_file,
                    beside=place > 0,
                    is_group=channel is not None and channel.is_group,
                )
                await tx.tell(await tx.desk_chats(self._desk_chat_id), notice, self._clock())
            tx.wake()

    async def keep_theirs(self, delivery_id: int, *, by: Editor) -> None:
        """The post stays as it was changed; a correction asks again."""
        async with self._storage.writing() as tx:
            row = await tx.ledger.find(delivery_id)
            if row is None or not row.by_hand:
                raise RefusedError("delivery_settled")
            await _check_decides(tx, row, by)
            await self._log_post(tx, Did.KEPT_THEIRS, row, by)

    async def restore_ours(self, delivery_id: int, *, by: Editor) -> None:
        """The post becomes what its article says."""
        async with self._storage.writing() as tx:
            row = await tx.ledger.find(delivery_id)
            if row is None or not await tx.ledger.restore(delivery_id, self._clock()):
                raise RefusedError("delivery_settled")
            await _check_decides(tx, row, by)
            await self._log_post(tx, Did.RESTORED_OURS, row, by)
            tx.wake()


async def _articles_of(tx: Transaction, row: Delivery) -> tuple[int, ...]:
    """What a post is of: a round-up names several, a notice may tell that one was taken back."""
    if row.kind is Kind.ROUND_UP:
        return await tx.round_ups.articles(row.subject_id)
    if row.kind is Kind.NOTICE:
        told = await tx.desk.notice(row.subject_id)
        taken_back = told.taken_back if isinstance(told, ArticleRetracted) else None
        return (taken_back,) if taken_back else ()
    return (row.subject_id,)


async def _check_decides(tx: Transaction, row: Delivery, by: Editor) -> None:
    """Of a round-up who decides on one of its articles. Raises `RefusedError`."""
    found = [await tx.articles.get(article_id) for article_id in await _articles_of(tx, row)]
    articles = [article for article in found if article]
    if articles and not any(decides(by, article) for article in articles):
        check_decides(by, articles[0])
