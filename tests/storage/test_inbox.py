"""Updates in the inbox: what is new, who has which in hand, and in which order."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.update_facts import MOST_BEGINNINGS, KeptUpdate
from storage.inbox import Claimed, Hands
from storage.storage import Storage
from tests.builders import IHOR, OLENA, TARAS, an_editor, an_owner, hired
from tests.clock import NOON
from tests.tables import waiting_updates

WE, THEY = "we", "they"
LEASE = timedelta(seconds=12)
MANY = 10**6
NADIIA = 2002


def an_update(number: int, person: int = TARAS) -> KeptUpdate:
    who = {"id": person}
    return KeptUpdate({"update_id": number, "message": {"chat": who, "from": who}}, NOON)


async def keep(storage: Storage, *updates: KeptUpdate) -> set[int]:
    async with storage.writing() as tx:
        return await tx.inbox.keep(updates, NOON)


async def claim(storage: Storage, holder: str = WE, **hands: Any) -> Claimed:
    given: dict[str, Any] = {"desk": MANY, "others": MANY, "lines": {}, "of_a_line": MANY}
    async with storage.writing() as tx:
        return await tx.inbox.claim(Hands(**(given | hands)), holder, NOON, LEASE)


async def done(storage: Storage, *numbers: int, holder: str = WE) -> None:
    async with storage.writing() as tx:
        await tx.inbox.done(numbers, holder)


def ids(updates: Iterable[KeptUpdate]) -> list[int]:
    return [kept.id for kept in updates]


def waiting(storage: Storage) -> list[int]:
    return ids(waiting_updates(storage))


# --- what is new, and what stays ---


async def test_an_update_is_new_once_and_waits_until_it_is_done(storage: Storage) -> None:
    updates = [an_update(number) for number in (3, 1, 2)]
    another = an_update(4)
    assert await keep(storage, *updates) == {1, 2, 3}
    assert await keep(storage, updates[0], another, another) == {4}
    assert await keep(storage) == set()
    await claim(storage)
    await done(storage, 2)
    assert waiting(storage) == [1, 3, 4]
    async with storage.writing() as tx:
        await tx.inbox.forget(NOON + timedelta(days=9), NOON)
    assert await keep(storage, *updates) == {2}  # done, and forgotten


async def test_what_was_set_aside_waits_no_more_and_is_kept_for_a_while(storage: Storage) -> None:
    await keep(storage, an_update(1), an_update(2))
    async with storage.writing() as tx:
        await tx.inbox.set_aside(1, NOON)
        assert waiting(storage) == [1, 2]  # not yet committed
    assert waiting(storage) == [2]
    async with storage.writing() as tx:
        await tx.inbox.forget(NOON, NOON)
        assert ids(await tx.inbox.aside()) == [1]
        await tx.inbox.forget(NOON, NOON + timedelta(seconds=1))
        assert await tx.inbox.aside() == []
    assert waiting(storage) == [2]


async def test_when_telegram_was_heard_last_is_written_down(storage: Storage) -> None:
    async with storage.writing() as tx:
        assert await tx.inbox.heard_at() is None
        for moment in (NOON, NOON + timedelta(minutes=1)):
            await tx.inbox.heard(moment)
            assert await tx.inbox.heard_at() == moment


# --- who takes which ---


async def test_the_desk_comes_first_and_then_the_oldest(storage: Storage) -> None:
    await hired(storage, an_owner(), an_editor())
    people = {1: TARAS, 2: NADIIA, 3: OLENA, 4: IHOR, 5: 77}
    await keep(storage, *(an_update(number, who) for number, who in people.items()))
    claimed = await claim(storage, desk=5, others=2)
    assert ids(claimed.taken) == [3, 4, 1, 2]
    assert [kept.of_desk for kept in claimed.taken] == [True, True, False, False]
    assert not claimed.all_taken
    assert (await claim(storage, others=0)).taken == []
    rest = await claim(storage)
    assert ids(rest.taken) == [5]
    assert rest.all_taken


async def test_in_a_group_the_desk_and_others_are_taken_in_their_turns_all_at_once(
    storage: Storage,
) -> None:
    """Nobody would look again before somebody writes once more."""
    await hired(storage, an_editor())
    group = {"id": -5}
    said = [
        KeptUpdate({"update_id": n, "message": {"chat": group, "from": {"id": person}}}, NOON)
        for n, person in enumerate((TARAS, IHOR, TARAS, IHOR), 1)
    ]
    await keep(storage, *said)
    claimed = await claim(storage, desk=50, others=50)
    assert ids(claimed.taken) == [1, 2, 3, 4]
    assert claimed.all_taken
    assert ids((await claim(storage, desk=50, others=50)).taken) == []


@pytest.mark.parametrize(("desk", "others", "taken"), [(1, 9, [4, 1, 2]), (2, 1, [4, 5, 1])])
async def test_no_more_is_taken_than_there_is_room_for(
    storage: Storage, desk: int, others: int, taken: list[int]
) -> None:
    await hired(storage, an_owner(), an_editor())
    people = {1: TARAS, 2: NADIIA, 4: OLENA, 5: IHOR}
    await keep(storage, *(an_update(number, who) for number, who in people.items()))
    assert ids((await claim(storage, desk=desk, others=others)).taken) == taken


async def test_of_one_chat_a_few_are_taken_and_those_behind_it_are_not_held_up(
    storage: Storage,
) -> None:
    await keep(storage, *(an_update(number) for number in range(1, 101)), an_update(101, NADIIA))
    first = await claim(storage, others=20, of_a_line=8)
    assert ids(first.taken) == [*range(1, 9), 101]
    assert not first.all_taken  # the line is full
    assert (await claim(storage, lines={TARAS: 8, NADIIA: 1}, of_a_line=8)).taken == []
    second = await claim(storage, lines={TARAS: 6}, of_a_line=8)
    assert ids(second.taken) == [9, 10]


async def test_while_one_has_a_chats_update_nobody_else_takes_its_later_ones(
    storage: Storage,
) -> None:
    await keep(storage, an_update(1), an_update(2), an_update(3, NADIIA))
    assert ids((await claim(storage, of_a_line=1, others=1)).taken) == [1]
    assert ids((await claim(storage, THEY)).taken) == [3]
    assert ids((await claim(storage)).taken) == [2]  # whoever has it keeps the order itself
    await keep(storage, an_update(4))
    assert (await claim(storage, THEY)).taken == []
    await done(storage, 1, 2)
    assert ids((await claim(storage, THEY)).taken) == [4]


async def test_a_new_editors_updates_do_not_overtake_what_they_sent_before(
    storage: Storage,
) -> None:
    await keep(storage, an_update(1, IHOR))
    await hired(storage, an_editor())
    await keep(storage, an_update(2, IHOR))
    assert (await claim(storage, others=0)).taken == []
    assert ids((await claim(storage, others=1)).taken) == [1]
    assert ids((await claim(storage)).taken) == [2]


# --- what was begun in vain ---


async def begin_in_vain(storage: Storage, *numbers: int) -> None:
    async with storage.writing() as tx:
        await tx.inbox.hold(numbers, WE, NOON)
        await tx.inbox.put_back(numbers, WE)


async def test_what_is_taken_counts_as_begun_unless_it_is_forgiven(storage: Storage) -> None:
    await keep(storage, an_update(1), an_update(2))
    await claim(storage)
    async with storage.writing() as tx:
        await tx.inbox.forgive([2], THEY)
        await tx.inbox.forgive([1], WE)
        await tx.inbox.put_back([2], THEY)
        await tx.inbox.put_back([1], WE)
    assert [kept.begun for kept in waiting_updates(storage)] == [0, 1]
    assert ids((await claim(storage, THEY)).taken) == [1]


async def test_what_may_end_the_process_is_named_and_not_taken(storage: Storage) -> None:
    await keep(storage, *(an_update(number, number) for number in range(1, 5)))
    for _ in range(MOST_BEGINNINGS - 1):
        await begin_in_vain(storage, 3)
    claimed = await claim(storage)
    assert ids(claimed.taken) == [1, 2]
    assert claimed.suspect
    assert claimed.suspect.id == 3
    assert not claimed.all_taken


async def test_what_was_begun_too_often_is_set_aside_and_what_follows_is_taken(
    storage: Storage,
) -> None:
    await keep(storage, *(an_update(number) for number in range(1, 4)))
    for _ in range(MOST_BEGINNINGS):
        await begin_in_vain(storage, 2)
    claimed = await claim(storage, others=2)
    assert ids(claimed.taken) == [1, 3]
    assert ids(claimed.given_up) == [2]
    async with storage.reading() as seen:
        assert ids(await seen.inbox.aside()) == [2]


# --- leases ---


async def test_a_lease_that_has_ended_frees_what_it_held_and_no_other_does(
    storage: Storage,
) -> None:
    await keep(storage, an_update(1), an_update(2, NADIIA))
    await claim(storage)
    async with storage.writing() as tx:
        assert await tx.inbox.renew([1, 2, 7], WE, NOON + LEASE * 2) == {1, 2}
        assert await tx.inbox.renew([1], THEY, NOON) == set()
        await tx.inbox.renew([1], WE, NOON + LEASE)
        assert await tx.inbox.take_from_dead(NOON + LEASE) == 0
        assert not await tx.inbox.is_left(NOON + LEASE)
        later = NOON + LEASE + timedelta(seconds=1)
        assert await tx.inbox.is_left(later)
        assert await tx.inbox.take_from_dead(later) == 1
        assert await tx.inbox.is_left(NOON)
    assert ids((await claim(storage, THEY)).taken) == [1]


async def test_whoever_lost_an_update_can_neither_hold_on_to_it_nor_end_it(
    storage: Storage,
) -> None:
    await keep(storage, an_update(1))
    await claim(storage)
    async with storage.writing() as tx:
        await tx.inbox.take_from_dead(None)
    assert ids((await claim(storage, THEY)).taken) == [1]
    await done(storage, 1)
    async with storage.writing() as tx:
        assert await tx.inbox.renew([1], WE, NOON) == set()
    assert waiting(storage) == [1]
    await done(storage, 1, holder=THEY)
    assert waiting(storage) == []
    async with storage.writing() as tx:
        assert await tx.inbox.hold([1], WE, NOON) == 0  # what is done is begun by nobody
        assert not await tx.inbox.is_left(NOON)
