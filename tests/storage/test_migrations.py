"""How a database comes to be, and that the tables are what the code believes."""

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, MetaData, event, inspect, select, text

from bot.domain.section import FIRST_SECTIONS
from storage.engine import open_engine
from storage.migrations.run import configuration, upgrade
from storage.schema import metadata
from storage.storage import Storage
from tests.builders import a_channel, a_draft, address_of, migrated


def _is_of_terms(name: str | None) -> bool:
    return (name or "").startswith(("search_terms", "ix_search_entry_terms"))


async def dump(database: Path) -> list[object]:
    """Everything that the database holds."""

    def read(connection: Connection) -> list[object]:
        found = MetaData()
        found.reflect(connection, only=lambda name, _: name != "search_terms")  # its rows are not
        return [
            (table.name, [(column.name, str(column.type)) for column in table.c], rows)
            for table in found.sorted_tables
            if (rows := connection.execute(select(table)).all()) is not None
        ]

    engine = open_engine(address_of(database))
    async with engine.connect() as connection:
        lines = await connection.run_sync(read)
    await engine.dispose()
    return lines


async def test_a_fresh_database_has_the_seven_sections(storage: Storage) -> None:
    async with storage.reading() as tx:
        sections = await tx.sections.all()
    assert tuple(sections) == FIRST_SECTIONS


async def test_the_folder_of_a_new_database_is_made(tmp_path: Path) -> None:
    async with migrated(tmp_path / "data" / "deep" / "new.db") as storage, storage.reading() as tx:
        assert len(await tx.sections.all()) == 7


async def test_the_migrations_make_the_tables_that_the_code_believes_in(database: Path) -> None:
    def differences(connection: Connection) -> list[Any]:
        # SQLAlchemy has no words for the index of either database.
        opts = {"compare_type": True, "include_name": lambda name, *_: not _is_of_terms(name)}
        context = MigrationContext.configure(connection, opts=opts)
        return list(compare_metadata(context, metadata))

    engine = open_engine(address_of(database))
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await engine.dispose()


async def test_a_second_start_changes_nothing(storage: Storage, database: Path) -> None:
    await a_channel(storage)
    await a_draft(storage)
    before = await dump(database)
    await storage.migrate()
    assert await dump(database) == before


MIGRATE = """
import asyncio, sys
from storage.storage import Storage

async def main():
    storage = Storage.open(sys.argv[1])
    await storage.migrate()
    await storage.close()

asyncio.run(main())
"""


@pytest.mark.slow
async def test_two_processes_that_start_at_once_make_one_database(nothing: Path) -> None:
    address = address_of(nothing)
    started = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", MIGRATE, address)
        for _ in range(2)
    ]
    assert [await process.wait() for process in started] == [0, 0]
    storage = Storage.open(address)
    async with storage.reading() as tx:
        assert len(await tx.sections.all()) == 7
    await storage.close()


@pytest.mark.slow
@pytest.mark.parametrize("nothing", ["postgresql"], indirect=True)
async def test_tables_that_another_process_makes_meanwhile_are_no_other_programs(
    nothing: Path,
) -> None:
    """Seen once of a dozen starts of two at once, on a busy machine."""
    engine = open_engine(address_of(nothing))
    ended: list[int] = []

    @event.listens_for(engine.sync_engine, "after_cursor_execute")
    def start_another(_: Any, __: Any, statement: str, *___: Any) -> None:
        if "pg_class" in statement and not ended:
            another = [sys.executable, "-c", MIGRATE, address_of(nothing)]
            ended.append(subprocess.run(another, check=False).returncode)

    async with engine.connect() as connection:
        await connection.run_sync(upgrade)
    await engine.dispose()
    assert ended == [0]


@pytest.mark.slow
async def test_every_step_can_be_taken_back(nothing: Path) -> None:
    from alembic import command  # noqa: PLC0415

    def down_and_up(connection: Connection) -> None:
        settings = configuration(connection)
        command.downgrade(settings, "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
        command.upgrade(settings, "head")

    async with migrated(nothing):
        pass
    engine = open_engine(address_of(nothing))
    async with engine.connect() as connection:
        await connection.run_sync(down_and_up)
    await engine.dispose()


async def test_a_step_that_makes_a_table_anew_does_not_delete_its_children(
    tmp_path: Path,
) -> None:
    address = address_of(tmp_path / "new.db")
    engine = open_engine(address)
    seen = []

    @event.listens_for(engine.sync_engine, "before_cursor_execute")
    def look(_: Any, cursor: Any, statement: str, *__: Any) -> None:
        if "CREATE TABLE article (" in statement:
            cursor.execute("PRAGMA foreign_keys")
            seen.append(cursor.fetchone()[0])

    storage = Storage(engine, address)
    await storage.migrate()
    async with engine.connect() as connection:
        after = await connection.scalar(text("PRAGMA foreign_keys"))
    await storage.close()
    assert (seen, after) == ([0], 1)
