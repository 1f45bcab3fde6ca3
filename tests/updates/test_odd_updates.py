"""Answers to getUpdates that no server should give: they neither end the bot nor make it spin."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.app import App
from bot.delivery.http_transport import HttpTransport
from bot.delivery.telegram import Telegram
from bot.domain.update_facts import Update
from bot.updates.handling import Handling
from bot.updates.polling import Poller
from tests.builders import TARAS
from tests.clock import Clock
from tests.delivery.office import RunningClock


def a_message(number: int, text: str = "далі") -> dict[str, Any]:
    who = {"id": TARAS, "type": "private", "is_bot": False, "first_name": "Тарас"}
    return {
        "update_id": number,
        "message": {"message_id": 1, "date": 1, "chat": who, "from": who, "text": text},
    }


def accepted(result: Any) -> str:
    return json.dumps({"ok": True, "result": result})


def refused(**fields: Any) -> str:
    return json.dumps({"ok": False} | fields)


ODD_NUMBERS: list[Any] = ["7", True, -1, 1.5, 2**62, [], {}, "x" * 10_000]
ODD: dict[str, str] = {
    "no result": '{"ok": true}',
    "null": accepted(None),
    "an object": accepted({}),
    "a word": accepted("updates"),
    "a number": accepted(7),
    "yes": accepted(result=True),
    "no objects": accepted([1, "x", None, [], True]),
    "no numbers": accepted([{}, {"message": {}}, {"update_id": None}]),
    "odd numbers": accepted([{"update_id": number} for number in ODD_NUMBERS]),
    "no JSON": "<html>502</html>",
    "nothing": "",
    "a list": "[]",
    "not a code": refused(error_code="x", description=None),
    "no code": refused(),
    "a wait in words": refused(
        error_code=429, description="Too Many Requests", parameters={"retry_after": "soon"}
    ),
    "a wait backwards": refused(
        error_code=429, description="Too Many Requests", parameters={"retry_after": -5}
    ),
    "parameters that are none": refused(error_code=400, description="x", parameters=[1]),
    "deep": accepted([a_message(5) | {"x": json.loads("[" * 200 + "]" * 200)}]),
    "no chat": accepted([{"update_id": 5, "message": None}, {"update_id": 6, "message": "x"}]),
    "odd people": accepted(
        [
            {"update_id": 5, "message": {"chat": {"id": "x"}, "from": {"id": None}, "date": "x"}},
            {"update_id": 6, "callback_query": {"from": [], "data": {}, "message": []}},
            {
                "update_id": 8,
                "callback_query": {"from": {"id": 1}, "data": "x", "message": {"message_id": []}},
            },
            {"update_id": 7, "message": {"chat": {"id": 1}, "date": 2**60, "from": {"id": True}}},
            {"update_id": 4, "message": {"chat": {"id": 2**70}, "from": {"id": -(2**63) - 1}}},
        ]
    ),
}


@dataclass
class Server:
    """Answers with what it is told, and with the last of it for ever; `asked` counts."""

    answers: list[str]
    asked: int = 0
    heard: list[str] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
                await reader.readexactly(length)
                body = accepted(result=True).encode()
                if b"getUpdates" in head:
                    body = self.answers[min(self.asked, len(self.answers) - 1)].encode()
                    self.asked += 1
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def handle(self, update: Update) -> None:
        content = update.get("message")
        self.heard.append(content.get("text", "") if isinstance(content, dict) else "")


@pytest.fixture
def clock() -> Clock:
    return RunningClock()


@asynccontextmanager
async def polling(server: Server, app: App, at_least: float) -> AsyncIterator[None]:
    stop = asyncio.Event()
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    async with listening, HttpTransport(f"http://127.0.0.1:{port}") as wire:
        telegram = Telegram(wire, "1:token")
        handling = Handling(app.inbox, server.handle, at_least / 4)
        poller = Poller(telegram, app.inbox, handling, pause=at_least, at_least=at_least)
        async with asyncio.TaskGroup() as group:
            group.create_task(handling.run(stop))
            group.create_task(poller.run(stop))
            try:
                yield
            finally:
                stop.set()


async def until_heard(server: Server, words: str) -> None:
    async with asyncio.timeout(20):
        while words not in server.heard:  # noqa: ASYNC110 - a list rings no bell
            await asyncio.sleep(0.01)


@pytest.mark.slow
@pytest.mark.parametrize("odd", ODD)
async def test_an_odd_answer_is_no_end_and_what_follows_is_handled(app: App, odd: str) -> None:
    server = Server([ODD[odd], ODD[odd], accepted([a_message(9)]), accepted([])])
    async with polling(server, app, at_least=0.02):
        await until_heard(server, "далі")


@pytest.mark.slow
@pytest.mark.parametrize(
    "again", ["[]", "no numbers", "null", "no JSON", "a wait backwards", "the same", "many"]
)
async def test_an_answer_that_comes_at_once_again_and_again_does_not_make_it_spin(
    app: App, again: str
) -> None:
    """Two thousand questions a second it was, and a processor that did nothing else."""
    others = {
        "[]": accepted([]),
        "the same": accepted([a_message(5)]),
        "many": accepted([a_message(number) for number in range(100)]),
    }
    server = Server([others.get(again) or ODD[again]])
    async with polling(server, app, at_least=0.2):
        await asyncio.sleep(2)
    assert server.asked <= 15  # 10 in that time, and the first ones come at once


async def test_a_good_update_among_odd_ones_is_handled(app: App) -> None:
    mixed: list[Any] = [None, {"update_id": "7"}, a_message(8, "добре"), {"message": {}}, 3]
    server = Server([accepted(mixed), accepted([])])
    async with polling(server, app, at_least=0.02):
        await until_heard(server, "добре")


async def test_while_telegram_is_away_the_log_says_so_now_and_then_and_in_words(
    app: App, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    away = refused(error_code=502, description="Bad Gateway")
    server = Server([*[away] * 6, accepted([a_message(9)]), accepted([])])
    async with polling(server, app, at_least=0.01):
        await until_heard(server, "далі")
    lines = [r.getMessage() for r in caplog.records if r.name == "bot.updates.polling"]
    assert lines[0] == "no updates from Telegram: 502 Bad Gateway"
    assert lines[1].startswith("Telegram tells updates again, after ")
    assert len(lines) == 2
