"""What people wish of a row while it is in hand, in any order with outcomes and deaths.

A card is asked for below, changes, and is taken from who was dismissed; a reader stops and comes
back; a channel's post is breaking, is pinned for an hour, is changed by hand, and ours is wanted
back; the article is taken back. Once all has come to rest each chat shows the newest wish, once,
and nothing is left on top, or stands there of what was taken back.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from bot.domain.delivery import Delivery, Kind, Lane, State
from bot.domain.people import ReaderState
from bot.domain.reasons import Reason, ReasonCode
from tests.builders import (
    CHANNEL,
    IHOR,
    TARAS,
    a_channel,
    a_published_article,
    a_reader,
    said,
)
from tests.storage.ledger import LEASE
from tests.storage.machine import TRIES, OnALedger, try_out

_MOST_STEPS = 30  # until all has come to rest


@dataclass(frozen=True)
class Held:
    """A claimed row, with what was read for it."""

    row: Delivery
    version: int


class WishesMachine(OnALedger):
    """One card, one post in a channel, one reader; `version` is what all of it says now."""

    def __init__(self) -> None:
        super().__init__()
        self.in_hand: list[Held] = []
        self.messages: dict[int, tuple[int, int]] = {}  # by number: the chat, and what it says
        self.newest_message = 49  # a number is no other message's, also once it is deleted
        self.left: set[int] = set()  # which were the card, and say where it is now
        self.version = 1
        self.stopped = False
        self.theirs = False  # the channel's post is as somebody has made it, and may stay so
        self.on_top = False
        self.gone_since: int | None = None  # the version in which the article is taken back
        self.do(self._begin())

    async def _begin(self) -> None:
        assert await a_published_article(self.storage) == 1
        await a_channel(self.storage)
        async with self.storage.writing() as tx:
            await tx.channels.set_pins(CHANNEL, on=True)
            await tx.channels.set_pinned_hours(CHANNEL, 1)
        await a_reader(self.storage)
        await self.book.enqueue(1, lane=Lane.BREAKING)
        await self.book.owe_reader(1, TARAS)
        await self.book.owe_desk(1, IHOR)

    def teardown(self) -> None:
        try:
            self._come_to_rest()
        finally:
            super().teardown()

    # --- what people wish ---

    @rule()
    def ask_for_the_card(self) -> None:
        """Where it stood before it says where to look, as `show_card` has it."""

        async def ask() -> None:
            async with self.storage.writing() as tx:
                before = await tx.ledger.message_of(Kind.CARD, 1, IHOR)
                await tx.ledger.enqueue_again(Kind.CARD, 1, IHOR, self.clock())
            if before is not None:
                self.left.add(before)

        self.do(ask())

    @precondition(lambda self: self.gone_since is None)
    @rule()
    def take_back(self) -> None:
        self.version += 1
        self.gone_since = self.version

        async def retract() -> None:
            async with self.storage.writing() as tx:
                now = self.clock()
                article = (await tx.articles.existing(1, lock=True)).retract(now)
                await tx.publishing.retract(article, now)

        self.do(retract())

    @precondition(lambda self: self.gone_since is None)
    @rule(dismissed=st.booleans())
    def change(self, *, dismissed: bool) -> None:
        self.version += 1
        self.do(self.book.changed())

        async def cards() -> None:
            async with self.storage.writing() as tx:
                if dismissed:
                    await tx.ledger.mark_chat_changed(Kind.CARD, IHOR, self.clock())
                else:
                    await tx.ledger.mark_changed(Kind.CARD, 1, self.clock())

        self.do(cards())

    @rule(back=st.booleans())
    def stop_or_come_back(self, *, back: bool) -> None:
        self.stopped = not back

        async def switch() -> None:
            state = ReaderState.ACTIVE if back else ReaderState.STOPPED
            async with self.storage.writing() as tx:
                await tx.people.set_reader_state(TARAS, state, self.clock())
                if not back:
                    await tx.ledger.skip_chat(TARAS, Reason(ReasonCode.READER_STOPPED))

        self.do(switch())

    @precondition(lambda self: self._row(CHANNEL).message_id in self.messages)
    @rule()
    def change_by_hand(self) -> None:
        row, self.theirs = self._row(CHANNEL), True
        self.messages[row.message_id] = (CHANNEL, 0)

        async def note() -> None:
            async with self.storage.writing() as tx:
                await tx.ledger.note_by_hand(row.id, changed=True)

        self.do(note())

    @rule()
    def want_ours_back(self) -> None:
        async def restore() -> bool:
            async with self.storage.writing() as tx:
                return await tx.ledger.restore(self._row(CHANNEL).id, self.clock())

        if self.do(restore()):
            self.theirs = False

    # --- what becomes of it ---

    @rule()
    def claim(self) -> None:
        for row in self.do(self.book.claim()):
            assert all(row.id != held.row.id for held in self.in_hand), "in two hands"
            assert row.message_id not in self.left, "what was the card becomes one again"
            if row.chat_id == TARAS and row.message_id is None:
                assert not self.stopped, "whoever has stopped is written to"
            self.in_hand.append(Held(row, self.version))

    @precondition(lambda self: self.in_hand)
    @rule(data=st.data())
    def show(self, data: st.DataObject) -> None:
        self._show(self._take(data))

    @precondition(lambda self: self.in_hand)
    @rule(data=st.data(), arrived=st.booleans())
    def lose_the_answer(self, data: st.DataObject, *, arrived: bool) -> None:
        held = self._take(data)
        if self._is_of_the_past(held):
            if arrived:
                self._delete(held.row)
            self.do(self.book.retry(held.row, 1))
        elif held.row.message_id is not None or held.row.by_hand or held.row.chat_id == CHANNEL:
            self.do(self.book.retry(held.row, 1))
        else:
            if arrived:
                self._send(held)
            self.do(self.book.unknown(held.row, 1))

    @precondition(lambda self: any(held.row.chat_id == IHOR for held in self.in_hand))
    @rule(data=st.data(), gone=st.booleans())
    def fail(self, data: st.DataObject, *, gone: bool) -> None:
        """The card's message was deleted, or cannot be edited: whoever asks for it gets it."""
        of_card = [held for held in self.in_hand if held.row.chat_id == IHOR]
        held = data.draw(st.sampled_from(of_card))
        self.in_hand.remove(held)
        if gone and held.row.message_id is not None:
            self.do(self.book.end(held.row, State.SKIPPED))
        else:
            self.do(self._fail(held.row))
        if self._row(IHOR).state in {State.SKIPPED, State.FAILED}:
            self.ask_for_the_card()

    async def _fail(self, row: Delivery) -> None:
        async with self.storage.writing() as tx:
            await tx.ledger.record_failure(row, said("refused"), self.clock())

    @rule()
    def die_and_start_again(self) -> None:
        self.in_hand.clear()
        self.do(self.book.give_back())

    @rule(seconds=st.sampled_from([30, 3_600]))
    def wait(self, seconds: float) -> None:
        """Whoever has something in hand holds on to it meanwhile."""
        self.clock.pass_by(seconds)

        async def hold_on() -> None:
            async with self.storage.writing() as tx:
                ids = [held.row.id for held in self.in_hand]
                await tx.ledger.renew(ids, self.clock() + LEASE)

        self.do(hold_on())

    @rule()
    def unpin_what_is_over(self) -> None:
        async def unpin() -> None:
            async with self.storage.writing() as tx:
                await tx.ledger.unpin_due(self.clock())

        self.do(unpin())

    # --- what always holds ---

    @invariant()
    def nothing_is_in_nobodys_hand(self) -> None:
        held = {one.row.id for one in self.in_hand}
        for row in self.book.rows():
            assert row.state != State.SENDING or row.id in held

    def _come_to_rest(self) -> None:
        """Everything that is due is done; then each chat shows the newest wish."""
        self.die_and_start_again()
        for _ in range(_MOST_STEPS):
            self.clock.pass_by(3_600)
            self.unpin_what_is_over()
            self.claim()
            if not self.in_hand:
                break
            while self.in_hand:
                self._show(self.in_hand.pop())
        if self.gone_since:
            assert all(chat_id != CHANNEL for chat_id, _ in self.messages.values())
        else:
            assert not self.on_top
        for row in self.book.rows():
            if self.gone_since and row.kind == Kind.ARTICLE:
                assert row.state in {State.WITHDRAWN, State.SKIPPED}
                assert row.message_id not in self.messages
                continue
            assert (row.to_pin, row.to_unpin, row.unpin_at) == (False, False, None)
            if row.chat_id == TARAS:
                assert row.state in {State.SHOWN, State.SKIPPED}
                continue
            assert row.state == State.SHOWN
            assert row.message_id is not None, "no change would ever come there"
            assert row.message_id not in self.left
            if row.chat_id == CHANNEL and self.theirs:
                assert row.by_hand
            else:
                assert self.messages[row.message_id] == (row.chat_id, self.version)
                assert not row.by_hand

    def _show(self, held: Held) -> None:
        row = held.row
        if self._is_of_the_past(held):  # what was never sent is owed no more
            self._delete(row)
            state = State.SKIPPED if row.message_id is None else State.WITHDRAWN
            self.do(self.book.end(row, state))
            return
        newest = row.revision == held.version
        on_top = row.to_pin or row.to_unpin
        if row.message_id is not None and on_top and (newest or row.by_hand):
            self.do(self._settle_top(row, newest=newest))
            return
        if row.by_hand:  # as `Deliverer` leaves it
            waits = row.revision != held.version
            self.do(self.book.shown(row, row.message_id, revision=row.revision, by_hand=waits))
            return
        number = row.message_id or self._send(held)
        self.messages[number] = (row.chat_id, held.version)
        self.do(self.book.shown(row, number, revision=held.version))
        if row.chat_id == CHANNEL:
            self.do(self._owe_pin(row))

    async def _owe_pin(self, row: Delivery) -> None:
        async with self.storage.writing() as tx:
            await tx.ledger.enqueue_pin(row, self.clock())

    async def _settle_top(self, row: Delivery, *, newest: bool) -> None:
        """As `Deliverer` goes about it: what is to be pinned is pinned first."""
        self.on_top = row.to_pin
        async with self.storage.writing() as tx:
            now = self.clock()
            await tx.ledger.record_pin_settled(row, now, pinned=row.to_pin, again=not newest)

    def _is_of_the_past(self, held: Held) -> bool:
        """Whether the article was taken back by when this was read for it."""
        of_it = held.row.kind is Kind.ARTICLE
        return of_it and self.gone_since is not None and held.version >= self.gone_since

    def _delete(self, row: Delivery) -> None:
        if row.message_id is not None:
            self.messages.pop(row.message_id, None)

    def _send(self, held: Held) -> int:
        self.newest_message += 1
        number = self.newest_message
        self.messages[number] = (held.row.chat_id, held.version)
        return number

    def _take(self, data: st.DataObject) -> Held:
        held: Held = data.draw(st.sampled_from(self.in_hand))
        self.in_hand.remove(held)
        return held

    def _row(self, chat_id: int) -> Any:
        return next(row for row in self.book.rows() if row.chat_id == chat_id)


@pytest.mark.timeout(80 + 5 * TRIES)
def test_the_newest_wish_is_what_each_chat_shows_in_the_end(blank: Path) -> None:
    try_out(WishesMachine, blank, steps=25)
