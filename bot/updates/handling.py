"""Handles what was taken in: each chat's updates in their order, different chats' side by side.

People of the desk have a room of their own, so that no number of strangers stands before them.
A fault of the disk is tried again where it is, one of ours is written down and ends the update,
and an update that may have ended the process is begun alone, and in the end no more.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from weakref import WeakValueDictionary

from bot.delivery.concurrency import Place, Room, working_at
from bot.domain.update_facts import KeptUpdate, Update, chat_of, wish_of
from bot.updates.inbox import Inbox
from bot.updates.patience import in_words

Handle = Callable[[Update], Awaitable[None]]

_DESK_AT_ONCE = 16
_OTHERS_AT_ONCE = 8  # each is a moment's work; more would only stand in the way of the desk's
_BEGUN_TOGETHER = 32  # are written down as begun in one transaction
_ALONE = 30.0  # seconds: so long do all others wait for one that may end the process
_ANSWERED = 2.0  # seconds: and so long for its answer to leave
_LONGEST_PAUSE = 10.0  # seconds
_LOOK_AT_PACE = 1.0  # seconds; whoever waits longer for the pace was not begun, as far as counts
_FINISH_WITHIN = 10.0  # seconds
_logger = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class _Job:
    """One update in hand. `marked`: that it is begun is written down, and counts."""

    kept: KeptUpdate
    place: Place
    marked: bool


def _is_strangers_wait(job: _Job) -> bool:
    """Whether a stop need not wait for it: all that is left to do is to answer in its turn."""
    return job.place.only_waits and not job.kept.of_desk


class Handling:
    """`pause` is how long to wait after the first fault of the disk, in seconds."""

    def __init__(
        self,
        inbox: Inbox,
        handle: Handle,
        pause: float = 0.5,
        finish_within: float = _FINISH_WITHIN,
    ) -> None:
        self._inbox = inbox
        self._handle = handle
        self._pause = pause
        self._finish_within = finish_within
        self._desk = Room(_DESK_AT_ONCE)
        self._others = Room(_OTHERS_AT_ONCE)
        self._lines: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._jobs: dict[asyncio.Task[None], _Job] = {}
        self._newest: dict[object, _Job] = {}  # by what it wishes
        self._marking = asyncio.Lock()

    @property
    def is_at_leisure(self) -> bool:
        """Whether what comes now is begun at once, or nearly so."""
        return len(self._jobs) < _BEGUN_TOGETHER

    @property
    def in_hand(self) -> int:
        return len(self._jobs)

    # --- what is to be done ---

    def put(
        self, group: asyncio.TaskGroup, updates: Iterable[KeptUpdate], *, marked: bool = False
    ) -> None:
        """Handle these too. `marked`: it is written down already that they are begun."""
        for kept in updates:
            self._start(group, kept, marked=marked)

    async def put_suspects(
        self, group: asyncio.TaskGroup, updates: Sequence[KeptUpdate], stop: asyncio.Event
    ) -> None:
        """One at a time, with none beside it: if the process ends again, it was that one."""
        stopped = group.create_task(stop.wait())
        for kept in updates:
            if stop.is_set():
                break
            task, place = self._start(group, kept)
            left = group.create_task(place.was_left.wait())
            await asyncio.wait(
                {task, left, stopped}, timeout=_ALONE, return_when=asyncio.FIRST_COMPLETED
            )
            await asyncio.wait(
                {task, stopped}, timeout=_ANSWERED, return_when=asyncio.FIRST_COMPLETED
            )
            left.cancel()
        stopped.cancel()

    def take_in_first(self, *, more: bool) -> None:
        """Begin nothing of strangers' while Telegram has more to tell: the desk may wait there."""
        if more:
            self._others.close()
        else:
            self._others.open()

    async def end(self) -> None:
        """Finish what is in hand. What takes longer, or only waits, stays in the inbox."""
        jobs = dict(self._jobs)
        if not jobs:
            return
        waiting = {task for task, job in jobs.items() if _is_strangers_wait(job)}
        for task in waiting:
            task.cancel()
        _, late = await asyncio.wait(jobs, timeout=self._finish_within)
        for task in late:
            task.cancel()
        await self._put_back([jobs[task] for task in late | waiting])

    async def forgive_waiting(self) -> None:
        """Whoever only waits for the pace was not begun: a kill now says nothing against them."""
        before: set[_Job] = set()
        while True:
            await asyncio.sleep(_LOOK_AT_PACE)
            waiting = {job for job in self._jobs.values() if job.place.only_waits}
            # What has been begun in vain before is not forgiven: it may end the process later.
            await self._put_back([job for job in waiting & before if not job.kept.begun])
            before = waiting

    def _start(
        self, group: asyncio.TaskGroup, kept: KeptUpdate, *, marked: bool = False
    ) -> tuple[asyncio.Task[None], Place]:
        place = Place(
            self._desk if kept.of_desk else self._others,
            of_desk=kept.of_desk,
            age=lambda: self._inbox.age(kept),
        )
        job = _Job(kept, place, marked)
        wish = wish_of(kept.update) or job
        if earlier := self._newest.get(wish):
            earlier.place.ask_again()
        self._newest[wish] = job
        task = group.create_task(self._finish(job, wish))
        self._jobs[task] = job
        task.add_done_callback(self._jobs.pop)
        return task, place

    # --- one update ---

    async def _finish(self, job: _Job, wish: object) -> None:
        """Handle it in its chat's line, however long the disk is away.

        A fault of ours is written down, and does not bring it back.
        """
        line = self._lines.setdefault(chat_of(job.kept.update), asyncio.Lock())
        try:
            async with line, working_at(job.place):
                await self._mark(job)
                try:
                    await self._try("handled", job, lambda: self._handle(job.kept.update))
                except Exception:
                    _logger.exception("update %d", job.kept.id)
                await self._try("marked as done", job, lambda: self._inbox.done(job.kept.id))
        except Exception:  # it is handled once more at the next start, at the worst
            _logger.exception("update %d cannot be marked", job.kept.id)
        finally:
            if self._newest.get(wish) is job:
                del self._newest[wish]

    async def _mark(self, job: _Job) -> None:
        """Write down that it is begun, and with it those that are next."""
        if job.marked:
            return
        async with self._marking:
            next_ones = [other for other in self._jobs.values() if not other.marked]
            group = [job, *(other for other in next_ones if other is not job)][:_BEGUN_TOGETHER]
            ids = [one.kept.id for one in group if not one.marked]
            if not job.marked:
                await self._try("marked as begun", job, lambda: self._inbox.begin(ids))
                for one in group:
                    one.marked = True

    async def _try(self, what: str, job: _Job, deed: Callable[[], Awaitable[None]]) -> None:
        """Do it again and again while a fault passes; meanwhile somebody else has the place."""
        pause = self._pause
        while True:
            try:
                await deed()
            except Exception as error:
                if not self._inbox.is_passing(error):
                    raise
                _logger.warning("update %d is not %s yet: %s", job.kept.id, what, in_words(error))
            else:
                return
            async with job.place.left():
                with job.place.waiting():
                    await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def _put_back(self, jobs: Sequence[_Job]) -> None:
        marked = [job for job in jobs if job.marked]
        if not marked:
            return
        try:
            await self._inbox.put_back([job.kept.id for job in marked])
        except Exception as error:  # they count as begun once, at the worst
            if self._inbox.is_passing(error):
                _logger.info("beginnings are not taken back: %s", in_words(error))
            else:
                _logger.exception("beginnings are not taken back")
            return
        for job in marked:
            job.marked = False
