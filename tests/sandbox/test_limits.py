"""Flood limits: who is refused, for how long, and what it wasted."""

import asyncio
import gc
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.sandbox.flood import FloodControl
from bot.sandbox.limits import Bucket, Limits
from bot.sandbox.sandbox_server import Sandbox
from bot.sandbox.world import World
from tests.sandbox.calls import Bot, control
from tests.sandbox.conftest import Clock


@pytest.fixture
async def sandbox(clock: Clock) -> AsyncIterator[Sandbox]:
    """A stand-in that is as strict as Telegram."""
    async with Sandbox(clock=clock, limits=Limits()) as running:
        yield running


async def wait_told(bot: Bot, method: str, **params: Any) -> int:
    """Seconds that a refused call is told to wait; 0 when it is accepted."""
    answer = await bot.answer(method, **params)
    if answer["ok"]:
        return 0
    assert answer["error_code"] == 429
    seconds: int = answer["parameters"]["retry_after"]
    assert answer["description"] == f"Too Many Requests: retry after {seconds}"
    return seconds


def readers(world: World, count: int) -> list[int]:
    people = [world.add_person(f"Читач {number}") for number in range(count)]
    for person in people:
        world.say(person, "/start")
    return people


async def test_the_whole_bot_sends_thirty_in_any_second(
    bot: Bot, world: World, clock: Clock
) -> None:
    *crowd, late = readers(world, 31)
    for person in crowd[:15]:
        await bot.send(person, "а")
    clock.now += 0.6
    for person in crowd[15:]:
        await bot.send(person, "а")
    assert await wait_told(bot, "sendMessage", chat_id=late, text="а") == 1
    assert (dict(world.wasted), world.messages(late)[1:]) == ({"bot": 1}, [])
    refused = world.calls("sendMessage", late)[0]
    assert (refused.status, refused.scope, refused.accepted) == (429, "bot", False)
    clock.now += 1
    await bot.send(late, "а")


async def test_a_private_chat_takes_a_short_burst_and_then_one_a_second(
    bot: Bot, world: World, clock: Clock, reader: int
) -> None:
    for _ in range(3):
        await bot.send(reader, "а")
    assert await wait_told(bot, "sendMessage", chat_id=reader, text="а") == 1
    for _ in range(4):
        clock.now += 1
        await bot.send(reader, "а")
    assert world.wasted == {"private": 1}


async def test_a_channel_takes_twenty_a_minute_edits_forwards_and_copies_included(
    bot: Bot, world: World, clock: Clock, channel: int
) -> None:
    post = (await bot.send(channel, "0"))["message_id"]
    place, source = {"chat_id": channel}, {"from_chat_id": channel, "message_id": post}
    for number in range(6):
        clock.now += 1
        await bot.call("editMessageText", message_id=post, text=f"№ {number}", **place)
        await bot.call("forwardMessage", **place, **source)
        await bot.call("copyMessage", **place, **source)
    await bot.send(channel, "двадцяте")
    for method in ("sendMessage", "editMessageText", "forwardMessage", "copyMessage"):
        assert await wait_told(bot, method, text="а", **place, **source) == 54
    assert world.wasted == {"channel": 4}
    clock.now += 54
    await bot.send(channel, "далі")


async def test_a_group_has_its_own_limit(bot: Bot, world: World, reader: int) -> None:
    world.limits.set(group_per_minute=2)
    group = world.add_group("Редакція", reader)
    world.set_bot_rights(group, reader)
    for _ in range(2):
        await bot.send(group, "а")
    assert await wait_told(bot, "sendMessage", chat_id=group, text="а") == 60
    assert world.wasted == {"group": 1}


async def test_a_chat_that_is_full_holds_up_no_other(
    bot: Bot, world: World, channel: int, reader: int
) -> None:
    world.limits.set(channel_per_minute=1, per_second=2)
    await bot.send(channel, "а")
    assert await wait_told(bot, "sendMessage", chat_id=channel, text="а") == 60
    await bot.send(reader, "а")
    assert world.wasted == {"channel": 1}


async def test_asking_looking_answering_and_deleting_are_free(
    bot: Bot, world: World, channel: int, reader: int
) -> None:
    post = (await bot.send(channel, "а"))["message_id"]
    query = world.press(reader, channel, post, "а")
    world.limits.set(per_second=1, private_per_second=1, private_burst=1, channel_per_minute=1)
    await bot.send(channel, "б")
    await bot.call("getMe")
    await bot.call("getChat", chat_id=channel)
    await bot.call("getChatMember", chat_id=channel, user_id=reader)
    await bot.call("answerCallbackQuery", callback_query_id=query)
    await bot.call("sendChatAction", chat_id=reader, action="typing")
    await bot.call("deleteMessage", chat_id=channel, message_id=post)
    await bot.updates()
    assert not world.wasted


async def test_whoever_does_not_wait_is_told_to_wait_longer(
    bot: Bot, world: World, clock: Clock, reader: int
) -> None:
    for _ in range(3):
        await bot.send(reader, "а")
    told = []
    for pause in (0, 0.1, 0.5, 1.1, 2.2):
        clock.now += pause
        told.append(await wait_told(bot, "sendMessage", chat_id=reader, text="а"))
    assert told == [1, 1, 2, 4, 8]
    clock.now += 8
    await bot.send(reader, "дочекалися")
    assert world.wasted == {"private": 5}


async def test_a_wait_that_is_told_is_never_longer_than_five_minutes(
    bot: Bot, world: World, clock: Clock, channel: int
) -> None:
    world.limits.set(channel_per_minute=1)
    await bot.send(channel, "а")
    told = 0
    for _ in range(6):
        clock.now += 1
        told = await wait_told(bot, "sendMessage", chat_id=channel, text="а")
    assert told == 300


async def test_a_fault_on_order_waits_for_a_call_within_the_limits(
    bot: Bot, world: World, channel: int, clock: Clock
) -> None:
    world.limits.set(channel_per_minute=1)
    await bot.send(channel, "а")
    world.faults.add("server_error", method="sendMessage")
    assert await wait_told(bot, "sendMessage", chat_id=channel, text="а") == 60
    clock.now += 60
    assert (await bot.answer("sendMessage", chat_id=channel, text="а"))["error_code"] == 500


async def test_a_paid_broadcast_goes_faster_and_costs_a_tenth_of_a_star_above_the_free_ones(
    bot: Bot, world: World, reader: int, channel: int
) -> None:
    world.limits.set(per_second=2, paid_per_second=5, private_burst=9)
    world.give_stars(0.2)
    paid = {"chat_id": reader, "allow_paid_broadcast": True, "text": "а"}
    assert await bot.call("getMyStarBalance") == {"amount": 0, "nanostar_amount": 200_000_000}
    for balance in (2, 2, 1, 0):
        await bot.call("sendMessage", **paid)
        assert world.stars.tenths == balance
    assert await bot.refused("sendMessage", **paid) == "Bad Request: BALANCE_TOO_LOW"
    world.give_stars(1.05)
    await bot.refused("sendMessage", **paid | {"text": ""})
    assert world.stars.tenths == 10
    assert await bot.call("getMyStarBalance") == {"amount": 1}
    assert await wait_told(bot, "sendMessage", **paid) == 1
    assert world.wasted == {"paid": 1}
    await bot.send(channel, "звичайна відповідь проходить")


async def test_only_what_is_sent_can_be_paid_for(
    bot: Bot, world: World, reader: int, channel: int
) -> None:
    world.give_stars(10)
    world.limits.set(per_second=2, private_per_second=0, channel_per_minute=0)
    posted = await bot.send(channel, "а")
    paid = {"chat_id": channel, "message_id": posted["message_id"], "allow_paid_broadcast": True}
    await bot.call("editMessageText", **paid, text="б")
    assert await wait_told(bot, "editMessageText", **paid, text="в") == 1
    assert world.wasted == {"bot": 1}
    await bot.call("sendMessage", chat_id=reader, text="а", allow_paid_broadcast=True)
    assert world.stars.tenths == 99


async def test_a_paid_broadcast_still_spares_each_chat(
    bot: Bot, world: World, reader: int
) -> None:
    world.give_stars(10)
    paid = {"chat_id": reader, "allow_paid_broadcast": True, "text": "а"}
    for _ in range(3):
        await bot.call("sendMessage", **paid)
    assert await wait_told(bot, "sendMessage", **paid) == 1
    assert world.wasted == {"private": 1}


async def test_too_many_at_once_are_held_and_then_told_to_wait_a_minute(
    bot: Bot, world: World, reader: int
) -> None:
    world.limits.set(at_once=2, held_seconds=0.01)
    world.faults.add("slow", times=2, seconds=60)
    async with asyncio.TaskGroup() as group:
        slow = [group.create_task(bot.send(reader, "повільно")) for _ in range(2)]
        await world.wait_until(lambda: len(world.messages(reader)) == 3)
        assert await wait_told(bot, "getMe") == 60
        for task in slow:
            task.cancel()
    assert world.wasted == {"at_once": 1}
    await world.wait_until(lambda: world.calls("getMe")[0].status == 429)


async def test_a_sandbox_is_without_limits_unless_they_are_asked_for(clock: Clock) -> None:
    async with Sandbox(clock=clock) as sandbox, aiohttp.ClientSession() as session:
        bot = Bot(sandbox, session)
        (reader,) = readers(sandbox.world, 1)
        for _ in range(40):
            await bot.send(reader, "а")
        assert not sandbox.world.limits.on


async def test_limits_are_set_and_read_over_http(bot: Bot, world: World, reader: int) -> None:
    told = await control(bot, "limits", private_burst=1, at_once=0)
    assert (told["on"], told["wasted"]) == (True, {})
    assert world.limits.rules == Limits(private_burst=1, at_once=0)
    await bot.send(reader, "а")
    assert await wait_told(bot, "sendMessage", chat_id=reader, text="а") == 1
    url = f"{bot.sandbox.address}/sandbox/limits"
    async with bot.session.get(url) as response:
        told = await response.json()
        assert (told["rules"]["private_burst"], told["wasted"]) == (1, {"private": 1})
    async with bot.session.delete(url) as response:
        assert (await response.json())["on"] is False
    await bot.send(reader, "а")
    await bot.send(reader, "а")


@pytest.mark.parametrize("wrong", [{"per_second": -1}, {"per_second": "30"}, {"per_year": 1}])
async def test_limits_that_are_none_are_refused(
    bot: Bot, world: World, wrong: dict[str, Any]
) -> None:
    before = world.limits.rules
    assert (await control(bot, "limits", **wrong))["error"]
    assert world.limits.rules == before


def test_chats_that_are_quiet_again_are_forgotten(world: World) -> None:
    flood = FloodControl(Limits(per_second=0))
    people = [world.chats.person(person) for person in readers(world, 40)]
    for hour in range(600):
        for person in people:
            person.id += 40
            flood.admit("sendMessage", person, hour * 3600.0)
    assert sum(isinstance(each, Bucket) for each in gc.get_objects()) <= 10_001
