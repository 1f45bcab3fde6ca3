"""Everything gets from one database into another, and is the same there."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import timedelta
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    Table,
    delete,
    insert,
    select,
    text,
    update,
)

from bot.domain.delivery import State
from bot.domain.section import FIRST_SECTIONS
from storage.move import CannotMoveError, MovedTable, is_same_place, move, shortly
from storage.schema import article, delivery, inbox, paste_part, poll_mark, revision, section
from storage.storage import Storage
from storage.whole import TABLES
from tests import tables
from tests.builders import a_draft, a_reader, address_of, migrated
from tests.clock import NOON
from tests.databases import on_sqlite
from tests.postgres import Server
from tests.storage.filled import ROWS, fill

LATER = NOON + timedelta(hours=1)


@pytest.fixture
async def target(nothing: Path | str) -> AsyncIterator[Storage]:
    async with migrated(nothing) as opened:
        yield opened


async def moved(
    source: Storage, target: Storage, told: Callable[[int, int], None] = lambda *_: None
) -> list[MovedTable]:
    return await move(source, target, told)


async def is_fresh(storage: Storage) -> bool:
    async with storage.reading() as tx:
        sections = await tx.sections.all()
    rest = [table for table in TABLES if table is not section]
    return tuple(sections) == FIRST_SECTIONS and not any(
        tables.mappings(storage, table) for table in rest
    )


# --- what arrives -----------------------------------------------------------------------------


async def test_every_value_of_every_table_arrives_and_the_way_back_gives_the_same_hashes(
    storage: Storage, target: Storage, tmp_path: Path
) -> None:
    await fill(storage)
    seen: list[tuple[int, int]] = []
    there = await moved(storage, target, lambda *progress: seen.append(progress))
    for table in TABLES:
        rows = tables.mappings(storage, table)
        assert len(rows) == ROWS
        assert rows == tables.mappings(target, table), table.name
    assert [(one.name, one.rows) for one in there] == [(table.name, ROWS) for table in TABLES]
    assert len({one.sha256 for one in there}) == len(TABLES)
    assert seen[-1] == (2 * ROWS * len(TABLES), 2 * ROWS * len(TABLES))
    async with migrated(tmp_path / "back.db") as back:
        assert await moved(target, back) == there


@pytest.mark.slow
async def test_rows_come_in_the_order_of_their_bytes_however_the_server_sorts(
    storage: Storage, server: Server, tmp_path: Path
) -> None:
    """A hash over another order would be another one."""
    names = ("a", "B", "б", "А", "_", "-1")
    await tables.change(
        storage,
        insert(poll_mark).values([{"key": name, "heard_at": NOON} for name in names]),
    )
    sorted_otherwise = server.empty(
        "sorted", "TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'uk'"
    )
    async with migrated(sorted_otherwise) as target, migrated(tmp_path / "back.db") as back:
        there = await moved(storage, target)
        assert await moved(target, back) == there


@pytest.mark.slow
async def test_a_number_that_was_given_is_not_given_again(
    storage: Storage, target: Storage, tmp_path: Path
) -> None:
    numbers = [await a_draft(storage) for _ in range(3)]
    await tables.change(
        storage,
        delete(revision).where(revision.c.article_id > numbers[0]),
        delete(article).where(article.c.id > numbers[0]),
    )
    await moved(storage, target)
    async with migrated(tmp_path / "back.db") as back:
        await moved(target, back)
        assert [await a_draft(database) for database in (storage, target, back)] == [4, 4, 4]
        assert [(await a_reader(one)).id for one in (target, back)] == [1, 1]


@on_sqlite
async def test_long_rows_are_read_a_few_at_a_time(storage: Storage) -> None:
    await tables.change(
        storage,
        insert(inbox).values(
            [
                {"line": 1, "update_id": number, "body": {}, "kept_at": NOON, "asked_at": NOON}
                for number in range(250)
            ]
        ),
    )
    async with storage.frozen() as whole:
        assert [len(rows) async for rows in whole.rows(inbox)] == [100, 100, 50]


# --- what is refused --------------------------------------------------------------------------


def test_of_many_tables_that_have_rows_three_are_named() -> None:
    assert shortly(["article"]) == "article"
    assert (
        shortly(["article", "deed", "inbox", "look", "notice"])
        == "article, deed, inbox and 2 more"
    )


@pytest.mark.slow
async def test_a_database_that_has_rows_is_left_as_it_is(
    storage: Storage, target: Storage
) -> None:
    await a_reader(storage)
    await a_draft(target)
    with pytest.raises(CannotMoveError, match=r"has rows already \(article, revision\): name an"):
        await moved(storage, target)
    assert tables.values(target, select(article.c.id)) == [1]
    await tables.change(target, delete(revision), delete(article))
    async with target.writing() as tx:
        await tx.sections.add("Одеса", "🗞")
    with pytest.raises(CannotMoveError, match=r"\(section\)"):
        await moved(storage, target)


@pytest.mark.slow
@pytest.mark.parametrize("busy", ["storage", "target"])
async def test_nothing_is_moved_while_a_process_runs_on_either(
    storage: Storage, target: Storage, busy: str
) -> None:
    await fill(storage)
    bot = {"storage": storage, "target": target}[busy]
    async with bot.sign_of_life() as processes:
        await processes.join("one", "desk 4711", timedelta(minutes=1))
    with pytest.raises(CannotMoveError, match=r"stop every bot .*: desk 4711 "):
        await moved(storage, target)


@pytest.mark.slow
async def test_what_a_dead_process_had_in_hand_moves_with_all_else(
    storage: Storage, target: Storage
) -> None:
    await fill(storage)
    held = {"state": State.SENDING, "lease_until": LATER, "holder": "dead"}
    await tables.change(storage, update(delivery).where(delivery.c.id == 2).values(held))
    await moved(storage, target)
    both = [tables.mappings(one, delivery) for one in (storage, target)]
    assert sorted(both[0], key=itemgetter("id")) == sorted(both[1], key=itemgetter("id"))


@pytest.mark.slow
async def test_nobody_writes_to_either_database_meanwhile(
    storage: Storage, target: Storage
) -> None:
    await fill(storage)
    refused: list[Storage] = []

    def write(*_: int) -> None:
        if refused:
            return
        for one in (storage, target):
            with suppress(Exception):
                at_once(one, "UPDATE section SET emoji = ''")
                continue
            refused.append(one)

    await moved(storage, target, write)
    assert refused == [storage, target]
    at_once(target, "UPDATE section SET emoji = ''")


def at_once(storage: Storage, statement: str) -> None:
    """Execute it, or be refused; nobody is waited for."""
    on_sqlite = storage.url.startswith("sqlite")
    impatient = "PRAGMA busy_timeout = 0" if on_sqlite else "SET LOCAL lock_timeout = '50ms'"
    with tables.connected(storage) as line:
        line.execute(text(impatient))
        line.execute(text(statement))


UNTAKEN: dict[str, tuple[Table, dict[str, Any], str]] = {
    "a text with a zero byte": (paste_part, {"text": "а\0б"}, "id 2 of paste_part: .*0x00"),
    "a text that is too long": (
        delivery,
        {"reason": "ж" * 33},
        "id 2 of delivery: .*too long for type character varying",
    ),
    "a number that is too large": (delivery, {"attempts": 2**31}, "id 2 of delivery: .*int32"),
    "a text where a number stands": (
        delivery,
        {"attempts": text("'багато'")},
        "id 2 of delivery: .*багато|integer",
    ),
}


@pytest.mark.slow
@on_sqlite
@pytest.mark.parametrize("case", UNTAKEN)
async def test_a_row_that_postgresql_does_not_take_is_named(
    storage: Storage, server: Server, case: str
) -> None:
    table, values, words = UNTAKEN[case]
    await fill(storage)
    await tables.change(storage, update(table).where(table.c.id == 2).values(values))
    async with migrated(server.empty("nothing")) as target:
        with pytest.raises(CannotMoveError, match=f"does not take the row {words}"):
            await moved(storage, target)
        assert await is_fresh(target)


@on_sqlite
async def test_what_a_file_can_hold_goes_into_another_file(
    storage: Storage, tmp_path: Path
) -> None:
    await fill(storage)
    await tables.change(storage, update(paste_part).values(text="а\0б"))
    async with migrated(tmp_path / "other.db") as target:
        await moved(storage, target)
        assert tables.mappings(storage, paste_part) == tables.mappings(target, paste_part)


@pytest.mark.slow
@on_sqlite
async def test_a_value_that_became_another_one_is_noticed_and_nothing_is_moved(
    storage: Storage, tmp_path: Path
) -> None:
    await fill(storage)
    spoiling = "UPDATE section SET emoji = '?' WHERE id = NEW.id AND id = 2"
    trigger = f"CREATE TRIGGER spoils AFTER INSERT ON section BEGIN {spoiling}; END"
    async with migrated(tmp_path / "other.db") as target:
        await tables.change(target, text(trigger))
        with pytest.raises(CannotMoveError, match=r"section is not the same .* 3 rows"):
            await moved(storage, target)
        assert await is_fresh(target)


# --- what stops it ----------------------------------------------------------------------------

KILLED = """
import asyncio, os, signal, sys
from datetime import datetime, UTC
from storage.move import move
from storage.storage import Storage

def told(done, total):
    if done > total * float(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)

async def main():
    source, target = map(Storage.open, sys.argv[1:3])
    await target.migrate()
    await move(source, target, told)

asyncio.run(main())
"""


@pytest.mark.slow
@pytest.mark.parametrize("share", ["0.2", "0.9"])
async def test_killed_it_leaves_an_empty_database_and_can_be_begun_anew(
    storage: Storage, nothing: Path | str, share: str
) -> None:
    await fill(storage)
    arguments = (storage.url, address_of(nothing), share)
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", KILLED, *arguments)
    assert await process.wait() == -signal.SIGKILL
    async with migrated(nothing) as target:
        assert await is_fresh(target)
        await moved(storage, target)
        for table in TABLES:
            assert tables.mappings(storage, table) == tables.mappings(target, table)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("sqlite+aiosqlite:///a.db", "sqlite+aiosqlite:///./b/../a.db", True),
        ("sqlite+aiosqlite:///a.db", "sqlite+aiosqlite:///b.db", False),
        ("sqlite+aiosqlite:///a.db", "postgresql+asyncpg://host/a.db", False),
        ("postgresql+asyncpg://me:pw@host/a", "postgresql+asyncpg://you@host:5432/a?x=1", True),
        ("postgresql+asyncpg://host/a", "postgresql+asyncpg://host/b", False),
        ("postgresql+asyncpg://host/a", "postgresql+asyncpg://other/a", False),
        ("postgresql+asyncpg://host/a", "postgresql+asyncpg://host:5433/a", False),
    ],
)
def test_two_addresses_of_one_database_are_known(one: str, other: str, same: bool) -> None:  # noqa: FBT001
    assert is_same_place(one, other) is same


def test_two_names_of_one_file_are_known(sqlite_file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    other.hardlink_to(sqlite_file)
    assert is_same_place(address_of(sqlite_file), address_of(other))
