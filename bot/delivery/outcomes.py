"""Writes outcomes down in batches, each with all that follows from it in one transaction."""

import asyncio
import logging
from contextlib import suppress
from datetime import timedelta
from typing import Any

from bot.delivery.reach import Reach
from bot.domain.article import ArticleState
from bot.domain.audience import Channel, ChannelState
from bot.domain.clock import Clock, Wake
from bot.domain.delivery import (
    Absent,
    Audience,
    Delivery,
    GivenUp,
    Kind,
    Lane,
    Moved,
    Outcome,
    PinSettled,
    Rejected,
    Retry,
    Shown,
    Skipped,
    State,
    Undecided,
    Unknown,
    Unpaid,
    Unreachable,
    Withdrawn,
)
from bot.domain.notices import (
    ArticleRetracted,
    CannotPin,
    CannotTell,
    ChannelRightsLost,
    ChannelsLost,
    EditedByHand,
    NotRecorded,
    PostRejected,
    StillStands,
    Told,
)
from bot.domain.people import ReaderState
from bot.domain.progress import post_link
from bot.domain.reasons import Reason, ReasonCode
from storage.engine import fault_of_disk
from storage.storage import Storage, Transaction

_logger = logging.getLogger(__name__)

_BATCH = 256
_PATIENCE = 0.1  # seconds: one commit for all that comes in meanwhile
_AFTER_FAULT = 1.0  # seconds
_AT_ONCE = timedelta(minutes=10)  # channels that are lost within so long have one cause


class OutcomeWriter:
    """`desk_chat_id` is told what a person has to know; without one, the owners are."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        desk_chat_id: int | None,
        wake: Wake,
        *,
        reach: Reach,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._desk_chat_id = desk_chat_id
        self._wake = wake
        self._reach = reach
        self._told_aside: set[int] = set()  # articles
        self._waiting: list[tuple[Delivery, Outcome]] = []
        self._writing: list[tuple[Delivery, Outcome]] = []
        self._full = asyncio.Event()
        self._some = asyncio.Event()
        self._closing = False
        self._proved: set[tuple[int, int]] = set()
        self._rejected: set[tuple[int, int | None]] = set()

    def put(self, delivery: Delivery, outcome: Outcome) -> None:
        self._waiting.append((delivery, outcome))
        self._some.set()
        if len(self._waiting) >= _BATCH or delivery.audience is not Audience.READER:
            self._full.set()

    def unwritten(self) -> set[int]:
        """The ids of the rows whose outcome is known here alone."""
        return {row.id for row, _ in (*self._waiting, *self._writing)}

    def close(self) -> None:
        """Write what waits, and end."""
        self._closing = True
        self._some.set()
        self._full.set()

    async def run(self) -> None:
        """Write until closed: a cancelled write would leave its transaction hanging."""
        while not self._closing or self._waiting:
            await self._some.wait()
            with suppress(TimeoutError):
                async with asyncio.timeout(_PATIENCE):
                    await self._full.wait()
            try:
                await self.flush()
            except Exception as error:
                # A lock held by another: nothing to trace, and it comes again in seconds.
                if fault_of_disk(error):
                    _logger.warning("outcomes cannot be written yet: %s", _brief(error))
                else:
                    _logger.exception("outcomes cannot be written; trying again")
                await asyncio.sleep(_AFTER_FAULT)

    async def flush(self) -> None:
        """Write down what waits. What cannot be written stays and is tried again."""
        batch, self._waiting = self._waiting, []
        self._writing = batch
        self._some.clear()
        self._full.clear()
        if not batch:
            return
        try:
            await self._write(batch)
            self._wake()  # a channel is free again, a text is proved
        except BaseException:
            self._waiting = self._writing + self._waiting
            self._some.set()
            raise
        finally:
            self._writing = []

    async def _write(self, batch: list[tuple[Delivery, Outcome]]) -> None:
        """All in one transaction; where the database refuses that, one by one.

        Nobody's outcome waits for another's. One that is refused by itself is set aside; where
        that is refused too, it is the database that is not well, and all is tried again.
        """
        try:
            await self._in_one(batch)
        except Exception as error:
            if fault_of_disk(error):
                raise
            _logger.warning("%s outcomes are not taken together (%s)", len(batch), _brief(error))
        else:
            return
        for row, outcome in batch:
            try:
                await self._in_one([(row, outcome)])
            except Exception as error:
                if fault_of_disk(error):
                    raise
                await self._set_aside(row, error)
            self._writing = self._writing[1:]

    async def _in_one(self, batch: list[tuple[Delivery, Outcome]]) -> None:
        try:
            async with self._storage.writing(patient=True) as tx:
                await self._record(tx, batch)
        except BaseException:
            # What these said was noted with them, and has gone with them.
            self._proved.clear()
            self._rejected -= {(row.subject_id, row.newest) for row, _ in batch}
            raise
        self._reach.judged(batch)

    async def _set_aside(self, row: Delivery, error: Exception) -> None:
        """What became of a row cannot be written down as it is: say so, and send nothing again."""
        reason = Reason(ReasonCode.NOT_RECORDED, _brief(error))
        about = f"delivery {row.id} of {row.kind} {row.subject_id}"
        _logger.error("%s: not written down: %s", about, reason, exc_info=error)
        async with self._storage.writing() as tx:
            await tx.ledger.record_set_aside(row, reason)
            if row.audience is Audience.CHANNEL and row.message_id is None:
                await self._tell(tx, CannotTell(**await _about(tx, row), reason=reason))
            elif row.audience is Audience.CHANNEL and row.kind is Kind.ARTICLE:
                await self._tell_of_failure(tx, row, reason)
            elif row.kind is Kind.ARTICLE and row.subject_id not in self._told_aside:
                await self._tell(tx, NotRecorded(**await _about(tx, row), reason=reason))
        self._told_aside.add(row.subject_id)

    async def _record(self, tx: Transaction, batch: list[tuple[Delivery, Outcome]]) -> None:
        now = self._clock()
        shown = [(row, outcome) for row, outcome in batch if isinstance(outcome, Shown)]
        await tx.ledger.record_shown(shown, now)
        await self._prove(tx, shown)
        for row, seen in shown:
            if seen.by_hand:
                await self._tell_of_hand(tx, row, seen)
            if row.audience is Audience.CHANNEL and seen.message_id:
                await tx.audience.saw_message(row.chat_id, seen.message_id)
                if row.lane is Lane.BREAKING and row.kind is Kind.ARTICLE:
                    await tx.ledger.enqueue_pin(row, now)
        ended: list[tuple[int, list[int]]] = []
        for row, outcome in batch:
            if isinstance(outcome, Unreachable) and row.audience is Audience.READER:
                ended.append((row.chat_id, await self._switch_off(tx, row, outcome.reason)))
            elif not isinstance(outcome, Shown):
                await self._record_other(tx, row, outcome)
            if row.audience is Audience.CHANNEL and not _still_open(row, outcome):
                await tx.pace.settle(row.id)
        await self._reach.judge(tx, batch, ended)

    async def _prove(self, tx: Transaction, shown: list[tuple[Delivery, Shown]]) -> None:
        """Telegram has taken these texts: their other chats need not wait any more."""
        texts = {(row.subject_id, seen.revision) for row, seen in shown if row.newest}
        for article_id, number in texts - self._proved:
            await tx.articles.prove(article_id, number)
        self._proved |= texts

    async def _record_other(self, tx: Transaction, row: Delivery, outcome: Outcome) -> None:
        match outcome:
            case Retry():
                await tx.ledger.record_retry(row, outcome)
            case Unpaid(at, reason):
                await tx.ledger.record_retry(row, Retry(at, reason, counts=False))
            case Unknown():
                await tx.ledger.record_unknown(row, outcome)
            case Undecided(reason):
                await tx.ledger.record_undecided(row, reason)
                await self._tell(tx, CannotTell(**await _about(tx, row), reason=reason))
            case Absent():
                await tx.ledger.record_due(row.id, self._clock())
            case PinSettled(trouble):
                await tx.ledger.record_pin_settled(row, self._clock())
                if trouble:
                    await self._tell(tx, CannotPin(**await _about(tx, row), reason=trouble))
            case Moved(chat_id):
                await self._record_move(tx, row, chat_id)
            case _:
                await self._record_end(tx, row, outcome)

    async def _record_move(self, tx: Transaction, row: Delivery, chat_id: int) -> None:
        """The group is a supergroup now: follow it, and owe it what was owed."""
        await tx.audience.move_channel(row.chat_id, chat_id)
        await tx.ledger.record_due(row.id, self._clock(), Reason(ReasonCode.MOVED))
        await tx.ledger.move_chat(row.chat_id, chat_id)

    async def _record_end(self, tx: Transaction, row: Delivery, outcome: Outcome) -> None:
        match outcome:
            case Unreachable(reason):
                await self._record_unreachable(tx, row, reason)
            case Withdrawn(reason):
                await tx.ledger.record_end(row, State.WITHDRAWN, reason)
            case Skipped(reason):
                await tx.ledger.record_end(row, State.SKIPPED, reason)
            case Rejected(reason):
                await self._record_rejection(tx, row, reason)
            case GivenUp(reason, in_doubt):
                _logger.warning(
                    "given up: %s %s in %s: %s", row.kind, row.subject_id, row.chat_id, reason
                )
                await tx.ledger.record_failure(row, reason, self._clock(), in_doubt=in_doubt)
                if row.audience is Audience.CHANNEL and row.kind is Kind.ARTICLE:
                    await self._tell_of_failure(tx, row, reason)

    async def _record_rejection(self, tx: Transaction, row: Delivery, reason: Reason) -> None:
        """The text is at fault: stop the article everywhere, and tell the desk once.

        A text that has been corrected or taken back meanwhile stops nothing.
        """
        _logger.warning("rejected: %s %s: %s", row.kind, row.subject_id, reason)
        await tx.ledger.record_failure(row, reason, self._clock())
        if row.kind is not Kind.ARTICLE or not await _is_newest(tx, row):
            return
        text = (row.subject_id, row.newest)
        await tx.ledger.stop_article(row.subject_id, reason)
        if text not in self._rejected:
            self._rejected.add(text)
            about = await _about(tx, row)
            await self._tell(tx, PostRejected(**about, reason=reason, everywhere=True))

    async def _record_unreachable(self, tx: Transaction, row: Delivery, reason: Reason) -> None:
        """A channel is paused and keeps its queue."""
        if row.audience is Audience.CHANNEL:
            await tx.ledger.record_due(row.id, self._clock(), reason)
            channel = await tx.audience.channel(row.chat_id)
            if channel and channel.state is ChannelState.ACTIVE:
                await tx.audience.set_channel_state(row.chat_id, ChannelState.PAUSED)
                await self._tell_of_channel(tx, channel, reason)
            return
        await tx.ledger.record_failure(row, reason, self._clock())

    async def _switch_off(self, tx: Transaction, row: Delivery, reason: Reason) -> list[int]:
        """A reader takes nothing more; the ids of the deliveries that this ends."""
        await tx.ledger.record_failure(row, reason, self._clock())
        await tx.people.set_reader_state(row.chat_id, ReaderState.BLOCKED)
        return [row.id, *await tx.ledger.skip_chat(row.chat_id, reason)]

    async def _tell_of_channel(self, tx: Transaction, channel: Channel, reason: Reason) -> None:
        """Of several channels at once the desk learns by one message, which grows."""
        now = self._clock()
        kinds = (ChannelRightsLost, ChannelsLost)
        match await tx.desk.latest_notice(kinds, now - _AT_ONCE):
            case notice_id, (ChannelRightsLost() | ChannelsLost()) as told:
                titles = told.titles if isinstance(told, ChannelsLost) else (told.title,)
                told = ChannelsLost((*titles, channel.title), reason)
                await tx.desk.change_notice(notice_id, told)
                await tx.ledger.mark_changed(Kind.NOTICE, notice_id, now)
            case _:
                await self._tell(tx, ChannelRightsLost(channel.chat_id, channel.title))

    async def _tell_of_failure(self, tx: Transaction, row: Delivery, reason: Reason) -> None:
        """A first post that failed is absent; a post that stands has to be seen to by hand."""
        if row.message_id is None:
            await self._tell(tx, PostRejected(**await _about(tx, row), reason=reason))
            return
        article = await tx.articles.get(row.subject_id)
        channel = await tx.audience.channel(row.chat_id)
        notice = StillStands(
            **await _about(tx, row),
            reason=reason,
            withdrawing=article is not None and article.state is ArticleState.RETRACTED,
            link=_link(row.chat_id, channel, row.message_id),
        )
        await self._tell(tx, notice)

    async def _tell_of_hand(self, tx: Transaction, row: Delivery, seen: Shown) -> None:
        """A post was found in words that are not ours: the next correction will undo them."""
        channel = await tx.audience.channel(row.chat_id)
        link = _link(row.chat_id, channel, seen.message_id)
        await self._tell(tx, EditedByHand(**await _about(tx, row), link=link))

    async def _tell(self, tx: Transaction, notice: Told) -> None:
        await tx.tell(await tx.desk_chats(self._desk_chat_id), notice, self._clock())


async def _about(tx: Transaction, row: Delivery) -> dict[str, Any]:
    """What every notice of a post in trouble says."""
    channel = await tx.audience.channel(row.chat_id)
    return {
        "delivery_id": row.id,
        "chat_id": row.chat_id,
        "article_id": row.subject_id if row.kind is Kind.ARTICLE else None,
        "headline": await _headline(tx, row),
        "title": channel.title if channel else str(row.chat_id),
    }


async def _headline(tx: Transaction, row: Delivery) -> str:
    """Of the article, or of the one that a notice is about."""
    if row.kind is Kind.ARTICLE:
        article = await tx.articles.get(row.subject_id)
        return article.content.headline if article else ""
    found = await tx.desk.notice(row.subject_id) if row.kind is Kind.NOTICE else None
    return found.headline if isinstance(found, ArticleRetracted) else ""


def _link(chat_id: int, channel: Channel | None, message_id: int | None) -> str | None:
    return post_link(chat_id, channel.username if channel else None, message_id)


async def _is_newest(tx: Transaction, row: Delivery) -> bool:
    """Whether the row was to show what the article says now."""
    article = await tx.articles.get(row.subject_id)
    return article is not None and article.is_published and article.revision == row.newest


def _brief(error: Exception) -> str:
    """What a fault says in one line, in letters that every database takes."""
    words = str(getattr(error, "orig", None) or error).splitlines()[:1]
    said = f"{type(error).__name__}: {''.join(words)}"[:200]
    return said.encode("ascii", "replace").decode()


def _still_open(row: Delivery, outcome: Outcome) -> bool:
    """Whether the channel still has this send in doubt, so that nothing else may go there."""
    return isinstance(outcome, Unknown | Undecided) or (isinstance(outcome, Retry) and row.unknown)
