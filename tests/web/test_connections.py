"""Who holds connections without asking anything, or without listening, gives way to others."""

import asyncio
import contextlib
import json
import logging
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import pytest

from bot.app import App
from bot.logs import set_up_logs
from bot.web.connections import ConnectionLimits
from bot.web.server import WebServer
from tests.web.site import TOKENS, Site, served, vitals_of

HALF_A_HEAD = b"GET /healthz HTTP/1.1\r\nHost: x\r\nA: "
WHOLE = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
HALF_A_BODY = (
    b"PUT /api/articles/12 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
    b"Content-Length: 100\r\n\r\n{" % TOKENS["site"].encode()
)


def a_server(app: App, limits: ConnectionLimits) -> WebServer:
    return WebServer(
        "0.0.0.0",  # noqa: S104 - callers come from several addresses
        0,
        submissions=app.submissions,
        tokens=TOKENS,
        vitals=vitals_of(app),
        limits=limits,
    )


@dataclass
class Caller:
    """One connection of somebody's, who sends what he likes."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def say(self, words: bytes) -> None:
        self.writer.write(words)
        await self.writer.drain()

    async def until_closed(self, within: float = 30) -> bytes:
        """All that is said before the other side hangs up."""
        said = b""
        async with asyncio.timeout(within):
            try:
                while piece := await self.reader.read(65_536):
                    said += piece
            except ConnectionError:
                pass
        return said

    async def status(self) -> bytes:
        async with asyncio.timeout(30):
            return (await self.reader.readuntil(b"\r\n")).split(b" ")[1]

    @property
    def is_open(self) -> bool:
        return not self.reader.at_eof() and self.reader.exception() is None


@dataclass
class Callers:
    port: int
    all: list[Caller] = field(default_factory=list)

    async def call(self, words: bytes = b"", address: str = "127.0.0.1") -> Caller:
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", self.port, local_addr=(address, 0)
        )
        caller = Caller(reader, writer)
        self.all.append(caller)
        await caller.say(words)
        return caller

    async def until(self, seen: Callable[[], bool]) -> None:
        async with asyncio.timeout(30):
            while not seen():  # noqa: ASYNC110 - a connection has no event
                await asyncio.sleep(0.02)

    def still_open(self) -> int:
        return sum(caller.is_open for caller in self.all)


@asynccontextmanager
async def callers_of(server: WebServer) -> AsyncIterator[Callers]:
    async with server.listening() as port:
        callers = Callers(port)
        try:
            yield callers
        finally:
            for caller in callers.all:
                caller.writer.transport.abort()


LONG = ConnectionLimits(head=60, body=60, answer=60)


async def test_very_many_half_sent_heads_keep_nobody_else_out(app: App) -> None:
    async with callers_of(a_server(app, LONG)) as callers:
        for _ in range(400):
            await callers.call(HALF_A_HEAD)
        await callers.until(lambda: callers.still_open() <= LONG.of_one_address)
        assert await (await callers.call(WHOLE)).status() == b"200"
        assert await (await callers.call(WHOLE, "127.0.0.2")).status() == b"200"


async def test_from_however_many_addresses_there_are_no_more_connections_than_may_be(
    app: App,
) -> None:
    limits = ConnectionLimits(head=60, connections=20, of_one_address=5)
    async with callers_of(a_server(app, limits)) as callers:
        for number in range(1, 41):
            for _ in range(3):
                await callers.call(HALF_A_HEAD, f"127.0.0.{number}")
        await callers.until(lambda: callers.still_open() <= 20)
        assert await (await callers.call(WHOLE, "127.0.1.1")).status() == b"200"


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [b"", b"G", HALF_A_HEAD, WHOLE, WHOLE + HALF_A_HEAD, b"\r\n"],
    ids=["nothing", "a letter", "half a head", "idle", "half a second head", "a line"],
)
async def test_who_asks_nothing_is_hung_up_on(app: App, words: bytes) -> None:
    async with callers_of(a_server(app, ConnectionLimits(head=0.3))) as callers:
        caller = await callers.call(words)
        assert (await caller.until_closed()).count(b" 200 ") == words.count(WHOLE)


async def drip(caller: Caller) -> None:
    while True:
        await caller.say(b"x")
        await asyncio.sleep(0.05)


async def test_a_head_that_drips_does_not_buy_time(app: App) -> None:
    async with callers_of(a_server(app, ConnectionLimits(head=0.3))) as callers:
        caller = await callers.call(HALF_A_HEAD)
        with pytest.raises(ConnectionError):
            await asyncio.wait_for(drip(caller), 30)


async def test_a_body_that_drips_does_not_buy_time(app: App) -> None:
    async with callers_of(a_server(app, ConnectionLimits(body=0.3))) as callers:
        caller = await callers.call(HALF_A_BODY)
        said = asyncio.ensure_future(caller.status())
        while not said.done():
            await caller.say(b" ")
            await asyncio.sleep(0.05)
        assert said.result() == b"408"


async def test_who_has_a_request_in_hand_is_not_sent_away_for_others(app: App) -> None:
    limits = ConnectionLimits(head=60, body=2, connections=3, of_one_address=3)
    async with callers_of(a_server(app, limits)) as callers:
        at_work = [await callers.call(HALF_A_BODY) for _ in range(3)]
        await asyncio.sleep(0.3)
        late = await callers.call(WHOLE)
        assert await late.until_closed() == b""
        for caller in at_work:
            assert await caller.status() == b"408"
        assert await (await callers.call(WHOLE)).status() == b"200"


async def test_one_address_does_not_take_the_places_of_others(app: App) -> None:
    limits = ConnectionLimits(head=60, body=60, connections=9, of_one_address=3)
    async with callers_of(a_server(app, limits)) as callers:
        for _ in range(9):
            await callers.call(HALF_A_BODY)
        assert await (await callers.call(WHOLE, "127.0.0.2")).status() == b"200"


STRANGERS = {
    "no token": b"PUT /api/articles/12 HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{",
    "a wrong token": HALF_A_BODY.replace(TOKENS["site"].encode(), b"another"),
    "chunks": (
        b"PUT /api/articles/12 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{"
    ),
    "a body for a question": WHOLE[:-2] + b"Content-Length: 100\r\n\r\n{",
    "a method that is none there": HALF_A_BODY.replace(b"PUT", b"POST"),
    "an address that is none": HALF_A_BODY.replace(b"/api/articles/12", b"/nowhere"),
}


@pytest.mark.slow
@pytest.mark.parametrize("words", STRANGERS.values(), ids=STRANGERS)
async def test_however_many_bodies_strangers_leave_half_sent_a_source_gets_through_at_once(
    app: App, words: bytes
) -> None:
    """Behind a proxy all of them are one address. Only who has a token keeps a place."""
    async with served(a_server(app, LONG)) as site:
        callers = Callers(site.port)
        for _ in range(LONG.of_one_address + 10):
            await callers.call(words)
        async with asyncio.timeout(30):
            assert (await site.put()).status == 201
        for caller in callers.all:
            caller.writer.transport.abort()


@pytest.mark.slow
async def test_however_many_questions_strangers_have_in_hand_a_source_gets_through_at_once(
    app: App,
) -> None:
    """A database that takes its time to say that it is well must not keep the newsroom out."""
    all_at_work = asyncio.Barrier(LONG.of_one_address + 1)

    async def never_well() -> None:
        await all_at_work.wait()
        await asyncio.Event().wait()

    vitals = replace(vitals_of(app), is_well=never_well)
    server = WebServer(
        "127.0.0.1", 0, submissions=app.submissions, tokens=TOKENS, vitals=vitals, limits=LONG
    )
    async with served(server) as site:
        callers = Callers(site.port)
        for _ in range(LONG.of_one_address):
            await callers.call(WHOLE)
        async with asyncio.timeout(30):
            await all_at_work.wait()
            assert (await site.put()).status == 201
        for caller in callers.all:
            caller.writer.transport.abort()


@asynccontextmanager
async def a_hard_of_hearing_one(port: int) -> AsyncIterator[socket.socket]:
    """A connection that takes in little at a time."""
    with socket.socket() as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        sock.settimeout(0)
        await asyncio.get_running_loop().sock_connect(sock, ("127.0.0.1", port))
        yield sock


async def ask_without_end(sock: socket.socket) -> None:
    asked = b"GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n" * 100
    while True:
        await asyncio.get_running_loop().sock_sendall(sock, asked)


async def heard(sock: socket.socket, pause: float = 0) -> bytes:
    """All that comes before the other side hangs up."""
    said = b""
    with contextlib.suppress(ConnectionError):
        while piece := await asyncio.get_running_loop().sock_recv(sock, 16_384):
            said += piece
            await asyncio.sleep(pause)
    return said


async def test_an_answer_that_nobody_reads_is_not_kept(app: App) -> None:
    limits = ConnectionLimits(head=60, answer=0.3)
    async with (
        callers_of(a_server(app, limits)) as callers,
        a_hard_of_hearing_one(callers.port) as sock,
    ):
        with pytest.raises((ConnectionError, TimeoutError)):
            await asyncio.wait_for(ask_without_end(sock), 3)
        await asyncio.wait_for(heard(sock), 30)


async def test_an_answer_that_is_read_slowly_arrives_whole(app: App) -> None:
    limits = ConnectionLimits(head=0.4, answer=60)
    async with served(a_server(app, limits)) as site:
        assert (await site.put(body=["х" * 20_000] * 8)).status == 201
        asked = (
            b"GET /api/articles/12 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
            b"Authorization: Bearer %s\r\n\r\n" % TOKENS["site"].encode()
        )
        async with a_hard_of_hearing_one(site.port) as sock:
            await asyncio.get_running_loop().sock_sendall(sock, asked)
            said = await asyncio.wait_for(heard(sock, pause=0.05), 60)
    assert said.count("х".encode()) == 160_000


@pytest.mark.slow
async def test_requests_one_after_another_keep_their_connection(app: App) -> None:
    async with callers_of(a_server(app, ConnectionLimits(head=3))) as callers:
        caller = await callers.call()
        for _ in range(4):
            await caller.say(WHOLE)
            said = await asyncio.wait_for(caller.reader.readuntil(b'{"status": "ok"}'), 30)
            assert said.startswith(b"HTTP/1.1 200 ")
            await asyncio.sleep(0.9)


# --- what the log says of it -----------------------------------------------------------------


@pytest.fixture
def logs_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


TOKEN = TOKENS["site"].encode()
MALFORMED = {
    "a sign in a header": b"GET / HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\x01\r\n\r\n",
    "a header without a name": b"GET / HTTP/1.1\r\nHost: x\r\n: Bearer %s\r\n\r\n",
    "a blank in a name": b"GET / HTTP/1.1\r\nHost: x\r\nAuthorization : Bearer %s\r\n\r\n",
    "a header that goes on": b"GET / HTTP/1.1\r\nHost: x\r\n Bearer %s\r\n\r\n",
    "a long header": b"GET / HTTP/1.1\r\nHost: x\r\nX: %s" + b"x" * 9_000 + b"\r\n\r\n",
    "many headers": b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X-%s: y\r\n" * 100 + b"\r\n",
    "a long address": b"GET /?%s" + b"x" * 9_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "a method of its own": b"%s / HTTP/1.1\r\nHost: x\r\n\r\n",
    "no version": b"GET /%s HTTX/1.1\r\nHost: x\r\n\r\n",
    "an address that is none": b"GET http://[%s/ HTTP/1.1\r\nHost: x\r\n\r\n",
    "two lengths": b"PUT /%s HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    "a length that is none": b"PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: %s\r\n\r\n",
    "a chunk that is none": (
        b"PUT /api/articles/1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer the-token-of-the-site"
        b"\r\nTransfer-Encoding: chunked\r\n\r\n%s\r\n"
    ),
    "a packing that is not taken": (
        b"PUT /%s HTTP/1.1\r\nHost: x\r\nContent-Encoding: br\r\nContent-Length: 2\r\n\r\nab"
    ),
    "another": b"GET /%s HTTP/1.1\r\nContent-Encoding: zstd\r\nContent-Length: 2\r\n\r\nab",
    "a broken packing": (
        b"PUT /%s HTTP/1.1\r\nHost: x\r\nContent-Encoding: deflate\r\nContent-Length: 2\r\n\r\nab"
    ),
    "no HTTP": b"\x16\x03\x01%s\r\n\r\n",
}


@pytest.mark.slow
@pytest.mark.usefixtures("logs_as_before")
@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize("kind", MALFORMED)
async def test_a_malformed_request_is_a_line_at_most_and_no_secret_is_in_it(
    app: App,
    capsys: pytest.CaptureFixture[str],
    kind: str,
    as_json: bool,  # noqa: FBT001
) -> None:
    set_up_logs(as_json=as_json, secrets=app.settings.secrets)
    words = MALFORMED[kind].replace(b"%s", TOKEN)
    async with callers_of(app.web_server(0)) as callers:
        caller = await callers.call(words)
        head, _, body = (await caller.until_closed()).partition(b"\r\n\r\n")
        assert head.split(b" ")[1] == b"400"
        assert b"Content-Type: application/problem+json" in head
        assert json.loads(body)["code"] == "bad_request"
        assert await (await callers.call(WHOLE)).status() == b"200"
    said = capsys.readouterr().err
    assert TOKEN.decode()[:8] not in said
    assert len(said.splitlines()) <= 1


async def test_a_site_is_served_within_the_usual_limits(site: Site) -> None:
    told = await asyncio.gather(*(site.ask("GET", "/healthz") for _ in range(50)))
    assert {one.status for one in told} == {200}
