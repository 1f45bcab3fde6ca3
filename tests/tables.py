"""The database as its tables have it, over a connection of the test's own."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, closing
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Executable, NullPool, Row, Select, Table, create_engine, select

from bot.domain.delivery import Kind
from storage.schema import delivery, notice
from storage.storage import Storage
from tests.notices import told


@lru_cache(maxsize=8)
def _engine(file: Path) -> Engine:
    """It keeps no connection, so that the database's own are the last to leave it."""
    return create_engine(f"sqlite:///{file}", poolclass=NullPool)


def rows(storage: Storage, asked: Select[Any]) -> Sequence[Row[Any]]:
    """What the database has now, as whoever reads beside the bot sees it."""
    with _engine(storage.files()[0]).connect() as connection:
        return connection.execute(asked).all()


def values(storage: Storage, asked: Select[Any]) -> list[Any]:
    """The first column of the rows."""
    return [row[0] for row in rows(storage, asked)]


def mappings(storage: Storage, table: Table) -> list[dict[str, Any]]:
    """All rows of a table, each by the names of its columns."""
    with _engine(storage.files()[0]).connect() as connection:
        return [dict(row) for row in connection.execute(select(table)).mappings()]


async def change(storage: Storage, *statements: Executable) -> None:
    """Make a state that no use case makes; whoever holds the right to write is waited for."""
    file = storage.files()[0]

    def execute() -> None:
        with _engine(file).begin() as connection:
            for statement in statements:
                connection.execute(statement)

    await asyncio.to_thread(execute)


@asynccontextmanager
async def changes(storage: Storage) -> AsyncIterator[Callable[[], bool]]:
    """Whether anybody has written to the database since this was last asked; the first time, yes.

    To ask costs next to nothing, other than to look at rows again.
    """
    seen: list[Any] = [None]
    with closing(sqlite3.connect(storage.files()[0])) as connection:

        def has_changed() -> bool:
            before, seen[:] = seen[0], connection.execute("PRAGMA data_version").fetchone()
            return bool(before != seen[0])

        yield has_changed


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
