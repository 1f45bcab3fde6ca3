"""The door: transactions over everything that the bot remembers."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.domain.delivery import Audience, Kind, Lane
from bot.domain.notices import AnyNotice
from storage.articles import ArticleStore
from storage.audience import AudienceStore
from storage.broadcasts import BroadcastStore
from storage.cards import CardStore
from storage.desk import DeskStore
from storage.engine import has_tables, open_engine
from storage.feeds import FeedStore
from storage.files import exposed_files, file_of, files_beside, is_missing, keep_private
from storage.identity import IdentityStore
from storage.imports import ImportStore
from storage.inbox import InboxStore
from storage.ledger import Ledger
from storage.origins import OriginStore
from storage.pace import PaceStore
from storage.people import PeopleStore
from storage.publishing import PublishingStore
from storage.questions import QuestionStore
from storage.reach import ReachStore
from storage.retention import RetentionStore
from storage.same_story import SameStoryStore
from storage.sections import SectionStore
from storage.timekeeping import TimekeepingStore
from storage.totals import TotalStore
from storage.write_queue import WriteQueue

_PAUSE = 0.1  # seconds


@dataclass(frozen=True, slots=True)
class Transaction:
    """One transaction; it covers no network call and is over when the block ends."""

    articles: ArticleStore
    audience: AudienceStore
    sections: SectionStore
    desk: DeskStore
    questions: QuestionStore
    people: PeopleStore
    ledger: Ledger
    totals: TotalStore
    pace: PaceStore
    inbox: InboxStore
    cards: CardStore
    broadcasts: BroadcastStore
    retention: RetentionStore
    origins: OriginStore
    stories: SameStoryStore
    feeds: FeedStore
    imports: ImportStore
    publishing: PublishingStore
    identity: IdentityStore
    time: TimekeepingStore
    reach: ReachStore

    async def desk_chats(self, chat_id: int | None) -> list[int]:
        """Whom the desk's news go to: the chat of the settings, or else the owners."""
        if chat_id is not None:
            return [chat_id]
        return [owner.user_id for owner in await self.people.owners()]

    async def tell(
        self,
        chats: Iterable[int],
        notice: AnyNotice,
        now: datetime,
        *,
        lane: Lane = Lane.REPLY,
        message_id: int | None = None,
    ) -> None:
        """Owe people of the desk a notice.

        `lane`: a later one for what strangers can cause, so that the desk's work goes before it.
        `message_id`: it takes the place of this message.
        """
        notice_id = await self.desk.add_notice(notice, now)
        await self.ledger.enqueue(
            Kind.NOTICE,
            notice_id,
            chats,
            audience=Audience.DESK,
            lane=lane,
            now=now,
            message_id=message_id,
        )


class Storage:
    """One database."""

    def __init__(
        self,
        engine: AsyncEngine,
        file: Path | None = None,
        *,
        made: bool = False,
        may_make: bool = True,
    ) -> None:
        self._engine = engine
        self._file = file
        self._may_make = may_make
        self.made = file if made else None  # the file, if it was not there before
        self._readers = engine.execution_options(readonly=True)
        # SQLite has one writer at a time: our own wait in line, not on its busy timer.
        self._line = WriteQueue() if engine.dialect.name == "sqlite" else None

    @classmethod
    def open(cls, url: str, *, make: bool = True) -> "Storage":
        """A database that is there, or is made. Without `make` nothing is made, no folder either.

        Raises `OSError` where it cannot be made, or is a folder.
        """
        file = file_of(url)
        if file and file.is_dir():
            raise IsADirectoryError(f"{file} is a folder, not a file")
        is_new = file is not None and is_missing(file)
        engine = open_engine(url, make=make)
        return cls(engine, file, made=is_new and make, may_make=make)

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
    async def writing(self, *, patient: bool = False) -> AsyncIterator[Transaction]:
        """A transaction that takes the right to write at once, committed at the end.

        `patient`: bulk work, which lets go first whoever else waits to write.
        """
        if self._line is None:
            async with self._engine.begin() as connection:
                yield stores_over(connection)
            return
        async with self._line.turn(patient=patient), self._engine.begin() as connection:
            yield stores_over(connection)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Transaction]:
        """A transaction that sees one state of the database and changes nothing."""
        async with self._readers.begin() as connection:
            yield stores_over(connection)

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
        await self._engine.dispose()


def stores_over(connection: AsyncConnection) -> Transaction:
    """Every store, in the transaction that the connection has begun."""
    return Transaction(
        articles=ArticleStore(connection),
        audience=AudienceStore(connection),
        sections=SectionStore(connection),
        desk=DeskStore(connection),
        questions=QuestionStore(connection),
        people=PeopleStore(connection),
        ledger=Ledger(connection),
        totals=TotalStore(connection),
        pace=PaceStore(connection),
        inbox=InboxStore(connection),
        cards=CardStore(connection),
        broadcasts=BroadcastStore(connection),
        retention=RetentionStore(connection),
        origins=OriginStore(connection),
        stories=SameStoryStore(connection),
        feeds=FeedStore(connection),
        imports=ImportStore(connection),
        publishing=PublishingStore(connection),
        identity=IdentityStore(connection),
        time=TimekeepingStore(connection),
        reach=ReachStore(connection),
    )
