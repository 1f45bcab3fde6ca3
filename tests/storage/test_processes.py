"""Who of several processes is alive, and whose duty is what."""

import asyncio
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
from sqlalchemy import make_url

from bot.domain.duties import Duty
from storage.engine import TURN
from storage.storage import Storage
from tests.databases import on_postgresql

ALIVE = timedelta(minutes=1)
LAPSED = timedelta(minutes=-1)


@pytest.fixture
async def two(storage: Storage) -> Storage:
    async with storage.sign_of_life() as processes:
        await processes.join("first", "machine", ALIVE)
        await processes.join("second", "machine", ALIVE)
    return storage


async def _lapse(storage: Storage, name: str) -> None:
    async with storage.sign_of_life() as processes:
        await processes.renew(name, LAPSED)


async def _lead(storage: Storage, name: str) -> frozenset[Duty]:
    async with storage.sign_of_life() as processes:
        return await processes.lead(name, Duty)


async def test_a_duty_is_one_processs_until_that_gives_no_sign(two: Storage) -> None:
    assert await _lead(two, "first") == frozenset(Duty)
    assert await _lead(two, "second") == frozenset()
    assert await _lead(two, "first") == frozenset(Duty)
    await _lapse(two, "first")
    assert await _lead(two, "second") == frozenset(Duty)
    assert await _lead(two, "first") == frozenset()


async def test_whoever_leaves_hands_its_duties_over_at_once(two: Storage) -> None:
    assert await _lead(two, "first") == frozenset(Duty)
    async with two.sign_of_life() as processes:
        await processes.leave(["first"])
    assert await _lead(two, "second") == frozenset(Duty)
    async with two.sign_of_life() as processes:
        assert await processes.renew("first", ALIVE) is None


async def test_a_sign_of_life_says_how_late_it_comes(two: Storage) -> None:
    async with two.sign_of_life() as processes:
        left = await processes.renew("first", LAPSED)
    assert left
    assert timedelta() < left <= ALIVE
    async with two.sign_of_life() as processes:
        left = await processes.renew("first", ALIVE)
    assert left
    assert LAPSED - ALIVE < left < timedelta()


async def test_the_dead_are_buried_by_others_and_nobody_by_itself(two: Storage) -> None:
    async with two.sign_of_life() as processes:
        assert not await processes.has_dead("second")
        assert await processes.bury("second") == []
    await _lapse(two, "first")
    async with two.sign_of_life() as processes:
        assert not await processes.has_dead("first")
        assert await processes.bury("first") == []
        assert await processes.has_dead("second")
        assert await processes.bury("second") == ["first"]
        assert await processes.renew("first", ALIVE) is None
        assert await processes.renew("second", ALIVE) is not None


async def test_the_databases_clock_says_about_what_this_one_says(storage: Storage) -> None:
    before = datetime.now(UTC)
    async with storage.sign_of_life() as processes:
        told = await processes.time()
    assert before - ALIVE < told < before + ALIVE


@on_postgresql
async def test_of_two_that_take_a_duty_at_once_one_has_it(two: Storage) -> None:
    async with two.sign_of_life() as processes:
        await processes.join("third", "machine", ALIVE)
    assert await _lead(two, "third") == frozenset(Duty)
    await _lapse(two, "third")
    second: list[frozenset[Duty]] = []
    async with asyncio.TaskGroup() as group, two.sign_of_life() as processes:
        assert await processes.lead("first", Duty) == frozenset(Duty)

        async def lead() -> None:
            second.append(await _lead(two, "second"))

        group.create_task(lead())
        await asyncio.sleep(0.2)  # it waits for what the first has not committed yet
        assert not second
    assert second == [frozenset()]


@on_postgresql
async def test_a_line_that_is_silent_within_a_statement_is_cut_off_where_others_wait(
    storage: Storage,
) -> None:
    """As of a process that is stopped once it has named a statement: it is not idle."""
    at = make_url(storage.url)
    silent = await asyncpg.connect(
        host=at.host, port=at.port, user=at.username, database=at.database
    )
    await silent.execute("BEGIN")
    await silent.fetch("SELECT pg_advisory_xact_lock($1)", TURN)
    await silent.prepare("SELECT 1 + $1::int")
    assert await _cut_off(storage, timedelta()) == 0, "nobody waits"

    async def write() -> None:
        async with storage.writing() as tx:
            await tx.channels.saw_message(-5, 1)

    waiting = asyncio.get_running_loop().create_task(write())
    assert await _cut_off(storage, timedelta(minutes=1)) == 0, "it may speak still"
    async with asyncio.timeout(30):
        while not await _cut_off(storage, timedelta()):  # noqa: ASYNC110 - until it waits
            await asyncio.sleep(0.01)
        await waiting  # its turn came while the silent one had not given it back: it is gone
    silent.terminate()


async def _cut_off(storage: Storage, silent_for: timedelta) -> int:
    async with storage.sign_of_life() as processes:
        return await processes.cut_off(silent_for)
