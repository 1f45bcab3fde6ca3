"""HTTP/1.1 by hand: keep-alive, pipelining, and answers that leave in the order of requests."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import cast

_LARGEST_HEAD = 64 * 1024
_LARGEST_BODY = 8 * 1024 * 1024
_END = b"\r\n\r\n"
_LENGTH = b"\r\ncontent-length:"
_HEAD = b"HTTP/1.1 %b\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
_REASONS = {
    200: b"200 OK",
    400: b"400 Bad Request",
    401: b"401 Unauthorized",
    403: b"403 Forbidden",
    404: b"404 Not Found",
    409: b"409 Conflict",
    429: b"429 Too Many Requests",
    500: b"500 Internal Server Error",
}


class Exchange:
    """One request that waits for its answer."""

    __slots__ = ("_connection", "closes", "written")

    def __init__(self, connection: "RapidConnection") -> None:
        self._connection = connection
        self.written: bytes | None = None
        self.closes = False

    @property
    def is_open(self) -> bool:
        """Whether anybody still waits for the answer."""
        return self._connection.is_open

    def answer(self, status: int, body: bytes) -> None:
        reason = _REASONS.get(status) or b"%d Refused" % status
        self.written = _HEAD % (reason, len(body), body)
        self._connection.flush()

    def drop(self) -> None:
        """Close the connection without an answer."""
        self.written = b""
        self.closes = True
        self._connection.flush()


Handle = Callable[[bytes, bytes, bytes, Exchange], None]
"""Takes the target, the head in small letters, the body, and where the answer goes."""


class RapidConnection(asyncio.Protocol):
    def __init__(self, handle: Handle) -> None:
        self._handle = handle
        self._unread = b""
        self._exchanges: deque[Exchange] = deque()
        self._transport: asyncio.Transport | None = None

    @property
    def is_open(self) -> bool:
        return self._transport is not None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # No isinstance: a transport of uvloop has all of asyncio.Transport but the name.
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        self._transport = None
        self._exchanges.clear()

    def data_received(self, data: bytes) -> None:
        """Take every whole request; what is left waits for more."""
        unread = self._unread + data if self._unread else data
        start = 0
        while (end := unread.find(_END, start)) >= 0:
            line, _, _ = unread[start:end].partition(b"\r\n")
            head = unread[start : end + 2].lower()
            stop = end + 4 + _body_length(head)
            if len(unread) < stop or stop - end > _LARGEST_BODY:
                break
            exchange = Exchange(self)
            self._exchanges.append(exchange)
            self._handle(line.split(b" ")[1], head, unread[end + 4 : stop], exchange)
            start = stop
        self._unread = unread[start:]
        if len(self._unread) > _LARGEST_BODY or (len(unread) > _LARGEST_HEAD and end < 0):
            self._close()

    def flush(self) -> None:
        """Write the answers that are ready, up to the first that is not."""
        while self._exchanges and self._exchanges[0].written is not None:
            exchange = self._exchanges.popleft()
            if self._transport is None:
                return
            if exchange.closes:
                self._close()
                return
            self._transport.write(exchange.written or b"")

    def _close(self) -> None:
        if self._transport is not None:
            self._transport.close()


def _body_length(head: bytes) -> int:
    """The stated length; a request without one has no body."""
    at = head.find(_LENGTH)
    if at < 0:
        return 0
    stop = head.find(b"\r", at + len(_LENGTH))
    return int(head[at + len(_LENGTH) : stop])
