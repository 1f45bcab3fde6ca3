"""The page's own files, and a policy that lets it load nothing else."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web

_KINDS = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "media-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


def routes(folder: Path) -> list[web.RouteDef]:
    files = sorted(path for path in folder.iterdir() if path.suffix in _KINDS)
    return [
        web.get("/" if path.name == "index.html" else f"/{path.name}", _serving(path))
        for path in files
    ]


def _serving(path: Path) -> Callable[[web.Request], Awaitable[web.Response]]:
    kind, body = _KINDS[path.suffix], path.read_bytes()

    async def handler(_: web.Request) -> web.Response:
        return web.Response(body=body, content_type=kind, charset="utf-8", headers=_HEADERS)

    return handler
