"""Breaking posts on top of their channels: which are to be pinned, and which no more."""

from datetime import datetime, timedelta

from sqlalchemy import case, exists, or_, select, update

from bot.domain.delivery import Delivery, State
from storage.enqueue import BELOW, Owing
from storage.ledger_tables import RESTS_ON_TOP
from storage.reasons import because
from storage.schema import channel, delivery


class Pinning(Owing):
    async def enqueue_pin(self, row: Delivery, now: datetime) -> None:
        """A breaking post is shown: its pin is due at once, if the channel wants one.

        A post that was pinned before stays so; a correction leaves a pin due that was due.
        """
        if row.message_id is not None and not row.to_pin:
            return
        wanted = exists().where(channel.c.chat_id == row.chat_id, channel.c.pins)
        await self._connection.execute(
            update(delivery)
            .where(delivery.c.id == row.id, or_(delivery.c.to_pin, wanted))
            .values(state=State.DUE, not_before=now, to_pin=True)
        )

    async def record_pin_settled(
        self, row: Delivery, now: datetime, *, pinned: bool = False, again: bool = False
    ) -> None:
        """No pin is due any more; what changed meanwhile is.

        `pinned`: it stands on top, for as long as its channel wants it, or until this one's next;
        `again`: its words are to be looked at in any case.
        """
        until = await self._pinned_until(row.chat_id, now) if pinned else None
        await self._put(
            row,
            state=State.DUE if again else case((delivery.c.again, State.DUE), else_=State.SHOWN),
            not_before=now,
            again=False,
            attempts=0,
            to_pin=False,
            to_unpin=False,
            unpin_at=until,
            **because(None),
        )
        if until:
            its = delivery.alias()
            here = select(its.c.thread_id).where(its.c.id == row.id).scalar_subquery()
            await self._connection.execute(
                update(delivery)
                .where(
                    delivery.c.unpin_at.is_not(None),
                    delivery.c.chat_id == row.chat_id,
                    delivery.c.thread_id.is_not_distinct_from(here),  # each has a top of its own
                    delivery.c.id != row.id,
                )
                .values(unpin_at=now)
            )

    async def unpin_due(self, now: datetime) -> int:
        """What has been on top for long enough is due to be unpinned; how many posts.

        One that is due anyway, or in hand, comes to rest first.
        """
        owed = await self._connection.execute(
            update(delivery)
            .where(RESTS_ON_TOP, delivery.c.unpin_at <= now)
            .values(state=State.DUE, not_before=now, attempts=0, to_unpin=True)
        )
        return int(owed.rowcount)

    async def _pinned_until(self, chat_id: int, now: datetime) -> datetime | None:
        hours = await self._connection.scalar(
            select(channel.c.pinned_hours).where(channel.c.chat_id == chat_id)
        )
        return now + timedelta(hours=hours) if hours else None

    async def _put(self, row: Delivery, **values: object) -> None:
        await self._connection.execute(
            update(delivery)
            .where(delivery.c.id == row.id)
            .values({"lease_until": None} | BELOW | values)
        )
