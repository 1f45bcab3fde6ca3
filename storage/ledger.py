"""The ledger: what is owed to every chat, what it shows, and what happened on the way."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    Boolean,
    and_,
    bindparam,
    case,
    exists,
    func,
    null,
    or_,
    select,
    update,
)

from bot.domain.delivery import Audience, Delivery, Kind, Retry, Shown, State, Unknown
from storage.claims import (
    ALL_LANES,
    CLAIMED,
    IN_HAND,
    Lanes,
    LedgerRow,
    as_delivery,
    chat_is_free,
    claimable,
    one_a_chat,
    takes_posts,
)
from storage.owing import OUT_OF_REACH, Owing, as_moment
from storage.schema import channel, chat_pace, delivery
from storage.types import Moment

_SPARE = 32  # rows looked at beyond those wanted: several may be for one chat

# How long the others wait for the first chat that gets a new text.
_CANARY = timedelta(seconds=3)

# When the desk has been asked, its answer settles the row, and no clock.
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


class Ledger(Owing):
    """Rows are owed by the use cases, and claimed and settled by the delivery loop."""

    # --- claiming ---

    async def claim(
        self, limit: int, now: datetime, lease: timedelta, lanes: Lanes = ALL_LANES
    ) -> list[Delivery]:
        """Take up to `limit` rows that are due, one a chat, the most urgent first.

        A row that is due becomes `sending`; one that is unknown stays so, and its lease keeps
        others from looking at the same time.
        """
        found = await self._connection.execute(
            CLAIMED.where(claimable(now), chat_is_free(now), takes_posts(), *lanes.conditions())
            .order_by(delivery.c.lane, delivery.c.not_before, delivery.c.id)
            .limit(limit + limit // 4 + _SPARE)
            .with_for_update(skip_locked=True, of=delivery)
        )
        rows = await self._canaries(one_a_chat(found.all()), now + lease)
        rows = rows[:limit]
        if rows:
            await self._take([row.id for row in rows], now, now + lease)
        return [as_delivery(row, newest=row.newest, language=row.language) for row in rows]

    async def _canaries(self, rows: list[LedgerRow], lease_until: datetime) -> list[LedgerRow]:
        """Of a text that Telegram has not taken yet, let one chat go first.

        One that does not answer within seconds holds up the others no longer.
        """
        unproved = {row.subject_id for row in rows if (row.newest or 0) > (row.proved or 0)}
        if not unproved:
            return rows
        found = await self._connection.execute(
            select(delivery.c.subject_id).where(
                delivery.c.kind == Kind.ARTICLE,
                delivery.c.subject_id.in_(unproved),
                delivery.c.state == IN_HAND,
                delivery.c.lease_until > lease_until - _CANARY,
            )
        )
        under_way = set(found.scalars())
        allowed = []
        for row in rows:
            if row.newest and row.subject_id in unproved:
                if row.subject_id in under_way:
                    continue
                under_way.add(row.subject_id)
            allowed.append(row)
        return allowed

    async def _take(self, ids: Sequence[int], now: datetime, lease_until: datetime) -> None:
        """Put claimed rows in hand.

        From here on a reader's first post counts as sent; a channel's only from `note_send`.
        """
        unknown = delivery.c.state == State.UNKNOWN
        at_once = delivery.c.audience != Audience.CHANNEL
        await self._connection.execute(
            update(delivery)
            .where(delivery.c.id.in_(ids))
            .values(
                state=case((unknown, State.UNKNOWN), else_=State.SENDING),
                lease_until=lease_until,
                attempts=delivery.c.attempts + 1,
                sent_at=case(
                    (unknown, delivery.c.sent_at), (at_once, as_moment(now)), else_=null()
                ),
            )
        )

    async def has_due(self, now: datetime) -> bool:
        """Whether a claim may find something: a look that takes no lock."""
        found = await self._connection.scalar(select(delivery.c.id).where(claimable(now)).limit(1))
        return found is not None

    async def note_send(
        self,
        delivery_id: int,
        revision: int,
        now: datetime,
        *,
        after: int,
        said: str | None = None,
    ) -> None:
        """A first post is about to leave: if nothing more is heard, this is what to look for.

        `after`: the highest message id that is known in the channel before it; `said`: the print
        of its words.
        """
        await self._connection.execute(
            update(delivery)
            .where(delivery.c.id == delivery_id)
            .values(
                sent_revision=revision,
                sent_at=now,
                sent_after=after,
                sent_print=said,
            )
        )

    async def renew(self, ids: Collection[int], until: datetime) -> None:
        """Hold on to rows that are in hand; those that have been settled are not touched."""
        held = and_(delivery.c.id.in_(ids), delivery.c.lease_until.is_not(None))
        await self._connection.execute(update(delivery).where(held).values(lease_until=until))

    async def give_back(self, now: datetime, settle: timedelta, *, all_rows: bool = False) -> int:
        """Take back what nobody holds any more: a lease ran out, or (all) the process died.

        An edit is simply due again, a first post is `unknown`; a slow request may still arrive
        for as long as `settle`.
        """
        orphaned = delivery.c.state == IN_HAND
        if not all_rows:
            orphaned = and_(orphaned, delivery.c.lease_until < now)
        never_left = or_(delivery.c.sent_at.is_(None), delivery.c.message_id.is_not(None))
        settled_at = case(
            (delivery.c.audience == Audience.CHANNEL, as_moment(now + settle)),
            else_=as_moment(now),
        )
        # An edit may still be on its way: it must not come after the next one.
        edited_at = case(
            (
                and_(delivery.c.message_id.is_not(None), delivery.c.audience != Audience.DESK),
                as_moment(now + settle),
            ),
            else_=as_moment(now),
        )
        safe = await self._connection.execute(
            update(delivery)
            .where(orphaned, never_left)
            .values(
                state=State.DUE,
                lease_until=None,
                not_before=edited_at,
                again=False,
                attempts=delivery.c.attempts - 1,  # who died has not tried
            )
        )
        open_ = await self._connection.execute(
            update(delivery)
            .where(orphaned)
            .values(
                state=State.UNKNOWN,
                lease_until=None,
                not_before=settled_at,
                attempts=delivery.c.attempts - 1,
                reason="interrupted",
            )
        )
        if all_rows:
            await self._connection.execute(
                update(delivery).where(delivery.c.state == State.UNKNOWN).values(lease_until=None)
            )
        await self._free_channels()
        return safe.rowcount + open_.rowcount

    async def _free_channels(self) -> None:
        """A channel waits for a send that is in hand or in doubt, and for no other."""
        waits_for = exists().where(
            delivery.c.id == chat_pace.c.busy_with,
            delivery.c.state.in_((State.SENDING, State.UNKNOWN)),
        )
        await self._connection.execute(
            update(chat_pace)
            .where(chat_pace.c.busy_with.is_not(None), ~waits_for)
            .values(busy_with=None)
        )

    # --- recording ---

    async def record_shown(self, shown: Sequence[tuple[Delivery, Shown]], now: datetime) -> None:
        """Write down what chats show now; what changed meanwhile is due again."""
        rows = [
            {
                "row_id": row.id,
                "now_shows": outcome.message_id,
                "now_revision": outcome.revision,
                "twice": row.unknown and row.audience is not Audience.CHANNEL,
                "next": outcome.refresh_at or now,
                "is_known": outcome.message_id is not None,
                "goes_on": outcome.refresh_at is not None,
            }
            for row, outcome in shown
        ]
        if rows:
            await self._connection.execute(_RECORD_SHOWN, [row | {"at": now} for row in rows])

    async def owe_pin(self, row: Delivery, now: datetime) -> None:
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

    async def record_pin_settled(self, row: Delivery, now: datetime) -> None:
        """No pin is due any more; what changed meanwhile is."""
        await self._put(
            row,
            state=case((delivery.c.again, State.DUE), else_=State.SHOWN),
            not_before=now,
            again=False,
            attempts=0,
            reason=None,
            to_pin=False,
        )

    async def record_retry(self, row: Delivery, outcome: Retry) -> None:
        """Surely not done: due again; a wait that Telegram asked for is no attempt."""
        await self._put(
            row,
            state=State.UNKNOWN if row.unknown else State.DUE,
            not_before=outcome.at,
            reason=outcome.reason,
            attempts=delivery.c.attempts if outcome.counts else row.attempts,
            sent_at=row.sent_at if row.unknown else None,
        )

    async def record_unknown(self, row: Delivery, outcome: Unknown) -> None:
        await self._put(row, state=State.UNKNOWN, not_before=outcome.at, reason=outcome.reason)

    async def record_undecided(self, row: Delivery, reason: str) -> None:
        """Only the desk can tell now."""
        await self._put(row, state=State.UNKNOWN, not_before=_NEVER, reason=reason)

    async def record_due(self, row_id: int, now: datetime, reason: str | None = None) -> None:
        """Owed as before, as if nothing had been sent."""
        await self._connection.execute(
            update(delivery)
            .where(delivery.c.id == row_id)
            .values(
                state=State.DUE,
                not_before=now,
                lease_until=None,
                sent_at=None,
                reason=reason,
                again=False,
            )
        )

    async def record_end(self, row: Delivery, state: State, reason: str) -> None:
        """Nothing more will be tried."""
        await self._put(row, state=state, reason=reason)

    async def record_failure(
        self, row: Delivery, reason: str, now: datetime, *, in_doubt: bool = False
    ) -> None:
        """Given up; what has changed while it was in hand is due again, or to be taken away.

        `in_doubt`: an earlier request may have arrived all the same. Its time is kept, so that
        whoever is sent it once more (`replay`) counts as one who may have it twice.
        """
        doubt = in_doubt or row.unknown
        await self._put(
            row,
            state=case(
                (delivery.c.again, State.UNKNOWN if doubt else State.DUE), else_=State.FAILED
            ),
            again=False,
            not_before=now,
            attempts=0,
            reason=reason,
            sent_at=delivery.c.sent_at if doubt else None,
        )

    async def skip_chat(
        self, chat_id: int, reason: str, audience: Audience = Audience.READER
    ) -> None:
        """All that is owed to a chat is owed no more."""
        await self._connection.execute(
            update(delivery)
            .where(
                delivery.c.chat_id == chat_id,
                delivery.c.audience == audience,
                delivery.c.state.in_((State.DUE, State.UNKNOWN)),
            )
            .values(state=State.SKIPPED, reason=reason, lease_until=None)
        )

    async def move_chat(self, old: int, new: int) -> None:
        """Owe to the new chat what was owed to the old one, once."""
        twin = delivery.alias()
        owed_there = exists().where(
            twin.c.kind == delivery.c.kind,
            twin.c.subject_id == delivery.c.subject_id,
            twin.c.chat_id == new,
        )
        await self._connection.execute(
            update(delivery)
            .where(delivery.c.chat_id == old, ~owed_there)
            .values(chat_id=new, sent_after=0)
        )
        await self._connection.execute(
            update(delivery)
            .where(delivery.c.chat_id == old)
            .values(state=State.SKIPPED, reason=f"moved to {new}", lease_until=None)
        )

    async def others_there(self, row: Delivery) -> set[int]:
        """The ids of messages in the row's chat that are known to be other posts of ours."""
        found = await self._connection.execute(
            select(delivery.c.message_id).where(
                delivery.c.chat_id == row.chat_id,
                delivery.c.id != row.id,
                delivery.c.message_id > (row.sent_after or 0),
            )
        )
        return {message_id for message_id in found.scalars() if message_id is not None}

    async def find(self, delivery_id: int) -> Delivery | None:
        row = (
            await self._connection.execute(select(delivery).where(delivery.c.id == delivery_id))
        ).one_or_none()
        return None if row is None else as_delivery(row)

    async def settle_unknown(self, row: Delivery, *, there: bool, now: datetime) -> None:
        """The desk's word on a send that nobody else can tell about."""
        if not there:
            await self.record_due(row.id, now, "not found by the desk")
            return
        await self.record_shown([(row, Shown(None, row.sent_revision or 1))], now)

    async def is_open(self) -> bool:
        """Whether anything is owed now or in hand (what waits for the desk's answer is not)."""
        found = await self._connection.scalar(
            select(delivery.c.id)
            .where(
                or_(
                    delivery.c.state.in_((State.DUE, State.SENDING)),
                    and_(delivery.c.state == State.UNKNOWN, delivery.c.not_before < _NEVER),
                )
            )
            .limit(1)
        )
        return found is not None or bool(await self.open_fan_outs())

    async def _put(self, row: Delivery, **values: object) -> None:
        await self._connection.execute(
            update(delivery).where(delivery.c.id == row.id).values(lease_until=None, **values)
        )


_RECORD_SHOWN = (
    update(delivery)
    .where(delivery.c.id == bindparam("row_id"))
    .values(
        state=case(
            (and_(delivery.c.again, bindparam("is_known", type_=Boolean)), State.DUE),
            (bindparam("goes_on", type_=Boolean), State.DUE),
            else_=State.SHOWN,
        ),
        not_before=bindparam("next"),
        again=False,
        lease_until=None,
        attempts=0,
        message_id=bindparam("now_shows"),
        revision=bindparam("now_revision"),
        maybe_twice=or_(delivery.c.maybe_twice, bindparam("twice", type_=Boolean)),
        # What changed while it was looked for is to be changed by hand where no number is known.
        reason=case(
            (and_(delivery.c.again, ~bindparam("is_known", type_=Boolean)), OUT_OF_REACH),
            else_=null(),
        ),
        shown_at=bindparam("at"),
        first_shown_at=func.coalesce(delivery.c.first_shown_at, bindparam("at", type_=Moment)),
    )
)
