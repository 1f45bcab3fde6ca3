"""Readers in a row that could not be reached: who, and whether all others wait for the desk."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, delete, func, select, update

from bot.domain.delivery import Audience, State
from bot.domain.people import ReaderState
from bot.domain.reasons import Reason, ReasonCode
from storage import statements
from storage.claims import IN_HAND
from storage.reasons import because
from storage.schema import delivery, fan_out, reader, readers_stop, unreached
from storage.view import View

_KEY = "readers"


@dataclass(frozen=True, slots=True)
class ReadersStop:
    """Readers get nothing, or (`agreed`) the desk has said to go on all the same."""

    agreed: bool
    notice_id: int | None


class ReachView(View):
    async def in_a_row(self) -> int:
        """How many readers in a row could not be reached until now."""
        counted = await self._connection.scalar(
            select(func.count(func.distinct(unreached.c.chat_id)))
        )
        return counted or 0

    async def in_hand(self) -> int:
        """How many readers are being sent something."""
        counted = await self._connection.scalar(
            select(func.count()).where(
                delivery.c.state == IN_HAND, delivery.c.audience == Audience.READER
            )
        )
        return counted or 0

    async def stop(self) -> ReadersStop | None:
        """Whether readers wait."""
        found = await self._connection.execute(
            select(readers_stop.c.agreed, readers_stop.c.notice_id)
        )
        row = found.one_or_none()
        return None if row is None else ReadersStop(row.agreed, row.notice_id)


class ReachStore(ReachView):
    async def note(self, chat_id: int, delivery_ids: Collection[int]) -> None:
        """A reader could not be reached, which has ended these deliveries."""
        statement = statements.insert(self._connection, unreached)
        await self._connection.execute(
            statement.on_conflict_do_nothing(),
            [{"delivery_id": id_, "chat_id": chat_id} for id_ in delivery_ids],
        )

    async def reached(self) -> None:
        """Somebody was reached: those before were not to be, each for a reason of their own."""
        await self._connection.execute(delete(unreached))
        await self._connection.execute(delete(readers_stop).where(readers_stop.c.agreed))

    async def stop_all(self, notice_id: int, now: datetime) -> None:
        """Send readers nothing more, until the desk has answered the notice."""
        statement = statements.insert(self._connection, readers_stop)
        await self._connection.execute(
            statement.values(key=_KEY, notice_id=notice_id, since=now).on_conflict_do_nothing()
        )

    async def take_back(self, reason: Reason, now: datetime) -> None:
        """Undo what those in a row were taken for: they are owed all, and readers again."""
        ended = select(unreached.c.delivery_id)
        in_doubt = and_(delivery.c.message_id.is_(None), delivery.c.sent_at.is_not(None))
        await self._connection.execute(
            update(delivery)
            .where(delivery.c.id.in_(ended), delivery.c.state.in_((State.FAILED, State.SKIPPED)))
            .values(
                state=case((in_doubt, State.UNKNOWN), else_=State.DUE),
                not_before=now,
                attempts=0,
                **because(reason),
            )
        )
        await self._connection.execute(
            update(reader)
            .where(
                reader.c.chat_id.in_(select(unreached.c.chat_id)),
                reader.c.state == ReaderState.BLOCKED,
            )
            .values(state=ReaderState.ACTIVE, left_at=None)
        )
        await self._connection.execute(delete(unreached))

    async def go_on(self) -> None:
        """Send on, whoever cannot be reached, until somebody is."""
        await self._connection.execute(update(readers_stop).values(agreed=True))

    async def let_off(self) -> None:
        """What readers are owed now fails, to be sent again article by article; then go on."""
        await self._connection.execute(
            update(delivery)
            .where(
                delivery.c.audience == Audience.READER,
                delivery.c.state.in_((State.DUE, State.UNKNOWN)),
            )
            .values(
                state=State.FAILED,
                lease_until=None,
                again=False,
                **because(Reason(ReasonCode.STOPPED_BY_DESK)),
            )
        )
        await self._connection.execute(
            update(fan_out).where(fan_out.c.last_id < fan_out.c.high_id).values(paused=True)
        )
        await self._connection.execute(delete(readers_stop))
