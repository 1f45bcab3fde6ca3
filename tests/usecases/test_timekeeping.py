"""A clock that is set back: whatever waits for a moment waits no longer than it had to before."""

import asyncio
import logging
from datetime import timedelta

import pytest

from bot.domain.delivery import Audience, Kind, Lane, Retry
from bot.domain.people import Role
from bot.domain.rate import Rate
from bot.usecases.timekeeping import EVERY, Timekeeping
from storage.storage import Transaction
from tests.builders import CHANNEL, OLENA, TARAS, a_draft, complete, is_due, said
from tests.usecases.house import House

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
RATE = Rate(29)
BACK = pytest.mark.parametrize(
    "by", [MINUTE, timedelta(hours=1), timedelta(days=400)], ids=["minute", "hour", "400 days"]
)


@pytest.fixture
def timekeeping(house: House) -> Timekeeping:
    return house.app.timekeeping


async def owed(tx: Transaction, chat_id: int, house: House, subject_id: int = 1) -> None:
    await tx.ledger.enqueue(
        Kind.ARTICLE,
        subject_id,
        [chat_id],
        audience=Audience.READER,
        lane=Lane.READER,
        now=house.clock(),
    )


async def claimed(house: House, after: float) -> list[int]:
    """The chats whose rows could be claimed so many seconds from now; nothing is kept."""
    at = house.clock() + timedelta(seconds=after)
    async with house.storage.writing() as tx:
        rows = await tx.ledger.claim(100, at, 5 * MINUTE)
        for row in rows:
            await tx.ledger.record_retry(
                row, Retry(house.clock(), said("given back"), counts=False)
            )
        return sorted(row.chat_id for row in rows if row.audience is not Audience.DESK)


@BACK
async def test_slots_are_taken_at_once_and_not_when_the_old_hour_comes(
    house: House, timekeeping: Timekeeping, by: timedelta
) -> None:
    async with house.storage.writing() as tx:
        await tx.pace.take_slots(3, RATE, house.clock())
    house.clock.now -= by
    await timekeeping.check()
    async with house.storage.writing() as tx:
        slots = await tx.pace.take_slots(1, RATE, house.clock())
    assert slots.first - house.clock() <= SECOND


@BACK
async def test_a_halt_and_a_chat_that_is_held_keep_what_is_left_of_their_time(
    house: House, timekeeping: Timekeeping, by: timedelta
) -> None:
    now = house.clock()
    async with house.storage.writing() as tx:
        await tx.pace.hold_token(now + 300 * SECOND, [RATE], now)
        await tx.pace.hold_chat(TARAS, now + 200 * SECOND)
        await owed(tx, TARAS, house)
    await timekeeping.check()
    house.clock.now -= by
    await timekeeping.check()
    async with house.storage.writing() as tx:
        halt = await tx.pace.halt(house.clock())
        assert halt
        assert halt.until - house.clock() == 300 * SECOND
    assert await claimed(house, 199) == []
    assert await claimed(house, 201) == [TARAS]


@BACK
async def test_rows_chats_and_leases_wait_no_longer_than_before(
    house: House, timekeeping: Timekeeping, by: timedelta
) -> None:
    now = house.clock()
    async with house.storage.writing() as tx:
        for chat_id in (1, 2, 3):
            await owed(tx, chat_id, house)
        await tx.pace.rest({2: now + 3 * SECOND})
        rows = await tx.ledger.claim(10, now, 5 * MINUTE)
        first, third = (row for row in rows if row.chat_id != 2)
        await tx.ledger.record_retry(first, Retry(now + 30 * SECOND, said("no connection")))
    await timekeeping.check()
    house.clock.now -= by
    await timekeeping.check()
    assert await claimed(house, 2) == []
    assert await claimed(house, 4) == [2]
    assert await claimed(house, 31) == [1, 2]
    async with house.storage.writing() as tx:
        assert await tx.ledger.give_back(house.clock() + 4 * MINUTE, SECOND) == 0
        assert await tx.ledger.give_back(house.clock() + 6 * MINUTE, SECOND) == 1
    assert third.chat_id == 3


@BACK
async def test_pastes_pages_and_feeds_are_looked_at_as_soon_as_before(
    house: House, timekeeping: Timekeeping, by: timedelta
) -> None:
    now = house.clock()
    async with house.storage.writing() as tx:
        await tx.desk.keep_part(7, 1, "…", at=now, complete_at=now + 2 * SECOND)
        await tx.desk.await_page(7, "https://e.com/1", article_id=None, asked_at=now, now=now)
        await tx.desk.take_awaited_pages(now, now + 90 * SECOND, 5)
        await tx.feeds.ask_for("https://e.com/feed", MINUTE, 7, now)
        await tx.feeds.take_due(now, now + 180 * SECOND, 5)
    await timekeeping.check()
    house.clock.now -= by
    await timekeeping.check()
    now = house.clock()
    async with house.storage.reading() as tx:
        assert complete(await tx.desk.open_pastes(), now + 3 * SECOND) == [7]
        assert not is_due(await tx.desk.next_awaited_page(), now + 89 * SECOND)
        assert is_due(await tx.desk.next_awaited_page(), now + 91 * SECOND)
        assert not is_due(await tx.feeds.next_poll(), now + 179 * SECOND)
        assert is_due(await tx.feeds.next_poll(), now + 181 * SECOND)


@BACK
async def test_an_invitation_is_good_no_longer_than_it_was(
    house: House, timekeeping: Timekeeping, by: timedelta
) -> None:
    async with house.storage.writing() as tx:
        await tx.people.invite("token", Role.CHIEF, 7, house.clock() + MINUTE)
    await timekeeping.check()
    house.clock.now -= by
    await timekeeping.check()
    async with house.storage.writing() as tx:
        invitation = await tx.people.invitation("token")
    assert invitation
    assert invitation.expires_at - house.clock() == MINUTE


async def test_what_waits_for_the_desks_answer_waits_for_no_clock(
    house: House, timekeeping: Timekeeping
) -> None:
    async with house.storage.writing() as tx:
        await owed(tx, CHANNEL, house)
        (row,) = await tx.ledger.claim(1, house.clock(), MINUTE)
        await tx.ledger.record_undecided(row, said("cannot be told"))
    await timekeeping.check()
    house.clock.now -= timedelta(days=400)
    await timekeeping.check()
    assert await claimed(house, timedelta(days=9999).total_seconds()) == []


async def test_it_is_said_once_to_the_desk_and_in_the_log(
    house: House, timekeeping: Timekeeping, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    await timekeeping.check()
    house.clock.now -= timedelta(hours=1)
    for _ in range(3):
        await timekeeping.check()
        house.clock.pass_by(EVERY)
    assert house.notices() == [("clock_set_back", {"by": "PT1H"})]
    assert [record.getMessage() for record in caplog.records] == [
        "the clock was set back by 1:00:00: what waited for its time, too"
    ]
    assert house.woken()


async def test_machines_whose_clocks_differ_a_little_move_nothing(
    house: House, timekeeping: Timekeeping
) -> None:
    draft = await a_draft(house.storage)
    await timekeeping.check()
    async with house.storage.writing() as tx:
        await owed(tx, TARAS, house, draft)
        await tx.pace.rest({TARAS: house.clock() + MINUTE})
    for drift in (-2, 1, -3, 4, -1):
        house.clock.pass_by(drift)
        await timekeeping.check()
    assert house.notices() == []
    house.clock.pass_by(1)
    assert await claimed(house, 59) == []
    assert await claimed(house, 60) == [TARAS]


async def test_a_clock_that_was_far_ahead_for_a_while_leaves_nothing_waiting(
    house: House, timekeeping: Timekeeping
) -> None:
    await timekeeping.check()
    house.clock.pass_by(timedelta(days=400).total_seconds())
    await timekeeping.check()
    async with house.storage.writing() as tx:
        await owed(tx, TARAS, house)
        await tx.pace.take_slots(5, RATE, house.clock())
    house.clock.now -= timedelta(days=400)
    await timekeeping.check()
    assert TARAS in await claimed(house, 1)
    async with house.storage.writing() as tx:
        slots = await tx.pace.take_slots(1, RATE, house.clock())
    assert slots.first - house.clock() <= SECOND


# --- how much is a clock that was set back, and how late it surely is ---


@pytest.mark.parametrize(
    ("back", "told"),
    [(-1, False), (0, False), (1, False), (5, False), (5.001, True), (6, True)],
)
async def test_more_than_five_seconds_back_is_a_clock_that_was_set_back(
    house: House, timekeeping: Timekeeping, back: float, *, told: bool
) -> None:
    await timekeeping.check()
    house.woken()
    house.clock.pass_by(-back)
    await timekeeping.check()
    assert [name for name, _ in house.notices()] == ["clock_set_back"] * told
    assert house.woken() is told


async def test_the_desk_chat_hears_of_the_clock_where_there_is_one(house: House) -> None:
    timekeeping = house.another(desk_chat_id=-77).timekeeping
    await timekeeping.check()
    house.clock.now -= MINUTE
    await timekeeping.check()
    assert house.notices(-77) == [("clock_set_back", {"by": "PT1M"})]
    assert house.notices(OLENA) == []


async def test_small_steps_back_add_up(house: House, timekeeping: Timekeeping) -> None:
    """Each is measured from the latest moment that was seen."""
    await timekeeping.check()
    for steps, told in ((1, 0), (2, 1), (3, 1), (4, 2)):
        house.clock.pass_by(-3)
        await timekeeping.check()
        assert len(house.notices()) == told, steps


class Passed:
    """Seconds that nobody can set."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def a_machine(house: House) -> tuple[Timekeeping, Passed]:
    passed = Passed()
    return house.another(passed=passed).timekeeping, passed


@pytest.mark.parametrize(
    ("clocks", "passed", "sure"),
    [(60, 60, 60), (3600, 60, 60), (60, 3600, 60), (0, 0, 0), (-2, 60, -2)],
)
async def test_how_late_it_surely_is_a_leap_of_the_clock_does_not_say(
    house: House, clocks: float, passed: float, sure: float
) -> None:
    timekeeping, seconds = a_machine(house)
    began = house.clock()
    assert timekeeping.at_least() == began, "before the first look there is nothing but the clock"
    await timekeeping.check()
    house.clock.pass_by(clocks)
    seconds.now += passed
    await timekeeping.check()
    assert timekeeping.at_least() == began + timedelta(seconds=sure)


@pytest.mark.parametrize(
    ("off", "sure"),
    [
        (timedelta(hours=1), timedelta(hours=1)),
        (timedelta(days=1), timedelta(days=1)),
        (timedelta(days=1, seconds=1), timedelta(days=1)),
        (timedelta(days=400), timedelta(days=1)),
    ],
)
async def test_a_bot_may_have_been_off_for_a_day_and_what_is_more_may_be_a_leap(
    house: House, off: timedelta, sure: timedelta
) -> None:
    first, _ = a_machine(house)
    await first.check()
    seen = house.clock()
    house.clock.now += off
    second, seconds = a_machine(house)
    await second.check()
    assert second.at_least() == seen + sure
    house.clock.pass_by(60)
    seconds.now += 60
    assert second.at_least() == seen + sure + MINUTE


async def test_a_look_that_waits_for_its_turn_to_write_takes_nothing_for_a_clock_set_back(
    house: House, timekeeping: Timekeeping, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever writes meanwhile says how late it is by then."""
    await timekeeping.check()
    async with house.storage.writing() as tx:
        looking = asyncio.create_task(timekeeping.check())
        await asyncio.sleep(0)
        house.clock.now += MINUTE
        await tx.pace.take_slots(1, RATE, house.clock())
    await looking
    assert "set back" not in caplog.text
