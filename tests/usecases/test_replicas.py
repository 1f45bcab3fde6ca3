"""Processes that share a database: who counts as alive, and who takes over."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.domain.clock import Clock, SharedClock, system_clock
from bot.domain.delivery import Audience, Kind, Lane, State
from bot.domain.duties import Duty
from bot.usecases.replicas import Process
from storage.schema import lease, process
from storage.storage import Storage
from tests.databases import on_postgresql, on_sqlite
from tests.tables import deliveries, held_by_another, values

SETTLE = timedelta(seconds=20)
OFTEN = 0.02  # seconds
TARAS = 2001


class Passed:
    """Seconds that a test lets pass."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@asynccontextmanager
async def at_work(member: Process) -> AsyncIterator[None]:
    await member.join()
    running = asyncio.get_running_loop().create_task(member.run())
    try:
        yield
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def until(seen: Callable[[], object]) -> None:
    async with asyncio.timeout(60):
        while not seen():  # noqa: ASYNC110 - what another process has written
            await asyncio.sleep(OFTEN)


def a_member(
    storage: Storage, passed: Callable[[], float] = time.monotonic, clock: Clock = system_clock
) -> Process:
    return Process(storage, clock, SETTLE, passed, every=OFTEN)


async def lapse(storage: Storage, *all_of: Process) -> None:
    """As if they had given no sign of life for long."""
    async with storage.sign_of_life() as processes:
        for member in all_of:
            await processes.renew(member.name, timedelta(seconds=-1))


async def in_hand(storage: Storage, member: Process) -> int:
    """The process takes a reader's message in hand, if it may."""
    now = system_clock()
    async with storage.writing() as tx:
        await tx.ledger.enqueue(
            Kind.NOTICE, 1, [TARAS], audience=Audience.READER, lane=Lane.READER, now=now
        )
        return len(await tx.ledger.claim(1, now, timedelta(minutes=5), holder=member.name))


@on_sqlite
async def test_alone_on_a_file_a_process_has_every_duty_and_leaves_no_trace(
    storage: Storage,
) -> None:
    member = a_member(storage)
    async with at_work(member):
        assert member.is_sure()
        assert all(member.has(duty) for duty in Duty)
    assert values(storage, select(process.c.name)) == values(storage, select(lease.c.key)) == []


@on_postgresql
async def test_duties_are_the_first_ones_and_go_over_when_it_leaves(storage: Storage) -> None:
    first, second = a_member(storage), a_member(storage)
    async with at_work(second):
        assert second.has(Duty.POLLING)
        async with at_work(first):
            assert not first.has(Duty.POLLING)
            assert await second.all_alive() == await first.all_alive()
            assert len(await first.all_alive()) == 2
        assert len(await second.all_alive()) == 1
    async with at_work(first):
        assert first.has(Duty.POLLING)
        assert first.has(Duty.CLOCK)


@on_postgresql
async def test_without_a_sign_of_life_for_eight_seconds_a_process_is_not_sure_any_more(
    storage: Storage,
) -> None:
    passed = Passed()
    member = a_member(storage, passed)
    assert not member.is_sure(), "it has not come in yet"
    await member.join()
    passed.seconds += 7.9
    assert member.is_sure()
    assert member.has(Duty.POLLING)
    passed.seconds += 0.2
    assert not member.is_sure()
    assert not member.has(Duty.POLLING)


@on_postgresql
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nobody counts a machine's sleep")
async def test_a_machine_that_was_asleep_is_not_sure_either(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = Process(storage, system_clock, SETTLE, every=OFTEN)
    await member.join()
    assert member.is_sure()
    told = time.clock_gettime
    asleep = {time.CLOCK_BOOTTIME: 9.0}  # which no other clock has counted
    monkeypatch.setattr(time, "clock_gettime", lambda clock: told(clock) + asleep.get(clock, 0))
    assert not member.is_sure()


@on_postgresql
async def test_what_a_dead_process_had_in_hand_is_taken_over(storage: Storage) -> None:
    dead, living = a_member(storage), a_member(storage)
    await dead.join()
    assert await in_hand(storage, dead) == 1
    async with at_work(living):
        await asyncio.sleep(10 * OFTEN)
        assert deliveries(storage)[0].state == State.SENDING, "it may live"
        await lapse(storage, dead)
        await until(lambda: deliveries(storage)[0].state != State.SENDING)
        assert deliveries(storage)[0].state == State.UNKNOWN, "it may have been sent"
        await until(lambda: living.has(Duty.POLLING))


@on_postgresql
async def test_whoever_was_taken_for_dead_goes_on_by_another_name_and_lets_go(
    storage: Storage,
) -> None:
    buried: list[str] = []
    member = a_member(storage)
    member.on_burial = lambda: buried.append(member.name)
    name = member.name
    async with at_work(member):
        async with storage.writing() as tx:
            await tx.processes.leave([name])
        await until(lambda: buried)
        assert buried == [member.name] != [name]
        assert list(member.names) == [name, member.name]
        await until(lambda: member.has(Duty.CLOCK))


@on_postgresql
async def test_whoever_does_not_know_yet_that_others_have_buried_it_takes_nothing(
    storage: Storage,
) -> None:
    paused, living = a_member(storage), a_member(storage)
    await paused.join()
    async with at_work(living):
        await lapse(storage, paused)
        await until(lambda: len(values(storage, select(process.c.name))) == 1)
    assert await in_hand(storage, paused) == 0
    assert deliveries(storage)[0].state == State.DUE, "somebody else takes it"


@on_postgresql
async def test_whoever_comes_back_late_judges_nobody_at_once(storage: Storage) -> None:
    """After a restart of the database everybody is late."""
    one, other = a_member(storage), a_member(storage)
    await one.join()
    assert await in_hand(storage, one) == 1
    async with at_work(other):
        await asyncio.sleep(10 * OFTEN)
        await lapse(storage, other)
        await lapse(storage, one)
        async with storage.sign_of_life() as processes:
            await processes.renew(one.name, timedelta(seconds=10))  # a little later than the other
        await asyncio.sleep(10 * OFTEN)
    assert deliveries(storage)[0].state == State.SENDING


@on_postgresql
@pytest.mark.parametrize("ahead", [timedelta(minutes=2), timedelta(minutes=-2)])
async def test_a_machines_clock_is_put_right_by_the_databases(
    storage: Storage, ahead: timedelta
) -> None:
    clock = SharedClock(lambda: system_clock() + ahead)
    await a_member(storage, clock=clock).join()
    assert abs(clock() - system_clock()) < timedelta(seconds=30)  # as long as it was asked


def test_a_clock_follows_what_it_is_told_only_as_far_as_that_must_be_wrong() -> None:
    noon = datetime(2023, 5, 10, 12, tzinfo=system_clock().tzinfo)
    own = [noon]
    clock = SharedClock(lambda: own[0])
    second = timedelta(seconds=1)
    asked_at = clock()
    own[0] += second  # the answer took so long
    clock.agree(noon + second / 2, asked_at)
    assert clock() == noon + second, "it may have been told in between"
    clock.agree(noon + 3 * second, clock())
    assert clock() == noon + 3 * second
    clock.agree(noon, clock())
    assert clock() == noon


@on_postgresql
async def test_what_a_stop_leaves_in_hand_is_free_at_once(storage: Storage) -> None:
    member = a_member(storage)
    async with at_work(member):
        await in_hand(storage, member)
    assert deliveries(storage)[0].state == State.UNKNOWN, "it may have been sent"


@on_postgresql
async def test_whoever_is_about_to_stop_leaves_its_duties_to_others_and_lives_on(
    storage: Storage,
) -> None:
    first, second = a_member(storage), a_member(storage)
    async with at_work(first):
        async with at_work(second):
            await first.resign()
            assert not first.has(Duty.POLLING)
            await until(lambda: all(second.has(duty) for duty in Duty))
            assert first.is_sure(), "what it has in hand is its own"
        await asyncio.sleep(10 * OFTEN)
        assert not first.has(Duty.POLLING)
        assert first.is_sure()


@on_postgresql
async def test_who_is_cut_off_as_it_resigns_does_so_with_its_next_sign(storage: Storage) -> None:
    first, second = a_member(storage), a_member(storage)
    async with at_work(first), at_work(second):
        await until(lambda: all(first.has(duty) for duty in Duty))
        resigning = asyncio.create_task(first.resign())
        await asyncio.sleep(0)
        resigning.cancel()
        await until(lambda: all(second.has(duty) for duty in Duty))
        assert first.is_sure()
    assert not first.has(Duty.POLLING)


@on_postgresql
async def test_signs_of_life_do_not_wait_behind_those_who_write(storage: Storage) -> None:
    dead, living = a_member(storage), a_member(storage)
    await dead.join()
    async with at_work(living):
        await asyncio.sleep(10 * OFTEN)
        async with held_by_another(storage.url):
            await lapse(storage, dead)
            await asyncio.sleep(10 * OFTEN)  # it would bury the dead one, and cannot
            async with storage.sign_of_life() as processes:
                await processes.renew(living.name, timedelta(seconds=1))
            await asyncio.sleep(10 * OFTEN)
            async with storage.sign_of_life() as processes:
                left = await processes.renew(living.name, timedelta(seconds=10))
            assert left
            assert left > timedelta(seconds=5), "it has given signs meanwhile"
