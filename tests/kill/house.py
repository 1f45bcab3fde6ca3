"""The newsroom that is put through it: its database, its readers, and what the ledger says."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import insert, literal, select, text

from bot.domain.channel import ChannelState
from bot.domain.picture import Layout
from storage.schema import follow, reader
from storage.storage import Storage
from tests.builders import OLENA, SVIT, address_of, migrated
from tests.clock import NOON
from tests.kill.plan import Plan
from tests.tables import engine_of

_LAYOUTS = (Layout.PHOTO, Layout.ALBUM, Layout.NONE)
PICTURES = {Layout.PHOTO: 1, Layout.ALBUM: 3, Layout.NONE: 0}  # of each article, in a post
# By which method channels' posts are sent, corrected and taken away.
SENDING = dict.fromkeys(Layout, "sendMessage") | {
    Layout.PHOTO: "sendPhoto",
    Layout.ALBUM: "sendMediaGroup",
}
EDITING = dict.fromkeys(Layout, "editMessageCaption") | {Layout.NONE: "editMessageText"}
DELETING = dict.fromkeys(Layout, "deleteMessage") | {Layout.ALBUM: "deleteMessages"}
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
    def __init__(self, database: Path | str, plan: Plan) -> None:
        self.database = database
        self.url = address_of(database)
        self.desk = OLENA
        self.channels = [FIRST_CHANNEL - number for number in range(plan.channels)]
        self.readers = range(FIRST_READER, FIRST_READER + plan.readers)

    async def build(self) -> None:
        """A fresh database with every channel and reader on one section."""
        async with migrated(self.database) as storage:
            await self._open_channels(storage)
        known = [
            {
                "chat_id": chat_id,
                "language": ("uk", "en")[chat_id % 2],
                "state": "active",
                "joined_at": NOON,
            }
            for chat_id in self.readers
        ]
        with engine_of(self.url).begin() as connection:
            connection.execute(insert(reader), known)
            connection.execute(
                insert(follow).from_select(
                    ["section_id", "reader_id"], select(literal(SVIT), reader.c.id)
                )
            )

    @staticmethod
    def layout_of(chat_id: int) -> Layout:
        """By turns channels want photos, albums, and texts."""
        return _LAYOUTS[-chat_id % len(_LAYOUTS)]

    async def _open_channels(self, storage: Storage) -> None:
        async with storage.writing() as tx:
            for chat_id in self.channels:
                await tx.channels.save(
                    chat_id, f"Світ {-chat_id % 1000}", None, ChannelState.ACTIVE
                )
                await tx.channels.route(chat_id, SVIT, on=True)
                await tx.channels.set_layout(chat_id, self.layout_of(chat_id))

    def rows(self) -> list[Row]:
        """Every delivery of an article."""
        found = self._asked(
            "SELECT subject_id, chat_id, audience, state, revision, message_id, maybe_twice,"
            " reason"
            " FROM delivery WHERE kind = 'article'"
        )
        return [Row(*row) for row in found]

    def claims(self) -> set[Claim]:
        """The sends that are in hand: nobody has written down their end."""
        found = self._asked(
            "SELECT id, audience, lease_until FROM delivery"
            " WHERE kind = 'article' AND message_id IS NULL AND"
            " (state = 'sending' OR state = 'unknown' AND lease_until IS NOT NULL)"
        )
        return {Claim(*row) for row in found}

    def is_open(self) -> bool:
        """Whether an article is owed to anybody, or its readers are not all written down."""
        ((count,),) = self._asked(
            "SELECT (SELECT count(*) FROM delivery WHERE kind = 'article'"
            "        AND state IN ('due', 'sending', 'unknown'))"
            " + (SELECT count(*) FROM fan_out WHERE last_id < high_id)"
        )
        return bool(count)

    def is_half_written(self, article_id: int) -> bool:
        """Whether some of an article's readers have their rows, and some have not."""
        marks = self._asked(
            "SELECT last_id, high_id FROM fan_out WHERE article_id = :id", id=article_id
        )
        return any(0 < last < high for last, high in marks)

    def _asked(self, question: str, **values: object) -> Sequence[Any]:
        with engine_of(self.url).connect() as connection:
            return connection.execute(text(question), values).all()
