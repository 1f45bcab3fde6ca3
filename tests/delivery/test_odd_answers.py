"""A server that answers nonsense: nothing ends, nothing spins, nothing false is written down."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import orjson
import pytest
from aiohttp import web

from bot.delivery.handshake import (
    CannotConnectError,
    OutOfReachError,
    read_username,
    wait_for_telegram,
)
from bot.delivery.http_transport import HttpTransport
from bot.delivery.telegram import Telegram
from bot.domain.channel import ChannelState
from bot.domain.delivery import State
from bot.domain.notices import ChannelRightsLost
from tests.builders import CHANNEL, OLENA, TARAS, an_editor
from tests.delivery.office import Office

HEADLINE = "Порт відкрив термінал"

ODD_REFUSALS = [
    {"ok": False, "error_code": 429, "parameters": {"retry_after": "soon"}},
    {"ok": False, "error_code": 429, "parameters": {"retry_after": -5}},
    {"ok": False, "error_code": 429, "parameters": {"retry_after": 0}},
    {"ok": False, "error_code": 429, "parameters": {"retry_after": None}, "description": None},
    {"ok": False, "error_code": 429, "parameters": {"retry_after": 1.5}},
    {"ok": False, "error_code": "429", "parameters": "later"},
    {"ok": False, "error_code": 429, "parameters": [], "description": ["no"]},
]
ODD_ANSWERS = [
    {"ok": True},
    {"ok": True, "result": True},
    {"ok": True, "result": []},
    {"ok": True, "result": {"message_id": "7"}},
    {"ok": True, "result": {"message_id": 2**64 - 1}},
    {"ok": True, "result": {"message_id": True}},
    {"ok": "true", "result": {"message_id": 7}},
    {"ok": 1, "result": {"message_id": 7}},
    {"ok": None},
    {},
    [],
    [{"ok": True, "result": {"message_id": 7}}],
    "ok",
    7,
    None,
]


class Odd:
    """In front of the stand-in: answers the first calls of a method as a test says."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._instead: dict[str, list[tuple[int, Any]]] = {}
        self.calls: Counter[str] = Counter()

    def answers(self, method: str, *bodies: object, status: int = 200) -> None:
        self._instead[method] = [(status, body) for body in bodies]

    async def pass_on(self, request: web.Request) -> web.Response:
        method = request.path.rpartition("/")[2]
        self.calls[method] += 1
        if instead := self._instead.get(method):
            status, body = instead.pop(0)
            raw = body if isinstance(body, bytes) else orjson.dumps(body)
            return web.Response(body=raw, status=status, content_type="application/json")
        status, raw = await self._office.transport.post(request.path[1:], await request.read(), 10)
        return web.Response(body=raw, status=status, content_type="application/json")


async def a_post_in_a_known_channel(office: Office) -> int:
    """A look-up ends after 20 numbers where something is known of the channel."""
    async with office.storage.writing() as tx:
        await tx.channels.saw_message(CHANNEL, 1)
    return await office.publish(HEADLINE)


@asynccontextmanager
async def before(office: Office) -> AsyncIterator[tuple[Odd, Telegram]]:
    odd = Odd(office)
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", odd.pass_on)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        async with HttpTransport(f"http://127.0.0.1:{runner.addresses[0][1]}") as transport:
            yield odd, Telegram(transport, office.sandbox.token)
    finally:
        await runner.cleanup()


@pytest.mark.slow
@pytest.mark.parametrize("body", ODD_REFUSALS)
async def test_an_odd_wait_is_waited_for_a_second_and_the_post_comes_once(
    office: Office, body: dict[str, Any]
) -> None:
    await office.add_reader()
    article_id = await office.publish(HEADLINE)

    async def shown() -> bool:
        office.pass_by(1)
        await asyncio.sleep(0.05)
        return await office.final(article_id) is not None

    async with before(office) as (odd, telegram):
        odd.answers("sendMessage", body, body, status=429)
        async with office.at_work(telegram=telegram):
            await office.until(shown)
    assert len(office.posts(CHANNEL, HEADLINE)) == len(office.posts(TARAS, HEADLINE)) == 1
    assert odd.calls["sendMessage"] == 4


@pytest.mark.slow
@pytest.mark.parametrize("body", ODD_ANSWERS)
async def test_an_answer_without_a_message_is_no_post_and_the_channel_is_looked_at(
    office: Office, body: object
) -> None:
    article_id = await a_post_in_a_known_channel(office)
    async with before(office) as (odd, telegram):
        odd.answers("sendMessage", body)
        async with office.at_work(telegram=telegram):
            await office.until_row(article_id, CHANNEL, State.UNKNOWN)
            office.pass_by(30)
            row = await office.until_row(article_id, CHANNEL, State.SHOWN)
    assert len(office.posts(CHANNEL, HEADLINE)) == 1
    assert row.message_id == office.world.messages(CHANNEL)[-1]["message_id"]
    assert odd.calls["sendMessage"] == 2


@pytest.mark.slow
@pytest.mark.parametrize("body", [*ODD_ANSWERS[::4], b"<html>", b"\xff\xfe", b"[" * 100_000])
async def test_a_look_up_that_is_answered_with_nonsense_is_done_again(
    office: Office, body: object
) -> None:
    article_id = await a_post_in_a_known_channel(office)

    async def found() -> Any:
        office.pass_by_what_waits(5)
        await asyncio.sleep(0.05)
        row = office.row(article_id, CHANNEL)
        return row if row.state == State.SHOWN else None

    async with before(office) as (odd, telegram):
        odd.answers("sendMessage", {"ok": True})
        odd.answers("forwardMessage", *[body] * 3)
        odd.answers("deleteMessage", body)
        async with office.at_work(telegram=telegram):
            await office.until_row(article_id, CHANNEL, State.UNKNOWN)
            office.pass_by(30)
            await office.until(found)
    assert len(office.posts(CHANNEL, HEADLINE)) == 1


@pytest.mark.slow
@pytest.mark.parametrize("method", ["editMessageText", "deleteMessage"])
@pytest.mark.parametrize("body", [{"ok": True}, {"ok": True, "result": None}])
async def test_a_yes_without_a_result_is_no_sign_that_it_was_done(
    office: Office, method: str, body: object
) -> None:
    article_id = await office.publish(HEADLINE)

    async def gone() -> bool:
        office.pass_by(30)
        await asyncio.sleep(0.05)
        return not office.posts(CHANNEL, HEADLINE)

    async with before(office) as (odd, telegram), office.at_work(telegram=telegram):
        await office.settled(article_id)
        odd.answers(method, body, body)
        if method == "deleteMessage":
            retraction = office.retraction
            await retraction.retract(article_id, tell=False, by=an_editor())
        else:
            await office.correct(article_id, "Термінал відкриють восени")
        await office.until(gone)
    assert odd.calls[method] >= 3


@pytest.mark.slow
@pytest.mark.parametrize("chat", [True, [], "chat", None, {"has_protected_content": "no"}])
async def test_a_channel_whose_facts_are_nonsense_is_asked_again_or_left_to_the_desk(
    office: Office, chat: object
) -> None:
    article_id = await a_post_in_a_known_channel(office)

    async def decided() -> Any:
        office.pass_by_what_waits(5)
        await asyncio.sleep(0.05)
        row = office.row(article_id, CHANNEL)
        told = any(template == "cannot_tell" for template, _ in office.notices())
        return told or row.state == State.SHOWN

    refusal = {"ok": False, "error_code": 400, "description": "the message can't be forwarded"}
    async with before(office) as (odd, telegram):
        odd.answers("sendMessage", {"ok": True})
        odd.answers("forwardMessage", refusal, refusal)
        odd.answers("getChat", {"ok": True, "result": chat})
        async with office.at_work(telegram=telegram):
            await office.until_row(article_id, CHANNEL, State.UNKNOWN)
            office.pass_by(30)
            await office.until(decided)
    assert len(office.posts(CHANNEL, HEADLINE)) <= 1


async def test_a_refusal_without_code_and_words_gives_up_that_post_alone(office: Office) -> None:
    await office.add_channel(CHANNEL - 1, "Світ коротко")
    article_id = await office.publish(HEADLINE)
    async with before(office) as (odd, telegram):
        odd.answers("sendMessage", {"ok": False, "error_code": None, "description": None})
        async with office.at_work(telegram=telegram):
            progress = await office.settled(article_id)
    assert progress.channels_shown == 1
    async with office.storage.reading() as tx:
        for chat_id in (CHANNEL, CHANNEL - 1):
            channel = await tx.channels.get(chat_id)
            assert channel
            assert channel.state is ChannelState.ACTIVE


@pytest.mark.parametrize(
    "result", [None, True, [], "bot", {}, {"username": None}, {"username": ["bot"]}]
)
async def test_a_start_without_a_name_waits_for_one(office: Office, result: object) -> None:
    async with before(office) as (odd, telegram):
        odd.answers("getMe", {"ok": True, "result": result})
        with pytest.raises(OutOfReachError):
            await read_username(telegram)
        assert await read_username(telegram)


@pytest.mark.parametrize(
    ("code", "for_good", "words"),
    [
        (401, True, "does not know the token in BOT_TOKEN"),
        (404, True, "does not know the token in BOT_TOKEN"),
        (403, False, "Telegram refuses: Forbidden"),
    ],
)
async def test_a_token_that_telegram_does_not_know_is_not_tried_again(
    office: Office, *, code: int, for_good: bool, words: str
) -> None:
    office.world.faults.add("refuse", method="getMe", code=code, description="Forbidden")
    telegram = Telegram(office.transport, office.sandbox.token)
    with pytest.raises(CannotConnectError, match=words) as raised:
        await read_username(telegram)
    assert isinstance(raised.value, OutOfReachError) is not for_good


@pytest.mark.slow
async def test_a_line_that_stays_down_is_tried_less_and_less_often(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.world.faults.add("server_error", method="getMe", times=2)
    telegram = Telegram(office.transport, office.sandbox.token)
    bot = await wait_for_telegram(telegram, asyncio.Event())
    assert bot is not None
    assert bot.username == await read_username(telegram)
    waits = [record.message.rpartition("trying again in ")[2] for record in caplog.records]
    assert [wait for wait in waits if wait.endswith(" s")] == ["1 s", "2 s"]


async def test_a_desks_message_with_nonsense_for_an_answer_is_sent_again(office: Office) -> None:
    async with office.storage.writing() as tx:
        await tx.tell([OLENA], ChannelRightsLost(CHANNEL, "Світ"), office.clock())
    async with before(office) as (odd, telegram):
        odd.answers("sendMessage", b"[1, 2", [1, 2])

        async def told() -> bool:
            office.pass_by(2)
            await asyncio.sleep(0.05)
            return bool(office.posts(OLENA, "Світ"))

        async with office.at_work(telegram=telegram):
            await office.until(told)
    assert odd.calls["sendMessage"] == 3
