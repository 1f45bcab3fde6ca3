"""Updates that were taken in, so that a kill loses none and a second copy changes nothing."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.schema import inbox
from storage.statements import insert


class InboxStore:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def keep(
        self, updates: Iterable[Mapping[str, Any]], now: datetime
    ) -> list[Mapping[str, Any]]:
        """Keep updates and return those that are new."""
        new = []
        for taken in updates:
            kept = await self._connection.execute(
                insert(self._connection, inbox)
                .values(update_id=taken["update_id"], body=dict(taken), kept_at=now)
                .on_conflict_do_nothing()
            )
            if kept.rowcount:
                new.append(taken)
        return new

    async def waiting(self) -> list[dict[str, Any]]:
        """What is kept and not done, oldest first."""
        found = await self._connection.execute(
            select(inbox.c.body).where(~inbox.c.done).order_by(inbox.c.update_id)
        )
        return list(found.scalars())

    async def done(self, update_id: int) -> None:
        await self._connection.execute(
            update(inbox).where(inbox.c.update_id == update_id).values(done=True, body={})
        )

    async def forget(self, before: datetime) -> None:
        """Drop what was done and is older than this."""
        await self._connection.execute(delete(inbox).where(inbox.c.done, inbox.c.kept_at < before))
