"""A web site of a test's own, on this machine, and a fetcher that may reach it."""

import asyncio
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

    def at(self, path: str = "/news", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


@asynccontextmanager
async def a_site(answer: Answer) -> AsyncIterator[Site]:
    site = Site()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            site.requests.append((await reader.readuntil(b"\r\n\r\n")).decode())
            await answer(writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
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
