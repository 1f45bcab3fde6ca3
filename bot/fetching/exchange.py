"""One request and its answer over one connection: read in small pieces, each counted.

aiohttp's client reads informational answers, heads and chunks as fast as they come, without a
limit on them or a pause between: a site could keep the whole bot from its work. Here whoever reads
asks for the next piece, and everybody else has a turn before it.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

import httptools

from bot.fetching.bounds import LONGEST_HEAD, MOST_INFORMATIONAL

_PIECE = 8_192  # bytes; takes a millisecond at most, whatever it holds
BUFFER = 32_768  # bytes; a site that sends more is made to wait
_INFORMATIONAL = range(100, 200)


class BrokenAnswerError(Exception):
    """It is no HTTP, breaks off, or has no end of heads."""


class LongAnswerError(Exception):
    """More came over the line than may."""


@dataclass(slots=True)
class Allowance:
    """How many bytes may still come over the line."""

    left: int

    def take(self, count: int) -> None:
        """Raises `LongAnswerError` where that is too many."""
        self.left -= count
        if self.left < 0:
            raise LongAnswerError


class HttpAnswer:
    """An answer as far as it has been read. Names of headers are in small letters."""

    def __init__(self, reader: asyncio.StreamReader, allowance: Allowance) -> None:
        self._reader = reader
        self._allowance = allowance
        self._parser = httptools.HttpResponseParser(self)
        # What sites get wrong, and browsers forgive.
        self._parser.set_dangerous_leniencies(
            lenient_headers=True,
            lenient_optional_cr_before_lf=True,
            lenient_spaces_after_chunk_size=True,
        )
        self._informational = 0
        self._has_head = False
        self.is_whole = False  # all came that the answer had told of
        self._body = bytearray()  # what has come and was not taken yet
        self.status = 0
        self.headers: list[tuple[str, str]] = []

    def header(self, name: str) -> str | None:
        return next((value for known, value in self.headers if known == name), None)

    async def read_head(self) -> None:
        """Read up to the body. Raises as `_read` does."""
        came = 0
        while not self._has_head:
            came += await self._read()
            if self._has_head:
                return
            if came > LONGEST_HEAD or self._informational > MOST_INFORMATIONAL:
                raise BrokenAnswerError

    async def body(self) -> AsyncIterator[bytes]:
        """The body without the marks of chunks. Raises as `_read` does."""
        while True:
            if self._body:
                part, self._body = bytes(self._body), bytearray()
                yield part
            if self.is_whole:
                return
            if not await self._read():
                return

    async def _read(self) -> int:
        """Read a piece; how many bytes it had, 0 where the body ends with the connection.

        Raises `BrokenAnswerError`, `LongAnswerError`, `OSError`.
        """
        await asyncio.sleep(0)  # what has come already is read without waiting
        piece = await self._reader.read(_PIECE)
        self._allowance.take(len(piece))
        if not piece and not self._ends_with_the_connection():
            raise BrokenAnswerError
        try:
            self._parser.feed_data(piece)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            if not self.is_whole:  # what is behind the answer is none of ours
                raise BrokenAnswerError from None
        return len(piece)

    def _ends_with_the_connection(self) -> bool:
        told = self.header("content-length") or self.header("transfer-encoding")
        return self._has_head and told is None

    # --- the parser's calls ---

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self._has_head:  # what comes later is said behind the body, or in another answer
            read = name.decode("ascii", "replace").lower()
            self.headers.append((read, value.decode("utf-8", "surrogateescape")))

    def on_headers_complete(self) -> None:
        if self._has_head:
            return
        self.status = self._parser.get_status_code()
        if self.status in _INFORMATIONAL:
            self._informational += 1
            self.headers.clear()
        else:
            self._has_head = True

    def on_body(self, part: bytes) -> None:
        if not self.is_whole:
            self._body += part

    def on_message_complete(self) -> None:
        self.is_whole = self._has_head


@contextlib.asynccontextmanager
async def asked(
    streams: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    request: bytes,
    allowance: Allowance,
) -> AsyncIterator[HttpAnswer]:
    """Send the request; its answer up to the body. The connection is closed at the end."""
    reader, writer = streams
    try:
        writer.write(request)
        answer = HttpAnswer(reader, allowance)
        await answer.read_head()
        yield answer
    finally:
        writer.transport.abort()  # nobody waits for a site to say goodbye


def a_request(target: str, host: str, headers: Iterable[tuple[str, str]]) -> bytes:
    """A GET. What could not stand in a head is left out."""
    lines = [f"GET {target} HTTP/1.1", f"Host: {host}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers if value.isprintable()]
    return "\r\n".join([*lines, "", ""]).encode("utf-8")
