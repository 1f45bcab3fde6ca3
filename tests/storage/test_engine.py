"""SQLite's traps: who may write, what a power cut loses, and what a time is."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from socket import gaierror

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from bot.domain.rate import Rate
from storage.engine import (
    fault_of_disk,
    is_passing,
    open_engine,
    open_for_passing,
    open_for_reading,
)
from storage.storage import Storage, Transaction
from storage.types import from_milliseconds, to_milliseconds
from tests.builders import address_of, several_processes
from tests.clock import NOON

KYIV = timezone(timedelta(hours=3))


@pytest.fixture
def database(sqlite_file: Path) -> Path:
    """SQLite's own: PostgreSQL has no file."""
    return sqlite_file


async def test_a_writer_takes_the_write_lock_before_it_reads_and_a_reader_takes_none(
    storage: Storage, database: Path
) -> None:
    with closing(sqlite3.connect(database, timeout=0, isolation_level=None)) as other:
        async with storage.writing():
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
        async with storage.reading() as seen:
            before = await seen.sections.all()
            other.execute("UPDATE section SET name = 'Інші новини' WHERE id = 1")
            assert await seen.sections.all() == before
        async with storage.reading() as seen:
            assert await seen.sections.all() != before


async def test_whoever_only_looks_cannot_change_anything(storage: Storage, database: Path) -> None:
    engine = open_for_reading(open_engine(address_of(database)))
    async with engine.connect() as connection:
        tx = Transaction(connection)
        with pytest.raises(OperationalError, match="readonly database"):
            await tx.sections.add("Одеса", "⚓")
    await engine.dispose()
    async with storage.writing() as tx:
        assert await tx.sections.named("Одеса") is None
        await tx.sections.add("Одеса", "⚓")


@pytest.mark.slow
async def test_a_writer_that_is_cancelled_wherever_it_is_holds_up_no_other(
    storage: Storage,
) -> None:
    """A statement that nobody has read to its end must not keep the file locked."""

    async def write() -> None:
        while True:
            async with storage.writing() as tx:
                await tx.pace.occupy([(1, NOON, timedelta(seconds=1))])
                await tx.ledger.give_back(NOON, timedelta(seconds=1), all_rows=True)
                await tx.people.owners()

    ended = []  # with all that their tracebacks hold
    for number in range(60):
        writers = [asyncio.create_task(write()) for _ in range(3)]
        await asyncio.sleep(number * 0.0003)
        for writer in writers:
            writer.cancel()
        ended += await asyncio.gather(*writers, return_exceptions=True)
        async with storage.writing() as tx:
            await tx.people.owners()
    assert {type(one) for one in ended} == {asyncio.CancelledError}


async def test_a_connection_that_is_closed_in_the_midst_of_a_statement_holds_no_lock(
    database: Path,
) -> None:
    one, other = open_engine(address_of(database)), open_engine(address_of(database))
    connection = await one.connect()
    await connection.begin()
    raw = (await connection.get_raw_connection()).driver_connection
    assert raw is not None
    unread = await raw.execute("SELECT 1 UNION SELECT 2")
    assert await unread.fetchone()
    await raw.close()
    async with other.begin() as second:
        await second.execute(text("DELETE FROM chat_pace"))
    await connection.close()
    await one.dispose()
    await other.dispose()


async def test_a_second_process_waits_until_the_writer_is_done(database: Path) -> None:
    order = []

    async def write(storage: Storage, name: str, first: asyncio.Event) -> None:
        async with storage.writing() as tx:
            order.append(f"{name} begins")
            first.set()
            await asyncio.sleep(0.05)
            await tx.sections.add(name, "🗞")
            order.append(f"{name} ends")

    async with several_processes(database, 2) as (one, other):
        begun = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            group.create_task(write(one, "Одеса", begun))
            await begun.wait()
            group.create_task(write(other, "Львів", asyncio.Event()))
    assert order == ["Одеса begins", "Одеса ends", "Львів begins", "Львів ends"]


async def test_a_reader_is_not_held_up_by_a_writer_and_sees_none_of_its_work(
    storage: Storage,
) -> None:
    async with storage.writing() as writer:
        await writer.sections.add("Одеса", "🗞")
        async with asyncio.timeout(30), storage.reading() as tx:
            assert await tx.sections.named("Одеса") is None
    async with storage.reading() as tx:
        assert await tx.sections.named("Одеса")


async def test_a_transaction_that_fails_leaves_nothing(storage: Storage) -> None:
    async def fail() -> None:
        async with storage.writing() as tx:
            await tx.sections.add("Одеса", "🗞")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with storage.reading() as tx:
        assert await tx.sections.named("Одеса") is None


async def test_what_need_not_outlive_a_power_cut_waits_for_no_disk_and_is_there_at_once(
    storage: Storage, database: Path
) -> None:
    engine = open_engine(address_of(database))
    passing = open_for_passing(engine)
    async with passing.connect() as connection:
        assert await connection.scalar(text("PRAGMA synchronous")) == 1  # NORMAL
        assert await connection.scalar(text("PRAGMA foreign_keys")) == 1
    await passing.dispose()
    await engine.dispose()
    async with storage.writing(lasting=False) as tx:
        await tx.pace.occupy([(1, NOON, timedelta(seconds=1))])
    async with storage.writing() as tx:
        assert await tx.pace.rests([1]) == {1: NOON + timedelta(seconds=1)}


async def test_every_connection_keeps_what_was_committed_and_whom_rows_belong_to(
    storage: Storage, database: Path
) -> None:
    engine = open_engine(address_of(database))
    async with engine.connect() as connection:
        found = {
            name: await connection.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    await engine.dispose()
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "foreign_keys": 1,
        "busy_timeout": 5000,
    }
    with pytest.raises(IntegrityError):
        async with storage.writing() as tx:
            await tx.channels.route(-100, 1, on=True)  # no such channel


@given(st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_a_time_is_kept_to_the_millisecond(moment: datetime) -> None:
    kept = from_milliseconds(to_milliseconds(moment))
    assert timedelta() <= moment - kept < timedelta(milliseconds=1)


async def test_a_time_comes_back_in_utc_whatever_zone_it_went_in_with(storage: Storage) -> None:
    async with storage.writing() as tx:
        printed = datetime(2023, 5, 10, 15, 25, tzinfo=KYIV)
        await tx.pace.hold_token(printed, [Rate(29)], printed)
        kept = (await tx.pace.take_slots(0, Rate(29), printed - timedelta(days=1))).first
    assert kept == datetime(2023, 5, 10, 12, 25, tzinfo=UTC)
    assert kept.tzinfo is UTC


# --- faults ---

NO_TABLE = OperationalError("", {}, sqlite3.OperationalError("no such table: delivery"))
OF_THE_DISK = [
    "database or disk is full",
    "disk I/O error",
    "attempt to write a readonly database",
    "unable to open database file",
    "database is locked",
]


class Said(Exception):  # noqa: N818 - a driver's own
    """What PostgreSQL says, by its code."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__("what it says")
        self.sqlstate = sqlstate


# Its line broke, it stops or starts, it is a copy for now, two waited for each other, a lock.
PASSING = ("08006", "57P01", "57P03", "25006", "25P03", "40001", "40P01", "55P03")
OURS = ("23505", "42P01", "22001", "57014")  # a row twice, no table, too long, given up


@pytest.mark.parametrize("words", OF_THE_DISK)
def test_a_fault_of_the_disk_is_told_in_its_own_words_and_passes(words: str) -> None:
    fault = OperationalError("", {}, sqlite3.OperationalError(words))
    assert fault_of_disk(fault) == words
    assert is_passing(fault)


@pytest.mark.parametrize(
    ("fault", "passes"),
    [
        (NO_TABLE, False),
        (OSError("disk is full"), False),
        (IntegrityError("", {}, sqlite3.IntegrityError("UNIQUE")), False),
        (IntegrityError("", {}, Exception("terminated"), connection_invalidated=True), True),
        (OperationalError("", {}, Exception("server closed the connection")), True),
        (InterfaceError("", {}, Exception("connection is closed")), True),
        (NoConnectionFree("QueuePool limit reached"), True),
        (InterfaceError("", {}, sqlite3.InterfaceError("Error binding parameter 0")), False),
        (ConnectionRefusedError(), True),
        (TimeoutError(), True),
        (gaierror(), True),
        *((DBAPIError("", {}, Said(code)), True) for code in PASSING),
        *((DBAPIError("", {}, Said(code)), False) for code in OURS),
        (ZeroDivisionError(), False),
    ],
)
def test_a_fault_passes_that_is_of_the_line_to_the_database(
    fault: Exception, *, passes: bool
) -> None:
    assert fault_of_disk(fault) is None
    assert is_passing(fault) is passes
