"""Surfaces on the line: what sources send to our server, and what sites answer our requests."""

import asyncio
import gzip
import json
import logging
import zlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any, Final

import aiohttp
from aiohttp.http_exceptions import HttpProcessingError
from sqlalchemy.exc import DBAPIError

from bot.domain.errors import RefusedError
from bot.fetching import Bounds, Fetcher
from tests.builders import migrated
from tests.fuzz.breeding import ODD, Breeder
from tests.fuzz.keeping import a_database
from tests.fuzz.surface import Surface, Take
from tests.sites import a_site
from tests.web.site import TOKENS, a_record, an_app

_TOKEN: Final = f"Authorization: Bearer {TOKENS['site']}"
_ANSWERED: Final = {
    200,
    201,
    400,
    401,
    404,
    405,
    408,
    409,
    411,
    413,
    414,
    415,
    417,
    422,
    431,
    501,
    505,
}
_WAIT: Final = 0.05  # seconds for an answer to what may have none
_HEAD_SIGNS: Final = (
    "PUT ", "GET ", "DELETE ", "POST ", "PRI * ", "/api/articles/1", "/healthz", "/openapi.json",
    " HTTP/1.1", " HTTP/1.0", " HTTP/2.0", "\r\n", "\n", "\r", "\r\n\r\n", "Host: x", _TOKEN,
    "Authorization: ", "Bearer ", "Content-Length: 2", "Content-Length: -1",
    "Content-Length: 99999999999999999999", "Content-Type: ", "application/json",
    "Transfer-Encoding: chunked", "Transfer-Encoding: gzip", "Expect: 100-continue",
    "Content-Encoding: gzip", "Content-Encoding: br", "Connection: close", "Connection: upgrade",
    "Upgrade: websocket", "{}", "0\r\n\r\n", "ffffffff\r\n", "5;x=1\r\n", ": ", ":", " ", "\t",
    "%", "%zz", "%00", "?", "#", "//", "/../", "\x00", "\x80", "Cookie: a=b", "X: " + "y" * 9000,
)  # fmt: skip
_ANSWER_SIGNS: Final = (
    "HTTP/1.1 200 OK", "HTTP/1.1 301 Moved", "HTTP/1.1 100 Continue", "HTTP/1.1 304 No",
    "HTTP/1.1 999 ", "HTTP/0.9 200", "HTTP/1.1 abc", "\r\n", "\n", "\r\n\r\n",
    "Content-Length: 5", "Content-Length: x", "Content-Length: 99999999999",
    "Transfer-Encoding: chunked", "5\r\nhello\r\n", "0\r\n\r\n", "ff\r\n",
    "Content-Encoding: gzip", "Content-Encoding: deflate", "Content-Encoding: br",
    "Content-Encoding: x", "Location: /news", "Location: http://[::1", "Location: //",
    "Location: http://127.0.0.1:1/", "Location: ", "Location: javascript:x",
    "Content-Type: text/html; charset=", "Set-Cookie: a=b", "Retry-After: soon", 'ETag: "',
    "Last-Modified: yesterday", "<html>", "x" * 9000, ": ", "\x00", "\x80",
)  # fmt: skip
_HONEST_REQUEST: Final = (
    f"PUT /api/articles/12 HTTP/1.1\r\nHost: x\r\n{_TOKEN}\r\nContent-Type: application/json\r\n"
    "Content-Length: 31\r\n\r\n"
    '{"headline": "A", "revision":1}'
)
_HONEST_ANSWER: Final = (
    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 12\r\n\r\n<p>Текст</p>"
)


# --- articles over HTTP -----------------------------------------------------------------------


def _draw_head(breeder: Breeder) -> bytes:
    if breeder.chance(0.3):
        return breeder.spoilt(_HONEST_REQUEST.encode())
    text = breeder.text([_HONEST_REQUEST], (*_HEAD_SIGNS, *ODD))
    return text.encode("utf-8", "surrogatepass")


def _draw_record(breeder: Breeder) -> bytes:
    record = a_record(
        author="Іван",
        captions=["Фото"],
        tags=["порт"],
        related=[{"headline": "Інше", "date_text": "вчора"}],
        images=[{"url": "https://e.com/1.jpg", "caption": "Порт"}],
        link="https://example.org/1",
        revision=breeder.random.choice((1, 2, 2**53 - 1)),
        publish=breeder.chance(0.3),
        language="uk",
    )
    body = json.dumps(breeder.changed(record, breeder.random.randint(1, 4))).encode()
    return breeder.spoilt(body) if breeder.chance(0.3) else body


@asynccontextmanager
async def _server() -> AsyncIterator[int]:
    """Our server on a database of its own; its port."""
    with a_database() as database:
        async with migrated(database):
            pass
        app = an_app(database)
        try:
            async with app.web_server(0).listening() as port:
                yield port
        finally:
            await app.close()


@asynccontextmanager
async def _heads() -> AsyncIterator[Take]:
    """Raw bytes on the socket; after them the server answers others as before."""
    async with _server() as port, aiohttp.ClientSession() as session:

        async def take(data: bytes) -> None:
            # aiohttp tells of each request that is none; our log makes a short line of it.
            with no_errors_logged(forgiven=(HttpProcessingError,)):
                await _say(port, data)
                await _is_well(session, port)

        yield take


async def _say(port: int, data: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        with suppress(ConnectionError, TimeoutError):
            async with asyncio.timeout(_WAIT):
                writer.write(data)
                await writer.drain()
                writer.write_eof()
                answer = await reader.read()
                if answer.startswith(b"HTTP/"):
                    status = int(answer.split(b" ", 2)[1])
                    assert status in _ANSWERED, answer[:200]
                assert b"Traceback" not in answer
    finally:
        writer.close()


async def _is_well(session: aiohttp.ClientSession, port: int) -> None:
    async with session.get(f"http://127.0.0.1:{port}/healthz") as answer:
        assert answer.status == 200


@asynccontextmanager
async def _records() -> AsyncIterator[Take]:
    async with _server() as port, aiohttp.ClientSession() as session:
        numbers = iter(range(10**9))
        headers = {"Authorization": f"Bearer {TOKENS['site']}", "Content-Type": "application/json"}

        async def take(data: bytes) -> None:
            url = f"http://127.0.0.1:{port}/api/articles/{next(numbers) % 50}"
            with no_errors_logged():
                async with session.put(url, data=data, headers=headers) as answer:
                    told = await answer.text()
            assert answer.status in _ANSWERED, told
            json.loads(told)

        yield take


# --- what sites answer ------------------------------------------------------------------------


def _draw_answer(breeder: Breeder) -> bytes:
    if breeder.chance(0.4):
        return _packed_answer(breeder)
    if breeder.chance(0.3):
        return breeder.spoilt(_HONEST_ANSWER.encode())
    text = breeder.text([_HONEST_ANSWER], (*_ANSWER_SIGNS, *ODD))
    return text.encode("utf-8", "surrogatepass")


def _packed_answer(breeder: Breeder) -> bytes:
    """A packed body: whole, spoilt, in members, with more behind its end, much out of little."""
    text = breeder.text(["<p>Текст новини.</p>"], ["a" * 999, "<p>", "\0" * 9999]).encode(
        "utf-8", "replace"
    )
    encoding, pack = breeder.one(
        (("gzip", gzip.compress), ("deflate", zlib.compress), ("", gzip.compress))
    )
    body = pack(text) * breeder.random.choice((1, 1, 2, 50))
    if breeder.chance(0.3):
        body += breeder.random.choice((b"\0", b"x", gzip.compress(b""))) * 2000
    if breeder.chance(0.4):
        body = breeder.spoilt(body)
    length = f"Content-Length: {len(body)}\r\n" if breeder.chance(0.5) else ""
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\n{length}\r\n"
    return head.encode() + bytes(body)


@asynccontextmanager
async def _sites() -> AsyncIterator[Take]:
    """A site that answers so; the fetcher brings something, or says what was wrong."""
    answer = b""

    async def say(writer: asyncio.StreamWriter) -> None:
        writer.write(answer)

    async with a_site(say) as site:
        own = ("127.0.0.1", "::1")
        fetcher = Fetcher(
            lambda address: str(address) in own, Bounds(seconds=2, size=200_000, ports=None)
        )

        async def take(data: bytes) -> None:
            nonlocal answer
            answer = data
            for fetch in (fetcher.fetch, fetcher.fetch_page):
                with suppress(RefusedError):
                    came = await fetch(site.at())
                    assert len(came.data) <= 200_000

        yield take


# --- the log ----------------------------------------------------------------------------------


class _Errors(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def raise_first(self, forgiven: tuple[type[BaseException], ...]) -> None:
        for record in self.records:
            fault: Any = record.exc_info[1] if record.exc_info else None
            if not isinstance(_first_cause(fault), forgiven):
                raise fault or AssertionError(f"logged: {record.getMessage()}")


def _first_cause(fault: Any) -> Any:
    """A number beyond 64 bits is SQLite's driver's own fault, and the cause of PostgreSQL's."""
    if isinstance(fault, DBAPIError):
        while fault.__cause__ is not None:
            fault = fault.__cause__
    return fault


@contextmanager
def no_errors_logged(*, forgiven: tuple[type[BaseException], ...] = ()) -> Iterator[None]:
    """Raises what was logged as an error; `forgiven` are the faults of the input itself."""
    errors = _Errors()
    root = logging.getLogger()
    root.addHandler(errors)
    try:
        yield
    finally:
        root.removeHandler(errors)
        errors.raise_first(forgiven)


SURFACES: Final = (
    Surface("heads of requests", _draw_head, _heads, share=35, few=25),
    Surface("article records", _draw_record, _records, share=35, few=40),
    Surface("sites' answers", _draw_answer, _sites, share=30, few=40),
)
