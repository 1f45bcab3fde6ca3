"""The inbox is written in groups, and nobody's updates wait for another's fault."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.app import App
from bot.domain.update_facts import KeptUpdate
from bot.updates.inbox import Inbox, Writing, Written
from bot.updates.inbox_writer import COMPANY, InboxWriter
from bot.updates.patience import NotKeptError
from storage.inbox import Claimed, Hands
from tests.builders import IHOR, OLENA, TARAS
from tests.clock import NOON
from tests.databases import on_sqlite
from tests.tables import waiting_updates
from tests.updates.test_handling import a_message, locked


class Watched(Inbox):
    """What was written, and a fault of ours for updates that are odd enough."""

    def __init__(self, app: App) -> None:
        super().__init__(app.storage, app.clock, app.process.name)
        self.writings: list[Writing] = []

    async def write(self, writing: Writing, *, alone: bool) -> Written:
        self.writings.append(writing)
        if any(kept.update.get("odd") for kept in writing.taken_in):
            raise ZeroDivisionError
        return await super().write(writing, alone=alone)


class Desk:
    """A writer, and what it was told to start."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.inbox = Watched(app)
        self.started: list[KeptUpdate] = []
        self.room = 0
        self.writer = self.write_after(COMPANY)

    def write_after(self, company: float) -> InboxWriter:
        self.writer = InboxWriter(self.inbox, self._hands, self._start, 0.01, company)
        return self.writer

    def _hands(self) -> Hands | None:
        return Hands(0, self.room, {}, 99) if self.room else None

    def _start(self, claimed: Claimed) -> None:
        self.started += claimed.taken

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[None]:
        async with asyncio.TaskGroup() as group:
            group.create_task(self.writer.run(alone=True))
            yield
            self.writer.close()

    async def take_in(self, *updates: dict[str, Any]) -> bool:
        return await self.writer.take_in(updates, NOON, None)

    def waiting(self) -> list[int]:
        return [kept.id for kept in waiting_updates(self.app.storage)]


@pytest.fixture
def desk(app: App) -> Desk:
    return Desk(app)


async def test_what_comes_in_at_once_is_kept_in_one_transaction_and_taken_in_hand(
    desk: Desk,
) -> None:
    desk.room = 50
    many = [asyncio.ensure_future(desk.take_in(a_message(n))) for n in range(1, 101)]
    async with desk.writing():
        assert await asyncio.gather(*many) == [True] * 100
        assert len(desk.inbox.writings) <= 3
        assert [kept.id for kept in desk.started] == list(range(1, 51))


async def test_while_several_people_write_what_comes_in_waits_for_others(desk: Desk) -> None:
    desk.write_after(1.0)
    async with desk.writing():
        assert await desk.take_in(a_message(1, TARAS), a_message(2, OLENA))
        assert desk.writer.waits_for_company()
        async with asyncio.TaskGroup() as group:
            for number in range(3, 6):
                group.create_task(desk.take_in(a_message(number, IHOR)))
                await asyncio.sleep(0.02)
    assert [len(writing.taken_in) for writing in desk.inbox.writings if writing.taken_in] == [2, 3]


async def test_as_many_as_are_worth_a_transaction_wait_for_nobody(desk: Desk) -> None:
    desk.write_after(3600)
    async with asyncio.timeout(30), desk.writing():
        assert await desk.take_in(a_message(1, TARAS), a_message(2, OLENA))
        assert await desk.take_in(*(a_message(number, IHOR) for number in range(3, 103)))


async def test_what_one_person_writes_waits_for_nobody(desk: Desk) -> None:
    desk.write_after(3600)
    async with asyncio.timeout(30), desk.writing():
        for number in range(1, 4):
            assert await desk.take_in(a_message(number, TARAS))
            assert not desk.writer.waits_for_company()


async def test_whoever_waits_for_company_is_kept_at_the_close(desk: Desk) -> None:
    desk.write_after(3600)
    async with asyncio.timeout(30), desk.writing():
        assert await desk.take_in(a_message(1, TARAS), a_message(2, OLENA))
        waits = asyncio.ensure_future(desk.take_in(a_message(3, IHOR)))
        await asyncio.sleep(0.05)
        assert not waits.done()
        desk.writer.close()
        assert await waits
    assert desk.waiting() == [1, 2, 3]


async def test_what_was_taken_in_before_is_not_new(desk: Desk) -> None:
    async with desk.writing():
        assert await desk.take_in(a_message(1), a_message(2))
        assert await desk.take_in(a_message(2), a_message(3))
        assert not await desk.take_in(a_message(3), a_message(1))
    assert desk.waiting() == [1, 2, 3]


async def test_ends_wait_a_little_for_company_and_are_written_at_the_close(desk: Desk) -> None:
    desk.room = 9
    async with desk.writing():
        await desk.take_in(*(a_message(number) for number in range(1, 6)))
        desk.room = 0
        for number in (1, 2, 3):
            desk.writer.done(number, is_last=False)
        while desk.waiting() != [4, 5]:  # noqa: ASYNC110 - rows ring no bell
            await asyncio.sleep(0.01)
        assert sum(bool(writing.done) for writing in desk.inbox.writings) == 1
        desk.writer.done(4, is_last=False)
    assert desk.waiting() == [5]


async def test_a_fault_of_ours_is_for_whoever_brought_it(desk: Desk) -> None:
    odd = asyncio.ensure_future(desk.take_in(a_message(1) | {"odd": True}))
    good = asyncio.ensure_future(desk.take_in(a_message(2)))
    async with desk.writing():
        assert await good
        with pytest.raises(ZeroDivisionError):
            await odd
        assert await desk.take_in(a_message(3))
    assert desk.waiting() == [2, 3]


@pytest.mark.slow
@on_sqlite
async def test_while_the_database_is_locked_nothing_is_kept_and_ends_are_not_forgotten(
    desk: Desk, database: Path
) -> None:
    desk.room = 1
    async with desk.writing():
        await desk.take_in(a_message(1))
        desk.room = 0
        with locked(database):
            desk.writer.done(1, is_last=True)
            with pytest.raises(NotKeptError, match="locked"):
                await desk.take_in(a_message(2))
        assert await desk.take_in(a_message(2))
    assert desk.waiting() == [2]


@pytest.mark.slow
@on_sqlite
async def test_what_nobody_waits_to_see_alone_any_more_is_not_begun_at_the_close(
    desk: Desk, database: Path
) -> None:
    async with desk.writing():
        await desk.take_in(a_message(1))
        (kept,) = waiting_updates(desk.app.storage)
        with locked(database):
            alone = asyncio.ensure_future(desk.writer.take_alone(kept))
            while not desk.inbox.writings[-1].alone:  # noqa: ASYNC110 - an inbox has no event
                await asyncio.sleep(0.01)
            alone.cancel()
            await asyncio.wait({alone})
            await desk.writer.is_still()
    (left,) = waiting_updates(desk.app.storage)
    assert (desk.started, left.begun) == ([], 0)


async def test_more_than_so_many_wait_at_telegram_and_not_here(desk: Desk) -> None:
    many = [a_message(number) for number in range(1, 1001)]
    first = asyncio.ensure_future(desk.take_in(*many))
    await asyncio.sleep(0)
    with pytest.raises(NotKeptError, match="1000 others wait"):
        await desk.take_in(a_message(2000))
    async with desk.writing():
        assert await first
        assert await desk.take_in(a_message(2000))
    with pytest.raises(NotKeptError, match="stopping"):
        await desk.take_in(a_message(2001))
