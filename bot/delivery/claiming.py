"""Takes due rows in hand, together with the slots in which they may leave."""

import logging
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.delivery.broadcasts import PaidBroadcasts
from bot.delivery.pacer import Pacer
from bot.delivery.reach import Reach
from bot.domain.clock import Clock, NextLook
from bot.domain.delivery import Audience, Delivery, Lane, Retry, Skipped
from bot.domain.duties import Duty
from bot.domain.rate import Tariff
from bot.domain.reasons import Reason, ReasonCode
from storage.claims import AFTER_PAID, ALL_LANES, BEFORE_PAID, READERS_LANES, Lanes
from storage.storage import Snapshot, Storage, Transaction

_logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)  # longer than any request, with its waits
_MOST_AT_ONCE = 1000  # rows in one claim
_LONG_WAIT = timedelta(seconds=1)
_LOOKS_ON = timedelta(seconds=1)  # between a follower's looks at whether the leader falls behind

Claimed = Sequence[tuple[Delivery, datetime]]


class Holder(Protocol):
    """Under which names this process takes rows, where several share the ledger."""

    @property
    def name(self) -> str:
        """The name under which rows are taken now."""

    @property
    def names(self) -> Collection[str]:
        """Every name that this process has had."""

    def has(self, duty: Duty) -> bool:
        """Whether this process is the one that has the duty."""


class Claiming:
    """Claims rows of the ledger, in the order of their lanes.

    `reach` says how many readers may be taken, `paid` which stories may go for Stars.
    """

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        pacer: Pacer,
        reach: Reach,
        paid: PaidBroadcasts,
        *,
        holder: Holder | None,
        ours: Callable[[], Collection[int]],
    ) -> None:
        """`ours`: the rows that this process knows to be in its hands."""
        self._storage = storage
        self._clock = clock
        self._pacer = pacer
        self._reach = reach
        self._paid = paid
        self._holder = holder
        self._ours = ours
        self._lost = False  # whether a claim failed, which may have been committed all the same
        self._last_free_slot = clock()
        self.next_look = NextLook(clock)
        self._has_more = False  # whether there were as many rows as the last claim could take
        self._waits_for_turn = False

    async def claim(self, *, urgent: bool = False) -> Claimed:
        """Take the next rows. Returns each with its slot, in the order of the slots.

        `urgent`: no readers' rows; the others get slots in front of the readers' rows in hand.
        """
        if self._lost:
            await self._give_back_unseen()
        self._lost = True
        claimed = await self._claim(urgent=urgent)
        self._lost = False
        return claimed

    async def _give_back_unseen(self) -> None:
        """Free rows that a failed claim took all the same: else they wait until the lease ends."""
        if self._holder is None:
            return
        async with self._storage.writing() as tx:
            ours, name = self._ours(), self._holder.name
            count = await tx.ledger.give_back_unseen(name, ours)
        if count:
            _logger.warning("%d deliveries were claimed as the line broke", count)

    async def _claim(self, *, urgent: bool) -> Claimed:
        now = self._clock()
        if urgent:
            return await self._claim_urgent(now)
        if not self.next_look.is_now():
            return ()
        if self._has_more and self.leads() and not self._paid.on:
            claimed = await self._take_any(now, None)
            if claimed:
                return claimed
        async with self._storage.reading() as seen:  # takes no lock; often nothing is due
            is_our_turn = await self._is_our_turn(seen, *self._pacer.paces)
            if not await seen.ledger.has_due(now, beside_readers=not is_our_turn):
                if is_our_turn:
                    self.next_look.found(await seen.ledger.next_due(now))
                return ()
            story = await seen.broadcasts.next_story(now) if self._paid.on else None
        if not is_our_turn:
            return await self._take_urgent(now)
        self.next_look.at_once()  # there may be more
        return await self._take_any(now, story)

    async def _take_any(self, now: datetime, story: int | None) -> Claimed:
        """`story`: whose readers' messages may go for Stars next."""
        paid = story is not None and self._paid.may_go(story)
        async with self._storage.writing(patient=True) as tx:
            if not await self._is_our_turn(tx, Tariff.of(paid=bool(paid))):
                return ()  # another process was first
            if story is None or paid is False:
                lanes = ALL_LANES
                if self._paid.on:  # another story's readers may have come since the look
                    lanes = Lanes(for_free=(story,) if story is not None else ())
                claimed = await self._take(tx, now, self._at_once(), lanes)
                self._has_more = len(claimed) == self._at_once()
                return claimed
            claimed = await self._take_free(tx, now)
            if paid:
                most = self._at_once(Tariff.PAID)
                claimed += await self._take(tx, now, most, Lanes(paid=(story,)), Tariff.PAID)
        return sorted(claimed, key=lambda taken: taken[1])

    async def let_off(self, delivery: Delivery, slot: datetime) -> Skipped | Retry | None:
        """Why a reader's first message is not sent after a long wait; None: it is sent.

        Meanwhile the reader may have said «stop», asked to be forgotten, or gone to sleep. `slot`
        is when it was to be sent: only after a delay, as in a halt, is the database asked.
        """
        now = self._clock()
        first = delivery.audience is Audience.READER and delivery.message_id is None
        if not first or now - slot < _LONG_WAIT:
            return None
        async with self._storage.reading() as tx:
            why = await tx.people.why_not(delivery.id, now)
        if isinstance(why, datetime):
            return Retry(why, Reason(ReasonCode.QUIET_HOURS), counts=False)
        if why and delivery.unknown:  # it is not sent again, but may stand there
            why = ReasonCode.MAY_HAVE_ARRIVED
        return Skipped(Reason(why)) if why else None

    def rest(self, at_least: float) -> float:
        """Seconds until the next claim: `at_least`, unless this process waits for its turn."""
        left = self.next_look.seconds_left()
        return left if self._waits_for_turn else max(at_least, left)

    def leads(self) -> bool:
        """Whether this process claims before all others that share the ledger.

        It is the one that polls: replies go in front of slots that their own process has reserved.
        """
        return self._holder is None or self._holder.has(Duty.POLLING)

    async def _is_our_turn(self, seen: Snapshot | Transaction, *tariffs: Tariff) -> bool:
        """Whether this process may reserve slots for readers' rows; if not, it notes when."""
        if self._holder is None:
            return True
        now, leads = self._clock(), self.leads()
        turns = []
        for tariff in tariffs:
            taken_until = await seen.pace.taken_until(tariff, now) or now
            turns.append(self._pacer.paces[tariff].may_reserve_at(taken_until, leads=leads))
        at = min(turns)
        self._waits_for_turn = at > now
        if self._waits_for_turn:
            self.next_look.found(at if leads else max(at, now + _LOOKS_ON))
        return not self._waits_for_turn

    async def _claim_urgent(self, now: datetime) -> Claimed:
        async with self._storage.reading() as seen:
            if not await seen.ledger.has_due(now, beside_readers=True):
                return ()
        return await self._take_urgent(now)

    async def _take_urgent(self, now: datetime) -> Claimed:
        async with self._storage.writing(patient=True) as tx:
            return await self._take(tx, now, self._at_once(), ALL_LANES, room=0)

    def _at_once(self, tariff: Tariff = Tariff.FREE) -> int:
        pace = self._pacer.paces[tariff]
        leave = int(pace.rate.per_second * pace.spell.total_seconds())
        return min(max(1, leave), _MOST_AT_ONCE)

    async def _take_free(self, tx: Transaction, now: datetime) -> list[tuple[Delivery, datetime]]:
        """Take what goes for free beside a paid broadcast, no further ahead than usual."""
        if self._last_free_slot > now + self._pacer.paces[Tariff.FREE].spell / 2:
            return []
        limit = self._at_once()
        claimed = await self._take(tx, now, limit, BEFORE_PAID)
        if left := limit - len(claimed):
            claimed += await self._take(tx, now, left, AFTER_PAID)
        return claimed

    async def _take(
        self,
        tx: Transaction,
        now: datetime,
        limit: int,
        lanes: Lanes,
        tariff: Tariff = Tariff.FREE,
        *,
        room: int | None = None,
    ) -> list[tuple[Delivery, datetime]]:
        """Take rows of some lanes, have their chats rest, and mark channels as busy.

        `room`: how many readers' rows may be taken; asked of the database if it is not given.
        """
        if room is None:
            room = await self._reach.room(tx)
        holder = self._holder.name if self._holder else None
        rows = await tx.ledger.claim(limit, now, LEASE, lanes, readers=room, holder=holder)
        if not rows:
            return []
        slots = await self._pacer.take_slots(tx, len(rows), tariff)
        if tariff is Tariff.PAID:
            rows = [row._replace(paid=True) for row in rows]
            self._paid.sent(rows[0].subject_id, len(rows))
        else:
            self._last_free_slot = slots[-1]
            in_front = self._pacer.paces[tariff].in_front
            slots = [
                slot if row.lane in READERS_LANES else in_front(slot)
                for row, slot in zip(rows, slots, strict=True)
            ]
        gap, rests_from = self._pacer.rates.gap, self._pacer.rests_from
        claimed = list(zip(rows, slots, strict=True))
        rested = {row.chat_id: rests_from(slot) + gap(row.chat_id) for row, slot in claimed}
        early = [  # may be sent before the chat has rested: the gaps add up
            (row.chat_id, rests_from(slot), gap(row.chat_id))
            for row, slot in claimed
            if row.lane is Lane.BREAKING
        ]
        await tx.pace.occupy(early)
        for chat_id, _, _ in early:
            del rested[chat_id]
        await tx.pace.rest(rested)
        for row in rows:
            if row.audience is Audience.CHANNEL and row.message_id is None:
                await tx.pace.make_busy(row.chat_id, row.id, now)
        return claimed
