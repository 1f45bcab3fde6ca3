"""The stand-in for load holds a bot to Telegram's limits, and lets faults befall it."""

import asyncio
from typing import Any

import aiohttp
import pytest

from bot.sandbox.rapid.count import Pace
from bot.sandbox.rapid.rapid_faults import Mishaps, read_chances
from bot.sandbox.rapid.rapid_limits import RapidLimits
from tests.sandbox.rapid_calls import CHANNEL, OTHER_CHANNEL, READER, TEXT, rapid


def _passed(limits: RapidLimits, chat_id: int, moments: list[float]) -> list[bool]:
    return [limits.refusal(chat_id, moment) == 0 for moment in moments]


def test_no_second_holds_more_of_the_tokens_requests_than_its_limit() -> None:
    limits = RapidLimits(per_second=3)
    moments = [0.0, 0.4, 0.8, 0.9, 1.0, 1.3, 1.4, 1.5]
    assert _passed(limits, READER, moments) == [True] * 3 + [False, True, False, True, False]
    assert limits.wasted == {"token": 3, "channel": 0, "private": 0}


def test_no_minute_holds_more_of_a_channels_requests_and_other_chats_are_free() -> None:
    limits = RapidLimits(per_channel_minute=2)
    assert _passed(limits, CHANNEL, [0, 10, 20, 59.9, 60]) == [True, True, False, False, True]
    assert _passed(limits, OTHER_CHANNEL, [20]) == [True]
    assert _passed(limits, READER, [20] * 5) == [True] * 5
    assert limits.refusal(CHANNEL, 65) == 5
    assert limits.wasted == {"token": 0, "channel": 3, "private": 0}


def test_a_private_chat_may_have_a_burst_and_then_its_rate() -> None:
    limits = RapidLimits(per_private_second=1, private_burst=3)
    moments = [0, 0, 0, 0.5, 1, 1.5, 2]
    assert _passed(limits, READER, moments) == [True] * 3 + [False, True, False, True]
    assert _passed(limits, READER + 1, [2]) == [True]
    assert limits.wasted["private"] == 2


async def test_what_goes_beyond_a_limit_hears_how_long_to_wait_and_is_not_accepted() -> None:
    async with rapid(limit_per_channel_minute=1) as client:
        await client.send(CHANNEL)
        status, body = await client.call("sendMessage", chat_id=CHANNEL, text=TEXT)
        count = await client.count()
    assert status == 429
    assert body["parameters"] == {"retry_after": 60}
    assert body["description"] == "Too Many Requests: retry after 60"
    assert count["accepted"] == 1
    assert count["refused"] == {"token": 0, "channel": 1, "private": 0}


@pytest.mark.parametrize(
    ("kind", "status", "accepted"),
    [
        ("retry_after", 429, 0),
        ("server_error", 500, 0),
        ("forbidden", 403, 0),
        ("restart", 500, 1),
    ],
)
async def test_an_ordered_fault_befalls_one_message(kind: str, status: int, accepted: int) -> None:
    async with rapid() as client:
        await client.control("faults", {"kind": kind, "chat_id": READER, "seconds": 7})
        await client.send(CHANNEL)
        answered, body = await client.call("sendMessage", chat_id=READER, text="Раз")
        count = await client.count()
        await client.send(READER)
    assert answered == status == body["error_code"]
    assert count["accepted"] == 1 + accepted
    assert count["faults"] == {kind: 1}
    assert count["refused"] == {"token": 0, "channel": 0, "private": 0}


@pytest.mark.parametrize(("kind", "accepted"), [("close_before", 0), ("close_after", 1)])
async def test_a_closed_connection_tells_nothing(kind: str, accepted: int) -> None:
    async with rapid(latency=0.001) as client:
        await client.control("faults", {"kind": kind})
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await client.call("sendMessage", chat_id=READER, text=TEXT)
        assert (await client.count())["accepted"] == accepted


async def test_a_slow_answer_comes_after_its_message_was_accepted() -> None:
    async with rapid() as client, asyncio.TaskGroup() as group:
        await client.control("faults", {"kind": "slow", "seconds": 0.2})
        slow = group.create_task(client.call("sendMessage", chat_id=READER, text=TEXT))
        while not (await client.count())["accepted"]:  # noqa: ASYNC110 - it is told by HTTP alone
            await asyncio.sleep(0)
        assert not slow.done()
        status, _ = await slow
        assert status == 200


async def test_a_fault_may_wait_until_so_many_messages_have_been_accepted() -> None:
    async with rapid() as client:
        await client.control("faults", {"kind": "server_error", "at": 2})
        answers = [
            (await client.call("sendMessage", chat_id=READER, text=TEXT))[0] for _ in range(4)
        ]
    assert answers == [200, 200, 500, 200]


async def test_a_share_of_the_readers_has_blocked_the_bot_and_always_the_same_ones() -> None:
    async def answers(client: Any) -> list[int]:
        chats = range(READER, READER + 100)
        return [(await client.call("sendMessage", chat_id=c, text=TEXT))[0] for c in chats]

    async with rapid(blocked=0.2) as client:
        first, second = await answers(client), await answers(client)
        await client.send(CHANNEL)
        count = await client.count()
    assert first == second
    blocked = [READER + place for place, status in enumerate(first) if status == 403]
    assert count["blocked"] == blocked
    assert 10 <= len(blocked) <= 30


def test_chances_come_as_often_as_they_say_and_the_same_for_the_same_seed() -> None:
    chances = read_chances("close_after=0.1,slow=0.05:3")

    def drawn(seed: int) -> list[tuple[str, float] | None]:
        mishaps = Mishaps(chances, 0, seed)
        faults = [mishaps.take("sendMessage", READER, 0) for _ in range(2000)]
        return [(fault.kind, fault.seconds) if fault else None for fault in faults]

    one = drawn(7)
    assert one == drawn(7) != drawn(8)
    assert 150 < one.count(("close_after", 1)) < 250
    assert 60 < one.count(("slow", 3)) < 140


@pytest.mark.parametrize("words", ["fire=0.1", "slow=often"])
def test_a_fault_that_there_is_not_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r"no such fault|could not convert"):
        read_chances(words)


def test_the_rates_are_those_of_the_busiest_second_and_of_the_best_whole_window() -> None:
    moments = [n / 10 for n in range(40)] + [2.05] * 5 + [4.0]
    times = iter(sorted(moments))
    pace = Pace(lambda: next(times))
    for _ in moments:
        pace.add()
    found = pace.summary(2)
    assert found["accepted"] == 46
    assert found["busiest_second"] == 15
    assert found["sustained_per_second"] == 12.5
    assert found["overall_per_second"] == 45 / 4
    assert pace.summary(60)["sustained_per_second"] is None
    assert (found["first_at"], found["last_at"]) == (0, 4)
