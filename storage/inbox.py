"""Updates that were taken in, so that a kill loses none and a second copy changes nothing."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, func, or_, select, update

from bot.domain.update_facts import KeptUpdate
from storage.schema import inbox, poll_mark
from storage.statements import insert
from storage.view import View

_AT_ONCE = 500  # rows in one statement
_MARK = "telegram"


class InboxView(View):
    async def waiting(self) -> list[KeptUpdate]:
        """What is kept, not done and not set aside, oldest first."""
        found = await self._connection.execute(
            select(inbox.c.body, inbox.c.asked_at, inbox.c.begun)
            .where(~inbox.c.done, inbox.c.aside_at.is_(None))
            .order_by(inbox.c.update_id)
        )
        return [KeptUpdate(row.body, row.asked_at, row.begun) for row in found]

    async def aside(self) -> list[KeptUpdate]:
        """What was set aside, oldest first."""
        found = await self._connection.execute(
            select(inbox.c.body, inbox.c.asked_at, inbox.c.begun)
            .where(~inbox.c.done, inbox.c.aside_at.is_not(None))
            .order_by(inbox.c.update_id)
        )
        return [KeptUpdate(row.body, row.asked_at, row.begun) for row in found]

    async def heard_at(self) -> datetime | None:
        """Up to when Telegram has told us all that people asked for; None: never yet."""
        found = await self._connection.execute(
            select(poll_mark.c.heard_at).where(poll_mark.c.key == _MARK)
        )
        heard_at: datetime | None = found.scalar_one_or_none()
        return heard_at

    async def newest(self) -> int:
        """The highest number of an update that is kept; 0 where there are none."""
        found = await self._connection.execute(select(func.max(inbox.c.update_id)))
        return found.scalar_one() or 0


class InboxStore(InboxView):
    async def keep(self, updates: Sequence[KeptUpdate], now: datetime) -> list[KeptUpdate]:
        """Keep updates and return those that are new."""
        new: list[KeptUpdate] = []
        for start in range(0, len(updates), _AT_ONCE):
            new += await self._keep(updates[start : start + _AT_ONCE], now)
        return new

    async def _keep(self, updates: Sequence[KeptUpdate], now: datetime) -> list[KeptUpdate]:
        by_id = {kept.id: kept for kept in updates}
        rows = [
            {
                "update_id": kept.id,
                "body": dict(kept.update),
                "kept_at": now,
                "asked_at": kept.asked_at,
                "begun": kept.begun,
            }
            for kept in by_id.values()
        ]
        added = await self._connection.execute(
            insert(self._connection, inbox)
            .values(rows)
            .on_conflict_do_nothing()
            .returning(inbox.c.update_id)
        )
        new = set(added.scalars())
        return [kept for kept in by_id.values() if kept.id in new]

    async def begin(self, update_ids: Iterable[int]) -> None:
        """Count one more beginning."""
        await self._count(update_ids, 1)

    async def put_back(self, update_ids: Iterable[int]) -> None:
        """A beginning that did not count."""
        await self._count(update_ids, -1)

    async def _count(self, update_ids: Iterable[int], more: int) -> None:
        ids = list(update_ids)
        for start in range(0, len(ids), _AT_ONCE):
            await self._connection.execute(
                update(inbox)
                .where(inbox.c.update_id.in_(ids[start : start + _AT_ONCE]))
                .values(begun=inbox.c.begun + more)
            )

    async def done(self, update_id: int) -> None:
        await self._connection.execute(
            update(inbox).where(inbox.c.update_id == update_id).values(done=True, body={})
        )

    async def set_aside(self, update_id: int, now: datetime) -> None:
        """Begin it no more, and keep it to be looked at."""
        await self._connection.execute(
            update(inbox).where(inbox.c.update_id == update_id).values(aside_at=now)
        )

    async def forget(self, before: datetime, aside_before: datetime) -> None:
        """Drop what was done, or set aside, and is older than this."""
        old = inbox.c.done & (inbox.c.kept_at < before)
        await self._connection.execute(
            delete(inbox).where(or_(old, inbox.c.aside_at < aside_before))
        )

    async def heard(self, now: datetime) -> None:
        statement = insert(self._connection, poll_mark).values(key=_MARK, heard_at=now)
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=[poll_mark.c.key], set_={"heard_at": now}
            )
        )
