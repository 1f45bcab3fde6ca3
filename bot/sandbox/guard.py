"""Keeps other web pages from driving the sandbox: it listens to this machine's own page only."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

LOCAL_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
_FOREIGN_SITES = frozenset({"cross-site", "same-site"})
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def local_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A name that resolves to this machine (DNS rebinding) or another page's origin is refused."""
    if _host_name(f"//{request.host}") not in LOCAL_NAMES:
        raise web.HTTPForbidden(text="The sandbox answers to 127.0.0.1 and localhost only.\n")
    if _is_foreign(request):
        raise web.HTTPForbidden(text="The sandbox takes no orders from other pages.\n")
    return await handler(request)


def _is_foreign(request: web.Request) -> bool:
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        return True
    followed_a_link = request.path == "/" and request.method == "GET"
    site = request.headers.get("Sec-Fetch-Site", "")
    return site in _FOREIGN_SITES and not followed_a_link


def _host_name(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None
