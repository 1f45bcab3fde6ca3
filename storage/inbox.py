"""Updates that were taken in, so that a kill loses none and a second copy changes nothing.

Whoever handles one holds it under a lease, and one chat's updates go to nobody else meanwhile.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Row,
    Update,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    or_,
    select,
    true,
    update,
)

from bot.domain.update_facts import KeptUpdate, chat_of, sender_of
from storage.schema import editor, inbox, poll_mark
from storage.statements import insert, insert_in
from storage.view import View

_AT_ONCE = 500  # rows in one statement
_MARK = "telegram"
_KEPT = (inbox.c.body, inbox.c.asked_at, inbox.c.begun, inbox.c.of_desk, inbox.c.asked_by)

_earlier = inbox.alias("earlier")
# A chat's updates stay in order: none is taken while an earlier one is in other hands, or waits
# where this statement does not look.
_KEEPS_ORDER = ~exists().where(
    _earlier.c.line == inbox.c.line,
    _earlier.c.update_id < inbox.c.update_id,
    ~_earlier.c.done,
    _earlier.c.aside_at.is_(None),
    case(
        (_earlier.c.holder.is_(None), _earlier.c.of_desk != inbox.c.of_desk),
        else_=_earlier.c.holder != bindparam("me"),
    ),
)
# In the words and the order of the index `ix_inbox_claimable`.
_CLAIMABLE = (
    select(inbox.c.update_id, inbox.c.line, *_KEPT)
    .where(
        ~inbox.c.done,
        inbox.c.aside_at.is_(None),
        inbox.c.holder.is_(None),
        inbox.c.of_desk >= bindparam("least"),
        inbox.c.of_desk <= bindparam("most"),
        inbox.c.line.not_in(bindparam("full", expanding=True)),
        _KEEPS_ORDER,
    )
    .order_by(inbox.c.of_desk.desc(), inbox.c.update_id)
    .limit(bindparam("at_most"))
)

_THOSE = inbox.c.update_id.in_(bindparam("those", expanding=True))
_IN_MY_HANDS = inbox.c.holder == bindparam("me")
_HOLD = (
    update(inbox)
    .where(_THOSE, ~inbox.c.done, inbox.c.holder.is_(None))
    .values(holder=bindparam("me"), held_until=bindparam("lease"), begun=inbox.c.begun + 1)
)
_RENEW = (
    update(inbox)
    .where(_THOSE, _IN_MY_HANDS, ~inbox.c.done)
    .values(held_until=bindparam("lease"))
    .returning(inbox.c.update_id)
)
_BEGIN_AGAIN = (
    update(inbox).where(_THOSE, _IN_MY_HANDS, ~inbox.c.done).values(begun=inbox.c.begun + 1)
)
_FORGIVE = update(inbox).where(_THOSE, _IN_MY_HANDS).values(begun=inbox.c.begun - 1)
_PUT_BACK = update(inbox).where(_THOSE, _IN_MY_HANDS).values(holder=None, held_until=None)
_DONE = (
    update(inbox)
    .where(_THOSE, _IN_MY_HANDS)
    .values(done=True, body={}, line=0, holder=None, held_until=None)
)


@dataclass(frozen=True, slots=True)
class Hands:
    """How many updates there is room for, of the desk's and of others'.

    `lines`: how many are in hand of each chat, of which no more than `of_a_line` are taken.
    """

    desk: int
    others: int
    lines: Mapping[int, int]
    of_a_line: int


@dataclass(slots=True)
class Claimed:
    """What was taken. `suspect` is next, may end the process, and was left where it is.

    `given_up`: what was set aside instead. `all_taken`: nothing else waits that this process
    might take.
    """

    taken: list[KeptUpdate] = field(default_factory=list)
    given_up: list[KeptUpdate] = field(default_factory=list)
    suspect: KeptUpdate | None = None
    all_taken: bool = True


class InboxView(View):
    async def is_left(self, now: datetime) -> bool:
        """Whether something waits that nobody has, or somebody who seems to be dead."""
        free = select(inbox.c.update_id).where(
            ~inbox.c.done, inbox.c.aside_at.is_(None), inbox.c.holder.is_(None)
        )
        of_dead = select(inbox.c.update_id).where(
            inbox.c.holder.is_not(None), inbox.c.held_until < now
        )
        found = await self._connection.execute(
            select(or_(free.exists(), of_dead.exists()).label("is_left"))
        )
        return bool(found.scalar_one())

    async def aside(self) -> list[KeptUpdate]:
        """What was set aside, oldest first."""
        found = await self._connection.execute(
            select(*_KEPT)
            .where(~inbox.c.done, inbox.c.aside_at.is_not(None))
            .order_by(inbox.c.update_id)
        )
        return [_kept(row) for row in found]

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
    async def keep(self, updates: Iterable[KeptUpdate], now: datetime) -> set[int]:
        """Keep updates, and which of them are the desk's; the `update_id`s of those that are new.

        A second copy changes nothing. `now`: when they came, by which they are forgotten.
        """
        rows = [
            {
                "number": kept.id,
                "body": dict(kept.update),
                "kept_at": now,
                "asked_at": kept.asked_at,
                "asked_by": kept.asked_by,
                "line": chat_of(kept.update),
                "sender": sender_of(kept.update),
            }
            for kept in {kept.id: kept for kept in updates}.values()
        ]
        if not rows:
            return set()
        added = await self._connection.execute(_keep(self._connection.dialect.name), rows)
        return set(added.scalars())

    # --- in whose hands ---

    async def claim(self, hands: Hands, holder: str, now: datetime, lease: timedelta) -> Claimed:
        """Take what there is room for: the desk's first, then the oldest, a few of each chat's.

        They are `holder`'s until `lease` has passed. Whatever is taken counts as begun; what was
        begun too often is set aside.
        """
        claimed = Claimed()
        lines = dict(hands.lines)
        desk, others = hands.desk, hands.others
        while (desk > 0 or others > 0) and not claimed.suspect:
            rows = await self._claimable(hands, lines, holder, desk=desk > 0, others=others > 0)
            taken: list[KeptUpdate] = []
            frees_others = False
            for row in rows:
                kept = _kept(row)
                if kept.is_given_up:
                    await self.set_aside(kept.id, now)
                    claimed.given_up.append(kept)
                    continue
                if kept.is_suspect:
                    claimed.suspect = kept
                    break
                has = lines.get(row.line, 0)
                if (desk if kept.of_desk else others) <= 0 or has >= hands.of_a_line:
                    continue
                lines[row.line] = has + 1
                desk, others = desk - kept.of_desk, others - (not kept.of_desk)
                taken.append(kept)
                # In a group people of the desk and others take turns: whoever comes next there
                # may be taken now.
                frees_others = frees_others or row.line != sender_of(kept.update)
            await self.hold([kept.id for kept in taken], holder, now + lease)
            claimed.taken += taken
            if len(rows) < hands.desk + hands.others and not frees_others:
                break
        is_full = any(has >= hands.of_a_line for has in lines.values())
        claimed.all_taken = desk > 0 and others > 0 and not is_full and not claimed.suspect
        return claimed

    async def hold(self, update_ids: Collection[int], holder: str, until: datetime) -> int:
        """Take these, as far as nobody holds them, as begun; how many that were."""
        return await self._change(_HOLD, update_ids, me=holder, lease=until)

    async def renew(self, update_ids: Collection[int], holder: str, until: datetime) -> set[int]:
        """Hold on to these; the numbers of those that nobody else has taken meanwhile."""
        held: set[int] = set()
        for ids in _chunks(update_ids):
            asked = {"those": ids, "me": holder, "lease": until}
            found = await self._connection.execute(_RENEW, asked)
            held.update(found.scalars())
        return held

    async def forgive(self, update_ids: Collection[int], holder: str) -> None:
        """Let a beginning not count towards what is begun too often: nothing came of it.

        They stay in the holder's hands.
        """
        await self._change(_FORGIVE, update_ids, me=holder)

    async def begin_again(self, update_id: int, holder: str) -> None:
        """Count the beginning of one that was forgiven, and is in the holder's hands still."""
        await self._change(_BEGIN_AGAIN, [update_id], me=holder)

    async def put_back(self, update_ids: Collection[int], holder: str) -> None:
        """Hold them no more."""
        await self._change(_PUT_BACK, update_ids, me=holder)

    async def take_from_dead(self, now: datetime | None) -> int:
        """Free what is held under a lease that has ended; None: whatever anybody holds.

        How many that were.
        """
        ended = true() if now is None else inbox.c.held_until < now
        freed = await self._connection.execute(
            update(inbox)
            .where(inbox.c.holder.is_not(None), ended)
            .values(holder=None, held_until=None)
        )
        return freed.rowcount

    async def done(self, update_ids: Collection[int], holder: str) -> None:
        """These are handled: only their numbers are kept, and nothing of whoever sent them.

        What somebody else has taken over is that one's to end.
        """
        await self._change(_DONE, update_ids, me=holder)

    async def set_aside(self, update_id: int, now: datetime) -> None:
        """Begin it no more, and keep it for `aside` to name, until `forget`."""
        await self._connection.execute(
            update(inbox)
            .where(inbox.c.update_id == update_id)
            .values(aside_at=now, holder=None, held_until=None)
        )

    async def _change(self, change: Update, update_ids: Collection[int], **asked: object) -> int:
        changed = 0
        for ids in _chunks(update_ids):
            found = await self._connection.execute(change, {"those": ids, **asked})
            changed += found.rowcount
        return changed

    async def _claimable(
        self, hands: Hands, lines: Mapping[int, int], me: str, *, desk: bool, others: bool
    ) -> Sequence[Row[*tuple[Any, ...]]]:
        found = await self._connection.execute(
            _CLAIMABLE,
            {
                "me": me,
                "least": not others,
                "most": desk,
                "full": [line for line, has in lines.items() if has >= hands.of_a_line],
                "at_most": hands.desk + hands.others,
            },
        )
        return found.all()

    # --- what stays ---

    async def forget(self, before: datetime, aside_before: datetime) -> None:
        """Drop what was done and came `before` then, and what was set aside `aside_before`."""
        old = and_(inbox.c.done, inbox.c.kept_at < before)
        await self._connection.execute(
            delete(inbox).where(or_(old, inbox.c.aside_at < aside_before))
        )

    async def heard(self, now: datetime) -> None:
        """Telegram has told us all that people asked for until now."""
        statement = insert(self._connection, poll_mark).values(key=_MARK, heard_at=now)
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=[poll_mark.c.key], set_={"heard_at": now}
            )
        )


@cache
def _keep(dialect: str) -> Any:  # noqa: ANN401 - either dialect's Insert
    return (
        insert_in(dialect, inbox)
        .values(
            update_id=bindparam("number"),
            of_desk=bindparam("sender", type_=BigInteger).in_(select(editor.c.user_id)),
        )
        .on_conflict_do_nothing()
        .returning(inbox.c.update_id)
    )


def _kept(row: Row[*tuple[Any, ...]]) -> KeptUpdate:
    return KeptUpdate(row.body, row.asked_at, row.begun, row.of_desk, row.asked_by)


def _chunks(update_ids: Collection[int]) -> Iterable[Sequence[int]]:
    ids = list(update_ids)
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]
