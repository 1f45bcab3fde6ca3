"""A statement on SQLite is one trip to the connection's thread."""

from pathlib import Path
from typing import Any

import aiosqlite
import pytest

from storage.storage import Storage
from tests.builders import address_of


@pytest.fixture
def database(sqlite_file: Path) -> Path:
    """SQLite's own: PostgreSQL is on the other end of a line."""
    return sqlite_file


async def test_a_query_is_one_trip_and_a_commit_is_followed_by_no_rollback(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = Storage.open(address_of(database))
    trips: list[str] = []
    execute: Any = aiosqlite.Connection._execute  # noqa: SLF001 - what a trip is

    async def noted(self: aiosqlite.Connection, do: Any, *arguments: Any) -> Any:
        trips.append(do.__name__)
        return await execute(self, do, *arguments)

    async with storage.reading() as seen:
        await seen.sections.all()
    monkeypatch.setattr(aiosqlite.Connection, "_execute", noted)
    async with storage.reading() as seen:
        assert await seen.sections.all()
    assert trips == ["do", "do", "commit"]  # the first one begins
    await storage.close()
