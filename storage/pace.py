"""Slots of time, reserved in rows: take the next ones and sleep until they come."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import case, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import statements
from storage.schema import chat_pace, token_pace

_TOKEN = "token"  # noqa: S105 - the row's key, no secret


class PaceStore:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def take_slots(self, count: int, spacing: timedelta, now: datetime) -> datetime:
        """Reserve `count` slots of the token, `spacing` apart; when the first of them comes."""
        held = await self._connection.scalar(
            select(token_pace.c.next_at).where(token_pace.c.key == _TOKEN).with_for_update()
        )
        first = max(held or now, now)
        await self._put_token(first + spacing * count)
        return first

    async def hold_token(self, until: datetime) -> None:
        """Nothing goes out before `until`; a longer wait is never cut short."""
        held = await self._connection.scalar(
            select(token_pace.c.next_at).where(token_pace.c.key == _TOKEN).with_for_update()
        )
        await self._put_token(max(held or until, until))

    async def _put_token(self, next_at: datetime) -> None:
        statement = statements.insert(self._connection, token_pace)
        await self._connection.execute(
            statement.values(key=_TOKEN, next_at=next_at).on_conflict_do_update(
                index_elements=[token_pace.c.key], set_={"next_at": next_at}
            )
        )

    async def occupy(self, chats: Mapping[int, timedelta], now: datetime) -> None:
        """These chats take the next request only after their gap."""
        rows = [{"chat_id": chat_id, "next_at": now + gap} for chat_id, gap in chats.items()]
        if not rows:
            return
        statement = statements.insert(self._connection, chat_pace)
        later = statement.excluded.next_at
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=[chat_pace.c.chat_id],
                set_={
                    "next_at": case(
                        (chat_pace.c.next_at > later, chat_pace.c.next_at), else_=later
                    )
                },
            ),
            rows,
        )

    async def next_at(self, chat_id: int) -> datetime | None:
        """When the chat may take the next request; None where nothing is known of it."""
        return await self._connection.scalar(
            select(chat_pace.c.next_at).where(chat_pace.c.chat_id == chat_id)
        )

    async def make_busy(self, chat_id: int, delivery_id: int, now: datetime) -> None:
        """One send in hand per channel: nothing else goes there until it is settled."""
        statement = statements.insert(self._connection, chat_pace)
        await self._connection.execute(
            statement.values(
                chat_id=chat_id, next_at=now, busy_with=delivery_id
            ).on_conflict_do_update(
                index_elements=[chat_pace.c.chat_id], set_={"busy_with": delivery_id}
            )
        )

    async def settle(self, delivery_id: int) -> None:
        """The send that a channel had in hand is settled."""
        await self._connection.execute(
            update(chat_pace).where(chat_pace.c.busy_with == delivery_id).values(busy_with=None)
        )
