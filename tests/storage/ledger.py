"""The ledger as a test looks at it: what is owed, claimed, and written down."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.domain.delivery import Audience, Delivery, Kind, Lane, Retry, Shown, State, Unknown
from bot.domain.progress import Progress
from storage.storage import Storage
from tests import tables
from tests.builders import CHANNEL, said
from tests.clock import Clock

LEASE = timedelta(minutes=5)
SETTLE = timedelta(seconds=20)


@dataclass
class Book:
    """A database's ledger, each deed in a transaction of its own."""

    storage: Storage
    clock: Clock

    async def enqueue(
        self,
        subject_id: int = 1,
        chats: Iterable[int] = (CHANNEL,),
        *,
        audience: Audience = Audience.CHANNEL,
        lane: Lane = Lane.CHANNEL,
        kind: Kind = Kind.ARTICLE,
        at: datetime | None = None,
    ) -> None:
        async with self.storage.writing() as tx:
            await tx.ledger.enqueue(
                kind, subject_id, chats, audience=audience, lane=lane, now=at or self.clock()
            )

    async def owe_reader(self, subject_id: int, *chats: int) -> None:
        await self.enqueue(subject_id, chats, audience=Audience.READER, lane=Lane.READER)

    async def owe_desk(self, subject_id: int, chat_id: int, kind: Kind = Kind.CARD) -> None:
        async with self.storage.writing() as tx:
            await tx.ledger.enqueue_again(kind, subject_id, chat_id, self.clock())

    async def tell_in(self, message_id: int, chat_id: int, number: int = 1) -> None:
        """A notice takes the place of a message of the desk's."""
        async with self.storage.writing() as tx:
            await tx.ledger.enqueue(
                Kind.NOTICE,
                number,
                [chat_id],
                audience=Audience.DESK,
                lane=Lane.REPLY,
                now=self.clock(),
                message_id=message_id,
            )

    async def claim(self, limit: int = 100) -> list[Delivery]:
        async with self.storage.writing() as tx:
            return await tx.ledger.claim(limit, self.clock(), LEASE)

    async def claim_one(self) -> Delivery:
        (row,) = await self.claim()
        return row

    async def busy(self, row: Delivery) -> None:
        """As the worker does for a channel's first post."""
        async with self.storage.writing() as tx:
            await tx.pace.make_busy(row.chat_id, row.id, self.clock())

    async def note_send(self, row: Delivery, revision: int = 1) -> None:
        async with self.storage.writing() as tx:
            await tx.ledger.note_send(row.id, revision, self.clock(), after=0)

    async def occupy(self, chat_id: int, seconds: float) -> None:
        async with self.storage.writing() as tx:
            await tx.pace.occupy([(chat_id, self.clock(), timedelta(seconds=seconds))])

    async def shown(self, row: Delivery, message_id: int | None = 50, **more: Any) -> None:
        async with self.storage.writing() as tx:
            outcome = Shown(message_id, **({"revision": 1} | more))
            await tx.ledger.record_shown([(row, outcome)], self.clock())

    async def unknown(self, row: Delivery, after: float = 20) -> None:
        async with self.storage.writing() as tx:
            at = self.clock() + timedelta(seconds=after)
            await tx.ledger.record_unknown(row, Unknown(at, said("timeout")))

    async def retry(self, row: Delivery, after: float = 1, **more: Any) -> None:
        async with self.storage.writing() as tx:
            at = self.clock() + timedelta(seconds=after)
            await tx.ledger.record_retry(row, Retry(at, said("no connection"), **more))

    async def undecided(self, row: Delivery) -> None:
        async with self.storage.writing() as tx:
            await tx.ledger.record_undecided(row, said("protected"))

    async def end(self, row: Delivery, state: State = State.FAILED) -> None:
        async with self.storage.writing() as tx:
            await tx.ledger.record_end(row, state, said("rejected"))

    async def changed(self, subject_id: int = 1, kind: Kind = Kind.ARTICLE) -> None:
        async with self.storage.writing() as tx:
            await tx.ledger.mark_changed(kind, subject_id, self.clock())

    async def give_back(self, *, all_rows: bool = True) -> int:
        async with self.storage.writing() as tx:
            return await tx.ledger.give_back(self.clock(), SETTLE, all_rows=all_rows)

    async def is_open(self) -> bool:
        async with self.storage.reading() as tx:
            return await tx.ledger.is_open()

    async def progress(self, article_id: int = 1) -> Progress:
        async with self.storage.reading() as tx:
            return await tx.totals.progress(article_id)

    def rows(self) -> list[Any]:
        """Every row of the ledger, as it stands in the table."""
        return tables.deliveries(self.storage)

    def row(self) -> Any:
        (only,) = self.rows()
        return only
