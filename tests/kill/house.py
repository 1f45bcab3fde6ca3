"""The newsroom that is put through it: its database, its readers, and what the ledger says."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.domain.audience import ChannelState
from storage.storage import Storage
from tests.builders import OLENA, SVIT, address_of, migrated
from tests.clock import NOON
from tests.kill.plan import Plan

FIRST_READER = 1_000_000_001
FIRST_CHANNEL = -1_001_000_000_001


@dataclass(frozen=True, slots=True)
class Row:
    """A delivery, as the ledger has it."""

    article_id: int
    chat_id: int
    audience: str
    state: str
    revision: int
    message_id: int | None
    maybe_twice: bool
    reason: str | None


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery that a process has taken; taken once more, it has another lease."""

    delivery_id: int
    audience: str
    lease_until: int


class House:
    def __init__(self, database: Path, plan: Plan) -> None:
        self.database = database
        self.url = address_of(database)
        self.desk = OLENA
        self.channels = [FIRST_CHANNEL - number for number in range(plan.channels)]
        self.readers = range(FIRST_READER, FIRST_READER + plan.readers)

    async def build(self) -> None:
        """A fresh database with every channel and reader on one section."""
        async with migrated(self.database) as storage:
            await self._open_channels(storage)
        with self._opened() as connection:
            known = [
                (chat_id, ("uk", "en")[chat_id % 2], "active", int(NOON.timestamp() * 1000))
                for chat_id in self.readers
            ]
            connection.executemany(
                "INSERT INTO reader (chat_id, language, state, joined_at) VALUES (?, ?, ?, ?)",
                known,
            )
            connection.execute(
                "INSERT INTO follow (section_id, reader_id) SELECT ?, id FROM reader", [SVIT]
            )
            connection.commit()

    async def _open_channels(self, storage: Storage) -> None:
        async with storage.writing() as tx:
            for chat_id in self.channels:
                await tx.audience.save_channel(
                    chat_id, f"Світ {-chat_id % 1000}", None, ChannelState.ACTIVE
                )
                await tx.audience.route(chat_id, SVIT, on=True)

    def rows(self) -> list[Row]:
        """Every delivery of an article."""
        with self._opened() as connection:
            found = connection.execute(
                "SELECT subject_id, chat_id, audience, state, revision, message_id, maybe_twice,"
                " reason"
                " FROM delivery WHERE kind = 'article'"
            )
            return [Row(*row) for row in found]

    def claims(self) -> set[Claim]:
        """The sends that are in hand: nobody has written down their end."""
        with self._opened() as connection:
            found = connection.execute(
                "SELECT id, audience, lease_until FROM delivery"
                " WHERE kind = 'article' AND message_id IS NULL AND"
                " (state = 'sending' OR state = 'unknown' AND lease_until IS NOT NULL)"
            )
            return {Claim(*row) for row in found}

    def is_open(self) -> bool:
        """Whether an article is owed to anybody, or its readers are not all written down."""
        with self._opened() as connection:
            (count,) = connection.execute(
                "SELECT (SELECT count(*) FROM delivery WHERE kind = 'article'"
                "        AND state IN ('due', 'sending', 'unknown'))"
                " + (SELECT count(*) FROM fan_out WHERE last_id < high_id)"
            ).fetchone()
        return bool(count)

    def is_half_written(self, article_id: int) -> bool:
        """Whether some of an article's readers have their rows, and some have not."""
        with self._opened() as connection:
            mark = connection.execute(
                "SELECT last_id, high_id FROM fan_out WHERE article_id = ?", [article_id]
            ).fetchone()
        return mark is not None and 0 < mark[0] < mark[1]

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.database, timeout=30)) as connection:
            yield connection
