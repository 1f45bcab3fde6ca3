"""Handles what was taken in: each chat's updates in their order, different chats' side by side.

A bounded number is in hand; the rest stays in the inbox, however many that are. People of the
desk have a room of their own, so that no number of strangers stands before them. A fault of the
disk is tried again where it is, one of ours is written down and ends the update, and an update
that may have ended the process is begun alone, and in the end no more.
"""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from weakref import WeakValueDictionary

from bot.delivery.concurrency import Place, Room, working_at
from bot.delivery.database_faults import in_brief
from bot.domain.update_facts import KeptUpdate, Update, chat_of, wish_of
from bot.updates.inbox import LEASE, Inbox
from bot.updates.inbox_writer import COMPANY, InboxWriter
from storage.inbox import Claimed, Hands

Handle = Callable[[Update], Awaitable[None]]

_DESK_AT_ONCE = 16
# Updates in hand at once. What they ask the database is asked together: eight cost twice as much.
_OTHERS_AT_ONCE = 24
DESK_IN_HAND, OTHERS_IN_HAND = 64, 256  # most only wait for the network or their pace
_OF_A_LINE_IN_HAND = 8  # of one person; the rest waits and holds up nobody else
_ALONE = 30.0  # seconds: the longest that others wait while an update runs alone
_ANSWERED = 2.0  # seconds: the longest wait for its answer to be sent
_LONGEST_PAUSE = 10.0  # seconds
_LOOK = 1.0  # seconds; whoever waits longer for a turn was not begun, as far as counts
_RENEW = LEASE.total_seconds() / 4
# A process that was stopped for a while finds out before it begins anything; clocks differ.
_SURE = LEASE.total_seconds() - 4  # seconds
_FINISH_WITHIN = 10.0  # seconds
_logger = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class _Job:
    """One update in hand. `counts`: it is written down that its handling was begun.

    `sure_until`: no other process takes it over before that.
    """

    kept: KeptUpdate
    line: int
    place: Place
    sure_until: float
    task: "asyncio.Task[None]"
    counts: bool = True


class Handling:
    """`pause` is how long to wait after the first fault of the disk, in seconds."""

    def __init__(
        self,
        inbox: Inbox,
        handle: Handle,
        pause: float = 0.5,
        finish_within: float = _FINISH_WITHIN,
        passed: Callable[[], float] = time.monotonic,
        *,
        company: float = COMPANY,
    ) -> None:
        """`passed` are seconds since whenever, which go on while the process is paused.

        `company` is how long what comes in waits for others', while several people write.
        """
        self._passed = passed
        self._inbox = inbox
        self._handle = handle
        self._pause = pause
        self._finish_within = finish_within
        self._writer = InboxWriter(inbox, self._hands, self._start_claimed, pause, company)
        self._desk = Room(_DESK_AT_ONCE)
        self._others = Room(_OTHERS_AT_ONCE)
        self._others_wait = False
        self._lines: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._jobs: dict[int, _Job] = {}  # by the update's number
        self._newest: dict[object, _Job] = {}  # by what it wishes
        self._trying_alone: asyncio.Task[None] | None = None
        self._renewing = asyncio.Lock()
        self._alone = True
        self._is_ending = False
        self._group = asyncio.TaskGroup()

    # --- what is to be done ---

    async def take_in(
        self, updates: Sequence[Update], since: datetime, heard_at: datetime | None = None
    ) -> bool:
        """Keep updates and have them handled; whether any is new.

        They are durable when this returns. They were asked for after `since`, or when they say;
        up to `heard_at` Telegram has told everything. Raises `NotKeptError` where it is to be
        tried again.
        """
        return await self._writer.take_in(updates, since, heard_at)

    def waits_for_company(self) -> float:
        """For how many seconds what comes in now waits, so that others' is written with it."""
        return self._writer.waits_for_company()

    def take_in_first(self, *, more: bool) -> None:
        """Hold strangers back while Telegram has more to bring: the desk's may be among that."""
        if more:
            self._others_wait = True
            self._others.close()
        elif self._others_wait:
            self._others_wait = False
            self._others.open()
            self._writer.look()

    async def run(self, stop: asyncio.Event, *, alone: bool = True) -> None:
        """Handle what is kept until `stop`, then finish what is in hand.

        What takes longer, or only waits, stays in the inbox. `alone`: no other process is at work
        on this database, so that whatever others had in hand is free.
        """
        self._alone = alone
        async with asyncio.TaskGroup() as self._group:
            writing = self._group.create_task(self._writer.run(alone=alone))
            looking = self._group.create_task(self._look_after())
            await stop.wait()
            self._is_ending = True
            looking.cancel()
            if self._trying_alone:
                self._trying_alone.cancel()
            await self._writer.is_still()  # whatever it still has in hand is written down
            await self._end()
            self._writer.close()
            await writing

    async def _end(self) -> None:
        jobs = list(self._jobs.values())
        if not jobs:
            return
        # All that is left to do for them is to answer in their turn.
        left = [job for job in jobs if job.place.only_waits and not job.kept.of_desk]
        for job in left:
            job.task.cancel()
        await asyncio.wait({job.task for job in jobs}, timeout=self._finish_within)
        left += self._jobs.values()  # those that go on all the same
        for job in left:
            job.task.cancel()
        self._writer.forgive([job.kept.id for job in left if job.counts])
        self._writer.put_back([job.kept.id for job in left])

    # --- in hand ---

    def _hands(self) -> Hands | None:
        """Whose updates, and how many, may be taken in hand; None: none."""
        desk = sum(job.kept.of_desk for job in self._jobs.values())
        others = OTHERS_IN_HAND - len(self._jobs) + desk
        room_of_desk = max(0, DESK_IN_HAND - desk)
        room_of_others = 0 if self._others_wait else max(0, others)
        is_busy = self._trying_alone or self._is_ending
        if is_busy or not room_of_desk + room_of_others:
            return None
        lines = Counter(job.line for job in self._jobs.values())
        return Hands(room_of_desk, room_of_others, lines, _OF_A_LINE_IN_HAND)

    def _start_claimed(self, claimed: Claimed) -> None:
        for kept in claimed.taken:
            self._start(kept)
        if claimed.suspect and not self._is_ending:
            self._trying_alone = self._group.create_task(self._try_alone(claimed.suspect))

    def _start(self, kept: KeptUpdate) -> None:
        place = Place(
            self._desk if kept.of_desk else self._others,
            of_desk=kept.of_desk,
            age=lambda: self._inbox.age(kept),
            least_age=lambda: self._inbox.least_age(kept),
            make_sure=lambda: self._make_sure(kept.id),
        )
        wish = wish_of(kept.update) or kept.id
        job = _Job(
            kept,
            chat_of(kept.update),
            place,
            self._passed() + _SURE,
            self._group.create_task(self._finish(kept.id, wish)),
        )
        if earlier := self._newest.get(wish):
            earlier.place.ask_again()
        self._newest[wish] = self._jobs[kept.id] = job

    async def _try_alone(self, kept: KeptUpdate) -> None:
        """Handle a suspect with no other beside it: if the process dies again, it is to blame."""
        try:
            busy = {job.task for job in self._jobs.values() if not job.place.only_waits}
            if busy:
                await asyncio.wait(busy, timeout=_ALONE)
            await self._writer.take_alone(kept)
            if job := self._jobs.get(kept.id):
                await self._watch(job)
        finally:
            self._trying_alone = None
            self._writer.look()

    async def _watch(self, job: _Job) -> None:
        """Wait until the suspect is handled, and a little longer for its answer to be sent."""
        left = self._group.create_task(job.place.was_left.wait())
        try:
            await asyncio.wait(
                {job.task, left}, timeout=_ALONE, return_when=asyncio.FIRST_COMPLETED
            )
            await asyncio.wait({job.task}, timeout=_ANSWERED)
        finally:
            left.cancel()

    # --- one update ---

    async def _finish(self, number: int, wish: object) -> None:
        """Handle an update in its chat's order, however long the disk is away.

        After a fault of ours, which is logged, it counts as done and is not tried again.
        """
        job = self._jobs[number]
        line = self._lines.setdefault(job.line, asyncio.Lock())
        try:
            async with line, working_at(job.place):
                await self._make_sure(number)
                try:
                    await self._try(job, lambda: self._handle(job.kept.update))
                except Exception:
                    _logger.exception("update %d", job.kept.id)
                del self._jobs[number]  # before the writer asks what there is room for
                self._writer.done(number, is_last=not self._jobs)
        finally:
            self._jobs.pop(number, None)
            if self._newest.get(wish) is job:
                del self._newest[wish]

    async def _make_sure(self, number: int) -> None:
        """Raise if another process has taken the update over while this one stood still.

        A sign of life upon waking is not enough: a reply might be sent before the next renewal.
        What was begun in vain before counts as begun again, if the wait had been forgiven.
        """
        job = self._jobs[number]
        if not self._alone and self._passed() >= job.sure_until:
            await self._try(job, self._renew)
            await asyncio.sleep(0)  # here it ends, if it is another's by now
        if job.kept.begun and not job.counts:  # this time it may end the process after its wait
            job.counts = True
            await self._try(job, lambda: self._inbox.begin_again(job.kept))

    async def _try(self, job: _Job, deed: Callable[[], Awaitable[None]]) -> None:
        """Try until a passing fault is over; between tries, another update has the place."""
        pause = self._pause
        while True:
            try:
                await deed()
            except Exception as error:
                if not self._inbox.is_passing(error):
                    raise
                _logger.warning("update %d is not handled yet: %s", job.kept.id, in_brief(error))
            else:
                return
            async with job.place.left():
                with job.place.waiting():
                    await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    # --- as time goes by ---

    async def _look_after(self) -> None:
        waited: set[_Job] = set()
        while True:
            await asyncio.sleep(_LOOK)
            waited = self._forgive_waiting(waited)
            if not self._alone:
                try:
                    await self._look_around()
                except Exception as error:
                    if not self._inbox.is_passing(error):
                        _logger.exception("the inbox cannot be looked at")

    def _forgive_waiting(self, before: set[_Job]) -> set[_Job]:
        """Unmark updates that only wait for their turn: should the process die, not by them."""
        waiting = {job for job in self._jobs.values() if job.place.is_at_rest}
        forgiven = [job for job in waiting & before if job.counts]
        for job in forgiven:
            job.counts = False
        if forgiven:
            self._writer.forgive([job.kept.id for job in forgiven])
        return waiting

    async def _look_around(self) -> None:
        """Renew the hold on what is in hand, and take over what dead processes have left."""
        now = self._passed()
        if any(now >= job.sure_until - _SURE + _RENEW for job in self._jobs.values()):
            await self._renew()
        if await self._inbox.is_left():
            self._writer.look(free=True)

    async def _renew(self) -> None:
        """Renew the hold on what is in hand; what another process has by now is left to it."""
        async with self._renewing:
            now = self._passed()
            jobs = dict(self._jobs)
            held = await self._inbox.renew(jobs.keys())
            for number, job in jobs.items():
                if number in held:
                    job.sure_until = now + _SURE
                elif number in self._jobs:
                    _logger.warning("update %d was taken over by another process", number)
                    job.task.cancel()
                    self._writer.look()
