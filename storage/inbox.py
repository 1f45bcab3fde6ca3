"""Updates that were taken in and not handled yet, so that a kill loses none."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.schema import inbox
from storage.statements import insert


class InboxStore:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def keep(self, updates: Iterable[Mapping[str, Any]]) -> None:
        """Keep updates; one that is kept already stays as it is."""
        rows = [{"update_id": u["update_id"], "body": dict(u)} for u in updates]
        if rows:
            await self._connection.execute(
                insert(self._connection, inbox).on_conflict_do_nothing(), rows
            )

    async def waiting(self) -> list[dict[str, Any]]:
        """What is kept, oldest first."""
        found = await self._connection.execute(select(inbox.c.body).order_by(inbox.c.update_id))
        return list(found.scalars())

    async def done(self, update_id: int) -> None:
        await self._connection.execute(delete(inbox).where(inbox.c.update_id == update_id))
