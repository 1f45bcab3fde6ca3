"""Updates of Telegram, kept from the moment they are taken in until they are handled.

Asking Telegram for the next updates confirms the ones before: without this, a kill would lose
what was in hand. What ends the process each time that it is begun is set aside in the end.
"""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.clock import Clock
from bot.domain.own_notices import UpdateSetAside
from bot.domain.update_facts import (
    KeptUpdate,
    Update,
    content_of,
    date_of,
    earliest,
    name_of_sender,
    sender_of,
)
from bot.updates.null_characters import without_nulls
from bot.updates.places import without_places
from storage.engine import is_passing
from storage.inbox import Claimed, Hands
from storage.storage import Storage, Transaction

LEASE = timedelta(seconds=12)  # what a dead process has in hand is another's by then
_KEEP = timedelta(days=2)
_KEEP_ASIDE = timedelta(days=30)
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Writing:
    """What is written in one transaction.

    `heard_at`: up to then Telegram has told everything. `forgiven`: that they are begun does not
    count. `alone`: the one to be taken in hand, by itself; `hands`: what else may be. `free`:
    what dead processes had in hand is free again.
    """

    taken_in: Sequence[KeptUpdate] = ()
    heard_at: datetime | None = None
    done: Collection[int] = ()
    forgiven: Collection[int] = ()
    put_back: Collection[int] = ()
    alone: KeptUpdate | None = None
    hands: Hands | None = None
    free: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """The numbers of the updates that are new, and what was taken in hand."""

    new: Collection[int]
    claimed: Claimed


class Inbox:
    """`replica` is this process among those on its database.

    `desk_chat_id` is told what was set aside; without one, the owners are.
    """

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        replica: str,
        desk_chat_id: int | None = None,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._replica = replica
        self._desk_chat_id = desk_chat_id

    def now(self) -> datetime:
        return self._clock()

    # --- taking in ---

    async def heard_at(self) -> datetime:
        """Up to when Telegram has told everything that people asked for; at first, now."""
        async with self._storage.reading() as tx:
            return await tx.inbox.heard_at() or self._clock()

    async def heard(self, at: datetime | None = None) -> datetime:
        """Telegram had nothing more to tell then, or by now; when that was."""
        at = at or self._clock()
        async with self._storage.writing() as tx:
            await tx.inbox.heard(at)
        return at

    async def newest(self) -> int:
        """The highest number of all updates that are kept, done or not; 0 where there are none."""
        async with self._storage.reading() as tx:
            return await tx.inbox.newest()

    def dated(self, updates: Sequence[Update], since: datetime) -> list[KeptUpdate]:
        """With the times at which they were asked for: after `since`, or when they say.

        Where people are stands in them no more: they are kept from here on. A press bears no
        date, but was made before what Telegram tells after it.
        """
        by = now = self._clock()
        kept: list[KeptUpdate] = []
        for update in reversed(updates):
            by = min(by, date_of(update) or by)
            asked_at = min(earliest(update, since), now)
            bare = without_nulls(without_places(update))
            kept.append(KeptUpdate(bare, asked_at, asked_by=max(asked_at, by)))
        return kept[::-1]

    async def write(self, writing: Writing, *, alone: bool) -> Written:
        """Keep what was taken in, end what is done, and take in hand what there is room for.

        `alone`: no other process is at work on this database.
        """
        now = self._clock()
        async with self._storage.writing() as tx:
            new = await tx.inbox.keep(writing.taken_in, now)
            if writing.heard_at:
                await tx.inbox.heard(writing.heard_at)
            await tx.inbox.done(writing.done, self._replica)
            await tx.inbox.forgive(writing.forgiven, self._replica)
            await tx.inbox.put_back(writing.put_back, self._replica)
            if writing.free and (freed := await tx.inbox.take_from_dead(None if alone else now)):
                _logger.info("%d updates were in the hands of a process that is gone", freed)
            claimed = await self._claim(tx, writing, now)
            for kept in claimed.given_up:
                await self._tell(tx, kept, now)
                tx.wake()
        return Written(new, claimed)

    async def _claim(self, tx: Transaction, writing: Writing, now: datetime) -> Claimed:
        if kept := writing.alone:
            is_ours = await tx.inbox.hold([kept.id], self._replica, now + LEASE)
            return Claimed([kept] if is_ours else [], all_taken=False)
        if writing.hands is None:
            return Claimed(all_taken=False)
        return await tx.inbox.claim(writing.hands, self._replica, now, LEASE)

    async def _tell(self, tx: Transaction, kept: KeptUpdate, now: datetime) -> None:
        """Tell the desk what was set aside."""
        kind, _ = content_of(kept.update)
        notice = UpdateSetAside(
            number=kept.id,
            kind=kind,
            name=name_of_sender(kept.update),
            person=sender_of(kept.update),
            asked_at=kept.asked_at,
            times=kept.begun,
        )
        await tx.tell(await tx.desk_chats(self._desk_chat_id), notice, now)
        _logger.error(
            "update %d (%s, of %d) was begun %d times without an end: it is set aside",
            kept.id,
            kind,
            notice.person,
            kept.begun,
        )

    # --- in hand ---

    def age(self, kept: KeptUpdate) -> timedelta:
        """How long ago an update was asked for, at most."""
        return self._clock() - kept.asked_at

    def least_age(self, kept: KeptUpdate) -> timedelta:
        """How long ago an update was asked for, at least."""
        return self._clock() - kept.asked_by if kept.asked_by else timedelta()

    async def is_left(self) -> bool:
        """Whether something waits that nobody has, or a process that seems to be dead."""
        async with self._storage.reading() as tx:
            return await tx.inbox.is_left(self._clock())

    async def renew(self, update_ids: Collection[int]) -> set[int]:
        """Hold on to these; the numbers of those that nobody else has taken over meanwhile."""
        async with self._storage.writing() as tx:
            return await tx.inbox.renew(update_ids, self._replica, self._clock() + LEASE)

    async def begin_again(self, kept: KeptUpdate) -> None:
        """The wait for which its beginning was forgiven is over: from now on it counts."""
        async with self._storage.writing() as tx:
            await tx.inbox.begin_again(kept.id, self._replica)

    @staticmethod
    def is_passing(error: Exception) -> bool:
        """Whether a fault is of the disk or of a lock, so that another try may go well."""
        return is_passing(error)

    # --- what stays ---

    async def aside(self) -> list[KeptUpdate]:
        """What was set aside, oldest first."""
        async with self._storage.reading() as tx:
            return await tx.inbox.aside()

    async def tidy(self) -> None:
        """Forget what was done days ago: Telegram keeps an update for 24 hours."""
        now = self._clock()
        async with self._storage.writing() as tx:
            await tx.inbox.forget(now - _KEEP, now - _KEEP_ASIDE)
