"""Updates of Telegram, kept from the moment they are taken in until they are handled.

Asking Telegram for the next updates confirms the ones before: without this, a kill would lose
what was in hand. What ends the process each time that it is begun is set aside in the end.
"""

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.clock import Clock, Wake
from bot.domain.notices import UpdateSetAside
from bot.domain.update_facts import (
    KeptUpdate,
    Update,
    content_of,
    earliest,
    name_of_sender,
    sender_of,
)
from storage.engine import is_passing
from storage.storage import Snapshot, Storage

_KEEP = timedelta(days=2)
_KEEP_ASIDE = timedelta(days=30)
_logger = logging.getLogger(__name__)


class Inbox:
    """`desk_chat_id` is told what was set aside; without one, the owners are."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        wake: Wake = lambda: None,
        desk_chat_id: int | None = None,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._wake = wake
        self._desk_chat_id = desk_chat_id

    def now(self) -> datetime:
        return self._clock()

    # --- taking in ---

    async def heard_at(self) -> datetime:
        """Up to when Telegram has told everything that people asked for; at first, now."""
        async with self._storage.reading() as tx:
            return await tx.inbox.heard_at() or self._clock()

    async def heard(self, at: datetime | None = None) -> datetime:
        """Telegram had nothing more to tell then, or now; when that was."""
        at = at or self._clock()
        async with self._storage.writing() as tx:
            await tx.inbox.heard(at)
        return at

    async def newest(self) -> int:
        """The highest number of all updates that are kept, done or not; 0 where there are none."""
        async with self._storage.reading() as tx:
            return await tx.inbox.newest()

    async def keep(
        self, updates: Iterable[Update], since: datetime, *, begin: bool = False, all_told: bool
    ) -> tuple[list[KeptUpdate], datetime]:
        """Keep updates; those that are new, as Telegram may hand one over twice, and the time.

        They were asked for after `since`, or when they say. `begin`: they are begun at once.
        `all_told`: there are no more by now.
        """
        now = self._clock()
        begun = 1 if begin else 0
        taken = [
            KeptUpdate(update, min(earliest(update, since), now), begun) for update in updates
        ]
        async with self._storage.writing() as tx:
            new = await tx.inbox.keep(taken, now)
            if all_told:
                await tx.inbox.heard(now)
            return await _with_senders(tx, new), now

    async def waiting(self) -> list[KeptUpdate]:
        """What an earlier run took in and did not finish, oldest first.

        What has been begun too often is set aside, and the desk told.
        """
        async with self._storage.reading() as tx:
            waiting = await _with_senders(tx, await tx.inbox.waiting())
        for kept in waiting:
            if kept.is_given_up:
                await self._set_aside(kept)
        return [kept for kept in waiting if not kept.is_given_up]

    async def aside(self) -> list[KeptUpdate]:
        """What was set aside, oldest first."""
        async with self._storage.reading() as tx:
            return await tx.inbox.aside()

    async def _set_aside(self, kept: KeptUpdate) -> None:
        now = self._clock()
        kind, _ = content_of(kept.update)
        notice = UpdateSetAside(
            number=kept.id,
            kind=kind,
            name=name_of_sender(kept.update),
            person=sender_of(kept.update),
            asked_at=kept.asked_at,
            times=kept.begun,
        )
        async with self._storage.writing() as tx:
            await tx.inbox.set_aside(kept.id, now)
            desk = await tx.desk_chats(self._desk_chat_id)
            await tx.tell(desk, notice, now)
        _logger.error(
            "update %d (%s, of %d) was begun %d times without an end: it is set aside",
            kept.id,
            kind,
            notice.person,
            kept.begun,
        )
        self._wake()

    # --- handling ---

    def age(self, kept: KeptUpdate) -> timedelta:
        """How long ago an update was asked for, at most."""
        return self._clock() - kept.asked_at

    async def begin(self, update_ids: Iterable[int]) -> None:
        """Write down that their handling is begun, before it is."""
        async with self._storage.writing() as tx:
            await tx.inbox.begin(update_ids)

    async def put_back(self, update_ids: Iterable[int]) -> None:
        """Their handling was ended in order, or only waits for its pace: that does not count."""
        async with self._storage.writing() as tx:
            await tx.inbox.put_back(update_ids)

    async def done(self, update_id: int) -> None:
        async with self._storage.writing() as tx:
            await tx.inbox.done(update_id)

    @staticmethod
    def is_passing(error: Exception) -> bool:
        """Whether a fault is of the disk or of a lock, so that another try may go well."""
        return is_passing(error)

    async def tidy(self) -> None:
        """Forget what was done days ago: Telegram keeps an update for 24 hours."""
        now = self._clock()
        async with self._storage.writing() as tx:
            await tx.inbox.forget(now - _KEEP, now - _KEEP_ASIDE)


async def _with_senders(tx: Snapshot, updates: list[KeptUpdate]) -> list[KeptUpdate]:
    """Say of each whether a person of the desk sent it."""
    if not updates:
        return []
    desk = {editor.user_id for editor in await tx.people.editors()}
    return [replace(kept, of_desk=sender_of(kept.update) in desk) for kept in updates]
