"""Every error is a problem document (RFC 9457): a code that stays, words that say what to do."""

import logging

import orjson
from aiohttp import web
from aiohttp.typedefs import Handler

_logger = logging.getLogger(__name__)

_WORDS = {
    400: ("bad_request", "The request is broken: its body is not what its headers say."),
    404: ("not_found", "There is nothing at this address; /openapi.json says what there is."),
    405: ("method_not_allowed", "This address does not take that method."),
    408: ("too_slow", "The request did not come in whole within its time. Send it again."),
    413: ("too_large", "The body is too large: at most 1 MB."),
}


def problem(status: int, code: str, words: str, **more: object) -> web.Response:
    """An answer that says what is wrong; `more` are the problem's own facts."""
    body = {"type": "about:blank", "title": words, "status": status, "code": code, **more}
    return web.Response(
        status=status, body=orjson.dumps(body), content_type="application/problem+json"
    )


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn every error into a problem document; a bug is logged, and nothing of it told."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        code, words = _WORDS.get(error.status, ("bad_request", error.reason))
        answer = problem(error.status, code, words)
        if allowed := error.headers.get("Allow"):
            answer.headers["Allow"] = allowed
        return answer
    except Exception:
        _logger.exception("%s %s", request.method, request.rel_url.raw_path)
        return problem(500, "fault", "A fault on our side: it is in the log. Send it again later.")
