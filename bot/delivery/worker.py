"""Claims what is due, shows it, and passes on what became of it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Coroutine
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bot.delivery.broadcasts import PaidBroadcasts
from bot.delivery.claiming import LEASE, Claimed, Claiming, Holder
from bot.delivery.conveyor import Berths, Conveyor
from bot.delivery.database_faults import tell_fault
from bot.delivery.deliverer import Deliverer
from bot.delivery.fan_out import FanOut
from bot.delivery.in_flight import Flight
from bot.delivery.measures import Measures
from bot.delivery.outcomes import OutcomeWriter
from bot.delivery.pacer import Pacer
from bot.delivery.reach import Reach
from bot.delivery.subjects import DesiredPost
from bot.domain.clock import Clock
from bot.domain.delivery import Delivery, Outcome, Retry, Unpaid
from bot.domain.filters import Said
from bot.domain.rate import Tariff
from bot.domain.reasons import Reason, ReasonCode
from storage.storage import Storage

_logger = logging.getLogger(__name__)

_FEWEST_IN_FLIGHT, _MOST_IN_FLIGHT = 16, 200  # Telegram refuses more than 1,000 open at once
_SLOW_ANSWER = 0.2  # seconds: as many requests may be open as are sent within this time
_AFTER_FAULT = 1.0  # seconds
_BETWEEN_LOOKS_AT_LEASES = timedelta(minutes=1)
_STOPPING = Reason(ReasonCode.STOPPING)


class Worker:
    """The delivery loop, one to a process; processes share the ledger by claims and leases.

    `settle`: for how long a slow request of a dead process may still arrive. `said` makes
    search terms of a text.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        deliverer: Deliverer,
        pacer: Pacer,
        outcome_writer: OutcomeWriter,
        reach: Reach,
        paid: PaidBroadcasts,
        clock: Clock,
        said: Callable[[str], Said],
        woken: asyncio.Event,
        settle: timedelta,
        holder: Holder | None = None,
        measures: Measures,
    ) -> None:
        self._storage = storage
        self.deliverer = deliverer
        self._pacer = pacer
        self.outcome_writer = outcome_writer
        self._reach = reach
        self._paid = paid
        self.claiming = Claiming(
            storage, clock, pacer, reach, paid, holder=holder, ours=self._ours
        )
        self.fan_out = FanOut(
            storage, clock, said, chunk=measures.chunk, leads=self.claiming.leads
        )
        self._clock = clock
        self._settle = settle
        self._holder = holder
        self._woken = woken
        self._measures = measures
        self._stopping = asyncio.Event()
        fastest = max(pacer.rates.per_second, pacer.rates.paid_per_second or 0)
        in_flight = int(fastest * _SLOW_ANSWER)
        self._berths = Berths(min(max(in_flight, _FEWEST_IN_FLIGHT), _MOST_IN_FLIGHT))
        self._conveyors = {
            tariff: Conveyor(
                tariff,
                pacer=pacer,
                deliverer=deliverer,
                clock=clock,
                berths=self._berths,
                finish=self._finish,
                follow=self._follow,
                hand_over=self._start,
            )
            for tariff in pacer.paces
        }
        self._tasks = asyncio.TaskGroup()  # for rows that are not sent by a conveyor
        self._in_hand: set[int] = set()  # ids of rows: from their claim until their outcome
        self._showing: set[asyncio.Task[None]] = set()
        self._waiting: set[asyncio.Task[Any] | None] = set()
        self._check_leases_at = clock()

    def stop(self) -> None:
        """Take nothing more; finish what has left, and let go of what still waits to leave."""
        self._stopping.set()
        for waiting in self._waiting:
            if waiting:
                waiting.cancel()
        for conveyor in self._conveyors.values():
            self._keep(conveyor.stop())
        self._berths.stop()
        self._paid.stop()
        self.fan_out.stop()
        self._woken.set()

    def let_go(self) -> None:
        """Other processes have taken over the rows in hand: send none of them any more."""
        for showing in self._showing:
            showing.cancel()
        for conveyor in self._conveyors.values():
            self._keep(conveyor.clear())

    async def run(self, *, alone: bool) -> None:
        """Deliver until stopped.

        `alone`: no other process shares the ledger, so what is in hand now is a dead one's.
        """
        await self._begin(alone=alone)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.outcome_writer.run())
            tasks.create_task(self.fan_out.run())
            tasks.create_task(self._hold_on())
            tasks.create_task(self._paid.run())
            await self._deliver()
            self.outcome_writer.close()

    async def _begin(self, *, alone: bool) -> None:
        """Before anything is claimed, free what an earlier process had in hand when it died.

        While the database is away or locked, this is tried again until the worker is stopped.
        """
        while not self._stopping.is_set():
            try:
                await self.take_back(everything=alone)
                await self._reach.ask_again()
            except Exception as error:  # noqa: BLE001 - it is told of
                tell_fault(_logger, "the ledger cannot be taken over", error)
                with suppress(TimeoutError):
                    async with asyncio.timeout(_AFTER_FAULT):
                        await self._stopping.wait()
            else:
                return

    async def _deliver(self) -> None:
        """Claim and send; when stopped, wait a while for the requests under way.

        A request that still has no answer then leaves its row as unknown, to be looked up.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(None) as limit, self._tasks as tasks:
                for conveyor in self._conveyors.values():
                    tasks.create_task(conveyor.run())
                half: asyncio.Task[None] | None = None
                while not self._stopping.is_set():
                    self._take_note()
                    is_ahead = half is not None and not half.done()
                    claimed = await self._claim_or_rest(urgent=is_ahead)
                    used = await self._take_in_hand(claimed)
                    if claimed and not is_ahead:
                        slot = claimed[len(claimed) // 2][1]
                        half = tasks.create_task(self._half_has_left(used, slot))
                    if half is not None:  # claim no further ahead, unless there are new rows
                        await self._first_of(asyncio.wait([half]), self._woken.wait())
                if half is not None:
                    half.cancel()
                limit.reschedule(asyncio.get_running_loop().time() + self._measures.finish_within)

    async def _take_in_hand(self, claimed: Claimed) -> set[Conveyor]:
        """Give each row to a conveyor, or to a task of its own. Returns the conveyors used."""
        self._in_hand |= {delivery.id for delivery, _ in claimed}
        used = set()
        for delivery, slot in claimed:
            wanted = self.deliverer.ready(delivery)
            if wanted is not None and not self._stopping.is_set():
                conveyor = self._conveyors[Tariff.of(paid=delivery.paid)]
                conveyor.add(delivery, wanted, slot)
                used.add(conveyor)
            else:
                if not delivery.is_look:
                    await self._berths.wait()
                self._start(delivery, slot)
        for conveyor in used:
            conveyor.start()
        return used

    async def _half_has_left(self, used: Collection[Conveyor], slot: datetime) -> None:
        """Wait until half of a claim is sent: the next claim is made while the other half is."""
        if used:
            await self._first_of(*(conveyor.runs_low() for conveyor in used))
        await self._pacer.wait_until(slot)

    async def _first_of(
        self, *awaited: Coroutine[Any, Any, object], within: float | None = None
    ) -> None:
        tasks = [self._tasks.create_task(one) for one in awaited]
        await asyncio.wait(tasks, timeout=within, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()

    async def _claim_or_rest(self, *, urgent: bool) -> Claimed:
        """Take the next rows. If there are none, wait until some fall due or the worker is woken.

        `urgent`: only rows that go before the readers' rows in hand. If the database fails, none.
        """
        try:
            if self._clock() >= self._check_leases_at:
                await self.take_back(everything=False)
            if (
                self.outcome_writer.in_doubt
            ):  # rows that look due may have an outcome that is not written yet
                return await self._rest()
            claimed = await self.claiming.claim(urgent=urgent)
        except Exception as error:  # noqa: BLE001 - it is told of
            tell_fault(_logger, "the ledger cannot be read", error)
            await asyncio.sleep(_AFTER_FAULT)
            return ()
        return claimed if claimed or urgent else await self._rest()

    def _take_note(self) -> None:
        """Whoever woke the worker has written rows, or published to readers: look for both."""
        if self._woken.is_set():
            self._woken.clear()
            self.claiming.next_look.at_once()
            self.fan_out.look()
        if self.outcome_writer.recorded.is_set():
            self.outcome_writer.recorded.clear()
            self.claiming.next_look.at_once()

    async def _rest(self) -> Claimed:
        news = self._woken.wait(), self.outcome_writer.recorded.wait()
        await self._first_of(*news, within=self.claiming.rest(self._measures.poll))
        return ()

    def _start(self, delivery: Delivery, slot: datetime) -> None:
        """Send a row by a task of its own, not by a conveyor."""
        showing = self._follow(delivery, partial(self._deliver_one, delivery, slot))
        if not delivery.is_look:
            self._berths.take()
            showing.add_done_callback(lambda _: self._berths.leave())

    def _follow(
        self, delivery: Delivery, work: Callable[[], Awaitable[Outcome]]
    ) -> asyncio.Task[None]:
        showing = self._tasks.create_task(self._show(delivery, work))
        self._showing.add(showing)
        showing.add_done_callback(self._showing.discard)
        return showing

    async def _show(self, delivery: Delivery, work: Callable[[], Awaitable[Outcome]]) -> None:
        """Do the work for one row and pass its outcome on; after a fault of ours there is none."""
        outcome = None
        try:
            outcome = await work()
        except Exception:
            # Nobody can tell whether it was sent: the row is settled once its lease has run out.
            _logger.exception("delivery %s of %s", delivery.id, delivery.subject_id)
        finally:
            self._finish(delivery, outcome)

    def _finish(self, delivery: Delivery, outcome: Outcome | None) -> None:
        """The row is no longer in hand; `outcome` is what became of it, None if nobody knows."""
        if isinstance(outcome, Unpaid):
            self._paid.refuse(delivery.subject_id, outcome.reason)
        if outcome is not None:
            self.outcome_writer.put(delivery, outcome)
        self._in_hand.discard(delivery.id)
        if not self._in_hand:
            self.outcome_writer.hurry()

    async def _deliver_one(self, delivery: Delivery, slot: datetime) -> Outcome:
        prepared = await self.deliverer.prepare(delivery)
        if not isinstance(prepared, DesiredPost):
            return prepared
        try:
            flight = await self._wait_for_turn(delivery, slot)
        except Exception as error:  # noqa: BLE001 - it is told of
            return self.deliverer.put_off(delivery, error)
        try:
            try:
                let_off = await self.claiming.let_off(delivery, slot)
            except Exception as error:  # noqa: BLE001 - it is told of
                return self.deliverer.put_off(delivery, error)
            return let_off or await self.deliverer.show(delivery, prepared)
        finally:
            self._pacer.release(flight)

    async def _wait_for_turn(self, delivery: Delivery, slot: datetime) -> Flight:
        """Wait until the row may be sent. Raises CancelledError if the bot stops before that."""
        waiting = asyncio.current_task()
        self._waiting.add(waiting)
        try:
            if self._stopping.is_set():
                raise asyncio.CancelledError  # noqa: TRY301 - as if it were waiting already
            return await self._pacer.acquire(delivery.chat_id, slot, Tariff.of(paid=delivery.paid))
        except asyncio.CancelledError:
            self._keep([(delivery, slot)])
            raise
        finally:
            self._waiting.discard(waiting)

    def _keep(self, waited: Claimed) -> None:
        """Rows that were still waiting were surely not sent: they are due again, without doubt."""
        for delivery, _ in waited:
            self._finish(delivery, Retry(self._clock(), _STOPPING, counts=False))

    async def _hold_on(self) -> None:
        """Renew the leases of the rows in hand, however long Telegram makes them wait."""
        while not self._stopping.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(LEASE.total_seconds() / 4):
                    await self._stopping.wait()
                    return  # what is in hand is finished long before its lease ends
            try:
                async with self._storage.writing() as tx:
                    await tx.ledger.renew(self._ours(), self._clock() + LEASE, self._name)
            except Exception as error:  # noqa: BLE001 - it is told of
                tell_fault(_logger, "leases cannot be renewed", error)

    @property
    def _name(self) -> str | None:
        return self._holder.name if self._holder else None

    def _ours(self) -> set[int]:
        """The rows that this process has taken, and whose outcome is not written down yet."""
        return self._in_hand | self.outcome_writer.unwritten()

    async def take_back(self, *, everything: bool) -> None:
        """Free the rows of dead processes; with `everything`, all rows but this process's own."""
        now = self._clock()
        self._check_leases_at = now + _BETWEEN_LOOKS_AT_LEASES
        async with self._storage.writing() as tx:
            # A machine that was asleep wakes up with leases that have run out.
            await tx.ledger.renew(self._ours(), now + LEASE, self._name)
            count = await tx.ledger.give_back(self._clock(), self._settle, all_rows=everything)
        await self.deliverer.take_back(everything=everything)
        if count:
            self.claiming.next_look.at_once()
            _logger.warning("%s deliveries were in a dead process's hands", count)
