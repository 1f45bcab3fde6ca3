"""The line to the stand-in for Telegram: what the demonstration's people do and see, over HTTP."""

from collections.abc import Mapping
from typing import Any

import aiohttp


class StoryStuckError(Exception):
    """The bot did not do what the story waits for; the words say what."""


class SandboxLine:
    """`address` is the stand-in's, as `Sandbox.address` has it."""

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self._session = session
        self._address = address

    async def state(self) -> Mapping[str, Any]:
        """Everything that there is to see."""
        async with self._session.get(f"{self._address}/sandbox/state") as response:
            state: Mapping[str, Any] = await response.json()
            return state

    async def do(self, what: str, **details: object) -> None:
        """Raises `StoryStuckError` with the stand-in's words where it cannot be done."""
        address = f"{self._address}/sandbox/{what}"
        async with self._session.post(address, json=details) as response:
            if response.status != 200:  # noqa: PLR2004 - HTTP's OK
                raise StoryStuckError(f"{what}: {await response.text()}")
