"""Telegram brings updates: who may, what is taken, and that 200 comes after all is kept."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson
import pytest
from pydantic import SecretStr

from bot.app import App
from bot.config import FixedSettings
from bot.domain.errors import TryLaterError
from bot.web.building import build_web_server
from bot.web.connections import ConnectionLimits
from bot.web.server import WebServer
from bot.web.webhook import PATH, Callers
from tests.web.site import Answered, Site, served, vitals_of

SECRET = "tell-nobody_" * 4
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@dataclass
class Bot:
    """What is behind the server: it keeps updates, and says which call an answer may hold."""

    kept: list[Mapping[str, Any]] = field(default_factory=list)
    call: bytes | None = None
    fault: Exception | None = None
    gate: asyncio.Event | None = None
    arrived: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))

    async def take_in(self, update: Mapping[str, Any]) -> bytes | None:
        self.arrived.release()
        if self.gate:
            await self.gate.wait()
        if self.fault:
            raise self.fault
        self.kept.append(update)
        return self.call


@pytest.fixture
def behind() -> Bot:
    return Bot()


@asynccontextmanager
async def telegram(app: App, behind: Bot, **settings: Any) -> AsyncIterator[Site]:
    given: dict[str, Any] = {
        "telegram_api_url": "http://127.0.0.1:8081",
        "http_port": 8080,
        "webhook_url": "http://127.0.0.1:8080",
        "webhook_secret": SecretStr(SECRET),
    }
    server = build_web_server(
        FixedSettings(**given | settings), 0, app.submissions, vitals_of(app), behind.take_in
    )
    async with served(server) as site:
        yield Site(site.port, site.session, source=None)


async def bring(site: Site, body: object, secret: str | None = SECRET, **more: str) -> Answered:
    headers = more | ({HEADER: secret} if secret is not None else {})
    return await site.ask("POST", PATH, body, **headers)


def an_update(number: int = 7, **content: Any) -> dict[str, Any]:
    return {"update_id": number, "message": {"text": "Раз", **content}}


async def test_an_update_is_confirmed_once_it_is_kept_and_not_before(
    app: App, behind: Bot
) -> None:
    behind.gate = asyncio.Event()
    async with telegram(app, behind) as site, asyncio.TaskGroup() as group:
        bringing = group.create_task(bring(site, an_update()))
        await behind.arrived.acquire()
        assert (await site.ask("GET", "/healthz")).status == 200  # others are answered meanwhile
        assert not bringing.done()
        behind.gate.set()
        told = await bringing
    assert (told.status, told.text, behind.kept) == (200, "", [an_update()])


async def test_a_call_that_the_answer_may_hold_goes_back_in_it(app: App, behind: Bot) -> None:
    behind.call = b'{"method":"answerCallbackQuery","callback_query_id":"1"}'
    async with telegram(app, behind) as site:
        told = await bring(site, an_update())
    assert told.json == {"method": "answerCallbackQuery", "callback_query_id": "1"}
    assert told.headers["Content-Type"].startswith("application/json")


@pytest.mark.parametrize("secret", [None, "", "another", SECRET[:-1], f"{SECRET}x", "ї"])
async def test_whoever_does_not_know_the_secret_is_turned_away_unread(
    app: App, behind: Bot, secret: str | None
) -> None:
    async with telegram(app, behind) as site:
        told = await bring(site, b"no JSON", secret)
        assert told.problem(401)["code"] == "no_secret"
    assert not behind.kept


async def test_the_secret_is_looked_at_before_the_body_comes(app: App, behind: Bot) -> None:
    async with telegram(app, behind) as site:
        for secret in (b"no", b"\xff\xfe"):
            head = b"POST %s HTTP/1.1\r\nHost: x\r\n%s: %s\r\nContent-Length: 999999\r\n\r\n"
            sent = head % (PATH.encode(), HEADER.encode(), secret)
            assert (await site.say(sent, until=b"\r\n")).startswith(b"HTTP/1.1 401 ")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "no JSON"),
        (b"\xff\xfe", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"[]", "no number"),
        (b'{"update_id": "7"}', "no number"),
        (b'{"update_id": -7}', "no number"),
        (b'{"update_id": true}', "no number"),
        (b'{"update_id": 1e400}', "no JSON"),
        (b'{"update_id": 7, "message": ' + b"[" * 900 + b"]" * 900 + b"}", "too deep"),
        (b'{"update_id": 7, "message": ' + b'{"a":' * 500 + b"1" + b"}" * 500 + b"}", "too deep"),
    ],
)
async def test_what_is_no_update_is_refused_and_told_of_once(
    app: App, behind: Bot, caplog: pytest.LogCaptureFixture, body: bytes, words: str
) -> None:
    with caplog.at_level(logging.WARNING):
        async with telegram(app, behind) as site:
            for _ in range(3):
                told = (await bring(site, body)).problem(400)
                assert told["code"] == "no_update"
                assert words in told["title"]
    assert not behind.kept
    assert len(caplog.messages) == 1
    assert words in caplog.messages[0]


async def test_a_body_that_is_too_large_late_or_no_json_is_refused(app: App, behind: Bot) -> None:
    async with telegram(app, behind) as site:
        large = orjson.dumps(an_update(text="я" * 600_000))
        assert (await bring(site, large)).problem(413)["code"] == "too_large"
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        assert (await bring(site, b"update_id=7", **form)).problem(415)["code"] == "not_json_type"
    server = WebServer(
        "127.0.0.1",
        0,
        submissions=app.submissions,
        tokens={},
        vitals=vitals_of(app),
        webhook=(behind.take_in, Callers(SECRET)),
        limits=ConnectionLimits(body=0.1),
    )
    head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\n{HEADER}: {SECRET}\r\nContent-Length: 9\r\n\r\n{{"
    async with served(server) as site:
        said = await site.say(head.encode(), until=b"\r\n")
    assert said.startswith(b"HTTP/1.1 408 ")
    assert not behind.kept


async def test_where_nothing_can_be_kept_telegram_is_told_when_to_come_again(
    app: App, behind: Bot
) -> None:
    behind.fault = TryLaterError(5)
    async with telegram(app, behind) as site:
        told = await bring(site, an_update())
    assert told.problem(503)["code"] == "try_later"
    assert told.headers["Retry-After"] == "5"


async def test_a_fault_of_ours_is_no_confirmation(app: App, behind: Bot) -> None:
    behind.fault = ZeroDivisionError()
    async with telegram(app, behind) as site:
        assert (await bring(site, an_update())).problem(500)["code"] == "fault"


async def test_without_an_address_for_it_nothing_is_there(app: App, behind: Bot) -> None:
    async with telegram(app, behind, webhook_url=None) as site:
        assert (await bring(site, an_update())).status == 404


async def test_only_telegrams_networks_are_let_in_where_they_are_named(
    app: App, behind: Bot
) -> None:
    async with telegram(app, behind, webhook_ips="telegram") as site:
        told = await bring(site, an_update(), **{"X-Forwarded-For": "149.154.167.197"})
        assert told.problem(403)["code"] == "not_from_there"  # whoever says so is no proxy of ours
    async with telegram(app, behind, webhook_ips="127.0.0.0/8") as site:
        assert (await bring(site, an_update())).status == 200


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("149.154.167.197", 200),
        ("91.108.6.33:51234", 200),
        ("1.2.3.4, 149.154.167.197", 200),  # what stands before is whatever somebody wrote there
        ("149.154.167.197, 10.0.0.9", 200),  # a second proxy of ours
        ("::ffff:149.154.167.197", 200),
        ("[2001:db8::9]:443", 200),
        ("149.154.167.197, 1.2.3.4", 403),
        ("[2001:67c:4e8:f004::9]:443", 403),
        ("1.2.3.4", 403),
        ("unknown", 403),
        ("", 403),
    ],
)
async def test_a_proxy_of_ours_is_believed_on_whose_behalf_it_asks(
    app: App, behind: Bot, line: str, status: int
) -> None:
    ours = {"webhook_ips": "telegram, 2001:db8::/32", "webhook_proxies": "127.0.0.1, 10.0.0.0/8"}
    async with telegram(app, behind, **ours) as site:
        assert (await bring(site, an_update(), **{"X-Forwarded-For": line})).status == status


async def test_a_source_and_telegram_keep_their_places_in_a_crowd(app: App, behind: Bot) -> None:
    """Whoever knows the secret is not ended for the sake of a stranger's connection."""
    behind.gate = asyncio.Event()
    server = WebServer(
        "127.0.0.1",
        0,
        submissions=app.submissions,
        tokens={},
        vitals=vitals_of(app),
        webhook=(behind.take_in, Callers(SECRET)),
        limits=ConnectionLimits(connections=2, of_one_address=2),
    )
    async with served(server) as site, asyncio.TaskGroup() as group:
        bringing = [group.create_task(bring(site, an_update(number))) for number in (1, 2)]
        for _ in bringing:
            await behind.arrived.acquire()
        with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
            await site.say(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", until=b"\r\n\r\n")
        behind.gate.set()
        assert [(await one).status for one in bringing] == [200, 200]
