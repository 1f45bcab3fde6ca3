"""The door: transactions over everything that the bot remembers."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.domain.delivery import Audience, Kind, Lane
from storage.archiving import ArchivingStore
from storage.articles import ArticleStore
from storage.audience import AudienceStore
from storage.broadcasts import BroadcastStore
from storage.cards import CardStore
from storage.desk import DeskStore
from storage.engine import open_engine
from storage.inbox import InboxStore
from storage.ledger import Ledger
from storage.line import Line
from storage.origins import OriginStore
from storage.pace import PaceStore
from storage.people import PeopleStore
from storage.publishing import Publishing
from storage.reach import ReachStore
from storage.retention import RetentionStore
from storage.stories import StoryStore
from storage.subscriptions import SubscriptionStore
from storage.totals import TotalStore


@dataclass(frozen=True, slots=True)
class Transaction:
    """One transaction; it covers no network call and is over when the block ends."""

    articles: ArticleStore
    audience: AudienceStore
    desk: DeskStore
    people: PeopleStore
    ledger: Ledger
    totals: TotalStore
    pace: PaceStore
    inbox: InboxStore
    cards: CardStore
    broadcasts: BroadcastStore
    retention: RetentionStore
    origins: OriginStore
    stories: StoryStore
    subscriptions: SubscriptionStore
    archiving: ArchivingStore
    publishing: Publishing
    reach: ReachStore

    async def desk_chats(self, chat_id: int | None) -> list[int]:
        """Whom the desk's news go to: the chat of the settings, or else the owners."""
        if chat_id is not None:
            return [chat_id]
        return [owner.user_id for owner in await self.people.owners()]

    async def tell(
        self, chats: Iterable[int], template: str, details: Mapping[str, object], now: datetime
    ) -> None:
        """Owe people of the desk a notice: a template's name and its facts."""
        notice_id = await self.desk.add_notice(template, details, now)
        await self.ledger.owe(
            Kind.NOTICE, notice_id, chats, audience=Audience.DESK, lane=Lane.REPLY, now=now
        )


class Storage:
    """One database."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._readers = engine.execution_options(readonly=True)
        # SQLite has one writer at a time: our own wait in line, not on its busy timer.
        self._line = Line() if engine.dialect.name == "sqlite" else None

    @classmethod
    def open(cls, url: str) -> "Storage":
        return cls(open_engine(url))

    @asynccontextmanager
    async def writing(self, *, patient: bool = False) -> AsyncIterator[Transaction]:
        """A transaction that takes the right to write at once, committed at the end.

        `patient`: bulk work, which lets go first whoever else waits to write.
        """
        if self._line is None:
            async with self._engine.begin() as connection:
                yield _stores(connection)
            return
        async with self._line.turn(patient=patient), self._engine.begin() as connection:
            yield _stores(connection)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Transaction]:
        """A transaction that sees one state of the database and changes nothing."""
        async with self._readers.begin() as connection:
            yield _stores(connection)

    async def migrate(self) -> None:
        """Bring the tables to what this version knows; a fresh database gets its sections."""
        from storage.migrations.run import upgrade  # noqa: PLC0415 - 20 MB that only a start needs

        async with self._engine.connect() as connection:
            await connection.run_sync(upgrade)

    async def close(self) -> None:
        await self._engine.dispose()


def _stores(connection: AsyncConnection) -> Transaction:
    return Transaction(
        articles=ArticleStore(connection),
        audience=AudienceStore(connection),
        desk=DeskStore(connection),
        people=PeopleStore(connection),
        ledger=Ledger(connection),
        totals=TotalStore(connection),
        pace=PaceStore(connection),
        inbox=InboxStore(connection),
        cards=CardStore(connection),
        broadcasts=BroadcastStore(connection),
        retention=RetentionStore(connection),
        origins=OriginStore(connection),
        stories=StoryStore(connection),
        subscriptions=SubscriptionStore(connection),
        archiving=ArchivingStore(connection),
        publishing=Publishing(connection),
        reach=ReachStore(connection),
    )
