"""The ledger as a state machine: corrections, outcomes and crashes in any order."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from bot.domain.delivery import Delivery, State
from bot.domain.progress import Progress
from tests.builders import CHANNEL, a_channel, a_published_article, some_readers
from tests.storage.ledger import LEASE
from tests.storage.machine import TRIES, OnALedger, try_out

READERS = (1, 2, 3)
CHANNELS = (CHANNEL, CHANNEL - 1)
SETTLED = {State.SHOWN, State.FAILED, State.SKIPPED}


@dataclass(frozen=True)
class Held:
    """A claimed row, and the revision that was rendered for it."""

    row: Delivery
    revision: int


class LedgerMachine(OnALedger):
    """One article, two channels, three readers; Telegram and the power do as they like.

    `telegram` is what really stands in the chats: a first post that was accepted is there, also
    when nobody heard of it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.in_hand: list[Held] = []
        self.telegram: dict[int, int] = {}
        self.wanted = 1
        self.article_id = self.do(self._publish())

    async def _publish(self) -> int:
        article_id = await a_published_article(self.storage)
        for chat_id in CHANNELS:
            await a_channel(self.storage, chat_id, title=str(chat_id))
        await some_readers(self.storage, READERS)
        await self.book.enqueue(article_id, CHANNELS)
        await self.book.owe_reader(article_id, *READERS)
        return article_id

    # --- what happens ---

    @rule(limit=st.integers(min_value=1, max_value=6))
    def claim(self, limit: int) -> None:
        for row in self.do(self.book.claim(limit)):
            assert all(row.id != held.row.id for held in self.in_hand), "in two hands"
            if row.message_id is None and not row.unknown:
                assert row.chat_id not in self.telegram, "sent a second time without a doubt"
                if row.chat_id < 0:
                    self.do(self.book.busy(row))
                    self.do(self.book.note_send(row, self.wanted))
            self.in_hand.append(Held(row, self.wanted))

    @precondition(lambda self: self.in_hand)
    @rule(data=st.data())
    def show(self, data: st.DataObject) -> None:
        """Telegram accepts it: sent, edited, or (a channel's doubt) looked up."""
        row, revision = self._take(data)
        if row.unknown and row.chat_id < 0:
            self.do(self._look_up(row))
            return
        message_id = row.message_id or self.telegram.get(row.chat_id) or 50
        self.telegram[row.chat_id] = message_id
        self.do(self.book.shown(row, message_id, revision=revision))
        self.do(self._settle(row))

    @precondition(lambda self: self.in_hand)
    @rule(data=st.data(), arrived=st.booleans())
    def lose_the_answer(self, data: st.DataObject, arrived: bool) -> None:  # noqa: FBT001
        row, _ = self._take(data)
        if row.message_id is not None or (row.unknown and row.chat_id < 0):
            self.do(self.book.retry(row, 1))
            return
        if arrived:
            self.telegram.setdefault(row.chat_id, 50)
        self.do(self.book.unknown(row, 20))

    @precondition(lambda self: self.in_hand)
    @rule(data=st.data(), counts=st.booleans())
    def try_later(self, data: st.DataObject, counts: bool) -> None:  # noqa: FBT001
        row, _ = self._take(data)
        self.do(self.book.retry(row, 5, counts=counts))
        if not row.unknown:
            self.do(self._settle(row))

    @precondition(lambda self: self.in_hand)
    @rule(data=st.data(), state=st.sampled_from([State.FAILED, State.SKIPPED]))
    def give_up(self, data: st.DataObject, state: State) -> None:
        row, _ = self._take(data)
        self.do(self.book.end(row, state))
        self.do(self._settle(row))

    @rule()
    def correct(self) -> None:
        self.wanted += 1
        self.do(self.book.changed(self.article_id))

    @rule(data=st.data())
    def die_and_start_again(self, data: st.DataObject) -> None:
        """What was in hand is lost; of the first posts, some had arrived."""
        for row in (held.row for held in self.in_hand):
            if row.message_id is None and not row.unknown and data.draw(st.booleans()):
                self.telegram.setdefault(row.chat_id, 50)
        self.in_hand.clear()
        self.do(self.book.give_back())

    @rule(seconds=st.sampled_from([1, 20, LEASE.total_seconds() / 2]))
    def wait(self, seconds: float) -> None:
        if not self.in_hand:
            self.clock.pass_by(seconds)

    # --- what always holds ---

    @invariant()
    def nothing_is_lost_or_miscounted(self) -> None:
        rows = self.book.rows()
        self._check_sums(rows, self.do(self.book.progress(self.article_id)))
        for row in rows:
            if row.state == State.SHOWN:
                assert self.telegram[row.chat_id] == row.message_id
                assert row.revision == self.wanted, "a correction was forgotten"
            if row.state == State.SENDING:
                assert any(row.id == held.row.id for held in self.in_hand), "in nobody's hand"

    def _check_sums(self, rows: list[Any], progress: Progress) -> None:
        assert progress.reader_total == len(READERS)
        assert sorted(c.chat_id for c in progress.channels) == sorted(CHANNELS)
        assert progress.readers_shown + progress.channels_shown == sum(
            row.state == State.SHOWN for row in rows
        )
        assert progress.is_final is all(row.state in SETTLED for row in rows)

    def _take(self, data: st.DataObject) -> tuple[Delivery, int]:
        held = data.draw(st.sampled_from(self.in_hand))
        self.in_hand.remove(held)
        return held.row, held.revision

    async def _settle(self, row: Delivery) -> None:
        async with self.storage.writing() as tx:
            await tx.pace.settle(row.id)

    async def _look_up(self, row: Delivery) -> None:
        if row.chat_id in self.telegram:
            assert row.sent_revision
            await self.book.shown(row, self.telegram[row.chat_id], revision=row.sent_revision)
        else:
            async with self.storage.writing() as tx:
                await tx.ledger.record_due(row.id, self.clock())
        await self._settle(row)


@pytest.mark.timeout(80 + 5 * TRIES)
def test_nothing_is_lost_doubled_or_miscounted_whatever_happens(blank: Path) -> None:
    try_out(LedgerMachine, blank, steps=20)
