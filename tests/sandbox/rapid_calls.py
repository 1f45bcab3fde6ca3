"""The bot's and the test's side of the rapid server, in one event loop with it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.sandbox.rapid.rapid_server import Options, Rapid

READER, OTHER_READER, CHANNEL, OTHER_CHANNEL = 2001, 2002, -1001, -1002
TEXT = "🌍 <b>Порт Роттердама</b> відкрив термінал &amp; причали"


@dataclass(frozen=True, slots=True)
class Client:
    """Calls over HTTP; `status` and `body` of an answer are a pair."""

    session: aiohttp.ClientSession
    address: str
    token: str

    async def call(self, method: str, **given: Any) -> tuple[int, dict[str, Any]]:
        return await self._post(f"/bot{self.token}/{method}", given)

    async def send(self, chat_id: int, text: str = TEXT, **given: Any) -> int:
        """Send what must be accepted; the message's id."""
        status, body = await self.call(
            "sendMessage", chat_id=chat_id, text=text, parse_mode="HTML", **given
        )
        assert status == 200, body
        message_id: int = body["result"]["message_id"]
        assert body["result"]["chat"]["id"] == chat_id
        return message_id

    async def count(self, window: float = 60) -> dict[str, Any]:
        url = f"{self.address}/rapid/count"
        async with self.session.get(url, params={"window": window}) as response:
            counted: dict[str, Any] = await response.json()
            return counted

    async def control(self, path: str, given: object = None, **asked: Any) -> dict[str, Any]:
        url = f"{self.address}/rapid/{path}"
        async with self.session.post(url, json=given or {}, params=asked) as response:
            answer: dict[str, Any] = await response.json()
            return answer

    async def _post(self, path: str, given: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        async with self.session.post(self.address + path, json=given) as response:
            return response.status, await response.json()


@asynccontextmanager
async def rapid(**options: Any) -> AsyncIterator[Client]:
    """A rapid server on a free port, and a client of it."""
    chosen = Options(**options)
    telegram = Rapid(chosen)
    server = await telegram.listen("127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
        bringing = group.create_task(telegram.bring_updates())
        yield Client(session, f"http://127.0.0.1:{port}", chosen.token)
        bringing.cancel()
    server.close()
    await server.wait_closed()
