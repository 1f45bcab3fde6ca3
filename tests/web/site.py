"""The newsroom's own system: what it sends to the bot's server, and what it is answered."""

import asyncio
import io
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from pydantic import SecretStr
from yarl import URL

from bot.app import App
from bot.domain.clock import system_clock
from bot.web.server import WebServer
from bot.web.watching import Vitals
from tests import newsroom
from tests.builders import OLENA

TOKENS = {"site": "the-token-of-the-site", "other": "the-token-of-another"}


@dataclass(frozen=True, slots=True)
class Answered:
    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    def problem(self, status: int) -> dict[str, Any]:
        """The problem document that the answer is."""
        assert self.status == status, self.text
        assert self.headers["Content-Type"].split(";")[0] == "application/problem+json"
        told: dict[str, Any] = self.json
        assert (told["type"], told["status"]) == ("about:blank", status)
        assert told["title"][0].isupper()
        assert told["title"].endswith(".")
        assert told["code"].isidentifier()
        return told


@dataclass(frozen=True, slots=True)
class Site:
    """`source` names whose token is sent; None: nobody's."""

    port: int
    session: aiohttp.ClientSession
    source: str | None = "site"

    async def ask(self, method: str, path: str, body: object = None, **headers: str) -> Answered:
        """`path` is sent as it stands. A body that is neither bytes nor None is sent as JSON."""
        if self.source:
            headers.setdefault("Authorization", f"Bearer {TOKENS[self.source]}")
        if body is not None:
            headers.setdefault("Content-Type", "application/json")
            body = io.BytesIO(body if isinstance(body, bytes) else json.dumps(body).encode())
        url = URL(f"http://127.0.0.1:{self.port}{path}", encoded=True)
        async with self.session.request(method, url, data=body, headers=headers) as answer:
            return Answered(answer.status, answer.headers, await answer.text())

    async def put(self, external_id: str = "12", **fields: Any) -> Answered:
        return await self.ask("PUT", f"/api/articles/{external_id}", a_record(**fields))

    async def get(self, external_id: str = "12") -> Answered:
        return await self.ask("GET", f"/api/articles/{external_id}")

    async def delete(self, external_id: str = "12") -> Answered:
        return await self.ask("DELETE", f"/api/articles/{external_id}")

    async def say(self, *parts: bytes, until: bytes) -> bytes:
        """What is answered to bytes of our own, sent part by part, up to these."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            async with asyncio.timeout(10):
                for part in parts:
                    writer.write(part)
                    await writer.drain()
                return await reader.readuntil(until)
        finally:
            writer.close()


def a_record(**fields: Any) -> dict[str, Any]:
    return {
        "headline": "Порт Роттердама відкрив зелений термінал",
        "section": "Світ",
        "published_at": "2023-05-10T15:00:00+03:00",
        "lead": "Перші кораблі без викидів причалять уже восени.",
        "body": ["Будівництво тривало чотири роки."],
        "revision": 1,
    } | fields


def an_app(database: Path | str, **settings: Any) -> App:
    tokens = {name: SecretStr(token) for name, token in TOKENS.items()}
    given = {"owner_ids": (OLENA,), "api_tokens": tokens} | settings
    return newsroom.an_app(database, system_clock, **given)


def vitals_of(app: App) -> Vitals:
    is_passing = app.inbox.is_passing
    return Vitals(app.storage.check, app.at_work.is_set, app.watch.health, app.answers, is_passing)


@asynccontextmanager
async def served(server: WebServer) -> AsyncIterator[Site]:
    async with server.listening() as port, aiohttp.ClientSession() as session:
        yield Site(port, session)
