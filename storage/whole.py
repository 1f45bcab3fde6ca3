"""The whole database: every row of every table, in values that both databases hold alike."""

import re
from collections.abc import AsyncGenerator, AsyncIterable, Mapping
from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ColumnElement,
    Select,
    String,
    Table,
    Text,
    cast,
    collate,
    exists,
    func,
    insert,
    select,
    text,
    type_coerce,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.section import FIRST_SECTIONS
from storage.processes import ProcessView
from storage.schema import metadata, section
from storage.search import SearchStore
from storage.search_tables import MADE_ANEW
from storage.sections import SectionView
from storage.types import Moment
from storage.view import View

# What others point at comes first. The search index is made anew from the rest.
TABLES: Final = tuple(t for t in metadata.sorted_tables if t not in MADE_ANEW)

Rows = list[tuple[Any, ...]]

# An article or an update may be long, and is kept as JSON: of those fewer are in memory at once.
_MANY, _FEW = 2_000, 100
_A_DAY = 86_400.0  # seconds: one COPY takes a whole table
_LINE = re.compile(r"line (\d+)")

# The state that a transaction sees is that of its first question: asked behind LOCK, it is what
# the last writer left. A server's time limits are meant for a bot's short statements.
_TAKE_TIME: Final = (
    "SET LOCAL statement_timeout = 0",
    "SET LOCAL idle_in_transaction_session_timeout = 0",
)
_FREEZE: Final = (
    "SET LOCAL lock_timeout = '5s'",
    *_TAKE_TIME,
    f"LOCK TABLE {', '.join(table.name for table in TABLES)} IN SHARE MODE",
)


class NotTakenError(Exception):
    """The database takes no more rows. `number`: of the row that it refuses, from 1 on."""

    def __init__(self, words: str, number: int | None) -> None:
        super().__init__(words)
        self.number = number


class WholeView(View):
    @property
    def connection(self) -> AsyncConnection:
        return self._connection

    @property
    def is_sqlite(self) -> bool:
        return self._connection.dialect.name == "sqlite"

    async def freeze(self) -> None:
        """Let nobody else write until the transaction ends; on SQLite nobody can anyway."""
        if not self.is_sqlite:
            for statement in _FREEZE:
                await self._connection.exec_driver_sql(statement)

    async def take_time(self) -> None:
        """Let the transaction last for as long as it takes to read everything."""
        if not self.is_sqlite:
            for statement in _TAKE_TIME:
                await self._connection.exec_driver_sql(statement)

    async def count(self) -> int:
        """How many rows there are in all."""
        return sum([await self.count_of(table) for table in TABLES])

    async def count_of(self, table: Table) -> int:
        count: int | None = await self._connection.scalar(select(func.count()).select_from(table))
        return count or 0

    async def filled(self) -> list[str]:
        """The tables that have other rows than those of a fresh database."""
        names = [table.name for table in TABLES if await self._has_rows(table)]
        if await SectionView(self._connection).all() == list(FIRST_SECTIONS):
            names.remove(section.name)
        return names

    async def at_work(self) -> list[str]:
        """The processes that run on it; on SQLite the lock on its file keeps them out."""
        return await ProcessView(self._connection).alive()

    async def rows(self, table: Table) -> AsyncGenerator[Rows]:
        """All rows by their primary keys, some at a time."""
        size = _FEW if any(isinstance(column.type, JSON) for column in table.c) else _MANY
        asked = self._all_of(table).execution_options(yield_per=size)
        async with self._connection.stream(asked) as found:
            async for rows in found.partitions():
                yield [tuple(row) for row in rows]

    async def key_of(self, table: Table, number: int) -> Mapping[str, object]:
        """The primary key of the row that `rows` gives so many-th, from 1 on."""
        key = self._all_of(table).with_only_columns(*table.primary_key)
        found = await self._connection.execute(key.offset(number - 1).limit(1))
        return dict(found.mappings().one())

    async def last_number(self, table: Table) -> int:
        """The highest that the table ever gave to a row; 0 where it numbers none."""
        if "id" not in table.c:
            return 0
        highest: int | None = await self._connection.scalar(select(func.max(table.c.id)))
        given: int | None = await self._connection.scalar(
            text(
                "SELECT seq FROM sqlite_sequence WHERE name = :name"
                if self.is_sqlite
                else "SELECT pg_sequence_last_value(pg_get_serial_sequence(:name, 'id'))"
            ),
            {"name": table.name},
        )
        return max(highest or 0, given or 0)

    async def _has_rows(self, table: Table) -> bool:
        return bool(await self._connection.scalar(select(exists().select_from(table))))

    def _all_of(self, table: Table) -> Select[Any]:
        return select(*map(_plain, table.c)).order_by(*map(self._in_order, table.primary_key))

    def _in_order(self, column: Column[Any]) -> ColumnElement[Any]:
        """Text by its bytes, as SQLite has it; a server may have an order of its own."""
        by_bytes = not self.is_sqlite and isinstance(column.type, String)
        return collate(column, "C") if by_bytes else column


class WholeStore(WholeView):
    async def wipe(self) -> None:
        """Take all rows out of a database that is to become another one."""
        await SearchStore(self._connection).clear()
        if self.is_sqlite:
            await self._connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for table in reversed(TABLES):
            await self._connection.execute(table.delete())

    async def clear(self) -> None:
        """Take from a fresh database the sections that it began with."""
        if self.is_sqlite:  # an article may resemble one that comes after it
            await self._connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        await self._connection.execute(section.delete())

    async def fill(self, table: Table, given: AsyncIterable[Rows]) -> None:
        """Write rows as `rows` gives them. Raises `NotTakenError`."""
        if not self.is_sqlite:
            await self._copy(table, given)
            return
        statement = str(insert(table).compile(dialect=self._connection.dialect))
        async for rows in given:
            await self._connection.exec_driver_sql(statement, rows)

    async def _copy(self, table: Table, given: AsyncIterable[Rows]) -> None:
        """By COPY, which looks at what rows point at when all are there."""
        number = 0

        async def one_by_one() -> AsyncGenerator[tuple[Any, ...]]:
            nonlocal number
            async for rows in given:
                for row in rows:
                    number += 1
                    yield row

        raw = await self._connection.get_raw_connection()
        driver: Any = raw.driver_connection
        try:
            await driver.copy_records_to_table(
                table.name, columns=list(table.c.keys()), records=one_by_one(), timeout=_A_DAY
            )
        except SQLAlchemyError:  # of the database that the rows come from
            raise
        except (TypeError, ValueError, OverflowError) as error:  # the driver does not send it
            raise NotTakenError(str(error), number) from None
        except Exception as error:  # noqa: BLE001 - the driver's own, of many kinds
            line = _LINE.search(getattr(error, "context", None) or "")
            raise NotTakenError(str(error), int(line[1]) if line else None) from None

    async def number_on(self, table: Table, last: int) -> None:
        """The next row that the table numbers comes after `last`."""
        if not last:
            return
        name = {"name": table.name, "last": last}
        if not self.is_sqlite:
            asked = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)")
            await self._connection.execute(asked, name)
        elif table.dialect_options["sqlite"]["autoincrement"]:
            for statement in (
                "DELETE FROM sqlite_sequence WHERE name = :name",
                "INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)",
            ):
                await self._connection.execute(text(statement), name)

    async def get_ready(self) -> None:
        """Let a server know how many rows there are now: it plans by that."""
        if not self.is_sqlite:
            await self._connection.exec_driver_sql("ANALYZE")


def _plain(column: Column[Any]) -> ColumnElement[Any]:
    """A column as the database has it: times in milliseconds, JSON as it was written."""
    if isinstance(column.type, Moment):
        return type_coerce(column, BigInteger).label(column.name)
    if isinstance(column.type, JSON):
        return cast(column, Text).label(column.name)
    return column
