"""Fetches what stands at an address that people or feeds name, within limits, and never inside.

The guard looks at the very addresses that are then connected to, so that a name which points
inside, a redirect and a name that changes meanwhile are all seen. Settings of the environment
(proxies, passwords) are not looked at: a proxy would reach what we do not.
"""

import asyncio
import ipaddress
import socket
import ssl
import zlib
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

import aiohappyeyeballs
from aiohttp import CookieJar
from yarl import URL

from bot.domain.errors import RefusedError
from bot.fetching.bounds import Bounds
from bot.fetching.exchange import (
    BUFFER,
    Allowance,
    BrokenAnswerError,
    HttpAnswer,
    LongAnswerError,
    a_request,
    asked,
)
from bot.fetching.ip_ranges import IPAddress, is_outside
from bot.fetching.unpacking import Unpacker

MayReach = Callable[[IPAddress], bool]
AddressInfo = tuple[int, int, int, str, tuple[Any, ...]]
Resolve = Callable[[str, int], Sequence[AddressInfo]]
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]

_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_PERMANENT = frozenset((301, 308))
_OK = range(200, 300)
_BODILESS = frozenset((204, 304))
_NEXT_ADDRESS_AFTER = 0.25  # seconds
_MOST_ADDRESSES = 8  # of one name
_MOST_COOKIES = 20  # of one answer
_LONGEST_COOKIE = 4_096  # characters
_HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; Vistnyk; newsroom desk)",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "uk,en;q=0.6",
    "Accept-Encoding": "gzip, deflate",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came. `url` is where the redirects ended; names of headers are in small letters.

    `moved_to`: where the page is for good, as far as the site says so before all else.
    """

    status: int
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    data: bytes = b""
    moved_to: str | None = None


def resolve(host: str, port: int) -> Sequence[AddressInfo]:
    """The addresses of a name, as the system knows them. Blocks; raises `OSError`."""
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


class Fetcher:
    """Each fetch is on its own: no cookie, connection or cache outlives it.

    `may_reach` tells of each address whether a connection to it may be made; `resolve` tells a
    name's addresses. `also`: one host, as addresses spell it, and its port that may be reached
    wherever they lie; of any other name for it, and of its other ports, nothing is changed.
    """

    def __init__(
        self,
        may_reach: MayReach = is_outside,
        bounds: Bounds | None = None,
        resolve: Resolve = resolve,
        also: tuple[str, int] | None = None,
    ) -> None:
        self._also = also
        self._may_reach = may_reach
        self._bounds = bounds or Bounds()
        self._resolve = resolve
        # Threads of their own: a name server that does not answer holds up nothing else.
        self._resolvers = ThreadPoolExecutor(8, "resolve")

    async def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched:
        """GET the address, redirects followed; any last status is an answer.

        `headers` are added to the request (If-None-Match and the like). Raises `RefusedError`:
        `address_invalid`, `address_inside`, `site_unreachable`, `site_too_slow`,
        `site_too_big`, `site_redirects`, `site_broken`.
        """
        try:
            async with asyncio.timeout(self._bounds.seconds):
                return await self._follow(url, headers or {})
        except TimeoutError:
            raise RefusedError(
                "site_too_slow", url=url, seconds=int(self._bounds.seconds)
            ) from None

    async def fetch_page(self, url: str) -> Fetched:
        """The page at the address. Raises `RefusedError` as `fetch` does, and `site_status`."""
        answer = await self.fetch(url)
        if answer.status not in _OK:
            raise RefusedError("site_status", url=url, status=answer.status)
        return answer

    async def _follow(self, url: str, headers: Mapping[str, str]) -> Fetched:
        moved_to, for_good = None, True
        cookies, allowance = CookieJar(), Allowance(self._bounds.received)
        for _ in range(self._bounds.redirects + 1):
            answer, target = await self._get(url, headers, cookies, allowance)
            if target is None:
                return replace(answer, moved_to=moved_to)
            url = target
            for_good = for_good and answer.status in _PERMANENT
            moved_to = url if for_good else moved_to
        raise RefusedError("site_redirects", url=url, limit=self._bounds.redirects)

    async def _get(
        self, url: str, headers: Mapping[str, str], cookies: CookieJar, allowance: Allowance
    ) -> tuple[Fetched, str | None]:
        """One answer, or where it sends us on."""
        async with self._asked(url, headers, cookies, allowance) as answer:
            target = answer.header("location")
            if answer.status in _REDIRECTS and target:
                cookies.update_cookies_from_headers(_cookies_in(answer), URL(url))
                target = urljoin(url, target.strip().replace(" ", "%20"))
                return Fetched(answer.status, url), target
            data = b"" if answer.status in _BODILESS else await self._read(answer, url)
            return Fetched(answer.status, url, dict(answer.headers), data), None

    @asynccontextmanager
    async def _asked(
        self, url: str, headers: Mapping[str, str], cookies: CookieJar, allowance: Allowance
    ) -> AsyncIterator[HttpAnswer]:
        """The answer up to its body; what goes wrong with it is a refusal."""
        address = self._checked(url)
        lines = [*_HEADERS.items(), *headers.items()]
        if given := cookies.filter_cookies(address).values():
            lines.append(("Cookie", "; ".join(f"{one.key}={one.coded_value}" for one in given)))
        request = a_request(address.raw_path_qs, address.host_port_subcomponent or "", lines)
        streams = await self._connect(url, address)
        try:
            async with asked(streams, request, allowance) as answer:
                yield answer
        except LongAnswerError:
            raise RefusedError("site_too_big", url=url, limit=self._bounds.size) from None
        except (BrokenAnswerError, zlib.error, ValueError, OSError):
            raise RefusedError("site_broken", url=url) from None

    def _checked(self, url: str) -> URL:
        """Only http(s), with a host and a usual port, and no name or password before it."""
        try:
            parts = urlsplit(url)
            port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
            address = URL(url)
            host = address.raw_host
        except ValueError:
            raise RefusedError("address_invalid", url=url) from None
        if port is None or parts.scheme not in {"http", "https"} or not host or host.isdecimal():
            raise RefusedError("address_invalid", url=url)
        if "@" in parts.netloc or not url.isprintable() or " " in url:
            raise RefusedError("address_invalid", url=url)
        allowed = self._bounds.ports is None or port in self._bounds.ports
        if not allowed and (host, port) != self._also:
            raise RefusedError("address_inside", url=url)
        return address

    async def _connect(self, url: str, address: URL) -> Streams:
        """Connect to one of the host's addresses that may be reached."""
        loop, host = asyncio.get_running_loop(), (address.raw_host or "").rstrip(".")
        try:
            found = await loop.run_in_executor(
                self._resolvers, self._resolve, host, address.port or 0
            )
        except UnicodeError:  # a part of the name is empty, or too long
            raise RefusedError("address_invalid", url=url) from None
        except OSError:
            raise RefusedError("site_unreachable", url=url) from None
        found = found[:_MOST_ADDRESSES]
        may_all = self._also == (address.raw_host, address.port)
        outside = [info for info in found if may_all or self._may_reach(_address_in(info))]
        if not outside:
            raise RefusedError("address_inside" if found else "site_unreachable", url=url)
        sock = None
        try:
            sock = await aiohappyeyeballs.start_connection(
                outside, happy_eyeballs_delay=_NEXT_ADDRESS_AFTER, loop=loop
            )
            secure = address.scheme == "https"
            return await asyncio.open_connection(
                sock=sock,
                limit=BUFFER,
                ssl=self._tls if secure else None,
                server_hostname=host if secure else None,
            )
        except (OSError, RuntimeError):  # uvloop raises the latter, too
            _close(sock)
            raise RefusedError("site_unreachable", url=url) from None
        except asyncio.CancelledError:
            _close(sock)
            raise

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return ssl.create_default_context()

    async def _read(self, answer: HttpAnswer, url: str) -> bytes:
        """The body, unpacked as it comes: a bomb is cut off at the limit and never stored."""
        unpack = Unpacker(answer.header("content-encoding") or "", self._bounds.size)
        async for part in answer.body():
            unpack.feed(part)
            if unpack.is_over:
                raise RefusedError("site_too_big", url=url, limit=self._bounds.size)
            if unpack.is_done:
                break
        if unpack.is_within and not answer.is_whole:  # the line ended, and nothing told where to
            raise BrokenAnswerError
        unpack.finish()
        return bytes(unpack.data)


def _cookies_in(answer: HttpAnswer) -> list[str]:
    """What a site sets when it sends us on, within reason: consent, mostly."""
    found = [value for name, value in answer.headers if name == "set-cookie"]
    return [cookie for cookie in found[:_MOST_COOKIES] if len(cookie) <= _LONGEST_COOKIE]


def _close(sock: socket.socket | None) -> None:
    if sock:
        sock.close()


def _address_in(info: AddressInfo) -> IPAddress:
    return ipaddress.ip_address(info[4][0].partition("%")[0])
