"""The first request: who the bot is, or why nobody can tell."""

import asyncio
from contextlib import suppress

import pytest

from bot.delivery.handshake import (
    CannotConnectError,
    OutOfReachError,
    read_bot,
    read_username,
    wait_for_telegram,
)
from bot.delivery.http_transport import HttpTransport
from bot.delivery.telegram import Telegram
from bot.domain.api_answers import Accepted, Answer, Lost, NotSent, Refusal
from bot.domain.people import BotIdentity

BOT = Accepted({"id": 501, "username": "vistnyk_bot"})


class Answers(Telegram):
    """Gives one answer a request, the last one again and again."""

    def __init__(self, *answers: Answer) -> None:
        super().__init__(HttpTransport("http://telegram.invalid"), "1:test")
        self.asked: list[tuple[str, float | None]] = []
        self._answers = [*answers]

    async def call(self, method: str, wait: float | None = None, **_: object) -> Answer:
        self.asked.append((method, wait))
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


async def test_telegram_says_who_the_bot_is() -> None:
    telegram = Answers(BOT)
    assert await read_bot(telegram) == BotIdentity(501, "vistnyk_bot")
    assert await read_username(telegram) == "vistnyk_bot"
    assert telegram.asked == [("getMe", 15)] * 2, "whoever starts the bot waits for it"


@pytest.mark.parametrize("code", [401, 404])
async def test_a_token_that_telegram_does_not_know_is_not_tried_again(code: int) -> None:
    telegram = Answers(Refusal(code, "Unauthorized"))
    with pytest.raises(CannotConnectError, match=r"token in BOT_TOKEN \(Unauthorized\)") as caught:
        await wait_for_telegram(telegram, asyncio.Event())
    assert not isinstance(caught.value, OutOfReachError)
    assert len(telegram.asked) == 1


class Hangs(Answers):
    """Takes a request and says nothing, as a server does that has stalled."""

    def __init__(self) -> None:
        super().__init__(BOT)
        self.has_it = asyncio.Event()

    async def call(self, method: str, wait: float | None = None, **_: object) -> Answer:
        self.has_it.set()
        await asyncio.Event().wait()
        return await super().call(method, wait)


async def test_a_stop_does_not_wait_for_a_server_that_hangs() -> None:
    telegram, stop = Hangs(), asyncio.Event()
    async with asyncio.timeout(20), asyncio.TaskGroup() as group:
        waiting = group.create_task(wait_for_telegram(telegram, stop))
        await telegram.has_it.wait()
        stop.set()
    assert waiting.result() is None


async def test_of_a_server_that_was_away_the_token_is_asked_again_once() -> None:
    away, unknown = Lost("502"), Refusal(401, "Unauthorized")
    stop = asyncio.Event()
    back = Answers(away, unknown, BOT)
    assert await wait_for_telegram(back, stop, disbelief=0.01) == BotIdentity(501, "vistnyk_bot")
    revoked = Answers(away, unknown)
    with pytest.raises(CannotConnectError, match="does not know the token"):
        await wait_for_telegram(revoked, stop, disbelief=0.01)
    assert len(revoked.asked) == 3


async def test_of_a_bot_that_has_run_before_the_token_is_asked_again_once() -> None:
    unknown = Refusal(401, "Unauthorized")
    stop = asyncio.Event()
    for last, asked in ((BOT, 2), (unknown, 2)):
        telegram = Answers(unknown, last)
        came = None
        with suppress(CannotConnectError):
            came = await wait_for_telegram(telegram, stop, was_good=True, disbelief=0.01)
        assert (came is not None) is (last is BOT)
        assert len(telegram.asked) == asked


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Accepted({"id": 501}), "does not say which bot"),
        (Accepted({"id": "501", "username": "vistnyk_bot"}), "does not say which bot"),
        (Accepted(None), "does not say which bot"),
        (Refusal(403, "Forbidden"), "Telegram refuses: Forbidden"),
        (Refusal(500, "Internal"), "Telegram refuses: Internal"),
        (NotSent("no line"), "cannot be reached: no line"),
        (Lost("cut"), "cannot be reached: cut"),
    ],
)
async def test_whatever_else_it_says_may_pass(answer: Answer, words: str) -> None:
    with pytest.raises(OutOfReachError, match=words):
        await read_bot(Answers(answer))
    assert await wait_for_telegram(Answers(BOT), asyncio.Event()) == BotIdentity(
        501, "vistnyk_bot"
    )


async def test_a_stop_waits_for_no_answer_any_more() -> None:
    stop = asyncio.Event()
    telegram = Answers(Refusal(429, "Too Many Requests: retry after 600", retry_after=600))
    asyncio.get_running_loop().call_later(0.02, stop.set)
    async with asyncio.timeout(60):
        assert await wait_for_telegram(telegram, stop) is None
    assert len(telegram.asked) == 1
    assert await wait_for_telegram(telegram, stop) is None
    assert len(telegram.asked) == 1


async def test_for_as_long_as_telegram_asks_to_wait_it_is_not_asked(
    caplog: pytest.LogCaptureFixture,
) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().call_later(0.02, stop.set)
    refusal = Refusal(429, "Too Many Requests: retry after 600", retry_after=600)
    assert await wait_for_telegram(Answers(refusal), stop) is None
    assert "trying again in 600 s" in caplog.text
