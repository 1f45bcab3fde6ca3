"""HTTP to one server: answers of every shape, and what is known of a request that fared badly."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
import uvloop

from bot.delivery.http_transport import ConnectionBrokenError, HttpTransport, NotConnectedError

Loop = Callable[[], asyncio.AbstractEventLoop]
Story = Callable[[], Awaitable[None]]
FINE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@dataclass
class Server:
    """Gives each request the next of its answers; None hangs up, a float waits."""

    answers: list[bytes | float | None]
    connections: int = 0
    requests: list[bytes] = field(default_factory=list)
    address: str = ""
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while await self._answer(reader, writer):
                pass
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.split(b"Content-Length: ")[1].split(b"\r\n")[0])
        self.requests.append(head + await reader.readexactly(length))
        self.asked.set()
        answer = self.answers.pop(0)
        if answer is None:
            return False
        if isinstance(answer, float):
            await asyncio.sleep(answer)
            return True
        for start in range(0, len(answer), 7):  # answers come in pieces
            writer.write(answer[start : start + 7])
            await writer.drain()
        return (b"close" not in answer and b"Length" in answer) or b"chunked" in answer


@asynccontextmanager
async def server(*answers: bytes | float | None) -> AsyncIterator[Server]:
    playing = Server(list(answers))
    async with await asyncio.start_server(playing.serve, "127.0.0.1", 0) as listening:
        playing.address = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
        yield playing


@pytest.fixture(params=[asyncio.new_event_loop, uvloop.new_event_loop], ids=["asyncio", "uvloop"])
def tell(request: pytest.FixtureRequest) -> Callable[[Story], None]:
    def run(story: Story) -> None:
        loop: Loop = request.param
        with asyncio.Runner(loop_factory=loop) as runner:
            runner.run(asyncio.wait_for(story(), 10))

    return run


def test_requests_one_after_another_take_one_connection(
    tell: Callable[[Story], None],
) -> None:
    async def story() -> None:
        async with server(FINE, FINE) as told, HttpTransport(told.address + "/base/") as transport:
            assert await transport.post("bot1/getMe", b"{}", 5) == (200, b"ok")
            assert await transport.post("bot1/getMe", b'{"a":1}', 5) == (200, b"ok")
        assert told.connections == 1
        assert told.requests[1].startswith(b"POST /base/bot1/getMe HTTP/1.1\r\nHost: 127.0.0.1:")
        assert told.requests[1].endswith(b'Content-Length: 7\r\n\r\n{"a":1}')

    tell(story)


def test_requests_at_once_take_a_connection_each(tell: Callable[[Story], None]) -> None:
    async def story() -> None:
        async with server(FINE, FINE, FINE) as told, HttpTransport(told.address) as transport:
            answers = await asyncio.gather(*(transport.post("x", b"{}", 5) for _ in range(3)))
        assert answers == [(200, b"ok")] * 3
        assert told.connections == 3

    tell(story)


@pytest.mark.parametrize(
    ("answer", "body"),
    [
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n1\r\n!\r\n0\r\n\r\n",
            b"ok!",
        ),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + FINE, b"ok"),
        (b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", b"ok"),
        (b"HTTP/1.0 200 OK\r\n\r\nuntil the end", b"until the end"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", b""),
    ],
)
def test_an_answer_of_any_shape_is_read_and_the_next_one_too(
    tell: Callable[[Story], None], answer: bytes, body: bytes
) -> None:
    async def story() -> None:
        async with server(answer, FINE) as told, HttpTransport(told.address) as transport:
            assert await transport.post("x", b"{}", 5) == (200, body)
            assert await transport.post("x", b"{}", 5) == (200, b"ok")

    tell(story)


@pytest.mark.parametrize(
    "answer",
    [
        None,
        b"SSH-2.0 is not HTTP, close\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nclose",
    ],
)
def test_a_line_that_breaks_leaves_it_open_whether_the_request_arrived(
    tell: Callable[[Story], None], answer: bytes | None
) -> None:
    async def story() -> None:
        async with server(answer, FINE) as told, HttpTransport(told.address) as transport:
            with pytest.raises(ConnectionBrokenError):
                await transport.post("x", b"{}", 5)
            assert await transport.post("x", b"{}", 5) == (200, b"ok")

    tell(story)


@pytest.mark.parametrize(
    "cut_off",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
        b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 9\r\n\r\nhalf",
        b"HTTP/1.0 200 OK\r\nContent-Length: 9\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
    ],
    ids=["a length", "chunks", "a last length", "a length of HTTP/1.0", "the last chunks"],
)
def test_an_answer_that_is_cut_off_is_none(tell: Callable[[Story], None], cut_off: bytes) -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(cut_off)
        writer.close()

    async def story() -> None:
        async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as listening:
            port = listening.sockets[0].getsockname()[1]
            async with HttpTransport(f"http://127.0.0.1:{port}") as transport:
                with pytest.raises(ConnectionBrokenError, match="disconnected"):
                    await transport.get("file/x", 5)

    tell(story)


def test_an_answer_that_is_late_is_never_taken_for_the_next_one(
    tell: Callable[[Story], None],
) -> None:
    async def story() -> None:
        async with server(0.2, FINE, FINE) as told, HttpTransport(told.address) as transport:
            with pytest.raises(ConnectionBrokenError, match=r"^timed out$"):
                await transport.post("x", b"{}", 0.05)
            assert await transport.post("x", b"{}", 5) == (200, b"ok")
        assert told.connections == 2

    tell(story)


def test_who_is_no_longer_waited_for_gives_up_the_connection(
    tell: Callable[[Story], None],
) -> None:
    async def story() -> None:
        async with server(1.0, FINE) as told, HttpTransport(told.address) as transport:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.05):
                    await transport.post("x", b"{}", 5)
            assert await transport.post("x", b"{}", 5) == (200, b"ok")
        assert told.connections == 2

    tell(story)


def test_an_idle_connection_that_the_server_closes_is_not_used_again(
    tell: Callable[[Story], None],
) -> None:
    async def story() -> None:
        said_twice = FINE + b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nmore"
        async with server(said_twice, FINE) as told, HttpTransport(told.address) as transport:
            assert await transport.post("x", b"{}", 5) == (200, b"ok")
            await asyncio.sleep(0.05)  # what nobody has asked for arrives
            assert await transport.post("x", b"{}", 5) == (200, b"ok")
        assert told.connections == 2

    tell(story)


def test_a_connection_from_before_the_machine_slept_is_not_used_again(
    tell: Callable[[Story], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        async with server(FINE, FINE) as told, HttpTransport(told.address) as transport:
            assert await transport.post("x", b"{}", 5) == (200, b"ok")
            clock = time.clock_gettime
            slept = {time.CLOCK_BOOTTIME: 16.0}  # which no other clock has counted
            monkeypatch.setattr(
                time, "clock_gettime", lambda kind: clock(kind) + slept.get(kind, 0)
            )
            assert await transport.post("x", b"{}", 5) == (200, b"ok")
        assert told.connections == 2

    tell(story)


def test_where_nobody_listens_nothing_has_left(tell: Callable[[Story], None]) -> None:
    async def story() -> None:
        async with server() as told:
            address = told.address
        async with HttpTransport(address) as transport:
            with pytest.raises(NotConnectedError, match=r"^Connection refused$"):
                await transport.post("x", b"{}", 5)

    tell(story)


def test_a_server_without_tls_is_said_to_be_one(tell: Callable[[Story], None]) -> None:
    async def hello(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async def story() -> None:
        async with await asyncio.start_server(hello, "127.0.0.1", 0) as listening:
            port = listening.sockets[0].getsockname()[1]
            async with HttpTransport(f"https://127.0.0.1:{port}") as transport:
                with pytest.raises(NotConnectedError, match="SSL"):
                    await transport.post("x", b"{}", 5)

    tell(story)


def test_requests_under_way_break_when_the_wire_is_closed(
    tell: Callable[[Story], None],
) -> None:
    async def story() -> None:
        async with server(1.0) as told, HttpTransport(told.address) as transport:
            asking = asyncio.ensure_future(transport.post("x", b"{}", 5))
            await asyncio.wait_for(told.asked.wait(), 5)
            transport.close()
            with pytest.raises(ConnectionBrokenError):
                await asking

    tell(story)


def test_an_answer_without_an_end_is_broken_off_and_its_connection_with_it(
    tell: Callable[[Story], None],
) -> None:
    """Nothing that Telegram says is as long as this; another server must not fill the memory."""
    connections = []

    async def pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(writer)
        await reader.readuntil(b"\r\n\r\n")
        with contextlib.suppress(ConnectionError):
            if len(connections) > 1:
                writer.write(FINE)
                await writer.drain()
                return
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
            while True:
                writer.write(bytes(1 << 20))
                await writer.drain()

    async def story() -> None:
        async with await asyncio.start_server(pour, "127.0.0.1", 0) as listening:
            port = listening.sockets[0].getsockname()[1]
            async with HttpTransport(f"http://127.0.0.1:{port}") as transport:
                with pytest.raises(ConnectionBrokenError, match="without an end"):
                    await transport.post("bot1/getMe", b"{}", 9)
                assert await transport.post("bot1/getMe", b"{}", 5) == (200, b"ok")
            for writer in connections:
                writer.close()

    tell(story)
    assert len(connections) == 2


def test_a_connection_that_the_server_wants_to_end_is_ended(
    tell: Callable[[Story], None],
) -> None:
    async def last_answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok")
        await reader.read()  # to the end, which is the other side's to make
        writer.close()
        ended.set()

    async def story() -> None:
        async with await asyncio.start_server(last_answer, "127.0.0.1", 0) as listening:
            port = listening.sockets[0].getsockname()[1]
            async with HttpTransport(f"http://127.0.0.1:{port}") as transport:
                assert await transport.post("bot1/getMe", b"{}", 9) == (200, b"ok")
                async with asyncio.timeout(5):
                    await ended.wait()

    ended = asyncio.Event()
    tell(story)
    assert ended.is_set()
