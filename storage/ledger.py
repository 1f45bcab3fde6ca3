"""The ledger: what is owed to every chat, what it shows, and what happened on the way."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    update,
)

from bot.domain.delivery import Audience, Delivery, Kind, State
from bot.domain.fingerprints import EXACT_LENGTH
from bot.domain.reasons import Reason, ReasonCode
from storage.claims import (
    ALL_LANES,
    IN_HAND,
    Lanes,
    as_claimed,
    claimed,
    held_back,
    moments,
    not_taken,
    one_a_chat,
    with_few_readers,
)
from storage.giving_back import GivingBack
from storage.outcomes import joined
from storage.reasons import because, because_unless_in_doubt
from storage.schema import delivery, process
from storage.statements import as_pairs, pairs, walk_in_order
from storage.types import Moment

_SPARE = 32  # rows looked at beyond those wanted: several may be for one chat

# How long the others wait for the first chat that gets a new text.
_CANARY = timedelta(seconds=3)


class Ledger(GivingBack):
    """Rows are owed by the use cases, and claimed and settled by the delivery loop."""

    # --- claiming ---

    async def claim(
        self,
        limit: int,
        now: datetime,
        lease: timedelta,
        lanes: Lanes = ALL_LANES,
        *,
        readers: int | None = None,
        holder: str | None = None,
    ) -> list[Delivery]:
        """Take up to `limit` rows that are due, one a chat, the most urgent first.

        `lease`: for so long they are nobody else's. `lanes`: these alone. `readers`: how many of
        them may be readers', where not all. `holder`: the process that takes them, where several
        share the ledger; one that is dead to the others takes none.

        A row that is due becomes `sending`; one that is unknown stays so, and its lease keeps
        others from looking at the same time.
        """
        await walk_in_order(self._connection)
        found = await self._connection.execute(
            claimed(lanes, beside_readers=readers == 0),
            moments(now) | {"most": limit + _SPARE},
        )
        seen = found.all()
        if why_not := not_taken(seen):
            await self._let_off(why_not)
            seen = [row for row in seen if row.id not in why_not]
        if quiet := held_back(seen):
            await self._hold_back(quiet)
            seen = [row for row in seen if row.id not in quiet]
        every = [*map(as_claimed, seen)]
        rows = one_a_chat(await self._without_edited(every))
        if new := {row.subject_id for row in every if row.proves}:
            rows = await self._canaries(rows, new, now + lease)
        rows = [*with_few_readers(rows, readers)][:limit]
        if rows and not await self._take([row.id for row in rows], now, now + lease, holder):
            return []
        return rows

    async def _without_edited(self, rows: list[Delivery]) -> list[Delivery]:
        """The rows without those of the desk whose message another one in hand is editing.

        Two edits of one message have no order: an old card would keep its buttons for good.
        """
        edits = {row.chat_id for row in rows if row.audience is Audience.DESK and row.message_id}
        if not edits:
            return rows
        found = await self._connection.execute(
            select(delivery.c.chat_id, delivery.c.message_id).where(
                # «+ 0»: by the index of the few that are in hand, not by all that a chat was told.
                delivery.c.state == IN_HAND,
                (delivery.c.chat_id + 0).in_(edits),
                delivery.c.message_id.is_not(None),
            )
        )
        at_work = {tuple(row) for row in found}
        return [row for row in rows if (row.chat_id, row.message_id) not in at_work]

    async def _let_off(self, why_not: Mapping[int, ReasonCode]) -> None:
        """Owe nothing to chats that take no more; a post that stands in one stays as it is."""
        has_message = delivery.c.message_id.is_not(None)
        only_top = and_(has_message, or_(delivery.c.to_pin, delivery.c.to_unpin))
        for code in set(why_not.values()):
            ids = [row_id for row_id, why in why_not.items() if why is code]
            await self._connection.execute(
                update(delivery)
                .where(delivery.c.id.in_(ids))
                .values(
                    because_unless_in_doubt(Reason(code))
                    | {
                        "state": case(
                            (only_top, State.SHOWN),
                            (has_message, State.FAILED),
                            else_=State.SKIPPED,
                        ),
                        "lease_until": None,
                        "to_pin": False,
                        "to_unpin": False,
                        "unpin_at": None,
                    }
                )
            )

    async def _hold_back(self, until: Mapping[int, datetime]) -> None:
        """What was owed before its reader's quiet hours, and leaves late, comes behind them."""
        for at in set(until.values()):
            ids = [row_id for row_id, end in until.items() if end == at]
            await self._connection.execute(
                update(delivery)
                .where(delivery.c.id.in_(ids))
                .values(not_before=at, lease_until=None, **because(Reason(ReasonCode.QUIET_HOURS)))
            )

    async def quiet_ends(self, chat_id: int, at: datetime, now: datetime) -> None:
        """Whoever changes when news come has at once what was held back until `at`."""
        await self._connection.execute(
            update(delivery)
            .where(
                delivery.c.chat_id == chat_id,
                delivery.c.audience == Audience.READER,
                delivery.c.state.in_((State.DUE, State.UNKNOWN)),
                delivery.c.message_id.is_(None),
                delivery.c.not_before == at,
            )
            .values(not_before=now)
        )

    async def _canaries(
        self, rows: list[Delivery], new: set[int], lease_until: datetime
    ) -> list[Delivery]:
        """Of a text that Telegram has not taken yet, let one chat go first.

        One that does not answer within seconds holds up the others no longer. `new`: whose text
        that is.
        """
        found = await self._connection.execute(
            # By the index of the few that are in hand, not by all that is owed of a story.
            select(delivery.c.kind, delivery.c.subject_id).where(
                delivery.c.state == IN_HAND, delivery.c.lease_until > lease_until - _CANARY
            )
        )
        under_way = {row.subject_id for row in found if row.kind == Kind.ARTICLE}
        allowed = []
        for row in rows:
            if row.newest and row.subject_id in new:
                if row.subject_id in under_way:
                    continue
                under_way.add(row.subject_id)
            allowed.append(row)
        return allowed

    async def _take(
        self, ids: Sequence[int], now: datetime, lease_until: datetime, holder: str | None
    ) -> bool:
        """Put claimed rows in hand; false where the others have taken `holder` for dead.

        What that one took would be nobody's until its lease runs out: the dead are buried once.
        From here on a reader's first post counts as sent; a channel's only from `note_send`.
        """
        taken = await self._connection.execute(
            _TAKE if holder is None else _TAKE_ALIVE,
            {
                "ids": as_pairs(dict.fromkeys(ids)),
                "lease": lease_until,
                "process": holder,
                "now": now,
            },
        )
        return taken.rowcount > 0

    async def note_send(
        self,
        delivery_id: int,
        revision: int,
        now: datetime,
        *,
        after: int,
        said: str | None = None,
        exactly: str | None = None,
        pictures: Sequence[str] = (),
        thread_id: int | None = None,
        holder: str | None = None,
    ) -> bool:
        """A first post is about to leave: if nothing more is heard, this is what to look for.

        `after`: the highest message id that is known in the channel before it. Prints
        (`bot/domain/fingerprints.py`): `said` of its words, whatever their formatting, `exactly`
        of both. `pictures`: their unique ids; `thread_id`: of a group with topics. `holder`: whose
        it must be still; false where others have taken it over, and may have sent it.
        """
        noted = await self._connection.execute(
            update(delivery)
            .where(delivery.c.id == delivery_id, *_held_by(holder))
            .values(
                sent_revision=revision,
                sent_at=now,
                sent_after=after,
                sent_print=said,
                exact_print=exactly,
                sent_pictures=joined(pictures),
                thread_id=thread_id,
            )
        )
        return noted.rowcount > 0

    async def note_edit(
        self, delivery_id: int, exactly: str | None, holder: str | None = None
    ) -> bool:
        """An edit is about to leave: this, or still what was there, is what we have said.

        `exactly`: the print of what it says; None where that is not known. False where others
        have taken the row over from `holder`.
        """
        before = func.substr(func.coalesce(delivery.c.exact_print, ""), 1, EXACT_LENGTH)
        noted = await self._connection.execute(
            update(delivery)
            .where(delivery.c.id == delivery_id, *_held_by(holder))
            .values(exact_print=literal(exactly or "") + literal(",") + before)
        )
        return noted.rowcount > 0

    async def held(self, ids: Collection[int], holders: Collection[str]) -> set[int]:
        """Those of the rows that nobody but these has taken since, so that they may be settled.

        A post in doubt that was given back by others is among them, as long as nobody has taken
        it. What is due again is not: what was wanted of it since is not noted, and would be lost.
        """
        found = await self._connection.execute(
            select(delivery.c.id).where(
                delivery.c.id.in_(ids),
                delivery.c.holder.in_(holders),
                delivery.c.state != State.DUE,
            )
        )
        return set(found.scalars())

    async def chats_of(self, ids: Collection[int]) -> dict[int, int]:
        """In which chats these are owed by now, by row."""
        found = await self._connection.execute(
            select(delivery.c.id, delivery.c.chat_id).where(delivery.c.id.in_(ids))
        )
        return {row.id: row.chat_id for row in found}

    async def renew(
        self, ids: Collection[int], until: datetime, holder: str | None = None
    ) -> None:
        """Hold on, with a lease until then, to rows in hand; settled ones are not touched.

        `holder`: whose they must be, where several processes share the ledger.
        """
        held = and_(delivery.c.id.in_(ids), delivery.c.lease_until.is_not(None))
        if holder is not None:
            held = and_(held, delivery.c.holder == holder)
        await self._connection.execute(update(delivery).where(held).values(lease_until=until))


def _held_by(holder: str | None) -> list[ColumnElement[bool]]:
    """That a row is in this process's hand; nothing where no other shares the ledger."""
    if holder is None:
        return []
    return [
        delivery.c.state == IN_HAND,
        delivery.c.holder == holder,
        delivery.c.lease_until.is_not(None),
    ]


_unknown = delivery.c.state == State.UNKNOWN
_TAKE = (
    update(delivery)
    .where(delivery.c.id.in_(select(pairs("ids").c.key)))
    .values(
        state=case((_unknown, State.UNKNOWN), else_=State.SENDING),
        lease_until=bindparam("lease", type_=Moment),
        holder=bindparam("process"),
        attempts=delivery.c.attempts + 1,
        sent_at=case(
            (_unknown, delivery.c.sent_at),
            (delivery.c.audience != Audience.CHANNEL, bindparam("now", type_=Moment)),
            else_=null(),
        ),
    )
)
_TAKE_ALIVE = _TAKE.where(exists().where(process.c.name == bindparam("process")))
