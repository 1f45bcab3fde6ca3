"""The door: whether there is a database, whether it can be written, whom the desk's news go to."""

import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.domain.delivery import Lane
from bot.domain.notices import CopyLeft
from storage.storage import Storage, Transaction
from tests.builders import IHOR, OLENA, address_of, an_editor, an_owner, hired
from tests.clock import NOON
from tests.databases import on_sqlite
from tests.storage.changes import changes


async def test_a_database_is_made_where_it_is_missing_and_only_where_it_may_be(
    tmp_path: Path,
) -> None:
    path = tmp_path / "data" / "vistnyk.db"
    storage = Storage.open(address_of(path), make=False)
    assert (storage.missing(), storage.made) == (path, None)
    assert not path.parent.exists()
    await storage.close()
    storage = Storage.open(address_of(path))
    assert (storage.missing(), storage.made) == (path, path), "made, and nothing is in it yet"
    assert await storage.blank_file() == path
    await storage.migrate()
    assert storage.missing() is None
    assert await storage.blank_file() is None
    await storage.close()
    storage = Storage.open(address_of(path))
    assert storage.made is None
    await storage.close()
    with pytest.raises(IsADirectoryError, match="is a folder"):
        Storage.open(address_of(path.parent))


@on_sqlite
def test_its_files_are_told_and_those_that_others_may_read(database: Path) -> None:
    storage = Storage.open(address_of(database))
    database.chmod(0o600)
    assert storage.files() == [database]
    assert storage.exposed() == []
    database.chmod(0o640)
    assert storage.exposed() == [database]
    assert not storage.has_other_names()
    os.link(database, database.with_name("other.db"))
    assert storage.has_other_names()


async def test_a_database_in_memory_has_no_files() -> None:
    storage = Storage.open("sqlite+aiosqlite:///:memory:")
    assert (storage.missing(), storage.made, storage.files(), storage.exposed()) == (
        None,
        None,
        [],
        [],
    )
    assert not storage.has_other_names()
    await storage.close()


@pytest.mark.slow
async def test_it_can_be_written_once_whoever_writes_is_done(
    storage: Storage,
) -> None:
    assert await storage.is_writable(1)
    done = asyncio.Event()

    async def write() -> None:
        async with storage.writing():
            await done.wait()

    async with asyncio.TaskGroup() as group:
        group.create_task(write())
        await asyncio.sleep(0)
        assert not await storage.is_writable(0.05)
        asyncio.get_running_loop().call_later(0.05, done.set)
        assert await storage.is_writable(5)


async def test_what_does_not_answer_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE other (id)")
    storage = Storage.open(address_of(path))
    with pytest.raises(Exception, match="no such table"):
        await storage.check()
    await storage.close()


async def test_the_desks_news_go_to_its_chat_or_else_to_the_owners(storage: Storage) -> None:
    await hired(storage, an_editor(), an_owner(OLENA), an_owner(OLENA + 5))
    async with storage.reading() as tx:
        assert await tx.desk_chats(-77) == [-77]
        assert await tx.desk_chats(None) == [OLENA, OLENA + 5]


@pytest.mark.parametrize(
    ("given", "lane", "message_id"),
    [({}, Lane.REPLY, None), ({"lane": Lane.READER, "message_id": 9}, Lane.READER, 9)],
)
async def test_who_is_told_is_owed_the_notice(
    storage: Storage, given: dict[str, Any], lane: Lane, message_id: int | None
) -> None:
    told: list[int] = []

    async def deed(tx: Transaction) -> None:
        told.append(await tx.tell([OLENA, IHOR], CopyLeft("Світ"), NOON, **given))

    found = await changes(storage, deed)
    owed = [row for (table, _), row in found.items() if table == "delivery"]
    assert [(row["chat_id"], row["audience"], row["kind"]) for row in owed] == [
        (OLENA, "desk", "notice"),
        (IHOR, "desk", "notice"),
    ]
    assert {(row["lane"], row["message_id"], row["subject_id"]) for row in owed} == {
        (lane, message_id, told[0])
    }
    assert {(row["state"], row["not_before"]) for row in owed} == {("due", NOON)}
