"""What is rendered leaves without a task for each: one row after the other, in its slot."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.app import App
from bot.delivery.conveyor import Berths, Conveyor
from bot.delivery.in_flight import Flight
from bot.delivery.own_pace import Obstacle
from bot.delivery.pacer import Pacer
from bot.delivery.rates import Rates
from bot.delivery.subjects import DesiredPost
from bot.delivery.worker import Worker
from bot.domain.api_answers import Accepted, Answer, NotSent
from bot.domain.delivery import Audience, Delivery, Lane, Outcome, Shown
from bot.domain.rate import Tariff
from storage.storage import Storage
from tests.builders import TARAS, a_delivery
from tests.clock import NOON, Clock
from tests.delivery.steps import Steps

SECOND = timedelta(seconds=1)
READERS = range(3001, 3007)


@dataclass
class Line:
    """A Telegram that is asked over open connections, and answers when a test says so."""

    is_open: bool = True
    asked: list[int] = field(default_factory=list)
    waiting: list[Callable[[Answer], None]] = field(default_factory=list)
    was_asked: asyncio.Event = field(default_factory=asyncio.Event)

    def show_at_once(
        self, chat_id: int, _: bytes, __: int | None, done: Callable[[Answer], None], *___: Any
    ) -> bool:
        if self.is_open:
            self.asked.append(chat_id)
            self.waiting.append(done)
            self.was_asked.set()
        return self.is_open

    async def show(self, chat_id: int, *_: Any) -> Answer:
        self.asked.append(chat_id)
        return Accepted({"message_id": chat_id})

    def answer(self, answer: Answer | None = None) -> None:
        done, self.waiting = self.waiting, []
        for tell in done:
            tell(answer or Accepted({"message_id": 5}))


class SlowPacer(Pacer):
    """Once it finds a slot to be over, and cannot reach the database at first."""

    obstacles = 0

    def leave_at_once(self, chat_id: int, tariff: Tariff) -> Flight | float | Obstacle:
        if self.obstacles:
            return Obstacle.TOO_LATE
        return super().leave_at_once(chat_id, tariff)

    async def renew(self, tariff: Tariff) -> None:
        self.obstacles = max(0, self.obstacles - 1)
        if self.obstacles:
            raise ConnectionError
        await super().renew(tariff)


@dataclass
class Belt:
    """A conveyor at work, and what has come of it."""

    conveyor: Conveyor
    line: Line
    pacer: SlowPacer
    wanted: DesiredPost
    outcomes: dict[int, Outcome | None]
    handed_over: dict[int, datetime]
    work: asyncio.Task[None]

    def add(self, slots: Iterable[datetime]) -> None:
        for chat_id, slot in zip(READERS, slots, strict=False):
            self.conveyor.add(a_row(chat_id), self.wanted, slot)
        self.conveyor.start()


def a_row(chat_id: int) -> Delivery:
    return a_delivery(
        id=chat_id, chat_id=chat_id, audience=Audience.READER, lane=Lane.READER, newest=1
    )


@pytest.fixture
async def steps(app: App, clock: Clock) -> Steps:
    opened = Steps(app, clock)
    await opened.open()
    return opened


@pytest.fixture
async def belt(steps: Steps) -> AsyncIterator[Belt]:
    """Two requests may be under way at once."""
    line = Line()
    pacer = SlowPacer(steps.storage, steps.clock, Rates(per_second=10), steps.clock.sleep)
    worker: Worker = steps._office.worker(telegram=line, pacer=pacer)  # noqa: SLF001 - its parts
    wanted = await worker.deliverer.prepare(
        a_delivery(subject_id=steps.article_id, chat_id=TARAS, audience=Audience.READER, newest=1)
    )
    assert isinstance(wanted, DesiredPost)
    outcomes: dict[int, Outcome | None] = {}
    handed_over: dict[int, datetime] = {}
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:

        def follow(delivery: Delivery, work: Callable[[], Awaitable[Outcome]]) -> None:
            async def finish() -> None:
                outcomes[delivery.id] = await work()

            group.create_task(finish())

        conveyor = Conveyor(
            Tariff.FREE,
            pacer=pacer,
            deliverer=worker.deliverer,
            clock=steps.clock,
            berths=Berths(2),
            finish=lambda row, outcome: outcomes.update({row.id: outcome}),
            follow=follow,
            hand_over=lambda row, slot: handed_over.update({row.id: slot}),
        )
        work = group.create_task(conveyor.run())
        yield Belt(conveyor, line, pacer, wanted, outcomes, handed_over, work)
        conveyor.stop()
        line.answer()


async def a_while() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_rows_leave_in_their_slots_and_no_more_at_once_than_there_is_room(
    belt: Belt, clock: Clock
) -> None:
    belt.add([NOON, NOON, NOON])
    await a_while()
    assert belt.line.asked == [3001, 3002]
    belt.line.answer()
    assert belt.line.asked == [3001, 3002, 3003]
    assert belt.outcomes == {3001: Shown(5, 1), 3002: Shown(5, 1)}
    belt.line.answer()
    belt.add([NOON + SECOND])
    await a_while()
    assert belt.line.asked[3:] == [3001]
    assert clock() >= NOON + SECOND


async def test_some_more_is_wanted_once_half_of_it_has_left(belt: Belt) -> None:
    belt.add([NOON] * 4)
    low = asyncio.ensure_future(belt.conveyor.runs_low())
    assert belt.conveyor.has_enough
    await a_while()
    assert low.done()
    assert not belt.conveyor.has_enough


async def test_without_an_open_connection_it_is_sent_by_a_task(belt: Belt) -> None:
    belt.line.is_open = False
    belt.add([NOON])
    await a_while()
    assert belt.outcomes == {3001: Shown(3001, 1)}


async def test_an_answer_that_says_more_is_settled_by_a_task(belt: Belt) -> None:
    belt.add([NOON])
    await a_while()
    belt.line.answer(NotSent("no line"))
    assert belt.outcomes == {}
    await a_while()
    assert type(belt.outcomes[3001]).__name__ == "Retry"


async def test_an_answer_that_nobody_can_judge_leaves_the_row_to_its_lease(
    belt: Belt, caplog: pytest.LogCaptureFixture
) -> None:
    belt.add([NOON])
    await a_while()
    belt.line.answer(Accepted(Unreadable(message_id=5)))
    assert belt.outcomes == {3001: None}
    assert "delivery 3001" in caplog.text


class Unreadable(dict[str, int]):
    """No answer is like this one: it stands for a fault of ours."""

    def get(self, *_: object) -> int:
        raise RuntimeError


async def test_in_a_halt_the_rows_go_the_way_of_all_others(belt: Belt) -> None:
    await belt.pacer.halt(-1001, 30)
    await belt.pacer.halt(TARAS, 30)  # two chats within a second: the whole token
    belt.add([NOON, NOON + SECOND])
    await a_while()
    assert belt.line.asked == []
    assert belt.handed_over == {3001: NOON, 3002: NOON + SECOND}


async def test_what_has_waited_for_long_goes_the_way_of_all_others(
    belt: Belt, clock: Clock
) -> None:
    """Its reader may have stopped meanwhile, or sleep: on the other way that is asked."""
    belt.pacer.obstacles = 100  # slots are over, and the database is away
    belt.add([NOON, NOON + SECOND])
    await a_while()
    assert belt.handed_over == {3001: NOON, 3002: NOON + SECOND}
    assert 5 * SECOND <= clock() - NOON < 7 * SECOND
    assert belt.line.asked == []


async def test_what_waits_when_it_stops_has_not_left_and_what_is_under_way_is_waited_for(
    belt: Belt,
) -> None:
    belt.add([NOON, NOON + 60 * SECOND])
    await asyncio.sleep(0)
    (waited,) = belt.conveyor.stop()
    assert waited == (a_row(3002), NOON + 60 * SECOND)
    belt.line.answer()
    assert belt.outcomes == {3001: Shown(5, 1)}


async def test_with_room_again_the_next_still_waits_for_its_slot(belt: Belt, clock: Clock) -> None:
    belt.add([NOON, NOON, NOON + SECOND])
    await asyncio.sleep(0)
    belt.line.answer()
    assert belt.line.asked == [3001, 3002]
    await a_while()
    assert belt.line.asked == [3001, 3002, 3003]
    assert clock() >= NOON + SECOND


async def test_slots_that_are_over_are_replaced_as_soon_as_the_database_is_there(
    belt: Belt, storage: Storage, clock: Clock
) -> None:
    belt.pacer.obstacles = 2
    belt.add([NOON, NOON, NOON + SECOND])
    await belt.line.was_asked.wait()
    assert clock() >= NOON + SECOND, "the line was down"
    await a_while()
    assert belt.line.asked == [3001, 3002]
    reserved = belt.pacer.paces[Tariff.FREE].reserved
    async with storage.writing() as tx:
        (behind,) = await belt.pacer.take_slots(tx, 1)
    assert [*reserved] < [behind]


async def test_where_others_send_nobody_leaves_in_a_slot_that_is_over(
    belt: Belt, storage: Storage, clock: Clock
) -> None:
    clock.pass_by(1)
    belt.add([NOON])
    await belt.line.was_asked.wait()
    async with storage.writing() as tx:
        (behind,) = await belt.pacer.take_slots(tx, 1)
    assert behind - clock() >= (SECOND / 10 if storage.is_shared else timedelta())


async def test_an_answer_after_the_end_says_nothing_any_more(belt: Belt) -> None:
    belt.add([NOON])
    await asyncio.sleep(0)
    belt.work.cancel()
    await asyncio.wait({belt.work})
    belt.line.answer()
    assert belt.outcomes == {}
