"""SQLite's driver for the event loop: a statement is one trip to the connection's thread.

aiosqlite makes four for a query: to open a cursor, execute, fetch, close. A trip costs more than
most statements do, so that it is made once; and none for the rollback that the pool asks for after
each commit. Whoever only reads makes none to begin, which goes with the first question, and waits
for no end.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import closing
from sqlite3 import Connection, Cursor
from threading import Thread
from typing import Any
from weakref import WeakKeyDictionary, WeakSet

import aiosqlite
from sqlalchemy import Dialect
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
)
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.util import EMPTY_DICT, await_

_WITHIN = 2.0  # seconds: whoever is cancelled may leave a statement that waits for a lock
_threads: WeakKeyDictionary[Dialect, "WeakSet[Thread]"] = WeakKeyDictionary()


class _Cursor(AsyncAdapt_aiosqlite_cursor):
    """What a statement has found, read to its end."""

    __slots__ = ("_found",)

    def __init__(self, adapt_connection: "_Connection") -> None:
        self._adapt_connection: _Connection = adapt_connection
        self._soft_closed_memoized = EMPTY_DICT
        self._rows = deque()
        self._found: Cursor | None = None

    @property
    def description(self) -> Any:  # noqa: ANN401 - SQLAlchemy's own type is private
        return self._found and self._found.description

    @property
    def rowcount(self) -> int:
        return self._found.rowcount if self._found else -1

    @property
    def lastrowid(self) -> int:
        return (self._found and self._found.lastrowid) or 0

    def execute(self, operation: str, parameters: Any = ()) -> None:  # noqa: ANN401
        self._run(lambda raw: raw.execute(operation, parameters or ()))

    def executemany(self, operation: str, seq_of_parameters: Any) -> None:  # noqa: ANN401
        self._run(lambda raw: raw.executemany(operation, seq_of_parameters))

    def _run(self, ask: Callable[[Connection], Cursor]) -> None:
        def read_to_end(raw: Connection) -> None:
            with closing(ask(raw)) as self._found:
                self._rows.extend(self._found.fetchall())

        self._adapt_connection.in_thread(read_to_end)

    async def _async_soft_close(self) -> None:
        """Nothing is left to be read."""

    def close(self) -> None:
        self._rows.clear()


class _Connection(AsyncAdapt_aiosqlite_connection):
    __slots__ = ("_begins", "_is_open", "_only_reads")

    _cursor_cls: Any = _Cursor

    def __init__(self, dbapi: object, connection: Any) -> None:  # noqa: ANN401 - aiosqlite's
        super().__init__(dbapi, connection)
        self._is_open = False  # there is a transaction, or may be one
        self._only_reads = self._begins = False

    def begin_reading(self) -> None:
        self._only_reads = self._begins = True

    def in_thread(self, ask: Callable[[Connection], None]) -> None:
        """Have it done in the connection's thread, and wait for it."""
        begins, self._begins = self._begins, False

        def do() -> None:
            raw = self._connection._conn  # noqa: SLF001 - as SQLAlchemy's own does
            if begins:
                raw.execute("BEGIN")
            ask(raw)

        self._is_open = True
        try:
            await_(self._connection._execute(do))  # noqa: SLF001
        except Exception as error:  # noqa: BLE001 - it is raised as SQLAlchemy knows it
            self._handle_exception(error)

    def cursor(self, server_side: bool = False) -> Any:  # noqa: ANN401, FBT001, FBT002 - as SQLAlchemy's
        """What is read bit by bit goes past `in_thread`: the transaction begins before it."""
        if server_side and self._begins:
            self.in_thread(lambda _: None)
        return super().cursor(server_side)

    def commit(self) -> None:
        raw = self._connection._connection  # noqa: SLF001
        if self._only_reads and self._is_open and raw:
            self._connection._tx.put_nowait((None, raw.rollback))  # noqa: SLF001
        elif not self._only_reads:
            super().commit()
        self._begins = self._is_open = False

    def rollback(self) -> None:
        if self._is_open:
            super().rollback()
        self._begins = self._is_open = False

    async def _terminate_graceful_close(self) -> None:
        """Have the thread close it behind what it is at, and wait for nothing.

        aiosqlite's own, cancelled twice, waits for ever for a thread that has ended.
        """
        self._terminate_force_close()


def connect(
    dialect: Dialect,
    _: ConnectionPoolEntry,
    positional: Sequence[str],
    named: dict[str, Any],
) -> _Connection:
    """A connection as SQLAlchemy's event `do_connect` wants it."""
    connection = aiosqlite.connect(*positional, **named)
    connection._thread.daemon = True  # noqa: SLF001 - as SQLAlchemy has it
    _threads.setdefault(dialect, WeakSet()).add(connection._thread)  # noqa: SLF001
    return _Connection(dialect.loaded_dbapi, await_(connection))


async def at_rest(dialect: Dialect) -> None:
    """Wait until no thread is at work for connections that are closed, or were given up.

    What a thread has to tell after the loop is closed is a fault that nobody can mend.
    """
    for thread in list(_threads.get(dialect, ())):
        await asyncio.to_thread(thread.join, _WITHIN)
