"""Halts of the token and waits of chats, as rows that every process sees."""

from datetime import timedelta

from bot.domain.rate import Rate, Tariff
from storage.pace import Halt
from storage.storage import Storage
from tests.builders import IHOR, TARAS
from tests.clock import NOON
from tests.storage.changes import changes

MINUTE, MOMENT = timedelta(minutes=1), timedelta(milliseconds=1)
LATER = NOON + MINUTE
FREE, PAID = Rate(30), Rate(900, tariff=Tariff.PAID)


def test_in_a_long_halt_another_chat_is_tried_once_it_is_time() -> None:
    halt = Halt(LATER, TARAS, NOON)
    assert halt.may_try(IHOR, NOON)
    assert halt.may_try(IHOR, LATER)
    assert not halt.may_try(IHOR, NOON - MOMENT)
    assert not halt.may_try(TARAS, LATER)
    assert not Halt(LATER, TARAS).may_try(IHOR, LATER)


async def test_a_halt_is_in_force_until_its_end_and_says_who_brought_it(
    storage: Storage,
) -> None:
    async with storage.writing() as tx:
        assert await tx.pace.halt(NOON) is None
        await tx.pace.hold_token(LATER, [FREE, PAID], NOON)
        assert await tx.pace.halt(LATER - MOMENT) == Halt(LATER)
        assert await tx.pace.halt(LATER) is None
        tried = Halt(LATER, TARAS, NOON, 3)
        await tx.pace.await_probe(tried)
        assert await tx.pace.halt(NOON) == tried


async def test_what_is_noted_of_a_halt_is_the_free_tariffs(storage: Storage) -> None:
    async with storage.writing() as tx:
        await tx.pace.hold_token(LATER, [FREE, PAID], NOON)
    found = await changes(storage, lambda tx: tx.pace.await_probe(Halt(LATER, TARAS, NOON, 3)))
    assert found == {("token_pace", "token"): {"halted_by": TARAS, "probe_at": NOON, "probes": 3}}


async def test_a_halt_that_is_lifted_is_over_for_every_tariff_and_lifted_once(
    storage: Storage,
) -> None:
    async with storage.writing() as tx:
        await tx.pace.hold_token(LATER, [FREE, PAID], NOON)
    over = {"next_at": NOON, "halted_until": None}
    found = await changes(storage, lambda tx: tx.pace.lift(NOON))
    assert found == {("token_pace", "token"): over, ("token_pace", "paid"): over}
    async with storage.writing() as tx:
        await tx.pace.hold_token(LATER, [FREE], NOON)
        assert await tx.pace.lift(NOON) == Halt(LATER)
        assert await tx.pace.lift(NOON) is None
        await tx.pace.take_slots(30, FREE, NOON)
    assert await changes(storage, lambda tx: tx.pace.lift(NOON)) == {}


async def test_a_wait_is_cut_short_by_telegrams_answer_to_a_try_alone(storage: Storage) -> None:
    async with storage.writing() as tx:
        await tx.pace.hold_token(LATER + MINUTE, [FREE], NOON)
        (fallen,) = await tx.pace.hold_token(LATER, [FREE], NOON)
        assert await tx.pace.halt(NOON) == Halt(LATER + MINUTE)
        (same,) = await tx.pace.hold_token(LATER, [FREE], NOON, anew=True)
        assert await tx.pace.halt(NOON) == Halt(LATER)
        assert (await tx.pace.take_slots(1, FREE, NOON)).first == LATER
        assert fallen.per_second == same.per_second < FREE.per_second
        (again,) = await tx.pace.hold_token(LATER + MINUTE, [FREE], LATER)
        assert again.per_second < same.per_second


async def test_slots_follow_one_another_and_none_is_in_the_past(storage: Storage) -> None:
    slow = Rate(2)
    async with storage.writing() as tx:
        first = await tx.pace.take_slots(4, slow, NOON)
        second = await tx.pace.take_slots(1, slow, NOON + timedelta(seconds=1))
        third = await tx.pace.take_slots(1, slow, LATER)
    assert (first.first, first.halted_until) == (NOON, None)
    assert second.first == NOON + timedelta(seconds=2)
    assert third.first == LATER


async def test_a_chat_is_held_until_its_own_time(storage: Storage) -> None:
    async with storage.writing() as tx:
        await tx.pace.hold_chat(TARAS, LATER)
        await tx.pace.rest({IHOR: LATER})
        assert await tx.pace.is_held(TARAS, LATER - MOMENT)
        assert not await tx.pace.is_held(TARAS, LATER)
        assert not await tx.pace.is_held(IHOR, NOON)
