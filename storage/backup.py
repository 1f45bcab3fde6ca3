"""Everything in one file, while the bot is at work, and a database that goes on from such a file.

The file is a SQLite one, whatever the database is: its tables without their indexes, and a page
that says what they held. It is no database to run on: a bot would send again what has been sent.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Column, Connection, MetaData, String, Table, insert, inspect, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.schema import CreateTable

from bot.domain.clock import Clock
from bot.domain.own_notices import Restored
from storage.engine import open_sealed, open_unsafe
from storage.identity import IdentityView
from storage.migrations.run import check, newest
from storage.move import (
    CannotMoveError,
    Copying,
    MovedTable,
    Told,
    first_line,
    in_its_words,
    see_that_none_runs,
    shortly,
)
from storage.schema import article, letter, reader
from storage.sqlite_driver import at_rest
from storage.storage import Storage
from storage.transaction import Transaction
from storage.types import Json, Moment
from storage.whole import TABLES, WholeStore, WholeView
from storage.whole_file import becoming

_MAGIC: Final = b"SQLite format 3\0"
_READ: Final = (article, letter)  # whose numbers the newsroom reads
_LEAP, _READ_LEAP = 1_000_000, 1_000
_page = Table(
    "backup",
    MetaData(),
    Column("version", String, primary_key=True),
    Column("taken_at", Moment, nullable=False),
    Column("holds", Json, nullable=False),
    Column("tables", Json, nullable=False),
)


class NotABackupError(Exception):
    """The file cannot be restored. Its words say why."""


@dataclass(frozen=True, slots=True)
class Holds:
    """What is in a backup: articles in any state, readers and channels that get something."""

    bot: str | None
    articles: int
    readers: int
    channels: int


@dataclass(frozen=True, slots=True)
class Backup:
    taken_at: datetime
    holds: Holds
    tables: list[MovedTable]


async def back_up(source: Storage, file: Path, clock: Clock, told: Told) -> Backup:
    """Write everything as it is at one moment into a file, and read it back.

    Whoever is at work on the database goes on. Raises `CannotMoveError`, `DatabaseUnusableError`,
    `OSError`, and `AlreadyRunningError` where the same file is being written.
    """
    with becoming(file) as part:
        try:
            async with _opened(open_unsafe, part) as connection, source.whole() as old:
                await old.connection.run_sync(check)
                taken_at = clock()
                holds = await _holdings(old)
                await _make_tables(connection)
                total = 2 * await old.count()
                tables = await Copying(old, WholeStore(connection), told, total).run()
                backup = Backup(taken_at, holds, tables)
                await _sign(connection, backup)
        except TimeoutError:
            raise CannotMoveError("the database took too long to answer") from None
        except DBAPIError as error:  # of the file, or of the database, which is only read
            raise CannotMoveError(first_line(error)) from error
    return backup


async def read_backup(file: Path) -> Backup:
    """What a file says that it holds; its pages are looked through. Raises `NotABackupError`."""
    _check_kind(file)
    try:
        async with _opened(open_sealed, file) as connection:
            if not await connection.run_sync(_has_page):
                raise NotABackupError("it is no backup that `vistnyk backup` made")
            row = (await connection.execute(select(_page))).one_or_none()
            if row is None:
                raise NotABackupError("it is damaged: its last page is missing")
            if row.version != newest():
                raise NotABackupError(
                    f"its tables are of another version ({row.version}): restore it with the"
                    " vistnyk that made it, and then start the newer one"
                )
            health = await connection.exec_driver_sql("PRAGMA integrity_check(1)")
            if (words := health.scalar_one()) != "ok":
                raise NotABackupError(f"it is damaged: {words}")
            tables = [MovedTable(**table) for table in row.tables]
            return Backup(row.taken_at, Holds(**row.holds), tables)
    except DBAPIError as error:
        raise NotABackupError(f"it is damaged: {error.orig}") from None


async def restore(
    file: Path, target: Storage, clock: Clock, told: Told, *, desk: int | None, anew: bool
) -> Backup:
    """Fill a database from a backup, in one transaction. Raises as `read_backup` and `move` do.

    `desk`: the chat that is told; without one, the owners are. `anew`: a database that has rows
    loses them all; without that it is refused.
    """
    backup = await read_backup(file)
    try:
        async with _opened(open_sealed, file) as connection, target.filling() as new:
            await _check(new, anew=anew)
            if anew:
                await new.wipe()
            old = WholeView(connection)
            found = await Copying(old, new, told, 2 * await old.count()).run()
            if found != backup.tables:
                raise NotABackupError("it is damaged: its rows are not those that it was made of")
            await _leap(new)
            await _go_on(Transaction(new.connection), backup.taken_at, clock(), desk)
    except TimeoutError:
        raise CannotMoveError("the database took too long to answer") from None
    except DBAPIError as error:
        raise CannotMoveError(in_its_words(error)) from error
    return backup


def _check_kind(file: Path) -> None:
    try:
        with file.open("rb") as opened:
            is_sqlite = opened.read(len(_MAGIC)) == _MAGIC
    except OSError as error:
        raise NotABackupError(error.strerror or str(error)) from None
    if not is_sqlite:
        raise NotABackupError("it is no backup that `vistnyk backup` made")


def _has_page(connection: Connection) -> bool:
    return inspect(connection).has_table(_page.name)


@asynccontextmanager
async def _opened(
    opening: Callable[[Path], AsyncEngine], file: Path
) -> AsyncIterator[AsyncConnection]:
    engine = opening(file)
    try:
        async with engine.begin() as connection:
            yield connection
    finally:
        await engine.dispose()
        await at_rest(engine.dialect)


async def _check(new: WholeStore, *, anew: bool) -> None:
    await see_that_none_runs(new)
    if not anew and (filled := await new.filled()):
        raise CannotMoveError(
            f"the database has rows already ({shortly(filled)}): --replace loses them all"
        )


async def _leap(new: WholeStore) -> None:
    """The next numbers are none that were given after the backup, and stand on buttons.

    No button has a reader's, and fan-outs go through them all.
    """
    for table in TABLES:
        if table.dialect_options["sqlite"]["autoincrement"] and table is not reader:
            last = await new.last_number(table)
            await new.number_on(table, last + (_READ_LEAP if table in _READ else _LEAP))


async def _go_on(tx: Transaction, taken_at: datetime, now: datetime, desk: int | None) -> None:
    await tx.restored.begin(taken_at, now)
    await tx.tell(await tx.desk_chats(desk), Restored(taken_at), now)


async def _holdings(old: WholeView) -> Holds:
    identity = IdentityView(old.connection)
    bot, held = await identity.known(), await identity.holdings()
    articles = await old.count_of(article)
    return Holds(bot.username if bot else None, articles, held.readers, held.channels)


async def _make_tables(connection: AsyncConnection) -> None:
    for table in (*TABLES, _page):
        await connection.execute(CreateTable(table))


async def _sign(connection: AsyncConnection, backup: Backup) -> None:
    await connection.execute(
        insert(_page).values(
            version=newest(),
            taken_at=backup.taken_at,
            holds=asdict(backup.holds),
            tables=[asdict(table) for table in backup.tables],
        )
    )
