"""The clock: asks the use cases every so often what is due. It knows no facts itself.

The time between two looks is counted by what nobody can set: however far the machine's clock
jumps, forward or back, the next look comes when it would have come anyway.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

_logger = logging.getLogger(__name__)

_LONGEST_PAUSE = 60.0  # seconds between tries of a job that fails, unless it rests longer anyway
_FAULTS_TO_TELL = 3  # in a row: one may be a database that was locked
_FINISH_WITHIN = 10.0  # seconds for what runs when the bot stops


@dataclass(frozen=True, slots=True)
class Job:
    """What is done again and again; `every` is seconds from the end of one run to the next."""

    name: str
    every: float
    run: Callable[[], Awaitable[None]]


class Scheduler:
    """Every job is one task of the group in which `run` runs, so that none overtakes itself.

    `tell` is told the name of a job that fails again and again, and the error, once until it
    works.
    """

    def __init__(
        self,
        jobs: Sequence[Job],
        tell: Callable[[str, Exception], Awaitable[None]],
        finish_within: float = _FINISH_WITHIN,
    ) -> None:
        self._jobs = jobs
        self._tell = tell
        self._finish_within = finish_within
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Begin nothing more; what runs is given its time, and then ended."""
        self._stopping.set()

    async def run(self) -> None:
        """Do the jobs until stopped. Each may be ended at any point, as by a kill."""
        with suppress(TimeoutError):
            async with asyncio.timeout(None) as limit, asyncio.TaskGroup() as group:
                for job in self._jobs:
                    group.create_task(self._repeat(job))
                await self._stopping.wait()
                limit.reschedule(asyncio.get_running_loop().time() + self._finish_within)

    async def _repeat(self, job: Job) -> None:
        faults = 0
        while not await self._stopped_within(_pause(job, faults)):
            try:
                await job.run()
            except Exception as error:
                faults += 1
                _logger.exception("job «%s»; trying again", job.name)
                if faults == _FAULTS_TO_TELL:
                    await self._say(job, error)
            else:
                faults = 0

    async def _stopped_within(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)
        return self._stopping.is_set()

    async def _say(self, job: Job, error: Exception) -> None:
        try:
            await self._tell(job.name, error)
        except Exception:
            _logger.exception("nobody could be told that the job «%s» fails", job.name)


def _pause(job: Job, faults: int) -> float:
    """After a fault longer and longer: what fails twice a second fills the disk with lines."""
    doubled: float = job.every * 2.0 ** min(faults, 10)
    return max(job.every, min(doubled, _LONGEST_PAUSE))
