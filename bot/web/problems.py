"""Every error is a problem document (RFC 9457): a code that stays, words that say what to do."""

import logging
from collections.abc import Callable

import orjson
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

IsPassing = Callable[[Exception], bool]

_LATER = 5  # seconds
_logger = logging.getLogger(__name__)

_WORDS = {
    400: (
        "bad_request",
        "The request is broken: a header or its body is not what it has to be.",
    ),
    404: ("not_found", "There is nothing at this address; /openapi.json says what there is."),
    405: ("method_not_allowed", "This address does not take that method."),
    408: ("too_slow", "The request did not come in whole within its time. Send it again."),
    413: ("too_large", "The body is too large: at most 1 MB."),
}
_NO_REQUEST = (
    "This is no request in HTTP, or a body that is packed in another way than by gzip or deflate."
)


def problem(status: int, code: str, words: str, **more: object) -> web.Response:
    """An answer that says what is wrong; `more` are the problem's own facts."""
    body = {"type": "about:blank", "title": words, "status": status, "code": code, **more}
    return web.Response(
        status=status, body=orjson.dumps(body), content_type="application/problem+json"
    )


def problems(is_passing: IsPassing) -> Middleware:
    """Turns every error into a problem document; a bug is logged, and nothing of it told.

    `is_passing`: whether it is a fault of the database's that another try may not meet.
    """

    @web.middleware
    async def in_words(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPException as error:
            code, words = _WORDS.get(error.status, ("bad_request", error.reason))
            answer = problem(error.status, code, words)
            if allowed := error.headers.get("Allow"):
                answer.headers["Allow"] = allowed
            return answer
        except Exception as error:
            path = request.rel_url.raw_path
            if is_passing(error):
                _logger.warning("%s %s: the database is away", request.method, path)
                return database_away()
            _logger.exception("%s %s", request.method, path)
            return fault()

    return in_words


class ProblemHandler(web.RequestHandler):
    """Has the same said of what never becomes a request: aiohttp answers it in plain text."""

    __slots__ = ()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        super().handle_error(request, status, exc, message)  # which logs it
        answer = fault() if status >= 500 else problem(status, "bad_request", _NO_REQUEST)  # noqa: PLR2004 - of the server
        answer.force_close()
        return answer


def database_away() -> web.Response:
    words = "The database does not answer. Send it again later."
    answer = problem(503, "database_away", words)
    answer.headers["Retry-After"] = str(_LATER)
    return answer


def fault() -> web.Response:
    return problem(500, "fault", "A fault on our side: it is in the log. Send it again later.")
