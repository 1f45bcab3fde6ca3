"""How fast: slots are reserved in the database, and a wait means exactly what Telegram meant."""

import asyncio
import itertools
import math
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, event, select, text

from bot.delivery.pacer import AHEAD, Pacer
from bot.delivery.rates import Rates
from bot.domain.api_answers import Accepted
from bot.domain.delivery import Audience, Kind, Lane
from bot.domain.rate import Tariff
from storage.schema import chat_pace, notice
from storage.storage import Storage
from tests import tables
from tests.builders import (
    CHANNEL,
    OLENA,
    TARAS,
    a_channel,
    a_reader,
    several_processes,
    transactions,
)
from tests.clock import NOON, Clock
from tests.databases import on_postgresql, on_sqlite
from tests.journeys.test_locked import locked

SECOND = timedelta(seconds=1)
MILLISECOND = timedelta(milliseconds=1)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["take", "take", "take", "wait", "hold", "rest", "restart"]),
        st.integers(min_value=1, max_value=12),
    ),
    min_size=1,
    max_size=12,
)


def a_pacer(storage: Storage, clock: Clock, rates: Rates | None = None) -> Pacer:
    return Pacer(storage, clock, rates or Rates(), sleep=clock.sleep)


async def take(
    storage: Storage, pacer: Pacer, count: int, tariff: Tariff = Tariff.FREE
) -> list[datetime]:
    async with storage.writing() as tx:
        return await pacer.take_slots(tx, count, tariff)


async def reply(pacer: Pacer, chat_id: int) -> None:
    """A reply that Telegram takes at once."""
    async with pacer.turn(chat_id):
        pass
    await pacer.apply_retry_after(chat_id, Accepted({}))


def busiest_second(slots: Sequence[datetime]) -> int:
    ordered = sorted(slots)
    return max(sum(start <= slot < start + SECOND for slot in ordered) for start in ordered)


def on_a_copy(blank: Path, work: Callable[[Path], Awaitable[None]]) -> None:
    """Hypothesis tries many times: each time on a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_run(work, Path(shutil.copy(blank, Path(folder) / "test.db"))))


async def _run(work: Callable[[Path], Awaitable[None]], database: Path) -> None:
    await work(database)


# --- slots ---


@settings(max_examples=25, deadline=None)
@given(
    steps=STEPS,
    rate=st.sampled_from([1, 5, 29]),
    processes=st.integers(1, 3),
    tariff=st.sampled_from(Tariff),
)
def test_no_second_is_ever_over_the_rate_however_many_processes_share_it(
    blank: Path, steps: list[tuple[str, int]], rate: int, processes: int, tariff: Tariff
) -> None:
    rates = Rates(per_second=rate, paid_per_second=rate)

    async def work(database: Path) -> None:
        clock = Clock()
        async with several_processes(database, processes) as storages:
            pacers = [(one, a_pacer(one, clock, rates)) for one in storages]
            slots: list[datetime] = []
            not_before = clock()
            for number, (step, size) in enumerate(steps):
                storage, pacer = pacers[number % processes]
                if step == "take":
                    taken = await take(storage, pacer, size, tariff)
                    assert taken[0] > max(clock(), not_before) - MILLISECOND  # a row's grain
                    slots += taken
                elif step == "wait":
                    clock.pass_by(size / 7)
                elif step == "rest":
                    clock.pass_by(size * 300)
                elif step == "restart":
                    pacers[number % processes] = (
                        storage,
                        a_pacer(storage, clock, rates),
                    )
                else:
                    await pacer.halt(TARAS, size)
                    not_before = max(not_before, clock() + timedelta(seconds=size))
        if slots:
            assert busiest_second(slots) <= rate + 1
            assert len(set(slots)) == len(slots)

    on_a_copy(blank, work)


async def test_several_processes_at_once_keep_the_rate_together(
    database: Path, clock: Clock
) -> None:
    async def work(storage: Storage) -> list[datetime]:
        pacer = a_pacer(storage, clock, Rates(per_second=10))
        taken = [await take(storage, pacer, 2) for _ in range(5)]
        return [slot for slots in taken for slot in slots]

    async with several_processes(database, 3) as storages:
        slots = [slot for taken in await asyncio.gather(*map(work, storages)) for slot in taken]
    assert sorted(slots) == [NOON + SECOND / 10 * n for n in range(30)]


async def test_nobody_is_let_through_before_their_slot(storage: Storage, clock: Clock) -> None:
    pacer = a_pacer(storage, clock, Rates(per_second=4))
    released = []
    for chat_id in range(1, 10):
        (slot,) = await take(storage, pacer, 1)
        pacer.release(await pacer.acquire(chat_id, slot))
        released.append(clock())
    assert released == [NOON + SECOND / 4 * n for n in range(9)]


@on_sqlite
async def test_replies_go_before_what_the_delivery_loop_has_reserved_and_cost_it_a_slot_each(
    storage: Storage, clock: Clock
) -> None:
    pacer = a_pacer(storage, clock, Rates(per_second=100))
    assert (await take(storage, pacer, 15))[-1] == NOON + MILLISECOND * 140
    for chat_id in (1, 2):
        await reply(pacer, chat_id)
        assert clock() == NOON
    assert await take(storage, pacer, 1) == [NOON + MILLISECOND * 170]


@on_postgresql
async def test_where_other_processes_send_replies_take_their_turn(
    storage: Storage, clock: Clock
) -> None:
    """Else a second would have more than its slots: theirs, and the replies."""
    pacer = a_pacer(storage, clock, Rates(per_second=100))
    assert (await take(storage, pacer, 15))[-1] == NOON + MILLISECOND * 140
    for number in (15, 16):
        await reply(pacer, number)
        assert clock() == NOON + MILLISECOND * 10 * number


@on_postgresql
async def test_a_slot_that_is_over_is_given_up_where_other_processes_send(
    storage: Storage, clock: Clock
) -> None:
    """A process that stood still would else send in one second what was meant for several."""
    pacer = a_pacer(storage, clock, Rates(per_second=10))
    slots = await take(storage, pacer, 5)
    await take(storage, pacer, 10)  # another process's, up to a second and a half from now
    clock.pass_by(0.45)
    left = []
    async with asyncio.TaskGroup() as group:

        async def leave(slot: datetime) -> None:
            pacer.release(await pacer.acquire(1, slot))
            left.append(clock())

        for slot in slots:
            group.create_task(leave(slot))
    assert left == [NOON + SECOND / 10 * n for n in (4.5, 15, 16, 17, 18)]


@on_postgresql
async def test_a_slot_is_had_in_time_from_a_database_that_takes_longer_than_one_may_be_late(
    storage: Storage, clock: Clock
) -> None:
    pacer = a_pacer(storage, clock, Rates(per_second=29))
    (slot,) = await take(storage, pacer, 1)

    def take_time(_: Connection) -> None:
        clock.pass_by(0.05)

    event.listen(Engine, "commit", take_time)
    try:
        clock.pass_by(0.1)
        async with asyncio.timeout(5):
            pacer.release(await pacer.acquire(TARAS, slot))
    finally:
        event.remove(Engine, "commit", take_time)
    assert clock() - NOON < SECOND / 2


async def test_replies_keep_to_the_pace_among_themselves(storage: Storage, clock: Clock) -> None:
    pacer = a_pacer(storage, clock, Rates(per_second=4))
    released = []
    for chat_id in range(1, 10):
        await reply(pacer, chat_id)
        released.append(clock())
    front = timedelta() if storage.is_shared else AHEAD * 2
    assert released == [max(NOON, NOON + SECOND / 4 * n - front) for n in range(9)]


async def test_replies_that_come_at_once_take_their_slots_together_and_one_after_another(
    storage: Storage, clock: Clock
) -> None:
    pacer = a_pacer(storage, clock, Rates(per_second=100))
    await take(storage, pacer, 50)
    left: dict[int, datetime] = {}

    async def answer(chat_id: int) -> None:
        async with pacer.turn(chat_id):
            left[chat_id] = clock()

    with transactions() as begun:
        await asyncio.gather(*map(answer, range(1, 11)))
    assert len(begun) == 1
    ahead = timedelta() if storage.is_shared else AHEAD * 2
    slots = [NOON + MILLISECOND * 10 * (50 + n) - ahead for n in range(10)]
    assert sorted(left.values()) == slots
    resting = tables.mappings(storage, chat_pace)
    assert {row["chat_id"]: row["next_at"] - SECOND for row in resting} == left


async def test_no_reply_goes_into_a_halt_that_another_process_was_told_of(
    database: Path, clock: Clock
) -> None:
    async with several_processes(database, 2) as (one, other):
        told, untold = a_pacer(one, clock), a_pacer(other, clock)
        await told.halt(TARAS, 5)
        clock.pass_by(4.9)
        await reply(untold, TARAS + 1)
    assert clock() >= NOON + SECOND * 5


async def test_a_gap_is_a_chats() -> None:
    rates = Rates(per_second=20, per_channel_minute=30)
    assert rates.gap(CHANNEL) == timedelta(seconds=2)
    assert rates.gap(TARAS) == timedelta(seconds=1)


# --- waits ---


async def halted(pacer: Pacer, clock: Clock, chat_id: int) -> float:
    """How many seconds a reply to this chat waits now."""
    before = clock()
    await reply(pacer, chat_id)
    return (clock() - before).total_seconds()


async def test_a_wait_for_a_channel_holds_up_that_channel_alone(
    storage: Storage, clock: Clock
) -> None:
    pacer = a_pacer(storage, clock)
    await pacer.halt(CHANNEL, 30)
    assert await halted(pacer, clock, TARAS) < 1
    assert await halted(pacer, clock, CHANNEL - 1) < 1
    assert await halted(pacer, clock, CHANNEL) > 28


async def test_a_wait_for_a_person_whom_we_wrote_to_too_fast_holds_up_that_chat_alone(
    storage: Storage, clock: Clock
) -> None:
    pacer = a_pacer(storage, clock)
    for _ in range(3):
        await reply(pacer, TARAS)
    await pacer.halt(TARAS, 30)
    assert await halted(pacer, clock, TARAS + 1) < 1
    assert await halted(pacer, clock, TARAS) > 28


async def test_a_wait_for_a_person_whom_we_hardly_wrote_to_is_meant_for_the_token(
    storage: Storage, clock: Clock
) -> None:
    pacer = a_pacer(storage, clock)
    await reply(pacer, TARAS)
    await pacer.halt(TARAS, 30)
    assert await halted(pacer, clock, CHANNEL) == 30


async def test_messages_of_long_ago_do_not_make_a_wait_a_chats_own(
    storage: Storage, clock: Clock
) -> None:
    pacer = a_pacer(storage, clock)
    for _ in range(3):
        await pacer.acquire(TARAS, clock())
    clock.pass_by(5)
    await pacer.halt(TARAS, 30)
    assert await halted(pacer, clock, CHANNEL) == 30


async def test_a_burst_of_many_seconds_makes_a_wait_a_persons_own(
    storage: Storage, clock: Clock
) -> None:
    """Telegram does not say how long a burst it lets through: no second had two messages here.

    Two people at once, who were both written to so, say nothing of the token either.
    """
    pacer = a_pacer(storage, clock)
    for _ in range(11):
        clock.pass_by(0.5)
        await reply(pacer, TARAS)
        clock.pass_by(0.6)
        await reply(pacer, OLENA)
    await pacer.halt(TARAS, 30)
    await pacer.halt(OLENA, 30)
    assert await halted(pacer, clock, TARAS + 1) < 1
    assert await halted(pacer, clock, TARAS) > 28
    assert pacer.rate().per_second == Rates().per_second


async def test_who_has_a_slot_waits_all_the_same_once_telegram_asks_for_that(
    storage: Storage, clock: Clock
) -> None:
    """Two messages are on their way to one person, and the first is refused."""

    async def meanwhile(seconds: float) -> None:
        if clock() == NOON:
            await pacer.halt(TARAS, 3)
        await clock.sleep(seconds)

    pacer = Pacer(storage, clock, Rates(), sleep=meanwhile)
    for _ in range(2):
        pacer.release(await pacer.acquire(TARAS, clock()))
    pacer.release(await pacer.acquire(TARAS, clock() + SECOND))
    assert clock() >= NOON + SECOND * 3


async def test_waits_for_two_chats_within_a_second_are_meant_for_the_token(
    storage: Storage, clock: Clock
) -> None:
    pacer = a_pacer(storage, clock)
    await pacer.halt(CHANNEL, 30)
    clock.pass_by(0.9)
    await pacer.halt(CHANNEL - 1, 30)
    assert await halted(pacer, clock, TARAS) == 30


@pytest.mark.parametrize(("later", "other"), [(1.0, CHANNEL - 1), (0.1, CHANNEL)])
async def test_waits_further_apart_or_for_one_chat_are_not(
    storage: Storage, clock: Clock, later: float, other: int
) -> None:
    pacer = a_pacer(storage, clock)
    await pacer.halt(CHANNEL, 30)
    clock.pass_by(later)
    await pacer.halt(other, 30)
    assert await halted(pacer, clock, TARAS) < 1


async def test_a_longer_wait_is_never_cut_short_by_a_shorter_one(
    storage: Storage, clock: Clock
) -> None:
    pacer = a_pacer(storage, clock)
    await pacer.halt(TARAS, 60)
    await pacer.halt(TARAS, 2)
    assert await halted(pacer, clock, TARAS + 1) == 60
    await pacer.halt(CHANNEL, 60)
    clock.pass_by(10)
    await pacer.halt(CHANNEL, 2)
    assert await halted(pacer, clock, CHANNEL) > 48


async def test_a_wait_that_grows_while_somebody_waits_is_waited_out(
    storage: Storage, clock: Clock
) -> None:
    async def told_again(seconds: float) -> None:
        """While one waits, Telegram asks another for longer."""
        if clock() == NOON:
            await pacer.halt(TARAS, 20)
        await clock.sleep(seconds)

    pacer = Pacer(storage, clock, Rates(), sleep=told_again)
    await pacer.halt(TARAS, 5)
    await pacer.wait_until(clock())
    assert clock() == NOON + timedelta(seconds=20)


async def test_a_wait_for_the_token_outlives_a_restart(storage: Storage, clock: Clock) -> None:
    await a_pacer(storage, clock).halt(TARAS, 60)
    clock.pass_by(5)
    started_anew = a_pacer(storage, clock)
    assert await halted(started_anew, clock, CHANNEL) == 55
    assert clock() == NOON + timedelta(seconds=60)


async def test_a_wait_for_a_chat_outlives_a_restart(storage: Storage, clock: Clock) -> None:
    await a_pacer(storage, clock).halt(CHANNEL, 60)
    async with storage.writing() as tx:
        await tx.ledger.enqueue(
            Kind.ARTICLE, 1, [CHANNEL], audience=Audience.CHANNEL, lane=Lane.CHANNEL, now=clock()
        )
    clock.pass_by(59)
    async with storage.writing() as tx:
        assert await tx.ledger.claim(10, clock(), SECOND) == []
    clock.pass_by(1)
    async with storage.writing() as tx:
        assert len(await tx.ledger.claim(10, clock(), SECOND)) == 1


async def test_a_reply_counts_so_that_no_teaser_follows_upon_its_heels(
    storage: Storage, clock: Clock
) -> None:
    pacer = a_pacer(storage, clock)
    async with storage.writing() as tx:
        await tx.ledger.enqueue(
            Kind.ARTICLE, 1, [TARAS], audience=Audience.READER, lane=Lane.READER, now=clock()
        )
    await reply(pacer, TARAS)
    async with storage.writing() as tx:
        assert await tx.ledger.claim(10, clock(), SECOND) == []
    clock.pass_by(1)
    async with storage.writing() as tx:
        assert len(await tx.ledger.claim(10, clock(), SECOND)) == 1


async def test_who_waited_through_a_halt_leaves_one_after_another(
    storage: Storage, clock: Clock
) -> None:
    """All their slots are over by then: without new ones they would leave as one herd."""
    pacer = a_pacer(storage, clock)
    left: list[datetime] = []

    async def go(person: int, slot: datetime) -> None:
        await pacer.acquire(person, slot)
        left.append(clock())

    async with storage.writing() as tx:
        slots = await pacer.take_slots(tx, 10)
    await pacer.halt(TARAS, 5)
    halted_until = clock() + timedelta(seconds=5)
    for person, slot in enumerate(slots, start=1):
        await go(person, slot)
    assert min(left) >= halted_until
    assert len(set(left)) == 10


async def test_replies_keep_to_bursts_only_once_telegram_has_refused_one(
    storage: Storage, clock: Clock
) -> None:
    pacer = a_pacer(storage, clock)
    start = clock()
    for _ in range(20):
        await reply(pacer, TARAS)
    assert clock() - start < timedelta(seconds=2)
    await pacer.halt(TARAS, 1)
    clock.pass_by(60)
    start = clock()
    for _ in range(6):
        await reply(pacer, TARAS)
    assert timedelta(seconds=2) <= clock() - start < timedelta(seconds=4)
    await pacer.halt(TARAS, 1)  # three at once are too many as well
    clock.pass_by(60)
    start = clock()
    for _ in range(6):
        await reply(pacer, TARAS)
    assert clock() - start >= timedelta(seconds=4.9)


# --- the learned rate ---


async def in_force(storage: Storage, pacer: Pacer) -> float:
    """The rate that the next slots have."""
    await take(storage, pacer, 1)
    return pacer.rate().per_second


async def test_without_a_refusal_the_rate_is_exactly_the_setting(
    storage: Storage, clock: Clock
) -> None:
    pacer = a_pacer(storage, clock, Rates(per_second=10))
    assert await take(storage, pacer, 100) == [NOON + SECOND / 10 * n for n in range(100)]
    assert await in_force(storage, pacer) == 10


async def test_a_wait_for_the_token_makes_the_rate_fall_at_once(
    storage: Storage, clock: Clock
) -> None:
    pacer = a_pacer(storage, clock, Rates(per_second=10))
    await pacer.halt(TARAS, 5)
    assert pacer.rate().per_second == 8
    slots = await take(storage, pacer, 3)
    assert slots == [NOON + 5 * SECOND + SECOND / 8 * n for n in range(3)]


async def test_a_wait_for_one_chat_leaves_the_rate_alone(storage: Storage, clock: Clock) -> None:
    pacer = a_pacer(storage, clock, Rates(per_second=10))
    await pacer.halt(CHANNEL, 5)
    assert await in_force(storage, pacer) == 10


async def test_what_was_under_way_when_the_token_was_halted_makes_the_rate_fall_no_further(
    database: Path, clock: Clock
) -> None:
    async with several_processes(database, 2) as storages:
        pacers = [a_pacer(storage, clock, Rates(per_second=10)) for storage in storages]
        for person in range(1, 20):
            await pacers[person % 2].halt(TARAS + person, 5)
            clock.pass_by(0.01)
        assert [pacer.rate().per_second for pacer in pacers] == [8, 8]
        clock.pass_by(6)
        await pacers[0].halt(TARAS, 5)
        assert pacers[0].rate().per_second == pytest.approx(6.4, abs=0.01)


async def test_the_rate_never_falls_below_a_fifth_of_the_setting(
    storage: Storage, clock: Clock
) -> None:
    pacer = a_pacer(storage, clock, Rates(per_second=10))
    for _ in range(20):
        await pacer.halt(TARAS, 1)
        clock.pass_by(2)
    assert pacer.rate().per_second == 2


async def test_without_further_refusals_the_rate_rises_slowly_up_to_the_setting(
    storage: Storage, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    pacer = a_pacer(storage, clock, Rates(per_second=30))
    await pacer.halt(TARAS, 10)
    clock.pass_by(10 + 60)
    assert await in_force(storage, pacer) == pytest.approx(27, abs=0.01)
    clock.pass_by(50)
    assert await in_force(storage, pacer) == pytest.approx(29.5, abs=0.01)
    clock.pass_by(20)
    assert await in_force(storage, pacer) == 30
    clock.pass_by(1)
    assert await in_force(storage, pacer) == 30
    assert [record.getMessage() for record in caplog.records] == [
        "Telegram refused the free pace: 24.0 messages a second now, not 30.0",
        "the free pace is 30 messages a second again",
    ]


async def test_the_rate_rises_in_a_broadcast_without_a_pause_too(
    storage: Storage, clock: Clock
) -> None:
    pacer = a_pacer(storage, clock, Rates(per_second=30))
    await pacer.halt(TARAS, 10)
    for _ in range(60):
        last = (await take(storage, pacer, 25))[-1]
        await pacer.wait_until(last)
    assert pacer.rate().per_second == pytest.approx(27, abs=0.2)


async def test_the_learned_rate_outlives_a_restart_and_holds_for_every_process(
    database: Path, clock: Clock
) -> None:
    async with several_processes(database, 2) as storages:
        await a_pacer(storages[0], clock, Rates(per_second=10)).halt(TARAS, 5)
        started_anew = a_pacer(storages[1], clock, Rates(per_second=10))
        slots = await take(storages[1], started_anew, 2)
        assert slots[1] - slots[0] == SECOND / 8


async def test_a_lower_setting_holds_at_once(storage: Storage, clock: Clock) -> None:
    await a_pacer(storage, clock, Rates(per_second=30)).halt(TARAS, 1)
    slower = a_pacer(storage, clock, Rates(per_second=10))
    slots = await take(storage, slower, 2)
    assert slots[1] - slots[0] == SECOND / 10


async def test_the_window_follows_the_rate_that_is_in_force(
    storage: Storage, clock: Clock
) -> None:
    pacer = a_pacer(storage, clock, Rates(per_second=10))
    for _ in range(20):
        await pacer.halt(TARAS, 1)
        clock.pass_by(2)
    left = []
    for person in range(12):  # slots that were reserved long ago are over, and ask for no more
        pacer.release(await pacer.acquire(person, clock()))
        left.append(clock())
    assert busiest_second(left) <= math.ceil(pacer.rate().per_second) + 1 < 5


# --- what is paid for ---


async def test_paid_requests_have_slots_of_their_own(storage: Storage, clock: Clock) -> None:
    pacer = a_pacer(storage, clock, Rates(per_second=10, paid_per_second=100))
    async with storage.writing() as tx:
        paid = await pacer.take_slots(tx, 50, Tariff.PAID)
        free = await pacer.take_slots(tx, 3)
    assert paid == [NOON + SECOND / 100 * n for n in range(50)]
    assert free == [NOON + SECOND / 10 * n for n in range(3)]


async def test_a_wait_for_the_token_holds_up_what_is_paid_for_and_slows_it_down(
    storage: Storage, clock: Clock
) -> None:
    pacer = a_pacer(storage, clock, Rates(per_second=10, paid_per_second=100))
    await pacer.halt(TARAS, 5)
    async with storage.writing() as tx:
        paid = await pacer.take_slots(tx, 2, Tariff.PAID)
    assert paid == [NOON + 5 * SECOND, NOON + 5 * SECOND + SECOND / 50]
    for _ in range(9):
        clock.pass_by(6)
        await pacer.halt(TARAS, 5)
    assert pacer.rate(Tariff.PAID).is_lowest


# --- long halts ---

DAY = 100_000.0  # seconds; what Telegram was once heard to ask for
OTHER = TARAS + 1


def told(storage: Storage) -> list[str]:
    return tables.values(storage, select(notice.c.kind).order_by(notice.c.id))


async def left_at(pacer: Pacer, clock: Clock, chat_id: int) -> float:
    """When, in seconds from noon, a message to a chat leaves; nothing is heard of it yet."""
    pacer.release(await pacer.acquire(chat_id, clock()))
    return (clock() - NOON).total_seconds()


async def test_in_a_long_halt_another_chat_is_tried_after_a_minute_and_all_go_on(
    storage: Storage, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    pacer = a_pacer(storage, clock)
    await pacer.halt(TARAS, DAY)
    assert "until 2023-05-11 15:46:40 UTC with everything, because of a private" in caplog.text
    assert str(TARAS) not in caplog.text
    assert await left_at(pacer, clock, OTHER) == pytest.approx(60, abs=6)
    await pacer.taken(OTHER)
    assert await halted(pacer, clock, CHANNEL) < 1
    assert told(storage) == ["halted", "halt_over"]


async def test_of_a_long_wait_the_log_names_a_channel_and_no_readers_group(
    storage: Storage, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    pacer, group = a_pacer(storage, clock), CHANNEL - 5
    await a_reader(storage, group)
    await pacer.halt(group, DAY)
    assert "with a group or channel" in caplog.text
    assert str(group) not in caplog.text
    clock.pass_by(2)  # what comes at once is everybody's
    await pacer.halt(CHANNEL, DAY)
    assert f"with {CHANNEL}" in caplog.text
    assert told(storage) == ["halted"]


async def test_the_chat_that_was_refused_stays_held_and_halts_nobody_else_again(
    storage: Storage, clock: Clock
) -> None:
    pacer = a_pacer(storage, clock)
    await pacer.halt(TARAS, DAY)
    await left_at(pacer, clock, OTHER)
    await pacer.taken(OTHER)
    clock.pass_by(10)
    started_anew = a_pacer(storage, clock)
    await started_anew.halt(TARAS, DAY)
    assert await halted(started_anew, clock, OTHER) < 1
    assert await halted(started_anew, clock, TARAS) > DAY / 2
    assert told(storage) == ["halted", "halt_over"]


async def test_one_chat_at_a_time_is_tried_at_longer_and_longer_intervals(
    storage: Storage, clock: Clock
) -> None:
    pacer = a_pacer(storage, clock)
    await pacer.halt(TARAS, DAY)
    tried = []
    for number in range(1, 9):
        tried.append(await left_at(pacer, clock, TARAS + number))
        assert await pacer.halt(TARAS + number, DAY) == 60, "it may be the next that is tried"
    gaps = [later - earlier for earlier, later in itertools.pairwise(tried)]
    assert gaps == pytest.approx([120, 240, 480, 960, 1920, 3600, 3600], abs=6)
    assert told(storage) == ["halted"]


async def test_of_many_that_wait_in_a_long_halt_one_leaves(storage: Storage, clock: Clock) -> None:
    async def nap(_: float) -> None:
        await asyncio.sleep(0.005)

    pacer = Pacer(storage, clock, Rates(), sleep=nap)
    await pacer.halt(TARAS, DAY)
    left: list[int] = []

    async def go(chat_id: int) -> None:
        await pacer.acquire(chat_id, clock())
        left.append(chat_id)

    waiting = [asyncio.create_task(go(TARAS + number)) for number in range(1, 30)]
    clock.pass_by(61)
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED, timeout=30)
    clock.pass_by(100)
    await asyncio.sleep(0.2)
    assert len(left) == 1
    await pacer.taken(left[0])
    async with asyncio.timeout(30):
        while len(left) < 29:
            clock.pass_by(0.1)
            await asyncio.sleep(0.01)
    await asyncio.wait(waiting)
    assert clock() < NOON + timedelta(seconds=DAY / 2)


async def test_what_telegram_says_to_a_try_is_how_long_the_halt_is_from_then_on(
    storage: Storage, clock: Clock
) -> None:
    pacer = a_pacer(storage, clock)
    await pacer.halt(TARAS, DAY)
    tried_at = await left_at(pacer, clock, OTHER)
    await pacer.halt(OTHER, 30)
    assert await halted(pacer, clock, CHANNEL) == pytest.approx(30, abs=1)
    assert (clock() - NOON).total_seconds() == pytest.approx(tried_at + 30, abs=1)


async def test_a_long_halt_is_tried_out_after_a_restart_and_by_other_processes_too(
    database: Path, clock: Clock
) -> None:
    async with several_processes(database, 2) as (one, other):
        await a_pacer(one, clock).halt(TARAS, DAY)
        clock.pass_by(30)
        anew, beside = a_pacer(one, clock), a_pacer(other, clock)
        slots = await take(other, beside, 2)
        assert slots[0] >= NOON + timedelta(seconds=DAY)
        await take(one, anew, 1)
        assert await left_at(anew, clock, OTHER) == pytest.approx(60, abs=6)
        await anew.taken(OTHER)
        await beside.wait_until(slots[1])
        beside.release(await beside.acquire(CHANNEL, slots[0]))
        beside.release(await beside.acquire(CHANNEL - 1, slots[1]))
    assert clock() < NOON + 200 * SECOND


async def test_slots_behind_a_halt_that_is_lifted_are_none(storage: Storage, clock: Clock) -> None:
    pacer = a_pacer(storage, clock)
    await pacer.halt(TARAS, DAY)
    slots = await take(storage, pacer, 5)
    await left_at(pacer, clock, OTHER)
    await pacer.taken(OTHER)
    await pacer.wait_until(slots[0])
    for chat_id, slot in enumerate(slots, start=1):
        pacer.release(await pacer.acquire(chat_id, slot))
    assert clock() < NOON + 120 * SECOND


async def test_a_short_halt_is_waited_out_and_not_said(storage: Storage, clock: Clock) -> None:
    pacer = a_pacer(storage, clock)
    await pacer.halt(TARAS, 60)
    assert await left_at(pacer, clock, OTHER) == 60
    assert told(storage) == []


async def test_a_halt_that_grows_long_is_said_and_tried_out(
    storage: Storage, clock: Clock
) -> None:
    pacer = a_pacer(storage, clock)
    await pacer.halt(TARAS, 30)
    await pacer.halt(TARAS, DAY)
    assert await left_at(pacer, clock, OTHER) == pytest.approx(60, abs=6)
    assert told(storage) == ["halted"]


async def test_a_channels_own_long_wait_is_said_with_its_name(
    storage: Storage, clock: Clock
) -> None:
    await a_channel(storage, CHANNEL, title="Світ")
    pacer = a_pacer(storage, clock)
    await pacer.halt(CHANNEL, DAY)
    clock.pass_by(10)
    await pacer.halt(CHANNEL - 1, DAY)
    assert await halted(pacer, clock, OTHER) < 1
    of_whom = [details["title"] for details in tables.values(storage, select(notice.c.details))]
    assert of_whom == ["Світ", str(CHANNEL - 1)]


async def test_a_try_of_which_nothing_is_heard_lifts_nothing(
    storage: Storage, clock: Clock
) -> None:
    pacer = a_pacer(storage, clock)
    await pacer.halt(TARAS, DAY)
    first = await left_at(pacer, clock, OTHER)
    await pacer.taken(CHANNEL)  # it had left before the halt
    assert await left_at(pacer, clock, OTHER) == pytest.approx(first + 120, abs=6)


async def test_the_chat_that_was_tried_in_an_earlier_halt_is_none_that_is_tried_in_this_one(
    storage: Storage, clock: Clock
) -> None:
    pacer = a_pacer(storage, clock)
    await pacer.halt(TARAS, DAY)
    await left_at(pacer, clock, OTHER)
    await pacer.taken(OTHER)
    clock.pass_by(10)
    await pacer.halt(TARAS + 2, DAY)
    await pacer.taken(OTHER)  # it had left before the halt
    assert told(storage) == ["halted", "halt_over", "halted"]


async def test_a_reply_that_is_taken_lifts_a_long_halt(storage: Storage, clock: Clock) -> None:
    pacer = a_pacer(storage, clock)
    await pacer.halt(TARAS, DAY)
    assert await halted(pacer, clock, OTHER) == pytest.approx(60, abs=6)
    assert await halted(pacer, clock, CHANNEL) < 1


async def test_one_of_many_replies_is_tried_in_a_long_halt_and_lets_all_others_go(
    storage: Storage, clock: Clock
) -> None:
    """After a restart, when the first in line is the chat that the halt was meant for."""
    await a_pacer(storage, clock).halt(TARAS, DAY)
    pacer = a_pacer(storage, clock)
    left: list[int] = []

    async def reply(chat_id: int) -> None:
        async with pacer.turn(chat_id):
            left.append(chat_id)
        await pacer.taken(chat_id)

    chats = [TARAS, *range(OTHER, OTHER + 20)]
    replies = [asyncio.create_task(reply(chat_id)) for chat_id in chats]
    async with asyncio.timeout(30):
        while len(left) < len(chats):
            await asyncio.sleep(0.01)
            clock.pass_by(0.2)
    await asyncio.wait(replies)
    assert left[0] != TARAS
    assert clock() < NOON + timedelta(seconds=DAY / 2)


async def test_a_reply_that_telegram_refuses_in_a_long_halt_lifts_nothing(
    storage: Storage, clock: Clock
) -> None:
    pacer = a_pacer(storage, clock)
    await pacer.halt(TARAS, DAY)
    with pytest.raises(ConnectionError):
        async with pacer.turn(OTHER):
            raise ConnectionError
    first = (clock() - NOON).total_seconds()
    assert first == pytest.approx(60, abs=6)
    assert await left_at(pacer, clock, OTHER) == pytest.approx(first + 120, abs=6)


async def test_with_the_database_away_a_wait_holds_and_who_waits_goes_on(
    database: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """The answers themselves are known, so that no message is in doubt for that."""
    async with several_processes(database, 1) as (storage,):

        async def rename(old: str, new: str) -> None:
            await tables.change(storage, text(f"ALTER TABLE {old} RENAME TO {new}"))

        pacer = a_pacer(storage, clock)
        await pacer.halt(TARAS, DAY)
        await left_at(pacer, clock, OTHER)
        untold = a_pacer(storage, clock)
        await rename("token_pace", "gone")
        await pacer.taken(OTHER)
        assert await untold.halt(CHANNEL, 20) == 20
        assert await untold.halt(TARAS, 20) == 20
        await untold.wait_until(clock())
        assert clock() >= NOON + 80 * SECOND
        await rename("gone", "token_pace")
        await left_at(pacer, clock, OTHER)
        await pacer.taken(OTHER)
        assert await halted(pacer, clock, CHANNEL - 1) < 1
    assert "the halt cannot be lifted; trying again" in caplog.text
    assert "was not written down" in caplog.text
    assert "nobody can look" in caplog.text


@pytest.mark.slow
@on_sqlite
async def test_with_the_database_locked_rest_and_wait_are_a_line_in_the_log_each(
    storage: Storage, database: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    pacer = a_pacer(storage, clock)
    async with locked(database):
        await pacer.rest_after(OTHER)
        await pacer.halt(CHANNEL, 20)
    lines = [record.getMessage() for record in caplog.records]
    told = [line for line in lines if "was not written down: " in line]
    assert len(told) == 2
    assert all("database is locked" in line for line in told)
    assert [record for record in caplog.records if record.exc_info] == []


async def test_a_pause_of_all_is_never_cut_short_and_holds_whatever_leaves(
    storage: Storage, clock: Clock
) -> None:
    pacer = a_pacer(storage, clock)
    pacer.pause(timedelta(seconds=60))
    pacer.pause(timedelta(seconds=5))
    async with pacer.aside():
        assert clock() >= NOON + timedelta(seconds=60)


async def test_a_channel_rests_after_a_post_that_has_waited_through_a_halt(
    storage: Storage, clock: Clock
) -> None:
    """Else its next post follows at the heels of the first as soon as the halt is over."""
    pacer = a_pacer(storage, clock)
    await pacer.halt(TARAS, 30)
    (slot,) = await take(storage, pacer, 1)
    flight = await pacer.acquire(CHANNEL, slot)
    pacer.release(flight)
    asked = select(chat_pace.c.next_at).where(chat_pace.c.chat_id == CHANNEL)
    (rested_at,) = tables.values(storage, asked)
    assert rested_at - clock() > pacer.rates.gap(CHANNEL) - SECOND / 10
