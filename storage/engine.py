"""The engine: one code path for SQLite and PostgreSQL, with SQLite's traps taken out."""

import time
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from socket import gaierror
from sqlite3 import Connection as SQLiteConnection
from sqlite3 import Error as SQLiteError
from sqlite3 import InterfaceError as CannotBeBound
from sqlite3 import OperationalError, ProgrammingError
from typing import Any, Final

from sqlalchemy import URL, Connection, Dialect, event, func, inspect, make_url, select
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, InvalidatePoolError
from sqlalchemy.exc import OperationalError as StatementFailed
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.domain.clock import awake_or_asleep
from storage.files import address_in_sqlite, file_of, make_file
from storage.sqlite_driver import connect
from storage.types import from_json, to_json

_AS_JSON: Final[dict[str, Any]] = {"json_serializer": to_json, "json_deserializer": from_json}
# FULL: with NORMAL a power cut can lose the last «shown» marks, which means doubled posts.
_PRAGMAS = (
    "busy_timeout=5000",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "temp_store=MEMORY",
)
# Each connection keeps what it has read, so many kilobytes: in a large file all of them fill it.
_WRITER_CACHE, _READER_CACHE = "cache_size=-8192", "cache_size=-2000"

# What SQLite says of the disk and not of a statement.
_OF_THE_DISK = (
    "disk is full",
    "disk i/o error",
    "readonly database",
    "unable to open",
    "is locked",
)

_TRIES, _PAUSE = 20, 0.05

# PostgreSQL lets everybody write at once. What reads, decides and then writes (is this page
# known?) takes turns there too, as SQLite has it by itself; the lock ends with the transaction.
# It is waited for as long as SQLite is busy. Whoever is stopped in the midst (SIGSTOP, a machine
# that sleeps) must not hold up all others: the server cuts them off before those give up. Said
# here, since PgBouncer passes no settings on.
_PATIENCE: Final = (
    func.set_config("lock_timeout", "5s", True),  # noqa: FBT003 - PostgreSQL's own
    func.set_config("idle_in_transaction_session_timeout", "3s", True),  # noqa: FBT003
)
TURN: Final = 0x76697374
TAKE_TURN: Final = select(*_PATIENCE, func.pg_advisory_xact_lock(TURN))
TAKE_TURN_IN_PASSING: Final = TAKE_TURN.add_columns(
    func.set_config("synchronous_commit", "off", True)  # noqa: FBT003 - PostgreSQL's own
)
# For what is a process's own, and waits for no other.
OUT_OF_TURN: Final = select(*_PATIENCE)
# The first letters of PostgreSQL's codes for what may go well a little later: the line, its
# resources, a server that goes or comes, one that is a copy for now, one that cut us off, two
# that waited for each other.
_PASSING: Final = ("08", "53", "57P", "25006", "25P03", "40001", "40P01", "55P03")
_CONNECTIONS, _MORE_CONNECTIONS = 10, 10  # kept open; opened beside them in a rush
_WRITERS, _READERS = 1, 4  # the same of SQLite, where one writes at a time
_CONNECT_WITHIN, _ANSWER_WITHIN = 10, 60  # seconds
_PREPARED = "prepared_statement_cache_size"
_USED_AT, _SURELY_ALIVE = "used_at", 3.0  # seconds after its last use


class _RolledBackAtItsEnd(SQLiteConnection):
    """Closed in the midst of a transaction, it holds no lock any more.

    Whoever is cancelled leaves a statement behind that nobody has read to its end. Until that is
    collected as garbage, SQLite does not really close the connection, and keeps its locks.
    """

    def close(self) -> None:
        with suppress(ProgrammingError):  # it is closed already
            self.rollback()
        super().close()

    def __del__(self) -> None:
        """Opened for somebody who was cancelled meanwhile: nobody else would close it."""
        with suppress(SQLiteError):
            self.close()


def open_engine(url: str, *, make: bool = True) -> AsyncEngine:
    """An engine for the address. `make`: a SQLite file and its folder are made if missing."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return _postgresql(parsed)
    if make and (path := file_of(url)):
        make_file(path)
    # The write lock at once: a transaction that reads first and writes later can double.
    return _sqlite(
        _as_it_stands(url, parsed), (*_PRAGMAS, _WRITER_CACHE), "BEGIN IMMEDIATE", keep=_WRITERS
    )


def open_sealed(path: Path) -> AsyncEngine:
    """A SQLite file that nobody writes to; nothing is laid beside it, and it may be read-only."""
    query = {"uri": "true", "mode": "ro", "immutable": "1"}
    url = URL.create("sqlite+aiosqlite", database=address_in_sqlite(path), query=query)
    return _sqlite(url, ("query_only=ON", _READER_CACHE), "BEGIN", keep=_WRITERS)


def open_unsafe(path: Path) -> AsyncEngine:
    """A SQLite file that is thrown away unless it is written to its end: it keeps no log."""
    query = {"uri": "true", "mode": "rw"}
    url = URL.create("sqlite+aiosqlite", database=address_in_sqlite(path), query=query)
    pragmas = ("journal_mode=OFF", "synchronous=OFF", "temp_store=MEMORY", _WRITER_CACHE)
    return _sqlite(url, pragmas, "BEGIN", keep=_WRITERS)


def _postgresql(url: URL) -> AsyncEngine:
    """Behind PgBouncer, `?prepared_statement_cache_size=0` says that connections change hands."""
    options: dict[str, Any] = {
        "timeout": _CONNECT_WITHIN,
        "command_timeout": _ANSWER_WITHIN,
        "server_settings": {"application_name": "vistnyk"},
    }
    if url.query.get(_PREPARED) == "0":  # the driver then names no statement that outlives its use
        options |= {"statement_cache_size": 0, "prepared_statement_name_func": str}
    engine = create_async_engine(
        url,
        pool_size=_CONNECTIONS,
        max_overflow=_MORE_CONNECTIONS,
        pool_use_lifo=True,  # one line does most of it: it is surely alive, and has all prepared
        connect_args=options,
        hide_parameters=True,  # of errors: what people are and write is not logged
        **_AS_JSON,
    )
    event.listen(engine.sync_engine, "checkin", _note_use)
    event.listen(engine.sync_engine, "checkout", partial(_find_dead, engine.dialect))
    return engine


def _note_use(_: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
    record.info[_USED_AT] = awake_or_asleep()


def _find_dead(
    dialect: Dialect, line: DBAPIConnection, record: ConnectionPoolEntry, _: object
) -> None:
    """A line may be dead that nobody has used for a while; in a rush none is asked.

    SQLAlchemy's own ping goes before each transaction, and takes longer than most of them.
    """
    used_at = record.info.get(_USED_AT)
    if used_at is not None and awake_or_asleep() - used_at > _SURELY_ALIVE:
        try:
            dialect.do_ping(line)
        except dialect.loaded_dbapi.Error:
            raise InvalidatePoolError from None


def open_for_reading(engine: AsyncEngine) -> AsyncEngine:
    """The same database for whoever only looks at it: it refuses to be changed this way."""
    if engine.dialect.name != "sqlite":
        # Several statements see one state there only if that is asked for.
        return engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
    return _sqlite(engine.url, (*_PRAGMAS, _READER_CACHE, "query_only=ON"), keep=_READERS)


def open_for_passing(engine: AsyncEngine) -> AsyncEngine:
    """The same database for what need not outlive a power cut: it waits for no disk.

    A kill loses nothing of it; and what is committed later, and lasts, takes it along.
    """
    if engine.dialect.name != "sqlite":
        return engine  # `TAKE_TURN_IN_PASSING` says so there
    pragmas = (*_PRAGMAS, _READER_CACHE, "synchronous=NORMAL")
    return _sqlite(engine.url, pragmas, "BEGIN IMMEDIATE", keep=_WRITERS)


def _sqlite(
    url: URL, pragmas: Iterable[str], begin: str | None = None, *, keep: int
) -> AsyncEngine:
    """`begin`: how a transaction begins; None where it only reads."""
    # The last one used comes first: its thread, and what it has read, are still warm.
    connections = {
        "pool_use_lifo": True,
        "pool_size": keep,
        "max_overflow": _CONNECTIONS + _MORE_CONNECTIONS - keep,
    }
    if url.database == ":memory:":  # there is one connection, or nothing is shared
        connections = {}
    options: dict[str, Any] = {"connect_args": {"factory": _RolledBackAtItsEnd}, **connections}
    engine = create_async_engine(url, hide_parameters=True, **_AS_JSON, **options)
    set_up = partial(_set_up_sqlite, pragmas)
    event.listen(engine.sync_engine, "do_connect", connect)
    event.listen(engine.sync_engine, "connect", set_up)
    event.listen(engine.sync_engine, "begin", partial(_begin, begin))
    return engine


def _begin(statement: str | None, line: Connection) -> None:
    if statement:
        line.exec_driver_sql(statement)
    else:
        driver: Any = line.connection.dbapi_connection
        driver.begin_reading()


def _as_it_stands(url: str, parsed: URL) -> URL:
    """SQLite makes a file wherever a path is mistyped; it is told to open what there is."""
    path = file_of(url)
    if path is None:
        return parsed
    query = {**parsed.query, "uri": "true", "mode": "rw"}
    return parsed.set(database=address_in_sqlite(path), query=query)


def has_tables(connection: Connection) -> bool:
    return bool(inspect(connection).get_table_names())


def fault_of_disk(error: BaseException | None) -> str | None:
    """What the database says of its disk, in one line; None for a fault of any other kind."""
    words = str(error.orig) if isinstance(error, DBAPIError) else ""
    is_known = any(known in words.lower() for known in _OF_THE_DISK) or _code(error)[:2] == "53"
    return words if is_known else None


def damage_of_file(error: BaseException) -> str | None:
    """What SQLite says of a file that is damaged, in one line; None for a fault of any other kind.

    No other try will go better.
    """
    said = error.orig if isinstance(error, DBAPIError) else None
    return str(said) if isinstance(said, SQLiteError) and "malformed" in str(said) else None


def is_passing(error: Exception) -> bool:
    """Whether a fault is of the disk, of a lock or of the line to the database, and not ours.

    The same may go well a little later.
    """
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    if isinstance(error, ConnectionError | TimeoutError | gaierror):  # nobody answers at all
        return True
    if _code(error).startswith(_PASSING):
        return True
    if isinstance(error, InternalError) and not _code(error):
        return True  # asyncpg's own words, where the line breaks between two steps
    if isinstance(error, StatementFailed | InterfaceError):
        # SQLite says in the same way that a table is missing, and that the file is locked.
        of_sqlite = isinstance(error.orig, OperationalError | CannotBeBound)
        return not of_sqlite or fault_of_disk(error) is not None
    return isinstance(error, NoConnectionFree) or fault_of_disk(error) is not None


def _code(error: BaseException | None) -> str:
    """PostgreSQL's own for what is wrong; empty for faults of any other kind."""
    found: object = getattr(getattr(error, "orig", None), "sqlstate", None)
    return str(found or "")


def _set_up_sqlite(
    pragmas: Iterable[str],
    connection: DBAPIConnection,
    record: ConnectionPoolEntry,  # noqa: ARG001 - SQLAlchemy's signature
) -> None:
    raw: Any = connection
    raw.isolation_level = None  # the driver opens no transactions by itself: `_sqlite` does
    cursor = raw.cursor()
    for pragma in pragmas:
        _execute(cursor, f"PRAGMA {pragma}")
    cursor.close()


def _execute(cursor: DBAPICursor, pragma: str) -> None:
    """Two processes that make a file into a WAL one at once: one is refused without a wait."""
    for _ in range(_TRIES - 1):
        try:
            cursor.execute(pragma)
        except OperationalError:
            time.sleep(_PAUSE)
        else:
            return
    cursor.execute(pragma)
