"""HTTP to one server: each request is written once; without an answer it is known if it has left.

aiohttp's client takes some 0.08 ms of a core for each request, which is most of what a message
costs (docs/benchmarks.md). A Bot API server is always the same address and the answers are small,
so that a connection is little more than httptools' parser.
"""

import asyncio
import os
import ssl
from collections import Counter
from collections.abc import Callable
from types import TracebackType
from typing import Self, cast
from urllib.parse import urlsplit

import httptools

from bot.delivery.uploads import Form
from bot.domain.clock import awake_or_asleep

_CONNECT_WITHIN = 10.0  # seconds
_STALE = 15.0  # seconds; a server may close an idle connection just when a request leaves
_LONGEST_ANSWER = 16 * 1024 * 1024  # bytes
_BOUNDS = (b"content-length", b"transfer-encoding")


class NotConnectedError(Exception):
    """The request has surely not left."""


class ConnectionBrokenError(Exception):
    """The line broke or was silent for too long: the request may have arrived."""


Done = Callable[[int, bytes, Exception | None], None]
"""Takes an answer's status and body, or else what went wrong; it raises nothing."""


class HttpTransport:
    """Connections to the server at `address`, as many as there are requests under way."""

    def __init__(
        self,
        address: str,
        may_send: Callable[[], bool] = lambda: True,
        answers: Counter[int] | None = None,
    ) -> None:
        """`may_send` is asked at the last moment: this process may have been paused before.

        `answers` counts those of each status, and under 0 the requests that got none.
        """
        self._may_send = may_send
        self._answers: Counter[int] = Counter() if answers is None else answers
        url = urlsplit(address)
        self._tls = ssl.create_default_context() if url.scheme == "https" else None
        self._host = url.hostname or ""
        self._port = url.port or (443 if self._tls else 80)
        self._path = url.path.rstrip("/")
        self._rest = f" HTTP/1.1\r\nHost: {url.netloc.rpartition('@')[2]}\r\nAccept: */*\r\n"
        self._heads: dict[str, bytes] = {}
        self._idle: list[_Connection] = []
        self._open: set[_Connection] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection; requests that are under way break."""
        for connection in list(self._open):
            connection.end()

    async def post(self, path: str, body: bytes, within: float) -> tuple[int, bytes]:
        """POST JSON; the answer's status and body. `within` is seconds, once it has left.

        Raises `NotConnectedError` and `ConnectionBrokenError`.
        """
        return await self._ask(self._request(path, body), within)

    async def post_form(self, path: str, form: Form, within: float) -> tuple[int, bytes]:
        """POST files; else as `post`."""
        kind = f"multipart/form-data; boundary={form.boundary}"
        head = f"POST {self._path}/{path}{self._rest}Content-Type: {kind}\r\nContent-Length: "
        request = b"%b%d\r\n\r\n%b" % (head.encode(), len(form.body), form.body)
        return await self._ask(request, within)

    def post_at_once(self, path: str, body: bytes, within: float, done: Done) -> bool:
        """POST JSON over a connection that is open, if one is: `done` is called with the answer.

        It costs half of what a wait for it does.
        """
        connection = self._take_idle() if self._may_send() else None
        if connection is None:
            return False
        connection.ask(self._request(path, body), within, done)
        return True

    async def get(self, path: str, within: float) -> tuple[int, bytes]:
        """GET what stands there; else as `post`."""
        return await self._ask(f"GET {self._path}/{path}{self._rest}\r\n".encode(), within)

    async def _ask(self, request: bytes, within: float) -> tuple[int, bytes]:
        connection = self._take_idle() or await self._connect()
        if not self._may_send():
            connection.end()
            raise NotConnectedError("this process does not count as alive")
        answer: asyncio.Future[tuple[int, bytes]] = asyncio.get_running_loop().create_future()

        def done(status: int, body: bytes, error: Exception | None) -> None:
            if answer.done():
                return
            if error is None:
                answer.set_result((status, body))
            else:
                answer.set_exception(error)

        connection.ask(request, within, done)
        try:
            return await answer
        except asyncio.CancelledError:
            connection.end()
            raise

    def _request(self, path: str, body: bytes) -> bytes:
        return b"%b%d\r\n\r\n%b" % (self._head(path), len(body), body)

    def _head(self, path: str) -> bytes:
        head = self._heads.get(path)
        if head is None:
            rest = f"{self._rest}Content-Type: application/json\r\nContent-Length: "
            head = self._heads[path] = f"POST {self._path}/{path}{rest}".encode()
        return head

    def _take_idle(self) -> "_Connection | None":
        """The connection that was used last; those that nobody needs grow stale and are closed."""
        idle = self._idle
        while idle and idle[0].is_stale():
            idle.pop(0).end()
        return idle.pop() if idle else None

    async def _connect(self) -> "_Connection":
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(_CONNECT_WITHIN):
                _, connection = await loop.create_connection(
                    lambda: _Connection(loop, self._idle, self._open, self._answers),
                    self._host,
                    self._port,
                    ssl=self._tls,
                )
        except TimeoutError:
            raise NotConnectedError("timed out") from None
        except (OSError, UnicodeError) as error:  # a name that no name server would take
            words = error.strerror if isinstance(error, OSError) else None
            if isinstance(error, ConnectionError) and error.errno:
                words = os.strerror(error.errno)  # asyncio's own words hold a Python tuple
            raise NotConnectedError(words or type(error).__name__) from None
        return connection


class _Connection(asyncio.Protocol):
    """One request at a time; `idle` is where it goes in between."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        idle: "list[_Connection]",
        all_open: "set[_Connection]",
        answers: Counter[int],
    ) -> None:
        self._loop = loop
        self._idle = idle
        self._open = all_open
        self._answers = answers
        self._parser = httptools.HttpResponseParser(self)
        self._transport: asyncio.Transport | None = None
        self._done: Done | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._body = bytearray()
        self._told = False  # the head of the answer has come
        self._bounded = False  # and says where its body ends
        self._idle_since = 0.0

    def ask(self, request: bytes, within: float, done: Done) -> None:
        self._done = done
        self._body, self._told, self._bounded = bytearray(), False, False
        if self._transport is None or self._transport.is_closing():
            self._fail(NotConnectedError("closed in the meantime"))
        else:
            self._timer = self._loop.call_later(within, self._give_up)
            self._transport.write(request)

    def is_stale(self) -> bool:
        return awake_or_asleep() - self._idle_since > _STALE

    def end(self) -> None:
        """Close at once: what is under way is not to be mixed up with what follows."""
        if self._transport:
            self._transport.abort()
        self._fail(ConnectionBrokenError("closed"))

    # --- the event loop's calls ---

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is none by its class
        self._open.add(self)

    def data_received(self, data: bytes) -> None:
        if self._done is None:  # nobody asked
            self.end()
            return
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError as error:
            self._fail(ConnectionBrokenError(f"not HTTP: {type(error).__name__}"))
            self.end()

    def connection_lost(self, error: Exception | None) -> None:
        self._transport = None
        self._open.discard(self)
        if self in self._idle:
            self._idle.remove(self)
        # An answer without a length ends with the connection; one with a length was cut off.
        if self._told and error is None and not self._bounded:
            self._settle()
        self._fail(ConnectionBrokenError(type(error).__name__ if error else "disconnected"))

    # --- the parser's calls ---

    def on_message_begin(self) -> None:
        if self._done is None:  # more than was asked for
            self.end()

    def on_header(self, name: bytes, value: bytes) -> None:  # noqa: ARG002 - the parser's call
        if name.lower() in _BOUNDS:
            self._bounded = True

    def on_headers_complete(self) -> None:
        self._told = True

    def on_body(self, part: bytes) -> None:
        self._body += part
        if len(self._body) > _LONGEST_ANSWER:
            self._fail(ConnectionBrokenError("an answer without an end"))
            self.end()

    def on_message_complete(self) -> None:
        if self._done is None or self._transport is None:
            return
        if self._parser.get_status_code() < 200:  # noqa: PLR2004 - HTTP's own: more follows
            self._told = self._bounded = False
            return
        keep = self._parser.should_keep_alive()
        self._settle()
        if keep and not self._transport.is_closing():
            self._idle_since = awake_or_asleep()
            self._idle.append(self)
        else:
            self.end()

    # --- the answer ---

    def _settle(self) -> None:
        if done := self._take_done():
            status = self._parser.get_status_code()
            self._answers[status] += 1
            done(status, bytes(self._body), None)

    def _give_up(self) -> None:
        self._fail(ConnectionBrokenError("timed out"))
        self.end()

    def _fail(self, error: Exception) -> None:
        if done := self._take_done():
            self._answers[0] += 1
            done(0, b"", error)

    def _take_done(self) -> Done | None:
        if self._timer:
            self._timer.cancel()
            self._timer = None
        done, self._done = self._done, None
        return done
