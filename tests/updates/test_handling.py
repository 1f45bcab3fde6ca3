"""What is in hand: whose turn it is, what a fault does, and what ends the process each time."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.app import App
from bot.delivery.concurrency import current_place
from bot.domain.notice import kind_of
from bot.domain.update_facts import MOST_BEGINNINGS, KeptUpdate, Update
from bot.updates.handling import OTHERS_IN_HAND, Handling
from bot.updates.inbox import Writing
from storage.schema import inbox
from storage.storage import Storage
from tests.builders import OLENA, TARAS, an_owner, hired
from tests.clock import NOON, Clock
from tests.databases import on_postgresql, on_sqlite
from tests.newsroom import an_app
from tests.tables import change, waiting_updates

STRANGERS = range(9001, 9201)


def a_message(number: int, person: int = TARAS, text: str = "") -> dict[str, Any]:
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": int(NOON.timestamp()),
            "chat": {"id": person, "type": "private"},
            "from": {"id": person, "is_bot": False, "first_name": "Хтось"},
            "text": text or f"№{number}",
        },
    }


def a_press(number: int, person: int = TARAS) -> dict[str, Any]:
    who = {"id": person, "is_bot": False, "first_name": "Хтось"}
    return {"update_id": number, "callback_query": {"id": "1", "from": who, "data": "topics"}}


@dataclass
class Hands:
    """One process after another over one inbox; `deed` is what handling an update does."""

    app: App
    deed: Callable[[int], Awaitable[None]]
    stood_still: float = 0.0  # seconds
    begun: list[int] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)

    def passed(self) -> float:
        return time.monotonic() + self.stood_still

    async def handle(self, update: Update) -> None:
        number = update["update_id"]
        self.begun.append(number)
        await self.deed(number)
        self.ended.append(number)

    async def take_in(self, *updates: dict[str, Any]) -> None:
        """Keep them, as a process does that is killed before it handles anything."""
        kept = self.app.inbox.dated(updates, NOON)
        await self.app.inbox.write(Writing(kept), alone=True)

    def waiting(self) -> list[KeptUpdate]:
        return waiting_updates(self.app.storage)

    @asynccontextmanager
    async def working(
        self, stop: asyncio.Event | None = None, *, alone: bool = True
    ) -> AsyncIterator[asyncio.Task[None]]:
        """A process that takes up what waits; at the end it is killed, unless it was ended."""
        handling = Handling(
            self.app.inbox, self.handle, pause=0.01, finish_within=0.05, passed=self.passed
        )
        try:
            async with asyncio.TaskGroup() as group:
                running = group.create_task(handling.run(stop or asyncio.Event(), alone=alone))
                yield running
                raise _KilledError  # noqa: TRY301 - ends the group as a kill does
        except* _KilledError:
            pass

    async def begins(self, number: int, times: int) -> None:
        await self.until(lambda: self.begun.count(number) == times)

    async def until(self, seen: Callable[[], object]) -> None:
        async with asyncio.timeout(20):
            while not seen():  # noqa: ASYNC110 - lists ring no bell
                await asyncio.sleep(0.005)


class _KilledError(Exception):
    """The end of a process."""


async def nothing(_number: int) -> None:
    pass


async def for_ever(_number: int) -> None:
    await asyncio.Event().wait()


@pytest.fixture
async def hands(app: App) -> Hands:
    await hired(app.storage, an_owner())
    return Hands(app, nothing)


async def notices(storage: Storage) -> list[str]:
    async with storage.reading() as tx:
        found = [await tx.desk.notice(number) for number in range(1, 5)]
    return [kind_of(type(notice)) for notice in found if notice]


# --- what ends the process each time ---


async def test_what_was_begun_three_times_without_an_end_is_set_aside_and_the_desk_told(
    hands: Hands, app: App
) -> None:
    await hands.take_in(a_message(1), a_message(2, person=TARAS + 1))
    hands.deed = lambda number: for_ever(number) if number == 1 else nothing(number)
    for times in range(1, MOST_BEGINNINGS + 1):
        async with hands.working():
            await hands.begins(1, times)
    async with hands.working():
        await hands.until(lambda: not hands.waiting())
    assert hands.begun.count(1) == MOST_BEGINNINGS
    assert [kept.id for kept in await hands.app.inbox.aside()] == [1]
    assert (await hands.app.inbox.aside())[0].update["message"]["text"] == "№1"
    assert await notices(app.storage) == ["update_set_aside"]
    assert hands.waiting() == []
    assert await notices(app.storage) == ["update_set_aside"]  # told once


async def test_what_was_in_hand_beside_it_clears_itself(hands: Hands) -> None:
    """All were begun twice when the process ended; the third time each is begun alone."""
    innocent = range(2, 9)
    await hands.take_in(a_message(1), *(a_message(n, person=TARAS + n) for n in innocent))
    hands.deed = for_ever
    for times in range(1, MOST_BEGINNINGS):
        async with hands.working():
            for number in (1, *innocent):
                await hands.begins(number, times)
    hands.begun.clear()
    hands.deed = lambda number: for_ever(number) if number == 1 else nothing(number)
    async with hands.working():
        await hands.until(lambda: hands.begun == [1])
        await asyncio.sleep(0.05)
        assert hands.begun == [1]  # and none beside it
    async with hands.working():
        await hands.until(lambda: set(hands.ended) == set(innocent))
    assert [kept.id for kept in await hands.app.inbox.aside()] == [1]


async def test_a_stop_in_order_is_no_beginning_that_counts(hands: Hands) -> None:
    await hands.take_in(a_message(1))
    hands.deed = for_ever
    for times in range(1, MOST_BEGINNINGS + 2):
        stop = asyncio.Event()
        async with hands.working(stop) as running:
            await hands.begins(1, times)
            stop.set()
            await running
    assert [kept.begun for kept in hands.waiting()] == [0]


async def wait_for_pace(_number: int) -> None:
    place = current_place()
    assert place
    async with place.left():
        with place.waiting():
            await asyncio.Event().wait()


async def begun(hands: Hands, *times: int) -> None:
    """What waits was begun so often, as is written down."""
    async with asyncio.timeout(20):
        while tuple(kept.begun for kept in hands.waiting()) != times:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def test_whoever_only_waits_for_the_pace_was_not_begun(hands: Hands) -> None:
    await hands.take_in(a_message(1), a_message(2, person=TARAS + 1))
    hands.deed = lambda number: wait_for_pace(number) if number == 1 else for_ever(number)
    async with hands.working():
        await begun(hands, 0, 1)


@pytest.mark.slow
async def test_what_only_waits_when_processes_are_killed_is_handled_in_the_end(
    hands: Hands,
) -> None:
    """One process may have died by it; the next ones die as it waits, and not by it."""
    await hands.take_in(a_message(1))
    hands.deed = for_ever
    async with hands.working():
        await hands.begins(1, 1)
    hands.deed = wait_for_pace
    for times in range(2, MOST_BEGINNINGS + 1):
        async with hands.working():
            await hands.begins(1, times)
            await begun(hands, 1)
    hands.deed = nothing
    async with hands.working():
        await hands.until(lambda: hands.ended == [1])


@pytest.mark.slow
async def test_what_ends_the_process_after_its_wait_is_set_aside_all_the_same(
    hands: Hands,
) -> None:
    async def wait_and_hang(_number: int) -> None:
        place = current_place()
        assert place
        async with place.left():
            with place.waiting():
                await goes_on.wait()
            await place.make_sure()
            await asyncio.Event().wait()

    await hands.take_in(a_message(1))
    hands.deed = for_ever
    async with hands.working():
        await hands.begins(1, 1)
    hands.deed = wait_and_hang
    for times in range(2, MOST_BEGINNINGS + 1):
        goes_on = asyncio.Event()
        async with hands.working():
            await hands.begins(1, times)
            await begun(hands, times - 1)
            goes_on.set()
            await begun(hands, times)
    async with hands.working():
        await hands.until(lambda: not hands.waiting())
    assert [kept.id for kept in await hands.app.inbox.aside()] == [1]


async def test_what_waits_for_the_one_before_it_was_not_begun(hands: Hands) -> None:
    await hands.take_in(a_message(1), a_message(2))
    hands.deed = for_ever
    async with hands.working():
        await begun(hands, 1, 0)


# --- whose turn it is ---


async def test_the_desk_has_a_room_of_its_own(hands: Hands) -> None:
    """Two hundred strangers' updates never end, and the owner's does."""
    await hands.take_in(
        *(a_message(person, person=person) for person in STRANGERS), a_message(1, person=OLENA)
    )
    hands.deed = lambda number: nothing(number) if number == 1 else for_ever(number)
    async with hands.working():
        await hands.until(lambda: hands.ended == [1])
        assert len(hands.begun) < len(STRANGERS) / 2


async def test_nobody_holds_a_place_while_waiting_for_the_network(hands: Hands) -> None:
    async def ask_telegram(_number: int) -> None:
        place = current_place()
        assert place
        async with place.left():
            await asyncio.Event().wait()

    await hands.take_in(*(a_message(person, person=person) for person in STRANGERS))
    hands.deed = ask_telegram
    async with hands.working():
        await hands.until(lambda: len(hands.begun) == len(STRANGERS))


# --- faults ---


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Another program writes to the database, and does not come to an end."""
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def test_a_fault_of_ours_does_not_bring_an_update_back(
    hands: Hands, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(_number: int) -> None:
        raise ZeroDivisionError

    await hands.take_in(a_message(1))
    hands.deed = fail
    async with hands.working():
        async with asyncio.timeout(20):
            while hands.waiting():  # noqa: ASYNC110 - rows ring no bell
                await asyncio.sleep(0.01)
    assert hands.begun == [1]
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.slow
@on_sqlite
async def test_what_a_lock_stopped_is_tried_again_where_it_is_and_no_other_overtakes_it(
    hands: Hands, app: App, database: Path, caplog: pytest.LogCaptureFixture
) -> None:
    wrote: list[int] = []
    locked_now = asyncio.Event()

    async def write(number: int) -> None:
        await locked_now.wait()
        async with app.storage.writing() as tx:
            await tx.inbox.heard(NOON)
        wrote.append(number)

    hands.deed = write
    await hands.take_in(a_message(1), a_message(2))
    async with hands.working():
        await hands.until(lambda: hands.begun == [1])
        with locked(database):
            locked_now.set()
            await hands.until(lambda: "update 1 is not handled yet" in caplog.text)
            assert wrote == []
        await hands.until(lambda: hands.ended == [1, 2])
    assert wrote == [1, 2]
    assert not any(record.exc_info for record in caplog.records)


# --- a backlog, and whoever hammers ---


@pytest.mark.slow
async def test_of_a_backlog_only_a_bounded_number_is_in_hand(hands: Hands) -> None:
    await hands.take_in(*(a_message(person, person=person) for person in range(9001, 9901)))
    gate = asyncio.Event()

    async def wait_for_pace(_number: int) -> None:
        place = current_place()
        assert place
        async with place.left():
            await gate.wait()

    hands.deed = wait_for_pace
    async with hands.working():
        await hands.until(lambda: len(hands.begun) == OTHERS_IN_HAND)
        await asyncio.sleep(0.1)
        assert hands.begun == sorted(hands.begun)  # the oldest
        assert len(hands.begun) == OTHERS_IN_HAND
        hands.begun.clear()
        gate.set()
        await hands.until(lambda: not hands.waiting())
    assert len(hands.ended) == 900


async def test_whoever_sends_hundreds_waits_for_themselves_alone(hands: Hands) -> None:
    """All but a few of theirs stay where they are, and whoever comes later is handled at once."""
    hammer = (a_message(number) for number in range(1, 501))
    await hands.take_in(*hammer, *(a_message(person, person=person) for person in STRANGERS))
    hands.deed = lambda number: for_ever(number) if number == 1 else nothing(number)
    async with hands.working():
        await hands.until(lambda: len(hands.ended) == len(STRANGERS))
    assert hands.begun[0] == 1
    assert set(hands.ended) == set(STRANGERS)


async def test_each_chats_backlog_is_handled_in_its_order(hands: Hands) -> None:
    people = range(TARAS, TARAS + 5)
    await hands.take_in(*(a_message(n, person=people[n % 5]) for n in range(1, 301)))
    async with hands.working():
        await hands.until(lambda: not hands.waiting())
    for person in range(5):
        of_one = [number for number in hands.ended if number % 5 == person]
        assert len(of_one) == 60
        assert of_one == sorted(of_one)


async def test_of_a_press_it_is_known_when_it_was_made_at_the_latest(
    hands: Hands, clock: Clock
) -> None:
    """What Telegram tells after it bears a date: nobody waits any more for an answer."""
    clock.pass_by(3600)
    fresh = a_message(3, person=TARAS + 3)
    fresh["message"]["date"] = int(clock().timestamp())
    updates = (a_press(1), a_message(2), a_press(4), fresh, a_press(5))
    await hands.take_in(*updates)
    stale: dict[int, bool] = {}

    async def look(number: int) -> None:
        place = current_place()
        assert place
        assert place.age() >= timedelta(0)
        stale[number] = place.is_stale

    hands.deed = look
    async with hands.working():
        await hands.until(lambda: len(hands.ended) == len(updates))
    assert stale == {1: True, 2: True, 4: False, 3: False, 5: False}


# --- several processes ---


@pytest.fixture
async def others(app: App, hands: Hands) -> AsyncIterator[Hands]:
    """Another process on the same database."""
    another = an_app(app.storage.url, app.clock)
    yield Hands(another, hands.deed)
    await another.close()


@pytest.mark.slow
@on_postgresql
async def test_what_a_dead_process_had_in_hand_is_taken_over_once_its_lease_ends(
    hands: Hands, others: Hands, clock: Clock
) -> None:
    await hands.take_in(a_message(1), a_message(2), a_message(3, person=TARAS + 1))
    hands.deed = for_ever
    async with hands.working(alone=False):
        await hands.begins(1, 1)
    async with others.working(alone=False):
        await asyncio.sleep(2.5)  # it has looked twice
        assert others.begun == []
        clock.pass_by(13)
        await others.until(lambda: sorted(others.ended) == [1, 2, 3])
        await others.until(lambda: not others.waiting())
    assert others.ended.index(1) < others.ended.index(2)


@on_postgresql
async def test_one_chats_updates_stay_in_order_whoever_handles_them(
    hands: Hands, others: Hands
) -> None:
    gate = asyncio.Event()

    async def wait(number: int) -> None:
        if number == 1:  # the other chat's is not held up, whoever takes it
            await gate.wait()

    await hands.take_in(a_message(1))
    hands.deed = wait
    async with hands.working(alone=False):
        await hands.begins(1, 1)
        hands.ended = others.ended  # one list for both
        async with others.working(alone=False):
            await hands.take_in(a_message(2), a_message(3, person=TARAS + 1))
            await hands.until(lambda: 3 in hands.ended)
            gate.set()
            await hands.until(lambda: hands.ended == [3, 1, 2])


@on_postgresql
@pytest.mark.parametrize("is_taken_over", [True, False])
async def test_whoever_stood_still_in_mid_work_answers_only_for_what_is_its_own_still(
    hands: Hands, *, is_taken_over: bool
) -> None:
    """A sign of life, given as it wakes up, let one reply go before the next renewal."""
    woken, answered = asyncio.Event(), list[int]()

    async def answer(number: int) -> None:
        place = current_place()
        assert place
        await woken.wait()
        await place.make_sure()
        answered.append(number)

    await hands.take_in(a_message(1), a_message(2, person=TARAS + 1))
    hands.deed = answer
    async with hands.working(alone=False):
        await hands.begins(2, 1)
        if is_taken_over:
            taken = sa.update(inbox).where(inbox.c.update_id == 1).values(holder="another")
            await change(hands.app.storage, taken)
        hands.stood_still = 13
        woken.set()
        await hands.until(lambda: not hands.waiting() or (is_taken_over and 2 in hands.ended))
    assert sorted(answered) == ([2] if is_taken_over else [1, 2])


@pytest.mark.slow
@on_postgresql
async def test_a_process_that_stood_still_gives_up_what_another_has_taken_over(
    hands: Hands, others: Hands, clock: Clock
) -> None:
    await hands.take_in(a_message(1), a_message(2))
    hands.deed = for_ever
    async with hands.working(alone=False):
        await hands.begins(1, 1)
        clock.pass_by(13)  # as if it had stood still
        async with others.working(alone=False):
            await others.until(lambda: others.ended == [1, 2])
            await others.until(lambda: not others.waiting())
        hands.deed = nothing
        await asyncio.sleep(4)  # it has looked at what it has in hand
        await hands.take_in(a_message(4))
        await hands.until(lambda: hands.ended == [4])
    assert hands.begun == [1, 4]
