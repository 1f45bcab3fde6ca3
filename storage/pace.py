"""How fast: slots of time that are reserved in rows, and chats that rest or wait."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Row,
    bindparam,
    case,
    or_,
    select,
    true,
    type_coerce,
    update,
)

from bot.domain.rate import Rate, Tariff
from storage import statements
from storage.schema import chat_pace, token_pace
from storage.types import to_milliseconds
from storage.view import View

_SECOND, _MILLISECOND = timedelta(seconds=1), timedelta(milliseconds=1)
_COUNTED = timedelta(minutes=1)  # so far back Telegram counts what a group was sent
_ALMOST_ONE = timedelta(microseconds=999)
_RESTS = statements.pairs("rests")
KEYS = {Tariff.FREE: "token", Tariff.PAID: "paid"}
_NEXT_SLOT = select(token_pace.c.next_at).where(
    token_pace.c.key == bindparam("tariff"),
    or_(token_pace.c.halted_until.is_(None), token_pace.c.halted_until <= bindparam("now")),
)
_TOKEN_ROW = select(token_pace).where(token_pace.c.key == bindparam("tariff")).with_for_update()


@dataclass(frozen=True, slots=True)
class Slots:
    """The first of the slots that were taken; the others follow at the rate.

    `halted_until`: where Telegram has halted the token lately, when that ends.
    """

    first: datetime
    rate: Rate
    halted_until: datetime | None = None

    def all(self, count: int) -> list[datetime]:
        """The first so many slots, in order."""
        return [self.first + _SECOND / self.rate.per_second * n for n in range(count)]


@dataclass(frozen=True, slots=True)
class Halt:
    """Telegram has asked the whole token to wait; `chat_id`: the chat whose message was refused.

    `probe_at`: when another chat may be tried, after so many `probes`; None: in a short halt.
    """

    until: datetime
    chat_id: int | None = None
    probe_at: datetime | None = None
    probes: int = 0

    def may_try(self, chat_id: int, now: datetime) -> bool:
        """Whether it is time to try a chat, and this one is not to blame for the halt."""
        return self.probe_at is not None and self.probe_at <= now and self.chat_id != chat_id


class PaceView(View):
    async def taken_until(self, tariff: Tariff, now: datetime) -> datetime | None:
        """The first free slot of a tariff.

        None if none was ever taken, and within a halt, where what waits may be tried.
        """
        asked = {"tariff": KEYS[tariff], "now": now}
        at: datetime | None = await self._connection.scalar(_NEXT_SLOT, asked)
        return at

    async def free_from(self, chat_id: int, now: datetime) -> tuple[datetime, datetime]:
        """From when a chat has rested, and until when Telegram wants it left alone."""
        found = await self._connection.execute(
            select(chat_pace.c.next_at, chat_pace.c.held_until).where(
                chat_pace.c.chat_id == chat_id
            )
        )
        row = found.one_or_none()
        return (row.next_at, row.held_until or now) if row else (now, now)


class PaceStore(PaceView):
    async def take_slots(self, count: int, rate: Rate, now: datetime) -> Slots:
        """Reserve the next `count` slots of a tariff.

        `rate` is as the settings say; what was learned comes from the row, and has risen for as
        long as slots reach since then.
        """
        row = await self._token_row(rate.tariff)
        first, halted_until, seen_at = now, None, now
        if row is not None:
            halted_until = row.halted_until
            first = max(row.next_at, now)
            rate = replace(rate, learned=row.per_second).risen(first - row.next_at)
            seen_at = max(row.seen_at or now, now)
        # Rows hold milliseconds: cut off, they would make 29.4 a second of 29, taken one by one.
        next_at = first + _SECOND / rate.per_second * count + _ALMOST_ONE
        await self._put_token(
            rate.tariff,
            next_at=next_at,
            per_second=rate.risen(next_at - first).learned,
            seen_at=seen_at,
        )
        return Slots(first, rate, halted_until)

    async def hold_token(
        self, until: datetime, rates: Iterable[Rate], now: datetime, *, anew: bool = False
    ) -> tuple[Rate, ...]:
        """Halt the token until a moment, and lower its rates. Returns the rates in force.

        A longer halt is never cut short, except by Telegram's answer to a probe (`anew`). The rate
        falls once for each halt: requests that were under way are refused as well, which is no
        news.
        """
        return tuple([await self._hold(until, rate, now, anew=anew) for rate in rates])

    async def _hold(self, until: datetime, rate: Rate, now: datetime, *, anew: bool) -> Rate:
        row = await self._token_row(rate.tariff)
        next_at = halted_until = until
        if row is not None:
            rate = replace(rate, learned=row.per_second)
            if not anew:
                next_at = max(row.next_at, until)
                halted_until = max(row.halted_until or until, until)
        if row is None or row.halted_until is None or row.halted_until <= now:
            rate = rate.fallen()
        await self._put_token(
            rate.tariff, next_at=next_at, per_second=rate.learned, halted_until=halted_until
        )
        return rate

    async def halt(self, now: datetime) -> Halt | None:
        """The halt in force, if any."""
        row = await self._token_row(Tariff.FREE)
        if row is None or row.halted_until is None or row.halted_until <= now:
            return None
        return Halt(row.halted_until, row.halted_by, row.probe_at, row.probes)

    async def await_probe(self, halt: Halt) -> None:
        """Note whose message brought the halt on, and when another chat may be tried."""
        await self._connection.execute(
            update(token_pace)
            .where(token_pace.c.key == KEYS[Tariff.FREE])
            .values(halted_by=halt.chat_id, probe_at=halt.probe_at, probes=halt.probes)
        )

    async def lift(self, now: datetime) -> Halt | None:
        """End the halt in force. Returns it."""
        halt = await self.halt(now)
        if halt is not None:
            await self._connection.execute(
                update(token_pace).values(halted_until=None, next_at=now)
            )
        return halt

    async def _token_row(self, tariff: Tariff) -> Row[Any] | None:
        found = await self._connection.execute(_TOKEN_ROW, {"tariff": KEYS[tariff]})
        return found.one_or_none()

    async def _put_token(self, tariff: Tariff, **values: object) -> None:
        put = _put_token(self._connection.dialect.name, tuple(values))
        bound = {f"new_{name}": value for name, value in values.items()}
        await self._connection.execute(put, {"tariff": KEYS[tariff], **bound})

    async def occupy(self, replies: Sequence[tuple[int, datetime, timedelta]]) -> None:
        """Have chats rest after replies: (chat, from when, for how long).

        Gaps add up: after a burst of replies a chat rests for all of them. But Telegram counts no
        further back than a minute: by then it takes messages again, however many there were.
        """
        if not replies:
            return
        await self._connection.execute(
            _occupy(self._connection.dialect.name),
            [
                {
                    "chat": chat_id,
                    "next_at": at + rest,
                    "since": to_milliseconds(at),
                    "gap": rest // _MILLISECOND,
                    "latest": to_milliseconds(at + max(rest, _COUNTED)),
                }
                for chat_id, at, rest in replies
            ],
        )

    async def rests(self, chat_ids: Collection[int]) -> dict[int, datetime]:
        """Until when these chats rest, or did; those that never had to are left out."""
        found = await self._connection.execute(
            select(chat_pace.c.chat_id, chat_pace.c.next_at).where(
                chat_pace.c.chat_id.in_(chat_ids)
            )
        )
        return {row.chat_id: row.next_at for row in found}

    async def rest(self, next_at: Mapping[int, datetime]) -> None:
        """Have chats rest until their moments; a longer rest is never cut short."""
        if not next_at:
            return
        rests = {chat_id: to_milliseconds(at) for chat_id, at in next_at.items()}
        await self._connection.execute(
            _rest(self._connection.dialect.name), {"rests": statements.as_pairs(rests)}
        )

    async def hold_chat(self, chat_id: int, until: datetime) -> None:
        """Send nothing to the chat before `until`; a longer wait is never cut short."""
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

    async def is_held(self, chat_id: int, now: datetime) -> bool:
        """Whether Telegram has asked to wait with this chat, and the wait is not over."""
        found = await self._connection.execute(
            select(chat_pace.c.chat_id).where(
                chat_pace.c.chat_id == chat_id, chat_pace.c.held_until > now
            )
        )
        return found.first() is not None

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


# Made once: to build them anew took longer than most of what they do.


@cache
def _put_token(dialect: str, columns: tuple[str, ...]) -> Any:  # noqa: ANN401 - either dialect's
    values = {name: bindparam(f"new_{name}", type_=token_pace.c[name].type) for name in columns}
    return (
        statements.insert_in(dialect, token_pace)
        .values(key=bindparam("tariff"), **values)
        .on_conflict_do_update(index_elements=[token_pace.c.key], set_=values)
    )


@cache
def _occupy(dialect: str) -> Any:  # noqa: ANN401 - likewise
    until = type_coerce(chat_pace.c.next_at, BigInteger)
    since, gap = bindparam("since", type_=BigInteger), bindparam("gap", type_=BigInteger)
    latest = bindparam("latest", type_=BigInteger)
    next_at = case(
        (until >= latest, until),
        (until + gap > latest, latest),
        (until > since, until + gap),
        else_=since + gap,
    )
    return (
        statements.insert_in(dialect, chat_pace)
        .values(chat_id=bindparam("chat"), next_at=bindparam("next_at"))
        .on_conflict_do_update(
            index_elements=[chat_pace.c.chat_id],
            set_={"next_at": next_at},
        )
    )


@cache
def _rest(dialect: str) -> Any:  # noqa: ANN401 - likewise
    rests = statements.insert_in(dialect, chat_pace).from_select(
        ["chat_id", "next_at"], select(_RESTS).where(true())
    )
    later = rests.excluded.next_at
    longer = case((chat_pace.c.next_at > later, chat_pace.c.next_at), else_=later)
    return rests.on_conflict_do_update(
        index_elements=[chat_pace.c.chat_id], set_={"next_at": longer}
    )
