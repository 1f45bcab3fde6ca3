"""Slots of time, reserved in rows: take the next ones and sleep until they come."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, case, or_, select, type_coerce, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import statements
from storage.schema import chat_pace, token_pace
from storage.types import to_milliseconds

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

    async def occupy(self, chat_id: int, gap: timedelta, now: datetime) -> datetime:
        """A reply goes to the chat, which then rests for its gap; until when.

        Gaps add up: after a burst of replies a chat rests for as many of them.
        """
        statement = statements.insert(self._connection, chat_pace)
        held = type_coerce(chat_pace.c.next_at, BigInteger)
        start, fresh = to_milliseconds(now), to_milliseconds(now + gap)
        rested = await self._connection.execute(
            statement.values(chat_id=chat_id, next_at=now + gap)
            .on_conflict_do_update(
                index_elements=[chat_pace.c.chat_id],
                set_={"next_at": case((held > start, held + (fresh - start)), else_=fresh)},
            )
            .returning(chat_pace.c.next_at)
        )
        until: datetime = rested.scalar_one()
        return until

    async def rest(self, next_at: Mapping[int, datetime]) -> None:
        """These chats take nothing before their time; a longer rest is never cut short."""
        if not next_at:
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
            [{"chat_id": chat_id, "next_at": at} for chat_id, at in next_at.items()],
        )

    async def hold_chat(self, chat_id: int, until: datetime) -> None:
        """Nothing goes to the chat before `until`; a longer wait is never cut short."""
        statement = statements.insert(self._connection, chat_pace)
        later = statement.excluded.held_until
        shorter = or_(chat_pace.c.held_until.is_(None), chat_pace.c.held_until < later)
        await self._connection.execute(
            statement.values(
                chat_id=chat_id, next_at=until, held_until=until
            ).on_conflict_do_update(
                index_elements=[chat_pace.c.chat_id],
                set_={"held_until": case((shorter, later), else_=chat_pace.c.held_until)},
            )
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
