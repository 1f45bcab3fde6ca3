"""A statement on SQLite is one trip to the connection's thread."""

import asyncio
import threading
from pathlib import Path
from typing import Any

import aiosqlite
import pytest
from sqlalchemy import text

from storage.schema import section
from storage.storage import Storage
from storage.transaction import Snapshot
from storage.whole import WholeView
from tests.builders import address_of

SLOW = (
    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 1500000)"
    " SELECT max(x) FROM c"
)


@pytest.fixture
def database(sqlite_file: Path) -> Path:
    """SQLite's own: PostgreSQL is on the other end of a line."""
    return sqlite_file


async def test_a_query_is_one_trip_and_a_reader_makes_none_to_begin_and_to_end(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = Storage.open(address_of(database))
    trips: list[str] = []
    execute: Any = aiosqlite.Connection._execute  # noqa: SLF001 - what a trip is

    async def noted(self: aiosqlite.Connection, do: Any, *arguments: Any) -> Any:
        trips.append(do.__name__)
        return await execute(self, do, *arguments)

    async def ask(tx: Snapshot) -> None:
        await tx.sections._connection.execute(text("SELECT 1"))  # noqa: SLF001

    async with storage.reading() as seen, storage.writing():
        await ask(seen)
    monkeypatch.setattr(aiosqlite.Connection, "_execute", noted)
    async with storage.reading() as seen:
        await ask(seen)
        await ask(seen)
    assert trips == ["do", "do"]
    async with storage.reading():
        pass
    assert len(trips) == 2
    async with storage.writing() as tx:
        await ask(tx)
    assert trips[2:] == ["do", "do", "commit"]  # the right to write is taken at once
    await storage.close()


async def test_what_is_read_bit_by_bit_sees_one_state_from_the_first(database: Path) -> None:
    storage = Storage.open(address_of(database))

    async def names(whole: WholeView) -> list[str]:
        return [row[1] async for rows in whole.rows(section) for row in rows]

    async with storage.whole() as whole:
        before = await names(whole)
        async with storage.writing() as tx:
            await tx.sections.add("Одеса", "⚓")
        assert await names(whole) == before
    async with storage.whole() as whole:
        assert len(await names(whole)) == len(before) + 1
    await storage.close()


async def test_a_close_waits_for_what_a_cancelled_task_has_left_under_way(database: Path) -> None:
    storage = Storage.open(address_of(database))
    known = set(threading.enumerate())

    async def count_long() -> None:
        async with storage.reading() as seen:
            await seen.sections._connection.execute(text(SLOW))  # noqa: SLF001

    counting = asyncio.create_task(count_long())
    await asyncio.sleep(0.1)
    for _ in range(3):
        counting.cancel()
        await asyncio.sleep(0)
    await storage.close()
    started = [thread for thread in threading.enumerate() if thread not in known]
    assert [one.name for one in started if "connection_worker" in one.name] == []
