"""Faults on order, the token, and methods that the sandbox lacks."""

import asyncio
import logging
from typing import Any

import aiohttp
import pytest

from bot.sandbox.world import World
from tests.sandbox.calls import Bot


async def test_a_flood_wait_is_answered_as_telegram_does(
    bot: Bot, world: World, reader: int
) -> None:
    world.faults.add("retry_after", method="sendMessage", chat_id=reader, seconds=7)
    url = f"{bot.sandbox.address}/bot{bot.sandbox.token}/sendMessage"
    async with bot.session.post(url, json={"chat_id": reader, "text": "а"}) as response:
        assert response.status == 429
        assert response.headers["Retry-After"] == "7"
        assert await response.json() == {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 7",
            "parameters": {"retry_after": 7},
        }
    await bot.send(reader, "тепер так")
    assert [call.accepted for call in world.calls("sendMessage", reader)] == [False, True]


@pytest.mark.parametrize(
    ("kind", "code"), [("server_error", 500), ("forbidden", 403), ("refuse", 400)]
)
async def test_a_refusal_on_order_accepts_nothing(
    bot: Bot, world: World, reader: int, kind: str, code: int
) -> None:
    before = len(world.messages(reader))
    await bot.session.post(
        f"{bot.sandbox.address}/sandbox/faults", json={"kind": kind, "times": 2}
    )
    for _ in range(2):
        answer = await bot.answer("sendMessage", chat_id=reader, text="а")
        assert answer["error_code"] == code
    assert len(world.messages(reader)) == before
    assert len(world.faults) == 0
    await bot.send(reader, "далі")


@pytest.mark.parametrize(("kind", "accepted"), [("close_before", 0), ("close_after", 1)])
async def test_a_closed_connection_tells_nothing_of_what_was_accepted(
    bot: Bot, world: World, reader: int, kind: str, accepted: int
) -> None:
    before = len(world.messages(reader))
    world.faults.add(kind, method="sendMessage")  # type: ignore[arg-type]
    with pytest.raises(aiohttp.ClientConnectionError):
        await bot.send(reader, "а")
    assert len(world.messages(reader)) == before + accepted
    (call,) = world.calls("sendMessage", reader)
    assert (call.accepted, call.status) == (accepted, 0)


async def test_a_restart_answers_500_for_what_was_accepted(
    bot: Bot, world: World, reader: int
) -> None:
    world.faults.add("restart", method="sendMessage")
    refused = await bot.refused("sendMessage", chat_id=reader, text="а")
    assert refused == "Internal Server Error: restart"
    assert world.messages(reader)[-1]["text"] == "а"


async def test_a_slow_answer_is_accepted_at_once_and_holds_nobody_up(
    bot: Bot, world: World, reader: int
) -> None:
    world.faults.add("slow", method="sendMessage", seconds=60)
    async with asyncio.TaskGroup() as group:
        slow = group.create_task(bot.send(reader, "повільно"))
        await world.wait_until(lambda: world.messages(reader)[-1]["text"] == "повільно")
        await bot.send(reader, "швидко")
        assert not slow.done()
        slow.cancel()


async def test_polling_is_spared_unless_it_is_meant(bot: Bot, world: World) -> None:
    world.faults.add("server_error")
    assert await bot.updates() == []
    assert len(world.faults) == 1
    world.faults.clear()
    world.faults.add("server_error", method="getUpdates")
    assert (await bot.answer("getUpdates"))["error_code"] == 500


async def test_a_wrong_token_is_unauthorized(bot: Bot) -> None:
    for path in ("bot1:x/getMe", "file/bot1:x/documents/file_0.txt"):
        async with bot.session.get(f"{bot.sandbox.address}/{path}") as response:
            assert response.status == 401
            assert (await response.json())["description"] == "Unauthorized"


async def test_a_method_that_is_missing_is_answered_404_and_logged(
    bot: Bot, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert await bot.refused("sendHologram", chat_id=1) == "Not Found"
    assert "sendHologram" in caplog.text
    (call,) = world.calls("sendHologram")
    assert (call.status, call.params) == (404, {"chat_id": 1})


async def test_what_does_not_happen_names_the_last_calls(bot: Bot, world: World) -> None:
    await bot.refused("sendMessage", chat_id=5, text="а")
    with pytest.raises(TimeoutError, match="sendMessage 5 400 Bad Request: chat not found"):
        await world.wait_until(lambda: world.answers, timeout=0.01)


async def test_faults_come_by_count(bot: Bot, world: World, reader: int) -> None:
    world.faults.add("server_error", method="sendMessage", after=2, times=2)
    codes = [
        (await bot.answer("sendMessage", chat_id=reader, text="а")).get("error_code", 200)
        for _ in range(5)
    ]
    assert codes == [200, 200, 500, 500, 200]


async def test_faults_come_by_chance_that_can_be_repeated(
    bot: Bot, world: World, reader: int
) -> None:
    runs = []
    for seed in (7, 7, 8):
        world.faults.add("server_error", probability=0.5, times=0, seed=seed)
        answers = [await bot.answer("sendMessage", chat_id=reader, text="а") for _ in range(20)]
        runs.append([answer["ok"] for answer in answers])
        assert len(world.faults) == 1
        world.faults.clear()
    assert runs[0] == runs[1] != runs[2]
    assert 0 < sum(runs[0]) < 20


async def test_a_fault_that_does_not_strike_leaves_the_call_to_the_next_one(
    bot: Bot, world: World, reader: int
) -> None:
    world.faults.add("server_error", after=1)
    world.faults.add("retry_after", seconds=3)
    codes = [
        (await bot.answer("sendMessage", chat_id=reader, text="а")).get("error_code", 200)
        for _ in range(3)
    ]
    assert codes == [429, 500, 200]


@pytest.mark.parametrize(
    "wrong", [{"times": -1}, {"after": -1}, {"probability": 0}, {"probability": 1.5}]
)
def test_a_fault_that_cannot_come_is_refused(world: World, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"a fault|probability"):
        world.faults.add("slow", **wrong)


async def test_a_revoked_token_opens_nothing_from_that_moment_on(
    bot: Bot, world: World, reader: int
) -> None:
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(bot.answer("getUpdates", timeout=50))
        await world.wait_until(lambda: world.calls("getUpdates"))
        world.revoke_token()
    assert poll.result()["error_code"] == 401
    answer = await bot.answer("sendMessage", chat_id=reader, text="а")
    assert (answer["error_code"], answer["description"]) == (401, "Unauthorized")
    (call,) = world.calls("sendMessage")
    assert (call.status, call.accepted) == (401, False)
    world.restore_token()
    await bot.send(reader, "а")


async def test_somebody_who_deleted_the_account_is_told_of_only_when_written_to(
    bot: Bot, world: World, reader: int
) -> None:
    world.deactivate(reader)
    assert await bot.updates() == []
    refused = await bot.refused("sendMessage", chat_id=reader, text="а")
    assert refused == "Forbidden: user is deactivated"
