"""The clock: asks the use cases every so often what is due. It knows no facts itself.

APScheduler says when; the jobs themselves run in the one task group, and no jump of the machine's
clock, forward or back, stops or hurries them.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apscheduler.executors.debug import DebugExecutor
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from bot.delivery.database_faults import in_brief
from bot.domain.clock import NextLook

_logger = logging.getLogger(__name__)

_LOOK_EVERY = (
    0.5  # seconds between two looks at what has fallen due, and whether the clock was set back
)
_SLACK = timedelta(seconds=0.05)  # two clocks are read, one after the other
_LONGEST_PAUSE = 60.0  # seconds between tries of a job that fails, unless it rests longer anyway
_FAULTS_TO_TELL = 3  # in a row: one may be a database that was locked
_FINISH_WITHIN = 10.0  # seconds for what runs when the bot stops


@dataclass(frozen=True, slots=True)
class Job:
    """What is done every so many seconds, by at most `at_once` runs at a time.

    More than one is for jobs that wait for sites, so that a slow one does not hold up the next
    run. `look` tells when there is something to do: no run is started before. `once`: of several
    processes on one database, one alone does it.
    """

    name: str
    every: float
    run: Callable[[], Awaitable[None]]
    at_once: int = 1
    look: NextLook | None = None
    once: bool = False

    def pause(self) -> timedelta:
        """How long from now there is nothing to run for."""
        left = self.look.seconds_left() if self.look else 0
        return timedelta(seconds=max(self.every, left))


class _Next(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """So long from now as the job has nothing to do, whatever was missed.

    APScheduler's own interval counts on from the last run: after a clock that jumped forward by a
    month it lists 2.6 million missed runs of a job of twice a second before it drops them.
    """

    def __init__(self, job: Job) -> None:
        self._job = job

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:  # noqa: ARG002 - APScheduler's signature
        return now + self._job.pause()


class Scheduler:
    """Starts jobs when APScheduler says so, as tasks of the group in which `run` runs.

    `tell` is told the name of a job that fails again and again, and the error, once until it
    works. `is_mine` says whether this process does what only one is to do, `is_passing`
    which faults are the database's own, and need no trace.
    """

    def __init__(
        self,
        jobs: Sequence[Job],
        tell: Callable[[str, Exception], Awaitable[None]],
        finish_within: float = _FINISH_WITHIN,
        is_mine: Callable[[], bool] = lambda: True,
        is_passing: Callable[[Exception], bool] = lambda _: False,
    ) -> None:
        self._is_passing = is_passing
        self._is_mine = is_mine
        self._jobs = {job.name: job for job in jobs}
        self._tell = tell
        self._finish_within = finish_within
        self._stopping = asyncio.Event()
        self._running: Counter[str] = Counter()
        self._faults: Counter[str] = Counter()  # in a row
        self._rests_until: dict[str, float] = {}  # on the loop's clock
        # The debug executor calls what is due in the loop itself; all it does is to start a task.
        self.clock = AsyncIOScheduler(
            timezone=UTC,
            executors={"default": DebugExecutor()},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def stop(self) -> None:
        """Begin nothing more; what runs is given its time, and then ended."""
        self._stopping.set()

    async def run(self) -> None:
        """Do the jobs until stopped. Each may be ended at any point, as by a kill."""
        with suppress(TimeoutError):
            async with asyncio.timeout(None) as limit, asyncio.TaskGroup() as group:
                for job in self._jobs.values():
                    self.clock.add_job(self._start, _Next(job), args=(job, group), id=job.name)
                self.clock.start()
                try:
                    while not await self._stopped_within(_LOOK_EVERY):
                        self._catch_up()
                finally:
                    self._stopping.set()
                    self.clock.shutdown(wait=False)  # in the loop's next turn, and not at once
                limit.reschedule(asyncio.get_running_loop().time() + self._finish_within)

    def _catch_up(self) -> None:
        """Run at once what APScheduler has planned for later than it is due.

        Something to do may have come since it planned, or the clock was set back.
        """
        now = datetime.now(UTC)
        for planned in self.clock.get_jobs():
            if planned.next_run_time > now + self._jobs[planned.id].pause() + _SLACK:
                planned.modify(next_run_time=now)

    def _start(self, job: Job, group: asyncio.TaskGroup) -> None:
        """Start one run, unless the job is busy, rests after a fault, or is another process's."""
        if self._stopping.is_set() or (job.once and not self._is_mine()):
            return
        rests_until = self._rests_until.get(job.name, 0)
        is_resting = asyncio.get_running_loop().time() < rests_until
        if not is_resting and self._running[job.name] < job.at_once:
            self._running[job.name] += 1
            group.create_task(self._do(job))

    async def _do(self, job: Job) -> None:
        try:
            await job.run()
        except Exception as error:
            if self._is_passing(error):
                _logger.warning("job «%s» has to wait: %s", job.name, in_brief(error))
            else:
                _logger.exception("job «%s»; trying again", job.name)
            self._faults[job.name] += 1
            pause = _pause(job, self._faults[job.name])
            self._rests_until[job.name] = asyncio.get_running_loop().time() + pause
            if self._faults[job.name] == _FAULTS_TO_TELL:
                await self._say(job, error)
        else:
            self._faults[job.name] = 0
        finally:
            self._running[job.name] -= 1

    async def _stopped_within(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        return self._stopping.is_set()

    async def _say(self, job: Job, error: Exception) -> None:
        try:
            await self._tell(job.name, error)
        except Exception:
            _logger.exception("nobody could be told that the job «%s» fails", job.name)


def _pause(job: Job, faults: int) -> float:
    """How long a job rests after a fault: ever longer, so that it does not fill the log."""
    doubled: float = job.every * 2.0 ** min(faults, 10)
    return max(job.every, min(doubled, _LONGEST_PAUSE))
