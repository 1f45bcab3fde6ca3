"""The door: transactions over everything that the bot remembers."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import (
    OUT_OF_TURN,
    TAKE_TURN,
    TAKE_TURN_IN_PASSING,
    has_tables,
    open_engine,
    open_for_passing,
    open_for_reading,
)
from storage.entry_maker import Describe, EntryMaker
from storage.files import exposed_files, file_of, files_beside, is_missing, keep_private
from storage.notifications import Notifications
from storage.processes import ProcessStore
from storage.sqlite_driver import at_rest
from storage.transaction import Snapshot, Transaction
from storage.whole import WholeStore, WholeView
from storage.write_queue import WriteQueue

__all__ = ["Snapshot", "Storage", "Transaction"]

_PAUSE = 0.1  # seconds


class Storage:
    """One database."""

    def __init__(
        self,
        engine: AsyncEngine,
        url: str,
        file: Path | None = None,
        *,
        made: bool = False,
        may_make: bool = True,
        wake: Callable[[], None] = lambda: None,
        describe: Describe | None = None,
    ) -> None:
        """`wake` is called once something was committed that may be due, by whatever process.

        Who else is to be told joins `wakes`. Without `describe` nothing written here is found.
        """
        self._entries = EntryMaker(describe)
        self.url = url  # with its password, if it has one
        self._engine = engine
        self._file = file
        self._may_make = may_make
        self.made = file if made else None  # the file, if it was not there before
        self._readers = open_for_reading(engine)
        self._passing = open_for_passing(engine)
        # There is one writer at a time: our own wait in line, not on the database's timer.
        self._line = WriteQueue()
        self.wakes = [wake]
        self.is_shared = engine.dialect.name == "postgresql"  # other processes may write, too
        self._notifications = Notifications(engine, self._wake)

    @classmethod
    def open(
        cls,
        url: str,
        *,
        make: bool = True,
        wake: Callable[[], None] = lambda: None,
        describe: Describe | None = None,
    ) -> "Storage":
        """A database that is there, or is made. Without `make` nothing is made, no folder either.

        Raises `OSError` where it cannot be made, or is a folder.
        """
        file = file_of(url)
        if file and file.is_dir():
            raise IsADirectoryError(f"{file} is a folder, not a file")
        is_new = file is not None and is_missing(file)
        engine = open_engine(url, make=make)
        return cls(
            engine, url, file, made=is_new and make, may_make=make, wake=wake, describe=describe
        )

    def _wake(self) -> None:
        for wake in self.wakes:
            wake()

    def missing(self) -> Path | None:
        """The file that ought to be there and is not."""
        return self._file if self._file and is_missing(self._file) else None

    async def blank_file(self) -> Path | None:
        """The file, if it is a database without a table: whoever fills it makes the database."""
        async with self._engine.connect() as connection:
            return None if await connection.run_sync(has_tables) else self._file

    def has_other_names(self) -> bool:
        """Whether the file has hard links.

        SQLite names its log after the database: after a kill, whoever opens the file by another
        name does not find what was written last.
        """
        return self._file is not None and self._file.stat().st_nlink > 1

    def files(self) -> list[Path]:
        """The database's files that are there."""
        return list(files_beside(self._file)) if self._file else []

    def exposed(self) -> list[Path]:
        """Of the database's files those that others on this machine may read."""
        return list(exposed_files(self._file)) if self._file else []

    @asynccontextmanager
    async def writing(
        self, *, patient: bool = False, lasting: bool = True
    ) -> AsyncIterator[Transaction]:
        """A transaction that takes the right to write at once, committed at the end.

        `patient`: bulk work, which lets go first whoever else waits to write. Not `lasting`: what
        is of no use after a power cut, so that nobody waits until it is on the disk.
        """
        engine = self._engine if lasting else self._passing
        async with self._line.turn(patient=patient):
            self._entries.begin()
            async with engine.begin() as connection:
                if self.is_shared:
                    await connection.execute(TAKE_TURN if lasting else TAKE_TURN_IN_PASSING)
                tx = Transaction(connection, self._entries)
                yield tx
                if tx.wakes and self.is_shared:
                    await self._notifications.send(connection)
            self._entries.commit()
        if tx.wakes:
            self._wake()

    @asynccontextmanager
    async def sign_of_life(self) -> AsyncIterator[ProcessStore]:
        """A transaction that waits for no other writer: it changes what is this process's own."""
        async with self._engine.begin() as connection:
            if self.is_shared:
                await connection.execute(OUT_OF_TURN)
            yield ProcessStore(connection)

    async def listen(self) -> None:
        """Wake when another process has committed something that may be due, until cancelled."""
        if self.is_shared:
            await self._notifications.listen()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Snapshot]:
        """A transaction that sees one state of the database, which refuses to be changed by it."""
        async with self._readers.begin() as connection:
            yield Snapshot(connection)

    @asynccontextmanager
    async def whole(self) -> AsyncIterator[WholeView]:
        """One state of the whole database, while others go on writing to it."""
        async with self._readers.begin() as connection:
            view = WholeView(connection)
            await view.take_time()
            yield view

    @asynccontextmanager
    async def frozen(self) -> AsyncIterator[WholeView]:
        """One state of the whole database, in which nobody can write before the block ends."""
        engine = self._engine
        if engine.dialect.name == "postgresql":
            engine = engine.execution_options(isolation_level="REPEATABLE READ")
        async with engine.begin() as connection:
            view = WholeView(connection)
            await view.freeze()
            yield view

    @asynccontextmanager
    async def filling(self) -> AsyncIterator[WholeStore]:
        """A transaction that writes the whole database; nobody else can."""
        async with self._engine.begin() as connection:
            store = WholeStore(connection)
            await store.freeze()
            yield store

    async def count_rows(self) -> None:
        """The ledger has grown by much: PostgreSQL plans by counts that it takes now and then."""
        if self.is_shared:
            async with self._engine.connect() as connection:
                await connection.execution_options(isolation_level="AUTOCOMMIT")
                await connection.execute(text("ANALYZE delivery"))

    async def check(self) -> None:
        """Raises where the database does not answer."""
        async with self.reading() as tx:
            await tx.sections.all()

    async def is_writable(self, within: float) -> bool:
        """Whether the right to write can be had within so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                while True:
                    with suppress(Exception):
                        async with self.writing():
                            return True
                    await asyncio.sleep(_PAUSE)
        return False

    async def migrate(self) -> None:
        """Bring the tables to what this version knows; a fresh database gets its sections.

        Raises `DatabaseUnusableError`.
        """
        from storage.migrations.run import upgrade  # noqa: PLC0415 - 20 MB that only a start needs

        async with self._engine.connect() as connection:
            await connection.run_sync(upgrade, make=self._may_make)
        if self._file:  # it is ours, that is known now
            keep_private(self._file)

    async def close(self) -> None:
        for engine in (self._readers, self._passing, self._engine):
            await engine.dispose()
            await at_rest(engine.dialect)
