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
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'{pictures}; "
    "media-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


def routes(folder: Path, pictures_from: str = "") -> list[web.RouteDef]:
    """`pictures_from`: the origin of the one site whose pictures may be shown, if there is one."""
    pictures = f" {pictures_from}" if pictures_from else ""
    headers = {**_HEADERS, "Content-Security-Policy": _POLICY.format(pictures=pictures)}
    files = sorted(path for path in folder.iterdir() if path.suffix in _KINDS)
    return [
        web.get("/" if path.name == "index.html" else f"/{path.name}", _serving(path, headers))
        for path in files
    ]


def _serving(
    path: Path, headers: dict[str, str]
) -> Callable[[web.Request], Awaitable[web.Response]]:
    kind, body = _KINDS[path.suffix], path.read_bytes()

    async def handler(_: web.Request) -> web.Response:
        return web.Response(body=body, content_type=kind, charset="utf-8", headers=headers)

    return handler
