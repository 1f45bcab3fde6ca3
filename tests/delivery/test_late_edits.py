"""An edit that nobody heard of may arrive after the next one: no chat ends with older words."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.domain.delivery import State
from tests.builders import CHANNEL
from tests.clock import Clock
from tests.delivery.fickle import Fate
from tests.delivery.steps import SETTLE, Steps
from tests.newsroom import an_app

FATES = st.sampled_from([Fate.DONE, Fate.LATE, Fate.LATE, Fate.LOST_AFTER, Fate.LOST_BEFORE])
TRIES = settings().max_examples // 2  # the thorough profile tries some hundreds
MOST_REVISIONS = 6
# Older than that, a post is not deleted but overwritten.
TWO_DAYS = 48 * 3600
Fresh = Callable[[], Path | str]


class EditMachine(RuleBasedStateMachine):
    """An article that its channel shows, and an editor's card; nothing is sent for the first time.

    Processes die in the middle of requests, and these arrive seconds later.
    """

    fresh: Fresh

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.retracted = False
        clock = Clock()
        self.app = an_app(type(self).fresh(), clock)
        self.steps = Steps(self.app, clock)
        self.do(self._begin())

    def do(self, work: Awaitable[Any]) -> Any:
        return self.loop.run_until_complete(work)

    async def _begin(self) -> None:
        await self.steps.open([CHANNEL], [])
        await self.steps.show_card()
        for _ in range(2):
            await self.steps.turn()
            self.steps.pass_by(60)

    @rule(fates=st.lists(FATES, max_size=3))
    def work(self, fates: list[Fate]) -> None:
        self.do(self.steps.turn(*fates))

    @rule(fate=FATES, data=st.data())
    def die_in_the_middle_of_a_request(self, fate: Fate, data: st.DataObject) -> None:
        self.do(self.steps.take_in_hand())
        if left := len(self.steps.prepared):
            number = data.draw(st.integers(0, left - 1))
            self.do(self.steps.die_in_the_middle_of(number, fate))

    @rule(seconds=st.sampled_from([1, 2, 5, 20]))
    def wait(self, seconds: float) -> None:
        self.do(self.steps.record())
        self.steps.pass_by(seconds)

    @precondition(lambda self: not self.retracted and self.steps.newest < MOST_REVISIONS)
    @rule()
    def correct(self) -> None:
        self.do(self.steps.correct())

    @rule()
    def show_card(self) -> None:
        self.do(self.steps.show_card())

    @precondition(lambda self: not self.retracted)
    @rule(old=st.booleans())
    def retract(self, old: bool) -> None:  # noqa: FBT001
        self.retracted = True
        self.do(self.steps.record())
        if old:
            self.steps.pass_by(TWO_DAYS)
        self.do(self.steps.retract())

    def teardown(self) -> None:
        try:
            self.do(self._come_to_rest())
            self._check_channel()
            for stands, is_to_say in self.do(self.steps.cards()).values():
                assert stands == is_to_say, "a card that is over"
        finally:
            self.do(self.app.close())
            self.loop.run_until_complete(self.loop.shutdown_default_executor())
            self.loop.close()

    async def _come_to_rest(self) -> None:
        for _ in range(60):
            await self.steps.turn()
            if all(row.state not in {State.DUE, State.SENDING} for row in self.steps.rows()):
                break
            self.steps.pass_by(2)
        self.steps.pass_by(SETTLE.total_seconds())  # whatever was late has arrived

    def _check_channel(self) -> None:
        standing = self.steps.standing(CHANNEL)
        if self.retracted:
            assert not standing, "it still stands there"
        else:
            assert list(standing.values()) == [self.steps.newest], "an older revision came later"


@pytest.fixture
def fresh(request: pytest.FixtureRequest, database: Path | str, tmp_path: Path) -> Fresh:
    """A database as new for each try."""
    if isinstance(database, str):
        server = request.getfixturevalue("server")
        return lambda: server.wipe() or server.url
    made = database.read_bytes()

    def copy() -> Path:
        path = Path(tempfile.mkdtemp(dir=tmp_path)) / "test.db"
        path.write_bytes(made)
        return path

    return copy


@pytest.mark.slow
@pytest.mark.timeout(120 + 5 * TRIES)
def test_no_chat_ends_with_older_words_however_late_an_edit_arrives(fresh: Fresh) -> None:
    run_state_machine_as_test(
        type("Machine", (EditMachine,), {"fresh": staticmethod(fresh)}),
        settings=settings(
            max_examples=TRIES,
            stateful_step_count=12,
            deadline=None,
            derandomize=TRIES < 100,  # the thorough ones are others each time
        ),
    )
