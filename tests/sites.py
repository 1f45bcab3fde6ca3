"""A web site of a test's own, on this machine, and a fetcher that may reach it."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.fetching import Bounds, Fetcher, IPAddress

Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


def anywhere(_: IPAddress) -> bool:
    return True


def a_fetcher(*, seconds: float = 5, size: int = 100_000) -> Fetcher:
    """One that may reach the site of a test."""
    return Fetcher(anywhere, Bounds(seconds=seconds, size=size, ports=None))


@dataclass
class Site:
    """A server that answers every request alike, and what it was asked."""

    port: int = 0
    requests: list[str] = field(default_factory=list)
    callers: list[str] = field(default_factory=list)  # to which of our addresses each came

    def at(self, path: str = "/news", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


@asynccontextmanager
async def a_site(
    answer: Answer, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None
) -> AsyncIterator[Site]:
    site = Site()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        site.callers.append(writer.get_extra_info("sockname")[0])
        try:
            site.requests.append((await reader.readuntil(b"\r\n\r\n")).decode())
            await answer(writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(handle, host, 0, ssl=tls)
    site.port = server.sockets[0].getsockname()[1]
    try:
        yield site
    finally:
        server.close()


def says(body: bytes = b"", status: str = "200 OK", headers: str = "") -> Answer:
    async def answer(writer: asyncio.StreamWriter) -> None:
        head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{headers}\r\n"
        writer.write(head.encode() + body)

    return answer


def never_ends(beginning: bytes, piece: bytes) -> Answer:
    """Sends the piece over and over, as fast as it is taken."""

    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(beginning)
        while not writer.is_closing():
            writer.write(piece)
            await writer.drain()

    return answer


@dataclass
class Heart:
    """Beats while the loop gives it a turn; `longest` is the most CPU time between two beats.

    CPU time of this thread: other processes on the machine do not count.
    """

    beats: int = 0
    longest: float = 0

    async def beat(self) -> None:
        while True:
            began = time.thread_time()
            await asyncio.sleep(0.001)
            self.beats += 1
            self.longest = max(self.longest, time.thread_time() - began)


@asynccontextmanager
async def a_heart() -> AsyncIterator[Heart]:
    heart = Heart()
    async with asyncio.TaskGroup() as group:
        beating = group.create_task(heart.beat())
        yield heart
        beating.cancel()
