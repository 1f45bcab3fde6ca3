"""Writes the readers' rows of a publication, behind a mark that says how far they are written."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, literal, select, true, update

from bot.domain.delivery import Audience, Kind, Lane, State
from bot.domain.reasons import Reason, ReasonCode
from storage import statements
from storage.routing import MARK, count_off, looked_at, meant_by, range_end
from storage.schema import delivery, fan_out, reader
from storage.types import Moment
from storage.withdrawal import Withdrawing

CHUNK = 20_000  # readers per transaction: the write lock of SQLite stays short


class FanningOut(Withdrawing):
    async def start_fan_out(
        self, article_id: int, section_id: int, lane: Lane, *, in_doubt: bool = False
    ) -> None:
        """Fix who is meant: everybody who has joined until now.

        `in_doubt`: they may have had it, which nobody knows.
        """
        highest = await self._connection.scalar(select(func.max(reader.c.id)))
        statement = statements.insert(self._connection, fan_out)
        await self._connection.execute(
            statement.values(
                article_id=article_id,
                section_id=section_id,
                lane=lane,
                last_id=0,
                high_id=highest or 0,
                in_doubt=in_doubt,
            ).on_conflict_do_nothing()
        )

    async def end_fan_out(self, article_id: int) -> None:
        """Nobody further is meant."""
        await self._connection.execute(
            update(fan_out)
            .where(fan_out.c.article_id == article_id)
            .values(last_id=fan_out.c.high_id)
        )

    async def fan_out(self, article_id: int, now: datetime, chunk: int = CHUNK) -> int:
        """Write the next chunk of readers' rows and move the mark; how many rows were new."""
        mark = (
            await self._connection.execute(
                MARK.where(fan_out.c.article_id == article_id).with_for_update(of=fan_out)
            )
        ).one()
        looked = looked_at(mark, chunk).subquery()
        reached = await self._connection.execute(
            select(func.max(looked.c.id), func.count()).select_from(looked)
        )
        last, count = reached.one()
        done, written = last if count == chunk else range_end(mark, chunk), 0
        if count:
            meant = meant_by(mark, chunk).limit(chunk).subquery()
            written = await self._insert_readers(mark, meant.c.chat_id, now)
            await count_off(self._connection, mark, done, now)
        await self._connection.execute(
            update(fan_out).where(fan_out.c.article_id == article_id).values(last_id=done)
        )
        return written

    async def _insert_readers(
        self, mark: Row[Any], chat_ids: ColumnElement[int], now: datetime
    ) -> int:
        reason = Reason(ReasonCode.RESTORED) if mark.in_doubt else None
        fixed = {
            "kind": literal(Kind.ARTICLE),
            "subject_id": literal(mark.article_id),
            "audience": literal(Audience.READER),
            "lane": literal(mark.lane),
            "state": literal(State.UNKNOWN if mark.in_doubt else State.DUE),
            "reason": literal(reason and reason.code, delivery.c.reason.type),
            "not_before": as_moment(now),
            "enqueued_at": as_moment(now),
        }
        # «WHERE true»: without it SQLite takes ON CONFLICT for a join's ON.
        rows = select(chat_ids, *fixed.values()).where(true())
        added = await self._connection.execute(
            statements.insert(self._connection, delivery)
            .from_select(["chat_id", *fixed], rows)
            .on_conflict_do_nothing()
        )
        return int(added.rowcount)


def as_moment(at: datetime) -> ColumnElement[datetime]:
    return literal(at, Moment)
