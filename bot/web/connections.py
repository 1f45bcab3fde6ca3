"""Keeps connections few and short: who holds one without asking anything gives way.

aiohttp limits what a request may be, and not how many connections wait for one, nor how long an
answer may lie unread.
"""

import asyncio
import ipaddress
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import cast

from aiohttp import web
from aiohttp.typedefs import Handler

_LOOK = 0.5  # seconds between looks at what lies unread

Factory = Callable[[], asyncio.Protocol]


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """Seconds for each part of a request, and how many connections there are.

    A reverse proxy is one address; in IPv6 a network of 64 bits is one.
    """

    head: float = 15  # also how long a connection may stay idle between requests
    body: float = 30
    answer: float = 30
    connections: int = 256
    of_one_address: int = 64


class Connections:
    """All connections of a server.

    A new one beyond the limits takes the place of the one that has waited longest, of those
    without a request in hand before those whose request `is_source` does not know. Where sources
    are at work in all of them, it is turned away.
    """

    def __init__(self, limits: ConnectionLimits, is_source: Callable[[web.Request], bool]) -> None:
        self._limits = limits
        self._is_source = is_source
        self._open: dict[asyncio.Transport, _Connection] = {}

    def guarded(self, factory: Factory) -> Factory:
        """The same protocols, within the limits."""
        return lambda: _Connection(self, factory())

    async def watch(self) -> None:
        """End connections whose heads do not come or whose answers nobody reads; for ever."""
        while True:
            await asyncio.sleep(_LOOK)
            now = asyncio.get_running_loop().time()
            for connection in list(self._open.values()):
                if connection.is_overdue(now, self._limits):
                    connection.end()

    def end_all(self) -> None:
        for connection in list(self._open.values()):
            connection.end()

    @web.middleware
    async def count(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Note that the connection has a request in hand meanwhile."""
        connection = self._open.get(cast("asyncio.Transport", request.transport))
        if connection is None:
            return await handler(request)
        async with connection.at_work(for_source=self._is_source(request)):
            return await handler(request)

    def admit(self, new: "_Connection") -> bool:
        """Whether there is a place for it."""
        neighbours = [one for one in self._open.values() if one.address == new.address]
        if len(neighbours) >= self._limits.of_one_address and not _make_room(neighbours):
            return False
        everybody = list(self._open.values())
        if len(everybody) >= self._limits.connections and not _make_room(everybody):
            return False
        self._open[new.transport] = new
        return True

    def forget(self, gone: "_Connection") -> None:
        self._open.pop(gone.transport, None)


def _make_room(connections: "list[_Connection]") -> bool:
    """End the one that is missed least; False where all work for sources."""
    others = [one for one in connections if not one.works_for_source]
    if not others:
        return False
    min(others, key=lambda one: (one.is_at_work, one.waiting_since)).end()
    return True


class _Connection(asyncio.Protocol):
    """Stands between the line and aiohttp's protocol: nothing else sees a line that is closing."""

    def __init__(self, connections: Connections, inner: asyncio.Protocol) -> None:
        self._connections = connections
        self._inner = inner
        self._admitted = False
        self._requests = 0
        self.works_for_source = False
        self._unread_since: float | None = None
        self.waiting_since = 0.0
        self.address = ""
        self.transport: asyncio.Transport

    @property
    def is_at_work(self) -> bool:
        return self._requests > 0

    @asynccontextmanager
    async def at_work(self, *, for_source: bool) -> AsyncIterator[None]:
        self._requests += 1
        self.works_for_source = for_source
        try:
            yield
        finally:
            self._requests -= 1
            self.works_for_source = False
            self.waiting_since = asyncio.get_running_loop().time()

    def is_overdue(self, now: float, limits: ConnectionLimits) -> bool:
        """Whether the other side has had its time, to take what it is told or to say something."""
        if self.transport.get_write_buffer_size():
            if self._unread_since is None:
                self._unread_since = now
            return now - self._unread_since > limits.answer
        self._unread_since = None
        return not self.is_at_work and now - self.waiting_since > limits.head

    def end(self) -> None:
        self._connections.forget(self)
        self.transport.abort()

    # --- the event loop's calls ---

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # uvloop's is none by its class
        self.address = _network_of(transport.get_extra_info("peername"))
        self.waiting_since = asyncio.get_running_loop().time()
        self._admitted = self._connections.admit(self)
        if self._admitted:
            self._inner.connection_made(transport)
        else:
            self.transport.abort()

    def data_received(self, data: bytes) -> None:
        if self._admitted:
            self._inner.data_received(data)

    def eof_received(self) -> bool | None:
        return self._inner.eof_received() if self._admitted else None

    def pause_writing(self) -> None:
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        self._inner.resume_writing()

    def connection_lost(self, error: Exception | None) -> None:
        self._connections.forget(self)
        if self._admitted:
            self._inner.connection_lost(error)


def _network_of(peer: object) -> str:
    """Whose connection it is: one household has a whole network of IPv6."""
    if not isinstance(peer, tuple):  # gone already
        return ""
    address = ipaddress.ip_address(str(peer[0]).partition("%")[0])
    if address.version == 4:  # noqa: PLR2004 - IPv4
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False))
