"""Updates come in by webhook: kept in groups, and confirmed when they are."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
import pytest

from bot.domain.errors import TryLaterError
from bot.domain.update_facts import Update
from bot.updates.door import Door


@dataclass
class Store:
    """Keeps groups of updates, as fast as a test lets it."""

    groups: list[list[int]] = field(default_factory=list)
    refused: set[int] = field(default_factory=set)
    fault: Exception | None = None
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    arrived: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))

    def __post_init__(self) -> None:
        self.gate.set()

    async def keep(self, updates: Sequence[Update]) -> None:
        self.arrived.release()
        await self.gate.wait()
        if self.fault:
            raise self.fault
        numbers = [update["update_id"] for update in updates]
        if self.refused & set(numbers):
            raise ZeroDivisionError
        self.groups.append(numbers)


def said(number: int) -> dict[str, Any]:
    return {"update_id": number, "message": {"text": "Раз"}}


def pressed(number: int, press: str = "4711") -> dict[str, Any]:
    return {"update_id": number, "callback_query": {"id": press, "data": "a"}}


@pytest.fixture
def store() -> Store:
    return Store()


async def test_what_comes_while_others_are_kept_is_kept_together_in_its_order(
    store: Store,
) -> None:
    door = Door()
    store.gate.clear()
    async with door.opened(store.keep), asyncio.TaskGroup() as group:
        first = group.create_task(door.take_in(said(1)))
        await store.arrived.acquire()
        others = [group.create_task(door.take_in(said(number))) for number in range(2, 9)]
        await asyncio.sleep(0)
        assert not any(task.done() for task in [first, *others])
        store.gate.set()
    assert store.groups == [[1], [2, 3, 4, 5, 6, 7, 8]]


async def test_one_that_cannot_be_kept_keeps_no_other_out(store: Store) -> None:
    store.gate.clear()
    store.refused = {3}
    door = Door()
    async with door.opened(store.keep):
        asking = asyncio.gather(
            *(door.take_in(said(number)) for number in range(1, 6)), return_exceptions=True
        )
        await store.arrived.acquire()
        store.gate.set()
        found = await asking
    assert [type(one) for one in found] == [
        *[type(None)] * 2,
        ZeroDivisionError,
        *[type(None)] * 2,
    ]
    assert store.groups == [[1], [2], [4], [5]]


async def test_where_nothing_can_be_kept_all_are_to_come_again(store: Store) -> None:
    store.fault = TryLaterError(5)
    door = Door()
    async with door.opened(store.keep):
        found = await asyncio.gather(
            *(door.take_in(said(number)) for number in range(3)), return_exceptions=True
        )
    assert [getattr(one, "seconds", None) for one in found] == [5, 5, 5]


async def test_a_request_that_is_given_up_takes_no_other_with_it(store: Store) -> None:
    """A server that stops ends requests; whoever was to be kept by such a one comes again."""
    store.gate.clear()
    door = Door()
    async with door.opened(store.keep):
        first = asyncio.ensure_future(door.take_in(said(1)))
        await store.arrived.acquire()
        leader = asyncio.ensure_future(door.take_in(said(2)))
        given_up = asyncio.ensure_future(door.take_in(said(3)))
        beside = asyncio.ensure_future(door.take_in(said(4)))
        await asyncio.sleep(0)
        given_up.cancel()
        first.cancel()  # so that the second keeps, for all that have come
        await asyncio.wait({first, given_up})
        await store.arrived.acquire()
        leader.cancel()
        await asyncio.wait({leader})
        with pytest.raises(TryLaterError):
            await beside
        store.gate.set()
        await door.take_in(said(5))
    assert store.groups == [[5]]


async def test_only_so_many_are_in_hand_at_once(store: Store) -> None:
    store.gate.clear()
    door = Door(most_in_hand=2)
    async with door.opened(store.keep), asyncio.TaskGroup() as group:
        for number in (1, 2):
            group.create_task(door.take_in(said(number)))
        await store.arrived.acquire()
        with pytest.raises(TryLaterError):
            await door.take_in(said(3))
        store.gate.set()
    async with door.opened(store.keep):
        await door.take_in(said(3))
    assert store.groups == [[1], [2], [3]]


async def test_a_door_that_is_shut_keeps_what_is_in_and_takes_no_more(store: Store) -> None:
    door = Door()
    with pytest.raises(TryLaterError):
        await door.take_in(said(1))
    store.gate.clear()
    async with asyncio.TaskGroup() as group:
        async with door.opened(store.keep):
            coming = [group.create_task(door.take_in(said(number))) for number in (2, 3)]
            await store.arrived.acquire()
            asyncio.get_running_loop().call_soon(store.gate.set)
        assert store.groups == [[2], [3]]
        with pytest.raises(TryLaterError):
            await door.take_in(said(4))
    assert [task.result() for task in coming] == [None, None]


# --- what goes back in the answer ---


async def test_what_a_handler_answers_at_once_goes_back_in_the_answer(store: Store) -> None:
    door = Door(answer_within=60)
    async with door.opened(store.keep), asyncio.TaskGroup() as group:
        bringing = group.create_task(door.take_in(pressed(1)))
        await store.arrived.acquire()
        given = {"callback_query_id": "4711", "text": "Опубліковано", "show_alert": None}
        assert door.respond("answerCallbackQuery", given)
        assert not door.respond("answerCallbackQuery", given)  # one answer holds one call
        call = await bringing
    assert call
    assert orjson.loads(call) == {
        "method": "answerCallbackQuery",
        "callback_query_id": "4711",
        "text": "Опубліковано",
    }
    assert not door.respond("answerCallbackQuery", given)  # it has left


async def test_what_comes_later_or_belongs_to_another_press_is_asked_for(store: Store) -> None:
    door = Door(answer_within=0.01)
    async with door.opened(store.keep):
        assert await door.take_in(pressed(1)) is None
        assert not door.respond("answerCallbackQuery", {"callback_query_id": "4711"})
        assert not door.respond("setMyCommands", {"commands": []})


async def test_only_a_press_waits_for_its_answer(store: Store) -> None:
    door = Door(answer_within=3600)
    async with door.opened(store.keep):
        assert await door.take_in(said(1)) is None


async def test_a_second_copy_of_a_press_does_not_wait_beside_the_first(store: Store) -> None:
    door = Door(answer_within=3600)
    async with door.opened(store.keep), asyncio.TaskGroup() as group:
        first = group.create_task(door.take_in(pressed(1)))
        await store.arrived.acquire()
        assert await door.take_in(pressed(1)) is None
        door.respond("answerCallbackQuery", {"callback_query_id": "4711"})
        assert await first
