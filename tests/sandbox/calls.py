"""The bot's side of the sandbox tests: plain calls over HTTP, as any bot makes them."""

from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.sandbox.sandbox_server import Sandbox


@dataclass
class Bot:
    sandbox: Sandbox
    session: aiohttp.ClientSession

    async def answer(self, method: str, **params: Any) -> dict[str, Any]:
        """The whole answer, with the HTTP status checked against it."""
        url = f"{self.sandbox.address}/bot{self.sandbox.token}/{method}"
        async with self.session.post(url, json=params) as response:
            body: dict[str, Any] = await response.json()
            assert response.status == body.get("error_code", 200)
            return body

    async def call(self, method: str, **params: Any) -> Any:
        """The result of a call that must succeed."""
        body = await self.answer(method, **params)
        assert body["ok"], body
        return body["result"]

    async def refused(self, method: str, **params: Any) -> str:
        """The words of a call that must be refused."""
        body = await self.answer(method, **params)
        assert not body["ok"], body
        return str(body["description"])

    async def send(self, chat_id: int | str, text: str, **params: Any) -> dict[str, Any]:
        message: dict[str, Any] = await self.call(
            "sendMessage", chat_id=chat_id, text=text, **params
        )
        return message

    async def updates(self, **params: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = await self.call("getUpdates", **params)
        return found


async def control(bot: Bot, path: str, **body: Any) -> dict[str, Any]:
    """A deed over HTTP, as the page and stories from outside do it."""
    async with bot.session.post(f"{bot.sandbox.address}/sandbox/{path}", json=body) as response:
        answer: dict[str, Any] = await response.json()
        return answer
