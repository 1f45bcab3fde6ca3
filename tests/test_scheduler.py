"""The clock of the bot: its jobs run in one group, and whatever a job does stops no other."""

import asyncio
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.clock import NextLook, system_clock
from bot.scheduler import Job, Scheduler


class Heard:
    """Whoever is told of a job's trouble; `fails`: the telling itself does not work."""

    def __init__(self, *, fails: bool = False) -> None:
        self.words: list[str] = []
        self._fails = fails

    async def __call__(self, job: str, error: Exception) -> None:
        self.words.append(f"{job}: {error}")
        if self._fails:
            raise OSError("the database is away, too")


async def until(seen: asyncio.Event) -> None:
    await asyncio.wait_for(seen.wait(), 30)


async def test_a_job_that_fails_stops_neither_itself_nor_the_others_and_is_said_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    runs: Counter[str] = Counter()
    enough = asyncio.Event()

    async def fail() -> None:
        runs["bad"] += 1
        raise ValueError("broken")

    async def work() -> None:
        runs["good"] += 1
        if runs["good"] >= 5 and runs["bad"] >= 5:
            enough.set()

    heard = Heard(fails=True)
    jobs = [Job("bad", 0.001, fail), Job("good", 0.001, work)]
    scheduler = Scheduler(jobs, heard)
    async with asyncio.TaskGroup() as group:
        group.create_task(scheduler.run())
        await until(enough)
        scheduler.stop()
    assert heard.words == ["bad: broken"]
    assert "job «bad»; trying again" in caplog.text


async def test_what_falls_due_in_the_turn_of_the_stop_is_not_begun(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """APScheduler shuts down a turn of the loop later than it is told to."""
    begun: list[int] = []
    first = asyncio.Event()

    async def work() -> None:
        begun.append(1)
        first.set()

    scheduler = Scheduler([Job("good", 0.01, work)], Heard())
    async with asyncio.TaskGroup() as group:
        group.create_task(scheduler.run())
        await until(first)
        time.sleep(0.05)  # noqa: ASYNC251 - the next run is due when the loop goes on
        await asyncio.sleep(0)
        scheduler.stop()
    await asyncio.sleep(0.05)
    assert len(begun) == 1
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_a_fault_that_passes_is_one_line_that_says_what_it_is(
    caplog: pytest.LogCaptureFixture,
) -> None:
    enough = asyncio.Event()

    async def fail() -> None:
        enough.set()
        raise OSError("disk is full")

    job = Job("watch", 0.001, fail)
    scheduler = Scheduler([job], Heard(), is_passing=lambda error: isinstance(error, OSError))
    async with asyncio.TaskGroup() as group:
        group.create_task(scheduler.run())
        await until(enough)
        scheduler.stop()
    told = [record for record in caplog.records if record.name == "bot.scheduler"]
    assert {record.getMessage() for record in told} == {
        "job «watch» has to wait: OSError: disk is full"
    }
    assert not any(record.exc_info for record in told)


async def test_a_job_that_worked_in_between_is_said_again() -> None:
    runs: Counter[str] = Counter()
    enough = asyncio.Event()

    async def work() -> None:
        runs["all"] += 1
        if runs["all"] == 9:
            enough.set()
        if runs["all"] != 5:
            raise ValueError("broken")

    heard = Heard()
    scheduler = Scheduler([Job("bad", 0.001, work)], heard)
    async with asyncio.TaskGroup() as group:
        group.create_task(scheduler.run())
        await until(enough)
        scheduler.stop()
    assert heard.words == ["bad: broken"] * 2


async def test_a_stop_waits_for_what_runs() -> None:
    began, finished = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        began.set()
        await asyncio.sleep(0.2)
        finished.set()

    scheduler = Scheduler([Job("slow", 0.001, work)], Heard())
    async with asyncio.TaskGroup() as group:
        group.create_task(scheduler.run())
        await until(began)
        scheduler.stop()
    assert finished.is_set()


async def test_a_stop_does_not_wait_for_ever() -> None:
    began, ended = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    scheduler = Scheduler([Job("stuck", 0.001, work)], Heard(), finish_within=0.05)
    async with asyncio.TaskGroup() as group:
        group.create_task(scheduler.run())
        await until(began)
        scheduler.stop()
    assert ended.is_set()


async def test_a_job_never_runs_beside_itself_and_leaves_no_task_behind() -> None:
    running, most, runs = 0, 0, 0
    enough = asyncio.Event()

    async def work() -> None:
        nonlocal running, most, runs
        running, runs = running + 1, runs + 1
        most = max(most, running)
        await asyncio.sleep(0.005)
        running -= 1
        if runs == 5:
            enough.set()

    before = asyncio.all_tasks()
    scheduler = Scheduler([Job("slow", 0.001, work)], Heard())
    async with asyncio.TaskGroup() as group:
        group.create_task(scheduler.run())
        await until(enough)
        scheduler.stop()
    assert most == 1
    assert asyncio.all_tasks() == before


async def test_a_job_that_looks_at_rows_is_run_when_one_is_due_or_somebody_says_so() -> None:
    runs: list[float] = []
    look = NextLook(system_clock, timedelta(minutes=1))

    async def work() -> None:
        if look.is_now():
            look.found(system_clock() + timedelta(seconds=1) if len(runs) == 1 else None)
        runs.append(time.monotonic())

    scheduler = Scheduler([Job("rows", 0.1, work, look=look)], Heard())
    async with asyncio.TaskGroup() as group:
        group.create_task(scheduler.run())
        await asyncio.sleep(1)
        assert 1 <= len(runs) <= 2, "nothing is due for a minute"
        before = len(runs)
        look.at_once()
        await asyncio.sleep(0.8)
        assert len(runs) > before
        scheduler.stop()


async def test_a_job_that_waits_for_sites_may_run_beside_itself_up_to_its_bound() -> None:
    running, most = 0, 0
    full, leave = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        if running == 3:
            full.set()
        await leave.wait()
        running -= 1

    scheduler = Scheduler([Job("sites", 0.001, work, at_once=3)], Heard())
    async with asyncio.TaskGroup() as group:
        group.create_task(scheduler.run())
        await until(full)
        await asyncio.sleep(0.05)
        scheduler.stop()
        leave.set()
    assert most == 3


@pytest.mark.parametrize("jump", [timedelta(days=400), timedelta(days=-400)])
async def test_a_clock_that_jumps_neither_stops_a_job_nor_makes_it_up_for_what_was_missed(
    jump: timedelta,
) -> None:
    """A clock that jumps forward leaves the planned run behind; one set back, far ahead."""
    runs = 0
    again = asyncio.Event()

    async def work() -> None:
        nonlocal runs
        runs += 1
        again.set()

    scheduler = Scheduler([Job("tick", 0.2, work)], Heard())
    async with asyncio.TaskGroup() as group:
        group.create_task(scheduler.run())
        await until(again)
        again.clear()
        before = runs
        began = time.process_time()
        scheduler.clock.modify_job("tick", next_run_time=datetime.now(UTC) - jump)
        await until(again)
        took = time.process_time() - began
        scheduler.stop()
    assert runs <= before + 2
    assert took < 2  # CPU seconds; to list what was missed took 16 s for a month
