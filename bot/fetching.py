"""Fetches what stands at an address that people or feeds name, within limits, and never inside.

The guard looks at the address of each connection just before it is made, so that a name which
points inside, a redirect and a name that changes meanwhile are all seen.
"""

import asyncio
import ipaddress
import socket
import zlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urljoin, urlsplit

import aiohttp

from bot.domain.errors import Refused

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
MayReach = Callable[[IPAddress], bool]

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_COMPATIBLE = ipaddress.IPv6Network("::/96")  # IPv4 addresses as IPv6 once wrote them
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_PERMANENT = frozenset((301, 308))
_OK = range(200, 300)
_GZIP = b"\x1f\x8b"
_CHUNK = 65_536
_HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; Vistnyk; newsroom desk)",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "uk,en;q=0.6",
    "Accept-Encoding": "gzip, deflate",
}


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one fetch may take: seconds and redirects in all, bytes after decompression.

    `ports` None: any port.
    """

    seconds: float = 20.0
    size: int = 5_000_000
    redirects: int = 5
    ports: frozenset[int] | None = frozenset((80, 443, 8080, 8443))


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


def is_public(address: IPAddress) -> bool:
    """Whether the address lies on the open internet, whatever it is wrapped in."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = _wrapped(address)
        if inner is not None:
            return is_public(inner)
        if address.is_site_local:  # counts as global in Python
            return False
    return address.is_global and not address.is_multicast


class Fetcher:
    """Each fetch is on its own: no cookie, connection or cache outlives it.

    `may_reach` tells of each address whether a connection to it may be made.
    """

    def __init__(self, may_reach: MayReach = is_public, bounds: Bounds | None = None) -> None:
        self._may_reach = may_reach
        self._bounds = bounds or Bounds()

    async def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched:
        """GET the address, redirects followed; any last status is an answer.

        `headers` are added to the request (If-None-Match and the like). Raises `Refused`:
        `address_invalid`, `address_inside`, `site_unreachable`, `site_too_slow`,
        `site_too_big`, `site_redirects`, `site_broken`.
        """
        try:
            async with asyncio.timeout(self._bounds.seconds):
                return await self._follow(url, headers or {})
        except TimeoutError:
            raise Refused("site_too_slow", url=url, seconds=int(self._bounds.seconds)) from None

    async def fetch_page(self, url: str) -> Fetched:
        """The page at the address. Raises `Refused` as `fetch` does, and `site_status`."""
        answer = await self.fetch(url)
        if answer.status not in _OK:
            raise Refused("site_status", url=url, status=answer.status)
        return answer

    async def _follow(self, url: str, headers: Mapping[str, str]) -> Fetched:
        moved_to, for_good = None, True
        async with self._session(url) as session:
            for _ in range(self._bounds.redirects + 1):
                self._check(url)
                answer, target = await self._get(session, url, headers)
                if target is None:
                    return replace(answer, moved_to=moved_to)
                url = target
                for_good = for_good and answer.status in _PERMANENT
                moved_to = url if for_good else moved_to
        raise Refused("site_redirects", url=url, limit=self._bounds.redirects)

    @asynccontextmanager
    async def _session(self, url: str) -> AsyncIterator[aiohttp.ClientSession]:
        """A session whose sockets pass the guard; what goes wrong in it is a refusal."""
        blocked = False

        def guarded(info: tuple[Any, ...]) -> socket.socket:
            nonlocal blocked
            family, kind, protocol, _, address = info
            if not self._may_reach(ipaddress.ip_address(address[0].split("%")[0])):
                blocked = True
                raise OSError("not a public address")
            return socket.socket(family, kind, protocol)

        connector = aiohttp.TCPConnector(socket_factory=guarded, force_close=True)
        try:
            async with aiohttp.ClientSession(
                connector=connector,
                trust_env=False,
                auto_decompress=False,
                timeout=aiohttp.ClientTimeout(total=None),
                headers=_HEADERS,
                requote_redirect_url=False,
            ) as session:
                yield session
        except aiohttp.ClientConnectionError as error:
            code = "address_inside" if blocked else "site_unreachable"
            if isinstance(error, aiohttp.ServerDisconnectedError):
                code = "site_broken"
            raise Refused(code, url=url) from None
        except (aiohttp.InvalidURL, UnicodeError):
            raise Refused("address_invalid", url=url) from None
        except (aiohttp.ClientError, zlib.error, ValueError):
            raise Refused("site_broken", url=url) from None
        except TimeoutError:
            raise
        except OSError:
            raise Refused("site_unreachable", url=url) from None

    def _check(self, url: str) -> None:
        """Only http(s), with a host and a usual port, and no name or password before it."""
        try:
            parts = urlsplit(url)
            port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
        except ValueError:
            raise Refused("address_invalid", url=url) from None
        if port is None or parts.scheme not in {"http", "https"} or not parts.hostname:
            raise Refused("address_invalid", url=url)
        if "@" in parts.netloc or not url.isprintable() or " " in url:
            raise Refused("address_invalid", url=url)
        if self._bounds.ports is not None and port not in self._bounds.ports:
            raise Refused("address_inside", url=url)

    async def _get(
        self, session: aiohttp.ClientSession, url: str, headers: Mapping[str, str]
    ) -> tuple[Fetched, str | None]:
        """One answer, or where it sends us on."""
        clean = {name: value for name, value in headers.items() if value.isprintable()}
        async with session.get(url, headers=clean, allow_redirects=False) as response:
            target = response.headers.get("Location")
            if response.status in _REDIRECTS and target:
                target = urljoin(url, target.strip().replace(" ", "%20"))
                return Fetched(response.status, url), target
            data = await self._read(response, url)
            named = {name.lower(): value for name, value in response.headers.items()}
            return Fetched(response.status, url, named, data), None

    async def _read(self, response: aiohttp.ClientResponse, url: str) -> bytes:
        """The body, unpacked as it comes: a bomb is cut off at the limit and never stored."""
        unpack = _Unpacker(response.headers.get("Content-Encoding", ""), self._bounds.size)
        async for chunk in response.content.iter_chunked(_CHUNK):
            unpack.feed(chunk)
            if unpack.is_over:
                raise Refused("site_too_big", url=url, limit=self._bounds.size)
        return bytes(unpack.data)


class _Unpacker:
    """Unpacks gzip and deflate, also gzip that no header tells of; never holds over `limit`."""

    def __init__(self, encoding: str, limit: int) -> None:
        self._encoding = encoding.strip().lower()
        self._limit = limit
        self._inflate: zlib._Decompress | None = None
        self._begun = False
        self.data = bytearray()

    @property
    def is_over(self) -> bool:
        return len(self.data) > self._limit

    def feed(self, chunk: bytes) -> None:
        if not self._begun and chunk:
            self._begun = True
            self._inflate = self._unpacking(chunk)
        while chunk and not self.is_over:
            if self._inflate is None:
                self.data += chunk
                return
            self.data += self._inflate.decompress(chunk, self._limit + 1 - len(self.data))
            chunk = self._inflate.unconsumed_tail
            if self._inflate.eof and self._inflate.unused_data.startswith(_GZIP):
                chunk = self._inflate.unused_data  # several gzip members, one after another
                self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)

    def _unpacking(self, first: bytes) -> "zlib._Decompress | None":
        if first.startswith(_GZIP):
            return zlib.decompressobj(zlib.MAX_WBITS | 16)
        if self._encoding == "deflate":
            zlib_header = first[0] & 0x0F == zlib.DEFLATED
            return zlib.decompressobj(zlib.MAX_WBITS if zlib_header else -zlib.MAX_WBITS)
        if self._encoding in {"", "identity", "gzip", "x-gzip"}:
            return None  # said to be packed, and is not: servers do that
        raise zlib.error(f"unknown packing {self._encoding}")


def _wrapped(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address carries to a translator or a tunnel."""
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address.teredo:
        return address.teredo[1]
    if address in _NAT64 or address in _COMPATIBLE:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None
