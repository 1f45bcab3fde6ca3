"""Brings updates to the bot's webhook: many side by side, of one chat or person one by one."""

import asyncio
from collections.abc import Callable
from urllib.parse import urlsplit

import orjson

from bot.sandbox.rapid.rapid_updates import Updates
from bot.sandbox.refusals import Json
from bot.sandbox.update_queue import line_of

_AGAIN_AFTER = 0.1  # seconds
_WITHIN = 60.0  # seconds for an answer
_TAKEN = range(200, 300)
_SECRET = b"X-Telegram-Bot-Api-Secret-Token: %b\r\n"
_REQUEST = (
    b"POST %b HTTP/1.1\r\nHost: %b\r\nContent-Type: application/json\r\n%bContent-Length: %d"
    b"\r\n\r\n%b"
)

CallBack = Callable[[str, Json], None]


class RapidWebhook:
    """`call` carries out the method that the bot may name in its answer."""

    def __init__(self, updates: Updates, call: CallBack) -> None:
        self._updates = updates
        self._call = call
        self._busy: set[object] = set()  # lines with a request under way
        self.url = ""
        self._secret = b""
        self._most = 0
        self._changed = asyncio.Event()

    def set(self, url: str, secret: str, most: int) -> None:
        """From now on updates go there; an empty address: nowhere."""
        self.url, self._most = url, most
        self._secret = _SECRET % secret.encode() if secret else b""
        self._changed.set()

    async def run(self) -> None:
        """Bring what waits, for ever."""
        while True:
            self._changed.clear()
            async with asyncio.TaskGroup() as group:
                bringing = [
                    group.create_task(self._bring_all(self.url, self._secret))
                    for _ in range(self._most if self.url else 0)
                ]
                await self._changed.wait()
                for task in bringing:
                    task.cancel()
            self._busy.clear()

    async def _bring_all(self, url: str, secret: bytes) -> None:
        """One request after another, over one connection while it lasts."""
        place = urlsplit(url)
        host, path = place.netloc.encode(), place.path.encode() or b"/"
        while True:
            try:
                read, write = await asyncio.open_connection(place.hostname, place.port or 80)
            except OSError:
                await asyncio.sleep(_AGAIN_AFTER)
                continue
            try:
                while True:
                    update = await self._updates.next_but(self._busy)
                    await self._bring(update, host, path, secret, read, write)
            except (OSError, EOFError, ValueError, TimeoutError):
                await asyncio.sleep(_AGAIN_AFTER)
            finally:
                write.close()

    async def _bring(  # noqa: PLR0917 - what a request is made of
        self,
        update: Json,
        host: bytes,
        path: bytes,
        secret: bytes,
        read: asyncio.StreamReader,
        write: asyncio.StreamWriter,
    ) -> None:
        line = line_of(update)
        self._busy.add(line)
        try:
            body = orjson.dumps(update)
            write.write(_REQUEST % (path, host, secret, len(body), body))
            async with asyncio.timeout(_WITHIN):
                status, answer = await _answer(read)
            if status not in _TAKEN:
                await asyncio.sleep(_AGAIN_AFTER)
                return
            self._updates.confirm(update)
            if answer:
                self._carry_out(orjson.loads(answer))
        finally:
            self._busy.discard(line)
            self._updates.ring()

    def _carry_out(self, given: object) -> None:
        if isinstance(given, dict) and isinstance(method := given.pop("method", None), str):
            self._call(method, given)


async def _answer(read: asyncio.StreamReader) -> tuple[int, bytes]:
    """Its status and body; one without a length is none of a bot that keeps its connection."""
    head = (await read.readuntil(b"\r\n\r\n")).lower()
    status = int(head.split(b" ", 2)[1])
    _, found, rest = head.partition(b"content-length:")
    return status, await read.readexactly(int(rest.split(b"\r\n", 1)[0])) if found else b""
