"""Whether readers can be reached at all: where dozens in a row cannot, the fault is the bot's.

With another bot's token Telegram knows none of them. So the first readers are a sample, and where
none of it is reached, all others wait until the desk has decided.
"""

import logging
from collections.abc import Sequence

from bot.domain.clock import Clock
from bot.domain.delivery import Audience, Delivery, Kind, Outcome, Shown, Unreachable
from bot.domain.notices import ReadersUnreached
from bot.domain.reasons import Reason
from storage.storage import Storage, Transaction

_logger = logging.getLogger(__name__)

SAMPLE = 30  # readers in a row: even if every second one were gone, thirty are no accident


class Reach:
    """Stops sending to readers when none can be reached, and asks whether to go on.

    `desk_chat_id` is asked; without one, the owners are.
    """

    def __init__(self, storage: Storage, clock: Clock, desk_chat_id: int | None) -> None:
        self._storage = storage
        self._clock = clock
        self._desk_chat_id = desk_chat_id
        self._reached = False  # whether this process has reached any reader
        self._in_a_row = True  # whether the rows may name readers who were not reached

    async def room(self, tx: Transaction) -> int | None:
        """How many readers may be taken in hand now; None: as many as there are."""
        stop = await tx.reach.stop()
        if stop is not None:
            return None if stop.agreed else 0
        if self._reached:
            return None
        return max(0, SAMPLE - await tx.reach.in_a_row() - await tx.reach.in_hand())

    async def judge(
        self,
        tx: Transaction,
        batch: Sequence[tuple[Delivery, Outcome]],
        ended: Sequence[tuple[int, Sequence[int]]],
    ) -> None:
        """Look at recorded outcomes; `ended`: unreachable readers and their deliveries."""
        if any(row.audience is Audience.READER and isinstance(o, Shown) for row, o in batch):
            if self._in_a_row:
                await tx.reach.reached()
            return
        if not ended:
            return
        stop = await tx.reach.stop()
        if stop is not None and stop.agreed:
            return
        for chat_id, delivery_ids in ended:
            await tx.reach.note(chat_id, delivery_ids)
        count = await tx.reach.in_a_row()
        if count < SAMPLE and stop is None:
            return
        reason = _reason(batch)
        if stop is None:
            _logger.error("none of %s readers can be reached (%s): all others wait", count, reason)
            await self._ask(tx, count, reason)
        # If sending had stopped before, these were in hand at that moment.
        await tx.reach.take_back(reason, self._clock())

    def judged(self, batch: Sequence[tuple[Delivery, Outcome]]) -> None:
        """The batch that was judged is committed."""
        readers = [outcome for row, outcome in batch if row.audience is Audience.READER]
        if any(isinstance(outcome, Shown) for outcome in readers):
            self._reached, self._in_a_row = True, False
        elif any(isinstance(outcome, Unreachable) for outcome in readers):
            self._in_a_row = True

    async def _ask(self, tx: Transaction, count: int, reason: Reason) -> None:
        now = self._clock()
        desk = await tx.desk_chats(self._desk_chat_id)
        notice_id = await tx.tell(desk, ReadersUnreached(count, reason), now)
        await tx.reach.stop_all(notice_id, now)

    async def ask_again(self) -> None:
        """Ask again after a start: a wrong token may have kept the question from arriving."""
        async with self._storage.writing() as tx:
            stop = await tx.reach.stop()
            if stop is None or stop.agreed or stop.notice_id is None:
                return
            for chat_id in await tx.desk_chats(self._desk_chat_id):
                await tx.ledger.enqueue_again(Kind.NOTICE, stop.notice_id, chat_id, self._clock())


def _reason(batch: Sequence[tuple[Delivery, Outcome]]) -> Reason:
    reasons = [outcome.reason for _, outcome in batch if isinstance(outcome, Unreachable)]
    return reasons[-1]
