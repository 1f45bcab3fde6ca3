"""Writes outcomes down in batches, each with all that follows from it in one transaction."""

import asyncio
import logging
from contextlib import suppress

from bot.delivery.claiming import Holder
from bot.delivery.database_faults import in_brief, tell_fault
from bot.delivery.desk_news import DeskNews
from bot.delivery.moved_groups import without_numbers_of_before
from bot.delivery.own_pace import OwnPace
from bot.delivery.reach import Reach
from bot.delivery.subjects import SUBJECTS, subject_of
from bot.domain.channel import ChannelState
from bot.domain.clock import Clock, Wake
from bot.domain.delivery import (
    Absent,
    Audience,
    Cleared,
    Delivery,
    GivenUp,
    Kind,
    Moved,
    Outcome,
    Partial,
    PinSettled,
    Rejected,
    Retry,
    Shown,
    Skipped,
    State,
    ThreadRefused,
    Undecided,
    Unknown,
    Unpaid,
    Unreachable,
    Withdrawn,
)
from bot.domain.people import ReaderState
from bot.domain.reasons import Reason, ReasonCode
from bot.logs import chat_in_log
from storage.engine import is_passing
from storage.storage import Storage, Transaction

_logger = logging.getLogger(__name__)

_BATCH = 1000
_AFTER_FAULT = 1.0  # seconds
_Text = tuple[Kind, int, int | None]  # what was shown, in which revision


class OutcomeWriter:
    """Writes what became of claimed rows: readers' by the batch, all others at once.

    `desk_chat_id` is told what a person has to know; without one, the owners are.
    """

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        desk_chat_id: int | None,
        wake: Wake,
        *,
        reach: Reach,
        pace: OwnPace,
        holder: Holder | None = None,
    ) -> None:
        """`pace` says how long an outcome waits for others, to be committed with them."""
        self._storage = storage
        self._clock = clock
        self._desk = DeskNews(clock, desk_chat_id)
        self._wake = wake
        self._reach = reach
        self._pace = pace
        self._holder = holder
        self._waiting: list[tuple[Delivery, Outcome]] = []
        self._writing: list[tuple[Delivery, Outcome]] = []
        self._full = asyncio.Event()
        self._some = asyncio.Event()
        self._closing = False
        self.in_doubt = False  # whether a write failed that may have been committed
        self.recorded = asyncio.Event()  # set when readers' messages alone were written down
        # What the desk has been told of: rejected texts, and rows that were set aside.
        self._told_rejected: set[_Text] = set()
        self._told_aside: set[int] = set()

    def put(self, delivery: Delivery, outcome: Outcome) -> None:
        self._waiting.append((delivery, outcome))
        self._some.set()
        if len(self._waiting) >= _BATCH or delivery.audience is not Audience.READER:
            self._full.set()

    def hurry(self) -> None:
        """Write at once: nothing is in hand that could be written together with what waits."""
        self._full.set()

    def unwritten(self) -> set[int]:
        """The ids of the rows whose outcome is known but not written yet."""
        return {row.id for row, _ in (*self._waiting, *self._writing)}

    def close(self) -> None:
        """Write what waits, then end `run`."""
        self._closing = True
        self._some.set()
        self._full.set()

    async def run(self) -> None:
        """Write until closed: a cancelled write would leave its transaction hanging."""
        while not self._closing or self._waiting:
            await self._some.wait()
            with suppress(TimeoutError):
                async with asyncio.timeout(self._pace.patience.total_seconds()):
                    await self._full.wait()
            try:
                await self.flush()
            except Exception as error:  # noqa: BLE001 - it is told of
                tell_fault(_logger, "outcomes cannot be written", error)
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
            self.in_doubt = False
            self._tell_of(batch)
        except BaseException:
            self._waiting = self._writing + self._waiting
            self.in_doubt = True
            self._some.set()
            raise
        finally:
            self._writing = []

    def _tell_of(self, batch: list[tuple[Delivery, Outcome]]) -> None:
        """Wake the worker: a channel may be free again, or a row be due anew.

        Where readers have got their messages, a text may be known to be accepted: that is news for
        a worker that has nothing in hand, and as long as it has, it looks again by itself.
        """
        if all(row.audience is Audience.READER and isinstance(o, Shown) for row, o in batch):
            self.recorded.set()
        else:
            self._wake()

    async def _write(self, batch: list[tuple[Delivery, Outcome]]) -> None:
        """Write all in one transaction or, if the database refuses that, one by one.

        So one bad outcome keeps no other one back. It is set aside; if even that is refused, the
        fault is the database's, and everything is tried again.
        """
        try:
            await self._in_one(batch)
        except Exception as error:
            if is_passing(error):
                raise
            _logger.warning("%s outcomes are not taken together (%s)", len(batch), in_brief(error))
        else:
            return
        for row, outcome in batch:
            try:
                await self._in_one([(row, outcome)])
            except Exception as error:
                if is_passing(error):
                    raise
                await self._set_aside(row, error)
            self._writing = self._writing[1:]

    async def _in_one(self, batch: list[tuple[Delivery, Outcome]]) -> None:
        try:
            async with self._storage.writing(patient=True) as tx:
                if self._holder:
                    batch = await self._still_ours(tx, batch, self._holder)
                await self._record(tx, await without_numbers_of_before(tx, batch))
        except BaseException:  # the notices were not written either
            self._told_rejected -= {_text_of(row) for row, _ in batch}
            raise
        self._reach.judged(batch)

    async def _still_ours(
        self, tx: Transaction, batch: list[tuple[Delivery, Outcome]], holder: Holder
    ) -> list[tuple[Delivery, Outcome]]:
        """Leave out rows that another process took over because it thought this one dead."""
        ours = await tx.ledger.held([row.id for row, _ in batch], holder.names)
        if taken := len(batch) - len(ours):
            _logger.warning("%d deliveries were taken over by another process", taken)
        return [(row, outcome) for row, outcome in batch if row.id in ours]

    async def _set_aside(self, row: Delivery, error: Exception) -> None:
        """An outcome cannot be written as it is: note that, tell the desk, send nothing again."""
        reason = Reason(ReasonCode.NOT_RECORDED, in_brief(error))
        about = f"delivery {row.id} of {row.kind} {row.subject_id}"
        _logger.error("%s: not written down: %s", about, reason, exc_info=error)
        async with self._storage.writing() as tx:
            await tx.ledger.record_set_aside(row, reason)
            if row.audience is Audience.CHANNEL:
                await self._desk.set_aside(tx, row, reason)
            elif subject_of(row).is_missed and row.subject_id not in self._told_aside:
                await self._desk.not_recorded(tx, row, reason)
        self._told_aside.add(row.subject_id)

    async def _record(self, tx: Transaction, batch: list[tuple[Delivery, Outcome]]) -> None:
        now = self._clock()
        shown = [(row, outcome) for row, outcome in batch if isinstance(outcome, Shown)]
        await tx.ledger.record_shown(shown, now)
        for kind, subject in SUBJECTS.items():
            if of_kind := [(row, seen) for row, seen in shown if row.kind is kind]:
                await subject.were_shown(tx, of_kind, now)
        for row, seen in shown:
            known = await tx.ledger.find(row.id) if seen.by_hand else None
            if known and known.by_hand:  # the desk may have asked for our version meanwhile
                await self._desk.edited_by_hand(tx, row, seen)
            if row.audience is Audience.CHANNEL and seen.message_id:
                await tx.channels.saw_message(row.chat_id, max(seen.message_id, *seen.more_ids, 0))
        ended: list[tuple[int, list[int]]] = []
        for row, outcome in batch:
            if isinstance(outcome, Unreachable) and row.audience is Audience.READER:
                ended.append((row.chat_id, await self._switch_off(tx, row, outcome.reason)))
            elif not isinstance(outcome, Shown):
                await self._record_other(tx, row, outcome)
            if row.audience is Audience.CHANNEL and not _still_open(row, outcome):
                await tx.pace.settle(row.id)
        await self._reach.judge(tx, batch, [(chat, ids) for chat, ids in ended if ids])

    async def _record_other(self, tx: Transaction, row: Delivery, outcome: Outcome) -> None:
        match outcome:
            case Retry():
                await tx.ledger.record_retry(row, outcome)
            case Unpaid(at, reason):
                await tx.ledger.record_retry(row, Retry(at, reason, counts=False))
            case Unknown():
                await tx.ledger.record_unknown(row, outcome)
            case Undecided(reason, may_be):
                await tx.ledger.record_undecided(row, reason, may_be)
                await self._desk.cannot_tell(tx, row, reason)
            case Absent():
                await tx.ledger.record_due(row.id, self._clock())
            case PinSettled(trouble, is_outdated):
                pinned = row.to_pin and trouble is None
                await tx.ledger.record_pin_settled(
                    row, self._clock(), pinned=pinned, again=is_outdated
                )
                if trouble:
                    await self._desk.cannot_pin(tx, row, trouble)
            case Moved(chat_id):
                await self._move(tx, row, chat_id)
            case ThreadRefused(thread_id, reason):
                await tx.ledger.record_due(row.id, self._clock(), reason)
                await self._leave_thread(tx, row, thread_id, reason)
            case _:
                await self._record_end(tx, row, outcome)

    async def _move(self, tx: Transaction, row: Delivery, chat_id: int) -> None:
        if row.message_id is None:  # a message that was sent stays in the old chat
            await tx.ledger.record_due(row.id, self._clock(), Reason(ReasonCode.MOVED))
        await tx.move_chat(row.chat_id, chat_id)

    async def _leave_thread(
        self, tx: Transaction, row: Delivery, thread_id: int, reason: Reason
    ) -> None:
        """A thread takes nothing more: of a newsroom's group the desk decides on another one.

        In a group that follows sections, the news stand outside of threads from now on.
        """
        if row.audience is Audience.READER:
            await tx.people.set_thread(row.chat_id, None)
        else:
            await self._desk.thread_refused(tx, row, thread_id, reason)

    async def _record_end(self, tx: Transaction, row: Delivery, outcome: Outcome) -> None:
        match outcome:
            case Partial():
                await tx.ledger.record_partial(row, outcome, self._clock())
            case Cleared(reason):
                await tx.ledger.record_cleared(row, reason, self._clock())
            case Unreachable(reason):
                await self._record_unreachable(tx, row, reason)
            case Withdrawn(reason):
                await tx.ledger.record_end(row, State.WITHDRAWN, reason)
            case Skipped(reason):
                await self._record_skipped(tx, row, reason)
            case Rejected(reason):
                await self._record_rejection(tx, row, reason)
            case GivenUp(reason, in_doubt):
                newsrooms = row.audience is not Audience.READER
                where = chat_in_log(row.chat_id, newsrooms=newsrooms)
                _logger.warning(
                    "given up: %s %s in %s: %s", row.kind, row.subject_id, where, reason
                )
                await tx.ledger.record_failure(row, reason, self._clock(), in_doubt=in_doubt)
                if row.audience is Audience.CHANNEL and subject_of(row).is_missed:
                    await self._desk.failed(tx, row, reason)

    async def _record_skipped(self, tx: Transaction, row: Delivery, reason: Reason) -> None:
        await tx.ledger.record_end(row, State.SKIPPED, reason)
        if reason.code is ReasonCode.GONE:
            await subject_of(row).was_deleted(tx, row, self._clock())
        elif reason.code is ReasonCode.MAY_HAVE_ARRIVED:
            await subject_of(row).may_stand(tx, row, self._clock())

    async def _record_rejection(self, tx: Transaction, row: Delivery, reason: Reason) -> None:
        """Telegram refuses the text itself: stop it in all chats, and tell the desk once."""
        _logger.warning("rejected: %s %s: %s", row.kind, row.subject_id, reason)
        await tx.ledger.record_failure(row, reason, self._clock())
        stopped = await subject_of(row).stop(tx, row, reason)
        if stopped and _text_of(row) not in self._told_rejected:
            self._told_rejected.add(_text_of(row))
            await self._desk.rejected(tx, row, reason)
        elif subject_of(row).is_in_one_chat:
            await self._desk.failed(tx, row, reason)

    async def _record_unreachable(self, tx: Transaction, row: Delivery, reason: Reason) -> None:
        """A channel is paused and keeps its queue. What the desk's chat missed, the owners get."""
        if row.audience is Audience.CHANNEL:
            await tx.ledger.record_due(row.id, self._clock(), reason)
            channel = await tx.channels.get(row.chat_id)
            if channel and channel.state is ChannelState.ACTIVE:
                await tx.channels.set_state(row.chat_id, ChannelState.PAUSED)
                await self._desk.channel_lost(tx, channel, reason)
            return
        await tx.ledger.record_failure(row, reason, self._clock())
        await self._desk.unheard(tx, row, reason)

    async def _switch_off(self, tx: Transaction, row: Delivery, reason: Reason) -> list[int]:
        """Send a reader nothing more. Returns the ids of the deliveries that this ends.

        There are none if the reader asked to be forgotten meanwhile: nothing is written of them.
        """
        await tx.ledger.record_failure(row, reason, self._clock())
        now = self._clock()
        if not await tx.people.set_reader_state(row.chat_id, ReaderState.BLOCKED, now):
            return []
        return [row.id, *await tx.ledger.skip_chat(row.chat_id, reason)]


def _text_of(row: Delivery) -> _Text:
    return row.kind, row.subject_id, row.newest


def _still_open(row: Delivery, outcome: Outcome) -> bool:
    """Whether this send is still in doubt: until it is settled, the channel gets nothing else."""
    return isinstance(outcome, Unknown | Undecided) or (isinstance(outcome, Retry) and row.unknown)
