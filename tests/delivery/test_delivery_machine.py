"""Doubt and disorder: whatever happens in whatever order, every chat shows the newest revision."""

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.domain.delivery import Audience, Kind, State
from bot.domain.reasons import ReasonCode
from tests.builders import CHANNEL, an_editor
from tests.clock import Clock
from tests.delivery.fickle import Fate
from tests.delivery.steps import LEAD, SETTLE, Steps, version
from tests.newsroom import an_app

CHANNELS = (CHANNEL, CHANNEL - 1)
READERS = (2001, 2002, 2003)
MOST_REVISIONS, MOST_STRANGERS_POSTS = 4, 3
FATES = st.sampled_from(list(Fate))
# Each of them takes as long as many of others'. The thorough profile tries some hundreds.
TRIES = settings().max_examples // 3
OPEN = {State.DUE, State.SENDING, State.UNKNOWN}


class DeliveryMachine(RuleBasedStateMachine):
    """One article, two channels, three readers, and the steps of the real delivery loop."""

    blank: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.loop = asyncio.new_event_loop()
        database = Path(shutil.copy(self.blank, Path(self.folder.name) / "test.db"))
        clock = Clock()
        self.app = an_app(database, clock)
        self.steps = Steps(self.app, clock)
        self.telegram = self.steps.telegram
        self.retracted = False
        self.strangers_posts = 0
        self.do(self.steps.open(CHANNELS, READERS))

    def do(self, work: Awaitable[Any]) -> Any:
        return self.loop.run_until_complete(work)

    # --- the delivery loop, step by step ---

    @rule()
    def claim(self) -> None:
        self.do(self.steps.claim())

    @precondition(lambda self: self.steps.claimed)
    @rule(data=st.data(), fates=st.lists(FATES, max_size=2))
    def prepare(self, data: st.DataObject, fates: list[Fate]) -> None:
        row = data.draw(st.sampled_from(self.steps.claimed))
        self.do(self.steps.prepare(row, *fates))

    @precondition(lambda self: self.steps.prepared)
    @rule(data=st.data(), fate=FATES)
    def show(self, data: st.DataObject, fate: Fate) -> None:
        number = data.draw(st.integers(0, len(self.steps.prepared) - 1))
        self.do(self.steps.show(number, fate))

    @precondition(lambda self: self.steps.outcome_writer.unwritten())
    @rule()
    def record(self) -> None:
        self.do(self.steps.record())

    @rule(fates=st.lists(FATES, max_size=6))
    def work(self, fates: list[Fate]) -> None:
        self.do(self.steps.turn(*fates))

    @rule()
    def take_in_hand(self) -> None:
        self.do(self.steps.take_in_hand())

    @precondition(lambda self: len(self.steps.articles()) < 5)
    @rule()
    def write_readers(self) -> None:
        self.do(self.steps.write_readers())

    @precondition(lambda self: self.steps.claimed or self.steps.prepared)
    @rule()
    def die_and_start_again(self) -> None:
        self.do(self.steps.die_and_start_again())

    @precondition(lambda self: self.steps.prepared)
    @rule(data=st.data(), fate=FATES)
    def die_in_the_middle_of_a_request(self, data: st.DataObject, fate: Fate) -> None:
        number = data.draw(st.integers(0, len(self.steps.prepared) - 1))
        self.do(self.steps.die_in_the_middle_of(number, fate))

    # --- what the desk does ---

    @rule()
    def show_card(self) -> None:
        self.do(self.steps.show_card())

    @precondition(lambda self: not self.retracted and self.steps.newest < MOST_REVISIONS)
    @rule(marked=st.booleans(), readable=st.sampled_from([True, True, False]))
    def correct(self, marked: bool, readable: bool) -> None:  # noqa: FBT001
        self.do(self.steps.correct(marked=marked, readable=readable))

    @precondition(lambda self: not self.retracted)
    @rule(tell=st.booleans())
    def retract(self, tell: bool) -> None:  # noqa: FBT001
        self.retracted = True
        self.do(self.steps.retract(tell=tell))

    @precondition(lambda self: not self.retracted)
    @rule()
    def replay(self) -> None:
        self.do(self.steps.replays.replay(self.steps.article_id, by=an_editor()))

    # --- what others do ---

    @precondition(lambda self: self.strangers_posts < MOST_STRANGERS_POSTS)
    @rule(
        chat_id=st.sampled_from(CHANNELS),
        text=st.sampled_from(["Допис людини", None]),
        told=st.booleans(),
    )
    def somebody_posts(self, chat_id: int, text: str | None, told: bool) -> None:  # noqa: FBT001
        self.strangers_posts += 1
        message_id = self.telegram.post(chat_id, text)
        if told:
            self.do(self._see(chat_id, message_id))

    async def _see(self, chat_id: int, message_id: int) -> None:
        async with self.app.storage.writing() as tx:
            await tx.channels.saw_message(chat_id, message_id)

    @precondition(lambda self: not self.telegram.blocked)
    @rule()
    def a_reader_blocks_the_bot(self) -> None:
        self.telegram.blocked.add(READERS[-1])

    @precondition(lambda self: not self.steps.claimed and not self.steps.prepared)
    @rule(seconds=st.sampled_from([1, 5, 20]))
    def wait(self, seconds: float) -> None:
        self.steps.pass_by(seconds)

    # --- what always holds ---

    @invariant()
    def no_channel_ever_has_it_twice(self) -> None:
        for chat_id in CHANNELS:
            assert self.telegram.copies(chat_id, LEAD) <= 1, "doubled in a channel"

    def teardown(self) -> None:
        try:
            self.do(self._come_to_rest())
            self._check_chats()
            for stands, is_to_say in self.do(self.steps.cards()).values():
                assert stands == is_to_say, "a card that is over"
            self._check_sums()
        finally:
            self.do(self.app.close())
            self.loop.run_until_complete(self.loop.shutdown_default_executor())
            self.loop.close()
            self.folder.cleanup()

    async def _come_to_rest(self) -> None:
        """Nothing further happens: what is in hand is finished, and so is what is due."""
        if not self.retracted and version(self.steps.newest) in self.telegram.unreadable:
            await self.steps.correct()
        for _ in range(60):
            while await self.steps.write_readers():
                pass
            await self.steps.turn()
            await self.steps.answer_the_desks_questions()
            if not any(row.state in OPEN for row in self.steps.rows()):
                self.steps.pass_by(SETTLE.total_seconds())  # whatever was late has arrived
                return
            self.steps.pass_by(2)
        raise AssertionError(f"never at rest: {self.steps.rows()}")

    def _check_chats(self) -> None:
        rows = self.steps.articles()
        for chat_id in {*CHANNELS, *READERS} - self.telegram.blocked:
            row = rows.get(chat_id)
            if row is None:  # the article was taken back before it came to this reader
                assert self.retracted
                assert not self.telegram.copies(chat_id, LEAD)
            elif row.reason == ReasonCode.NUMBER_UNKNOWN:  # the desk knows, and does it by hand
                assert row.message_id is None
            elif self.retracted:
                self._check_gone(row)
            else:
                self._check_shown(row)

    def _check_shown(self, row: Any) -> None:
        newest = self.steps.newest
        assert (row.state, row.revision) == (State.SHOWN, newest), row
        copies = self.telegram.copies(row.chat_id, LEAD)
        assert copies == 1 or (copies > 1 and row.maybe_twice), "doubled, and not recorded"
        if row.message_id is not None:
            assert self.steps.standing(row.chat_id)[row.message_id] == newest, row

    def _check_gone(self, row: Any) -> None:
        standing = self.steps.standing(row.chat_id)
        assert row.state in (State.WITHDRAWN, State.SKIPPED), row
        assert row.message_id not in standing, "it still stands there"
        if row.audience == Audience.CHANNEL:
            assert not standing, "it still stands in a channel"
        elif standing:
            assert row.maybe_twice or row.reason == ReasonCode.MAY_HAVE_ARRIVED, row

    def _check_sums(self) -> None:
        progress = self.do(self.steps.reports.status(self.steps.article_id)).progress
        rows = [row for row in self.steps.rows() if row.kind == Kind.ARTICLE]
        assert progress.is_final
        assert sorted(c.chat_id for c in progress.channels) == sorted(CHANNELS)
        readers = [row for row in rows if row.audience == Audience.READER]
        skipped = sum(row.state == State.SKIPPED for row in readers)
        assert sum(progress.readers.values()) == len(readers)
        assert progress.reader_total in (len(readers), len(readers) - skipped)
        assert progress.maybe_twice == sum(row.maybe_twice for row in rows)
        assert self.steps.busy() == [], "a channel waits for a send that is settled"


@pytest.mark.timeout(80 + 10 * TRIES)
def test_every_chat_ends_with_the_newest_revision_whatever_happens(blank: Path) -> None:
    machine = type("Machine", (DeliveryMachine,), {"blank": blank})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=TRIES,
            stateful_step_count=25,
            deadline=None,
            derandomize=TRIES < 100,  # the thorough ones are others each time
        ),
    )
