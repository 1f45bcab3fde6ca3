"""Times set, moved, cleared and missed in any order, by people and by two processes' clocks.

Whatever happens, an article goes out once, never before its time or the end of its embargo, and
never later than allowed without a question; what was taken off the queue does not go out.
"""

from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from bot.app import App
from bot.domain.article import Article
from bot.domain.errors import RefusedError
from tests import tables
from tests.builders import OLENA, a_channel, a_draft, an_editor, an_owner, hired
from tests.newsroom import an_app
from tests.storage.machine import TRIES, OnALedger, try_out

GRACE = timedelta(minutes=15)
ARTICLES = st.sampled_from([1, 2])
MINUTES = st.sampled_from([1, 5, 20, 60])


@dataclass
class Said:
    """What the desk has said of an article last."""

    at: datetime | None = None
    embargo: datetime | None = None
    out: bool = False
    asked: int = 0  # how often the desk was asked what is to become of a time


class ScheduleMachine(OnALedger):
    def __init__(self) -> None:
        super().__init__()
        self.apps = [an_app(self.storage.url, self.clock) for _ in range(2)]
        self.said = {1: Said(), 2: Said()}
        self.do(self._begin())

    async def _begin(self) -> None:
        await hired(self.storage, an_owner(), an_editor())
        await a_channel(self.storage)
        for _ in self.said:
            await a_draft(self.storage)

    def teardown(self) -> None:
        for app in self.apps:
            self.do(app.close())
        super().teardown()

    # --- what the desk does ---

    @rule(number=ARTICLES, minutes=MINUTES)
    def schedule_or_move(self, number: int, minutes: int) -> None:
        said, at = self.said[number], self.clock() + timedelta(minutes=minutes)
        too_early = said.embargo is not None and at < said.embargo
        deed = self.apps[0].scheduling.schedule(number, at, by=an_editor())
        if self._was_done(number, deed, unless=too_early):
            said.at = at

    @rule(number=ARTICLES, minutes=MINUTES)
    def embargo(self, number: int, minutes: int) -> None:
        said, until = self.said[number], self.clock() + timedelta(minutes=minutes)
        if self._was_done(number, self.apps[0].scheduling.embargo(number, until, by=an_owner())):
            said.embargo = until
            said.at = max(said.at, until) if said.at else None

    @rule(number=ARTICLES, embargo=st.booleans())
    def clear(self, number: int, *, embargo: bool) -> None:
        said = self.said[number]
        deed = self.apps[0].scheduling.clear(number, embargo=embargo, by=an_owner())
        if self._was_done(number, deed):
            if embargo:
                said.embargo = None
            else:
                said.at = None

    @rule(number=ARTICLES)
    def publish_by_hand(self, number: int) -> None:
        said = self.said[number]
        held = said.embargo is not None and said.embargo > self.clock()
        deed = self.apps[1].publishing.publish(number, by=an_editor())
        if said.out:  # once more, and that is no fault
            self.do(deed)
        elif self._was_done(number, deed, unless=held):
            said.out, said.at = True, None

    @rule(number=ARTICLES)
    def discard_and_take_up_again(self, number: int) -> None:
        """The time that it had is gone."""
        publishing = self.apps[0].publishing
        if self._was_done(number, publishing.discard(number, by=an_owner())):
            self.said[number].at = None
            now = self.do(self._article(number)).version
            self.do(publishing.show_card(number, by=an_owner(), drawn=now))

    # --- what clocks do ---

    @rule(minutes=st.sampled_from([1, 4, 16, 61]), looks=st.lists(st.booleans(), max_size=3))
    def time_passes(self, minutes: int, looks: list[bool]) -> None:
        """`looks`: which of the processes looks then; where none does, both were down."""
        self.clock.pass_by(minutes * 60)
        for which in looks:
            self._look(self.apps[which])

    def _look(self, app: App) -> None:
        app.scheduling.next_look.at_once()
        self.do(app.scheduling.publish_due())
        now = self.clock()
        for said in self.said.values():
            if said.at is None or said.at > now:
                continue
            if now - said.at > GRACE:
                said.asked += 1
            else:
                said.out = True
            said.at = None

    # --- what always holds ---

    @invariant()
    def everything_is_as_was_said(self) -> None:
        told = [kind for kind, _ in tables.notices(self.storage, OLENA)]
        assert told.count("schedule_missed") == sum(said.asked for said in self.said.values())
        for number, said in self.said.items():
            article = self.do(self._article(number))
            assert article.is_published is said.out
            assert (article.scheduled.at if article.scheduled else None) == said.at

    async def _article(self, number: int) -> Article:
        async with self.storage.reading() as tx:
            return await tx.articles.existing(number)

    def _was_done(self, number: int, deed: Awaitable[object], *, unless: bool = False) -> bool:
        """It is refused where the article is out, and where there is another reason."""
        is_done = True
        try:
            self.do(deed)
        except RefusedError:
            is_done = False
        assert is_done is not (self.said[number].out or unless)
        return is_done


@pytest.mark.timeout(80 + 5 * TRIES)
def test_what_was_said_last_of_a_time_is_what_happens(blank: Path) -> None:
    try_out(ScheduleMachine, blank, steps=20)
