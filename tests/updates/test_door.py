"""Updates come in by webhook: they are confirmed when they are kept."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import orjson
import pytest

from bot.domain.errors import TryLaterError
from bot.domain.update_facts import Update
from bot.updates.door import Door


@dataclass
class Store:
    """Keeps updates, as fast as a test lets it."""

    kept: list[int] = field(default_factory=list)
    fault: Exception | None = None
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    arrived: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))

    def __post_init__(self) -> None:
        self.gate.set()

    async def keep(self, update: Update) -> bool:
        self.arrived.release()
        await self.gate.wait()
        if self.fault:
            raise self.fault
        self.kept.append(update["update_id"])
        return self.kept.count(update["update_id"]) == 1


def said(number: int) -> dict[str, Any]:
    return {"update_id": number, "message": {"text": "Раз"}}


def pressed(number: int, press: str = "4711") -> dict[str, Any]:
    return {"update_id": number, "callback_query": {"id": press, "data": "a"}}


@pytest.fixture
def store() -> Store:
    return Store()


async def test_whoever_brings_an_update_hears_that_it_is_kept_when_it_is(store: Store) -> None:
    door = Door()
    store.gate.clear()
    with door.opened(store.keep):
        async with asyncio.TaskGroup() as group:
            bringing = group.create_task(door.take_in(said(1)))
            await store.arrived.acquire()
            await asyncio.sleep(0)
            assert not bringing.done()
            store.gate.set()
    assert store.kept == [1]


@pytest.mark.parametrize("update", [said(1), pressed(1)])
async def test_what_is_not_kept_is_not_confirmed(store: Store, update: Update) -> None:
    door = Door(answer_within=3600)
    with door.opened(store.keep):
        for store.fault in (TryLaterError(5), ZeroDivisionError()):
            with pytest.raises(type(store.fault)):
                await door.take_in(update)
        store.fault = None
        await door.take_in(said(2))
    assert store.kept == [2]


async def test_only_so_many_are_in_hand_at_once(store: Store) -> None:
    door = Door(most_in_hand=2)
    with door.opened(store.keep):
        for first in (1, 11):
            store.gate.clear()
            async with asyncio.TaskGroup() as group:
                for number in (first, first + 1):
                    group.create_task(door.take_in(said(number)))
                    await store.arrived.acquire()
                with pytest.raises(TryLaterError):
                    await door.take_in(said(first + 2))
                store.gate.set()
    assert store.kept == [1, 2, 11, 12]


async def test_a_door_that_is_shut_takes_no_more_and_keeps_what_is_in(store: Store) -> None:
    door = Door()
    with pytest.raises(TryLaterError):
        await door.take_in(said(1))
    store.gate.clear()
    async with asyncio.TaskGroup() as group:
        with door.opened(store.keep):
            coming = group.create_task(door.take_in(said(2)))
            await store.arrived.acquire()
        with pytest.raises(TryLaterError):
            await door.take_in(said(3))
        store.gate.set()
    assert (coming.result(), store.kept) == (None, [2])


# --- what goes back in the answer ---


async def test_what_a_handler_answers_at_once_goes_back_in_the_answer(store: Store) -> None:
    door = Door(answer_within=60)
    with door.opened(store.keep):
        async with asyncio.TaskGroup() as group:
            bringing = group.create_task(door.take_in(pressed(1)))
            await store.arrived.acquire()
            given = {"callback_query_id": "4711", "text": "Опубліковано", "show_alert": None}
            assert door.respond("answerCallbackQuery", given)
            assert not door.respond("answerCallbackQuery", given)  # one answer holds one call
    call = bringing.result()
    assert call
    assert orjson.loads(call) == {
        "method": "answerCallbackQuery",
        "callback_query_id": "4711",
        "text": "Опубліковано",
    }
    assert not door.respond("answerCallbackQuery", given)  # it has left


async def test_what_comes_later_or_belongs_to_another_press_is_asked_for(store: Store) -> None:
    door = Door(answer_within=0.01)
    with door.opened(store.keep):
        assert await door.take_in(pressed(1)) is None
        assert not door.respond("answerCallbackQuery", {"callback_query_id": "4711"})
        assert not door.respond("setMyCommands", {"commands": []})


async def test_only_a_press_waits_for_its_answer(store: Store) -> None:
    door = Door(answer_within=3600)
    with door.opened(store.keep):
        assert await door.take_in(said(1)) is None


async def test_a_second_copy_of_a_press_does_not_wait_beside_the_first(store: Store) -> None:
    door = Door(answer_within=3600)
    with door.opened(store.keep):
        async with asyncio.TaskGroup() as group:
            first = group.create_task(door.take_in(pressed(1)))
            await store.arrived.acquire()
            assert await door.take_in(pressed(1)) is None
            door.respond("answerCallbackQuery", {"callback_query_id": "4711"})
    assert first.result()


async def test_a_press_that_is_brought_again_gets_its_answer_again(store: Store) -> None:
    """Telegram has not heard the first one, and whoever pressed still waits."""
    door = Door(answer_within=60)
    with door.opened(store.keep):
        async with asyncio.TaskGroup() as group:
            first = group.create_task(door.take_in(pressed(1)))
            await store.arrived.acquire()
            door.respond("answerCallbackQuery", {"callback_query_id": "4711"})
        assert await door.take_in(pressed(1)) == first.result()
    assert store.kept == [1, 1]


async def test_a_press_that_another_process_has_lets_its_button_wait_no_longer(
    store: Store,
) -> None:
    store.kept.append(1)
    door = Door(answer_within=3600)
    with door.opened(store.keep):
        call = await door.take_in(pressed(1))
    assert call
    assert orjson.loads(call) == {"method": "answerCallbackQuery", "callback_query_id": "4711"}
