"""What every request with a body is asked: whether it is JSON, and all of it in time."""

import asyncio

from aiohttp import hdrs, web


def is_json(request: web.Request) -> bool:
    """Whether the body is said to be JSON, or nothing is said of it. JSON is always UTF-8."""
    if hdrs.CONTENT_TYPE not in request.headers:
        return True
    charset = (request.charset or "utf-8").lower()
    return request.content_type == "application/json" and charset in {"utf-8", "utf8", "us-ascii"}


async def body_of(request: web.Request, within: float) -> bytes:
    """The body, unpacked. Raises an `HTTPException` for one that is late, large or broken."""
    try:
        async with asyncio.timeout(within):
            return await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    except (web.RequestPayloadError, ConnectionError):  # broken in itself, or broken off
        raise web.HTTPBadRequest from None
