"""How a database comes to be, and that the tables are what the code believes."""

import asyncio
import sys
from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, event, text

from bot.domain.audience import FIRST_SECTIONS
from bot.domain.delivery import Lane
from storage.engine import open_engine
from storage.migrations.run import configuration
from storage.schema import metadata
from storage.storage import Storage
from tests.builders import IHOR, OLENA, a_channel, a_content, a_draft, address_of, migrated
from tests.clock import NOON


async def dump(database: Path) -> list[str]:
    """Everything that the file holds, as SQL."""
    engine = open_engine(address_of(database))
    async with engine.connect() as connection:
        raw: Any = await connection.get_raw_connection()
        lines: list[str] = [line async for line in raw.driver_connection.iterdump()]
    await engine.dispose()
    return lines


async def test_a_fresh_database_has_the_seven_sections(storage: Storage) -> None:
    async with storage.reading() as tx:
        sections = await tx.audience.sections()
    assert tuple(sections) == FIRST_SECTIONS


async def test_the_folder_of_a_new_database_is_made(tmp_path: Path) -> None:
    async with migrated(tmp_path / "data" / "deep" / "new.db") as storage, storage.reading() as tx:
        assert len(await tx.audience.sections()) == 7


async def test_the_migrations_make_the_tables_that_the_code_believes_in(database: Path) -> None:
    def differences(connection: Connection) -> list[Any]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
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


async def test_two_processes_that_start_at_once_make_one_database(tmp_path: Path) -> None:
    address = address_of(tmp_path / "new.db")
    started = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", MIGRATE, address)
        for _ in range(2)
    ]
    assert [await process.wait() for process in started] == [0, 0]
    storage = Storage.open(address)
    async with storage.reading() as tx:
        assert len(await tx.audience.sections()) == 7
    await storage.close()


async def test_every_step_can_be_taken_back(database: Path) -> None:
    from alembic import command  # noqa: PLC0415

    def down_and_up(connection: Connection) -> None:
        settings = configuration(connection)
        command.downgrade(settings, "base")
        left = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
        assert {name for (name,) in left} <= {"alembic_version", "sqlite_sequence"}
        command.upgrade(settings, "head")

    engine = open_engine(address_of(database))
    async with engine.connect() as connection:
        await connection.run_sync(down_and_up)
    await engine.dispose()


async def test_rows_keep_their_turn_when_a_lane_comes_between(database: Path) -> None:
    from alembic import command  # noqa: PLC0415

    def lanes(connection: Connection) -> list[int]:
        return list(connection.execute(text("SELECT lane FROM delivery ORDER BY id")).scalars())

    def around_the_paid_lane(connection: Connection) -> None:
        settings = configuration(connection)
        command.downgrade(settings, "0003")
        for lane in range(4):  # reply, breaking, channel, reader, as they were
            connection.execute(
                text(
                    "INSERT INTO delivery"
                    " (kind, subject_id, chat_id, audience, lane, state, not_before, owed_at)"
                    " VALUES ('article', 1, :lane, 'reader', :lane, 'due', 0, 0)"
                ),
                {"lane": lane},
            )
        command.upgrade(settings, "head")
        assert lanes(connection) == [Lane.REPLY, Lane.BREAKING_READER, Lane.CHANNEL, Lane.READER]
        connection.execute(text("UPDATE delivery SET lane = 2 WHERE lane = 5"))
        command.downgrade(settings, "0003")
        assert lanes(connection) == [0, 1, 2, 1], "what is paid for was breaking before"

    engine = open_engine(address_of(database))
    async with engine.connect() as connection:
        await connection.run_sync(around_the_paid_lane)
    await engine.dispose()


async def test_an_open_question_outlives_the_update_that_lets_it_be_about_feeds(
    storage: Storage, database: Path
) -> None:
    from alembic import command  # noqa: PLC0415

    def down_and_up(connection: Connection) -> None:
        command.downgrade(configuration(connection), "0010")
        assert connection.scalar(text("SELECT count(*) FROM question")) == 1
        command.upgrade(configuration(connection), "head")

    article_id = await a_draft(storage)
    async with storage.writing() as tx:
        await tx.desk.ask(IHOR, "link", article_id, NOON)
        await tx.desk.ask_of_feeds(OLENA, "feed", None, NOON)
    engine = open_engine(address_of(database))
    async with engine.connect() as connection:
        await connection.run_sync(down_and_up)
    await engine.dispose()
    async with storage.reading() as tx:
        question = await tx.desk.question(IHOR)
        assert question
        assert question.article_id == article_id
        assert await tx.desk.question_of_feeds(OLENA) is None


async def test_articles_of_older_versions_are_found_by_any_of_their_addresses(
    storage: Storage, database: Path
) -> None:
    from alembic import command  # noqa: PLC0415

    def down_and_up(connection: Connection) -> None:
        command.downgrade(configuration(connection), "0007")
        command.upgrade(configuration(connection), "head")

    linked = await a_draft(storage, link="https://www.example.com/news/1/?utm_source=tg")
    await a_draft(storage, "Без посилання", published_at=None)
    engine = open_engine(address_of(database))
    async with engine.connect() as connection:
        await connection.run_sync(down_and_up)
    await engine.dispose()
    new = a_content("Інше", link="http://m.example.com/news/1", published_at=None)
    async with storage.reading() as tx:
        assert [article.id for article in await tx.articles.alike(new)] == [linked]


async def test_a_step_that_makes_a_table_anew_does_not_delete_its_children(
    tmp_path: Path,
) -> None:
    engine = open_engine(address_of(tmp_path / "new.db"))
    seen = []

    @event.listens_for(engine.sync_engine, "before_cursor_execute")
    def look(_: Any, cursor: Any, statement: str, *__: Any) -> None:
        if "CREATE TABLE article" in statement:
            cursor.execute("PRAGMA foreign_keys")
            seen.append(cursor.fetchone()[0])

    storage = Storage(engine)
    await storage.migrate()
    async with engine.connect() as connection:
        after = await connection.scalar(text("PRAGMA foreign_keys"))
    await storage.close()
    assert (seen, after) == ([0], 1)
