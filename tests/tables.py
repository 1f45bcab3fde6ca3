"""The database as its tables have it, over a connection of the test's own."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from functools import lru_cache
from pathlib import Path
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
    exists,
    func,
    select,
    text,
)

from bot.domain.delivery import Kind, State
from bot.domain.update_facts import KeptUpdate
from storage.engine import TURN
from storage.schema import delivery, inbox, notice
from storage.storage import Storage
from tests.builders import address_of
from tests.notices import told

# How PostgreSQL knows our lines: they stay open from one test to the next.
LOOKING = "a test that looks"
_open: dict[str, Engine] = {}


def engine_of(url: str) -> Engine:
    """Of a SQLite file it keeps no connection, so that the bot's own are the last to leave it."""
    if url.startswith("sqlite"):
        return _of_file(url)
    if url not in _open:
        _open[url] = create_engine(
            url.replace("+asyncpg", "+psycopg", 1),
            connect_args={"application_name": LOOKING},
            pool_pre_ping=True,
        )
    return _open[url]


@lru_cache(maxsize=8)
def _of_file(url: str) -> Engine:
    return create_engine(url.replace("+aiosqlite", "", 1), poolclass=NullPool)


def look_no_more() -> None:
    """The server goes."""
    while _open:
        _open.popitem()[1].dispose()


def _looking(storage: Storage) -> Connection:
    return engine_of(storage.url).connect().execution_options(isolation_level="AUTOCOMMIT")


def rows(storage: Storage, asked: Select[Any]) -> Sequence[Row[Any]]:
    """What the database has now, as whoever reads beside the bot sees it."""
    with _looking(storage) as connection:
        return connection.execute(asked).all()


def values(storage: Storage, asked: Select[Any]) -> list[Any]:
    """The first column of the rows."""
    return [row[0] for row in rows(storage, asked)]


def mappings(storage: Storage, table: Table) -> list[dict[str, Any]]:
    """All rows of a table by their keys, each by the names of its columns."""
    asked = select(table).order_by(*table.primary_key)
    with _looking(storage) as connection:
        return [dict(row) for row in connection.execute(asked).mappings()]


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
    on_sqlite = storage.url.startswith("sqlite")
    asked = "PRAGMA data_version" if on_sqlite else "SELECT pg_current_snapshot()::text"
    with _looking(storage) as line:
        cursor = line.connection.cursor()  # the driver's own: it is asked a hundred times a second

        def has_changed() -> bool:
            before = seen[0]
            cursor.execute(asked)
            seen[0] = cursor.fetchone()
            return bool(before != seen[0])

        yield has_changed


@asynccontextmanager
async def held_by_another(database: Path | str) -> AsyncIterator[None]:
    """Somebody else has the right to write, for as long as they like.

    On PostgreSQL by a lock of the session: in a transaction the server would cut them off.
    """
    url = address_of(database)
    with engine_of(url).connect().execution_options(isolation_level="AUTOCOMMIT") as line:
        on_sqlite = line.dialect.name == "sqlite"
        take, give = (
            (text("BEGIN IMMEDIATE"), text("ROLLBACK"))
            if on_sqlite
            else (select(func.pg_advisory_lock(TURN)), select(func.pg_advisory_unlock(TURN)))
        )
        line.execute(take)
        try:
            yield
        finally:
            line.execute(give)


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


def is_open(storage: Storage, article_id: int, kind: Kind = Kind.ARTICLE) -> bool:
    """Whether a message of an article is yet to be sent, or in hand, or in doubt."""
    of_it = (delivery.c.kind == kind) & (delivery.c.subject_id == article_id)
    asked = exists().where(of_it, delivery.c.state.in_((State.DUE, State.SENDING, State.UNKNOWN)))
    return bool(values(storage, select(asked))[0])


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
