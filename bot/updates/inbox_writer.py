"""Writes to the inbox in groups: what comes in, what is done, and what is taken in hand for it.

Updates that come one by one, and those that end meanwhile, share a transaction: with one for
each, the disk is what people wait for.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from bot.delivery.database_faults import in_brief
from bot.domain.update_facts import KeptUpdate, Update, chat_of
from bot.updates.inbox import Inbox, Writing
from bot.updates.patience import NotKeptError, rest
from storage.inbox import Claimed, Hands

_PATIENCE = 0.05  # seconds: how long the end of an update waits to be written with others
# Seconds: while several people write, what comes in is written no sooner after the last. With
# transactions for each of a hundred a second an update took 11 ms of CPU, and the core was full.
COMPANY = 0.03
_ENOUGH = 32  # ends, and updates, do not wait for more
_MOST_WAITING = 1000  # updates that wait to be written; Telegram keeps the others
_LONGEST_PAUSE = 10.0  # seconds
_logger = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class _TakenIn:
    updates: Sequence[KeptUpdate]
    heard_at: datetime | None
    any_new: "asyncio.Future[bool]"

    def are_kept(self, new: Collection[int]) -> None:
        if not self.any_new.done():  # or whoever waited has gone
            self.any_new.set_result(any(kept.id in new for kept in self.updates))

    def fail(self, error: Exception) -> None:
        if not self.any_new.done():
            self.any_new.set_exception(error)


@dataclass(slots=True)
class _Batch:
    """What waits to be written."""

    taken_in: list[_TakenIn] = field(default_factory=list)
    done: list[int] = field(default_factory=list)
    forgiven: list[int] = field(default_factory=list)
    put_back: list[int] = field(default_factory=list)

    def take_back(self, other: "_Batch") -> None:
        """Marks that were not written go before those that have come since."""
        self.done[:0] = other.done
        self.forgiven[:0] = other.forgiven
        self.put_back[:0] = other.put_back


class InboxWriter:
    """`hands` says what there is room for, `start` is given what was taken in hand.

    `pause` is how long to wait after the first fault of the disk, in seconds; `company`, how long
    what comes in waits for others', while several people write.
    """

    def __init__(
        self,
        inbox: Inbox,
        hands: Callable[[], Hands | None],
        start: Callable[[Claimed], None],
        pause: float,
        company: float = COMPANY,
    ) -> None:
        self._inbox = inbox
        self._company = company
        self._hands = hands
        self._start = start
        self._pause = pause
        self._waits = _Batch()
        self._alone: KeptUpdate | None = None
        self._alone_taken = asyncio.Event()
        self._free = self._look = False
        self._who_wrote: set[int] = set()
        self._company_until = 0.0
        self._some = asyncio.Event()
        self._at_once = asyncio.Event()
        self._writing = asyncio.Lock()
        self._closed = asyncio.Event()

    # --- what is to be written ---

    async def take_in(
        self, updates: Sequence[Update], since: datetime, heard_at: datetime | None
    ) -> bool:
        """Keep updates; whether any is new. They are durable, then, and will be handled.

        Raises `NotKeptError`.
        """
        waiting = self._taken_in()
        if waiting >= _MOST_WAITING:
            raise NotKeptError(f"{waiting} others wait to be written down")
        if self._closed.is_set():
            raise NotKeptError("the bot is stopping")
        kept = self._inbox.dated(updates, since)
        one = _TakenIn(kept, heard_at, asyncio.get_running_loop().create_future())
        self._waits.taken_in.append(one)
        self._ring(at_once=True)
        return await one.any_new

    def _taken_in(self) -> int:
        """How many updates wait to be written."""
        return sum(len(one.updates) for one in self._waits.taken_in)

    def done(self, update_id: int, *, is_last: bool) -> None:
        """An update is handled. `is_last`: none other will be soon, so that it is written now."""
        self._waits.done.append(update_id)
        self._ring(at_once=is_last or len(self._waits.done) >= _ENOUGH)

    def forgive(self, update_ids: Collection[int]) -> None:
        """Unmark these as begun: they have not been the cause of anything."""
        self._waits.forgiven += update_ids
        self._ring(at_once=False)

    def put_back(self, update_ids: Collection[int]) -> None:
        """These are no longer in hand, and not done."""
        self._waits.put_back += update_ids
        self._ring(at_once=True)

    def look(self, *, free: bool = False) -> None:
        """Look for updates to take in hand; `free`: first free those of dead processes."""
        self._look = True
        self._free = self._free or free
        self._ring(at_once=True)

    async def take_alone(self, kept: KeptUpdate) -> None:
        """Take this one in hand, and nothing else, unless another process has."""
        self._alone = kept
        self._alone_taken.clear()
        self._ring(at_once=True)
        try:
            await self._alone_taken.wait()
        finally:  # whoever stops waiting for it would not see it begin
            self._alone = None

    def waits_for_company(self) -> float:
        """For how many seconds what comes in now waits, so that others' is written with it.

        Nobody waits where all that came lately was one person's.
        """
        return max(0.0, self._company_until - asyncio.get_running_loop().time())

    async def is_still(self) -> None:
        """Wait until the transaction under way is over."""
        async with self._writing:
            pass

    def close(self) -> None:
        """Write what waits, and end."""
        self._closed.set()
        self._ring(at_once=True)

    def _ring(self, *, at_once: bool) -> None:
        self._some.set()
        if at_once:
            self._at_once.set()

    # --- writing ---

    async def run(self, *, alone: bool) -> None:
        """Write until closed. `alone`: no other process is at work on this database."""
        pause = self._pause
        self.look(free=True)  # for what an earlier run has left
        while not self._closed.is_set():
            await self._some.wait()
            with suppress(TimeoutError):
                async with asyncio.timeout(_PATIENCE):
                    await self._at_once.wait()
            if 0 < self._taken_in() < _ENOUGH:
                await rest(self._closed, self.waits_for_company())
            self._some.clear()
            self._at_once.clear()
            if await self._write(alone=alone):
                pause = self._pause
                continue
            await rest(self._closed, pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
            self._ring(at_once=True)
        await self._write(alone=alone)

    async def _write(self, *, alone: bool) -> bool:
        """Write a batch in one transaction. Returns whether it was written."""
        async with self._writing:
            return await self._write_batch(alone=alone)

    async def _write_batch(self, *, alone: bool) -> bool:
        batch, self._waits = self._waits, _Batch()
        self._note_company(batch)
        writing = Writing(
            [kept for one in batch.taken_in for kept in one.updates],
            max((one.heard_at for one in batch.taken_in if one.heard_at), default=None),
            batch.done,
            batch.forgiven,
            batch.put_back,
            self._alone,
            self._hands() if self._look or batch.taken_in else None,
            self._free,
        )
        try:
            written = await self._inbox.write(writing, alone=alone)
        except Exception as error:
            if not self._inbox.is_passing(error):
                _logger.exception("the inbox cannot be written")
                await self._write_apart(batch, alone=alone)
                return False
            if batch.done or batch.put_back:
                _logger.warning("updates are not marked as done yet: %s", in_brief(error))
            for one in batch.taken_in:
                one.fail(NotKeptError(in_brief(error)))
            self._waits.take_back(batch)
            return False
        for one in batch.taken_in:
            one.are_kept(written.new)
        self._see_to(writing, written.claimed)
        return True

    def _note_company(self, batch: _Batch) -> None:
        if who := {chat_of(kept.update) for one in batch.taken_in for kept in one.updates}:
            several = len(who | self._who_wrote) > 1
            now = asyncio.get_running_loop().time()
            self._who_wrote, self._company_until = who, now + self._company if several else 0.0

    def _see_to(self, writing: Writing, claimed: Claimed) -> None:
        if writing.free:
            self._free = False
        if writing.alone or writing.hands:
            self._look = not claimed.all_taken
            self._start(claimed)
        if writing.alone:
            self._alone = None
            self._alone_taken.set()

    async def _write_apart(self, batch: _Batch, *, alone: bool) -> None:
        """Write one by one what cannot be written together, so that one fault costs one update.

        At worst, an update that could not be marked as done is handled again after a restart.
        """
        for one in batch.taken_in:
            try:
                apart = Writing(one.updates, one.heard_at)
                one.are_kept((await self._inbox.write(apart, alone=alone)).new)
            except Exception as error:  # noqa: BLE001 - it is for whoever brought them
                one.fail(error)
        marks = Writing(done=batch.done, forgiven=batch.forgiven, put_back=batch.put_back)
        try:
            await self._inbox.write(marks, alone=alone)
        except Exception:
            _logger.exception("updates %s cannot be marked as done", batch.done)
