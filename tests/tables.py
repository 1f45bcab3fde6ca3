"""The database as its tables have it, over a connection of the test's own."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    Executable,
    NullPool,
    Row,
    Select,
    Table,
    create_engine,
    select,
    text,
)

from bot.domain.delivery import Kind
from bot.domain.update_facts import KeptUpdate
from storage.schema import delivery, inbox, notice
from storage.storage import Storage
from tests.notices import told


@lru_cache(maxsize=8)
def engine_of(url: str) -> Engine:
    """It keeps no connection, so that the database's own are the last to leave it."""
    for driver, plain in (("sqlite+aiosqlite", "sqlite"), ("+asyncpg", "+psycopg")):
        url = url.replace(driver, plain, 1)
    return create_engine(url, poolclass=NullPool)


def rows(storage: Storage, asked: Select[Any]) -> Sequence[Row[Any]]:
    """What the database has now, as whoever reads beside the bot sees it."""
    with engine_of(storage.url).connect() as connection:
        return connection.execute(asked).all()


def values(storage: Storage, asked: Select[Any]) -> list[Any]:
    """The first column of the rows."""
    return [row[0] for row in rows(storage, asked)]


def mappings(storage: Storage, table: Table) -> list[dict[str, Any]]:
    """All rows of a table in the order of its key, each by the names of its columns."""
    with engine_of(storage.url).connect() as connection:
        return [
            dict(row)
            for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()
        ]


async def change(storage: Storage, *statements: Executable) -> None:
    """Make a state that no use case makes; whoever holds the right to write is waited for."""

    def execute() -> None:
        with engine_of(storage.url).begin() as connection:
            for statement in statements:
                connection.execute(statement)

    await asyncio.to_thread(execute)


@contextmanager
def connected(storage: Storage) -> Iterator[Connection]:
    """A transaction beside the bot's own."""
    with engine_of(storage.url).begin() as connection:
        yield connection


@asynccontextmanager
async def changes(storage: Storage) -> AsyncIterator[Callable[[], bool]]:
    """Whether anybody has written to the database since this was last asked; the first time, yes.

    To ask costs next to nothing, other than to look at rows again.
    """
    seen: list[Any] = [None]
    with engine_of(storage.url).connect().execution_options(isolation_level="AUTOCOMMIT") as line:
        on_sqlite = line.dialect.name == "sqlite"
        asked = text("PRAGMA data_version" if on_sqlite else "SELECT pg_current_wal_insert_lsn()")

        def has_changed() -> bool:
            before, seen[0] = seen[0], line.scalar(asked)
            return bool(before != seen[0])

        yield has_changed


# What a database may say, and PostgreSQL's code for it.
NOT_THIS = ("no such outcome", "P0001")
FULL = ("database or disk is full", "53100")
HELD_UP = ("deadlock detected", "40P01")


async def refuse(
    storage: Storage,
    table: str,
    event: str,
    condition: str | None = None,
    saying: tuple[str, str] = NOT_THIS,
) -> None:
    """From now on the database takes no such change (`UPDATE OF state`) of a row."""
    words, code = saying
    trigger = f"CREATE TRIGGER refuses BEFORE {event} ON {table} FOR EACH ROW"
    trigger += f" WHEN ({condition})" if condition else ""
    if storage.url.startswith("sqlite"):
        await change(storage, text(f"{trigger} BEGIN SELECT RAISE(ABORT, '{words}'); END"))
        return
    does = f"BEGIN RAISE EXCEPTION '{words}' USING ERRCODE = '{code}'; END"
    function = f"CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $${does}$$"
    await change(storage, text(function), text(f"{trigger} EXECUTE FUNCTION refuse()"))


async def take_again(storage: Storage, table: str) -> None:
    """What `refuse` has refused is taken as before."""
    of_table = "" if storage.url.startswith("sqlite") else f" ON {table}"
    await change(storage, text(f"DROP TRIGGER refuses{of_table}"))


# --- what is often asked ------------------------------------------------------------------------


def deliveries(storage: Storage) -> list[Any]:
    """Every row of the ledger."""
    return list(rows(storage, select(delivery).order_by(delivery.c.id)))


def notices(storage: Storage, chat_id: int | None = None) -> list[tuple[str, dict[str, Any]]]:
    """What the desk, or one person of it, was told, by kinds and facts."""
    asked = select(notice.c.kind, notice.c.details).order_by(notice.c.id)
    if chat_id is not None:
        owed = (delivery.c.subject_id == notice.c.id) & (delivery.c.kind == Kind.NOTICE)
        asked = asked.join(delivery, owed).where(delivery.c.chat_id == chat_id)
    return told(rows(storage, asked))


def waiting_updates(storage: Storage) -> list[KeptUpdate]:
    """What is taken in, not done and not set aside, oldest first."""
    asked = select(inbox).where(~inbox.c.done, inbox.c.aside_at.is_(None))
    return [
        KeptUpdate(row.body, row.asked_at, row.begun, row.of_desk, row.asked_by)
        for row in rows(storage, asked.order_by(inbox.c.update_id))
    ]
