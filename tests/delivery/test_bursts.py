"""Whoever hammers waits for themselves, and for nobody else."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from bot.delivery.bursts import Bursts
from bot.delivery.concurrency import Place, Room
from bot.delivery.pacer import Pacer
from bot.delivery.rates import Rates
from bot.delivery.reply_queue import NobodyWaitsError
from storage.storage import Storage
from tests.builders import OLENA, TARAS
from tests.clock import NOON, Clock

SECOND = timedelta(seconds=1)


def test_a_burst_leaves_at_once_and_then_one_a_second() -> None:
    clock = Clock()
    bursts = Bursts(clock)
    times = [bursts.next(TARAS) - NOON for _ in range(13)]
    assert times == [timedelta()] * 10 + [SECOND, SECOND * 2, SECOND * 3]
    assert bursts.next(OLENA) == NOON
    clock.pass_by(4)
    assert bursts.next(TARAS) == NOON + SECOND * 4
    clock.pass_by(100)
    assert [bursts.next(TARAS) for _ in range(11)] == [clock()] * 10 + [clock() + SECOND]


def test_a_group_has_no_more_than_twenty_replies_in_a_minute() -> None:
    bursts = Bursts(Clock())
    times = [bursts.next(-100) - NOON for _ in range(21)]
    assert times[:7] == [timedelta()] * 5 + [SECOND * 4, SECOND * 8]
    assert times[20] - times[0] > timedelta(minutes=1)


def test_who_has_rested_is_forgotten_and_who_has_not_is_not() -> None:
    clock = Clock()
    bursts = Bursts(clock)
    for person in range(10_000):
        bursts.next(person)
    clock.pass_by(5)
    for _ in range(11):
        last = bursts.next(TARAS)
    assert last == clock() + SECOND
    for person in range(20_000, 30_000):
        bursts.next(person)
    assert bursts.next(TARAS) == clock() + SECOND * 2


async def test_of_two_answers_that_wait_for_it_the_later_one_is_wanted(
    storage: Storage, clock: Clock
) -> None:
    pacer = Pacer(storage, clock, Rates(per_second=1000), sleep=clock.sleep)
    place = Place(Room(1), of_desk=False, age=timedelta)
    place.ask_again()
    for _ in range(10):
        async with pacer.turn(TARAS, place):
            pass
    with pytest.raises(NobodyWaitsError):
        async with pacer.turn(TARAS, place):
            pass


async def test_a_stranger_who_hammers_is_answered_once_a_second_and_the_desk_at_once(
    storage: Storage, clock: Clock
) -> None:
    pacer = Pacer(storage, clock, Rates(per_second=1000), sleep=clock.sleep)
    left: dict[int, list[datetime]] = {TARAS: [], OLENA: []}

    async def reply(person: int, *, of_desk: bool) -> None:
        place = Place(Room(1), of_desk=of_desk, age=timedelta)
        async with pacer.turn(person, place):
            left[person].append(clock())

    async def write(person: int, count: int, *, of_desk: bool) -> None:
        for _ in range(count):  # a person's updates are handled one after another
            await reply(person, of_desk=of_desk)

    await write(OLENA, 14, of_desk=True)
    assert max(left[OLENA]) - NOON < SECOND / 2
    await write(TARAS, 14, of_desk=False)
    waited = [later - at for at, later in pairwise(left[TARAS])]
    assert sum(wait > SECOND / 2 for wait in waited) == 4
    assert left[TARAS][-1] - left[TARAS][0] > SECOND * 3.5
