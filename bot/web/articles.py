"""`/api/articles/{external_id}`: the newsroom's own system hands articles in.

It asks for them and takes them back, too. Every source has a token, and ids of its own.
"""

import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence

import orjson
from aiohttp import web
from pydantic import ValidationError

from bot.domain.admission_rule import Admission
from bot.domain.article import (
    Reading,
)
from bot.domain.content_values import as_record
from bot.domain.errors import RefusedError
from bot.intake.executor import Parsing
from bot.intake.record import ArticleRecord, read_record
from bot.usecases.submissions import Submission, Submissions, Submitted
from bot.web.problems import problem
from bot.web.requests import body_of, is_json

WORDS = {Admission.NEW: "new", Admission.CHANGED: "changed", Admission.KNOWN: "same"}
_LONGEST_ID = 200
_MOST_ERRORS = 20
_LONGEST_FIELD = 100  # characters of a field's name that are told back
_TOO_FAR = {"field": "embargo_until", "words": "an embargo ends within a year"}

Answer = Callable[[web.Request, str, str], Awaitable[web.Response]]


class Articles:
    """`tokens` are the secrets of the sources, by the source's name.

    A body has to come in whole `body_within` seconds.
    """

    def __init__(
        self, submissions: Submissions, tokens: Mapping[str, str], body_within: float
    ) -> None:
        self._parsing = Parsing()
        self._submissions = submissions
        self._body_within = body_within
        self._digests = {name: _digest(token) for name, token in tokens.items()}

    def routes(self) -> list[web.RouteDef]:
        path = "/api/articles/{external_id:[^/]+}"
        return [
            web.put(path, self._for_a_source(self._put)),
            web.get(path, self._for_a_source(self._get), allow_head=False),
            web.delete(path, self._for_a_source(self._delete)),
        ]

    def is_source(self, request: web.Request) -> bool:
        """Whether whoever asks has a token."""
        return self._source_of(request) is not None

    def _for_a_source(self, answer: Answer) -> Callable[[web.Request], Awaitable[web.Response]]:
        """Let in only who has a token; each source has ids of its own."""

        async def handle(request: web.Request) -> web.Response:
            source = self._source_of(request)
            if source is None:
                refused = problem(401, "no_token", "Send «Authorization: Bearer …» with a token.")
                refused.headers["WWW-Authenticate"] = "Bearer"
                return refused
            external_id = request.match_info["external_id"]
            if len(external_id) > _LONGEST_ID:
                words = f"An id has at most {_LONGEST_ID} characters."
                return problem(422, "id_too_long", words)
            return await answer(request, f"api:{source}", external_id)

        return handle

    def _source_of(self, request: web.Request) -> str | None:
        """Whose token it is. All are compared, each in constant time."""
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        digest = _digest(given.strip())
        found = None
        for name, known in self._digests.items():
            if hmac.compare_digest(known, digest):
                found = name
        return found if scheme.lower() == "bearer" else None

    async def _put(self, request: web.Request, source: str, external_id: str) -> web.Response:
        if not is_json(request):
            words = "Send the article as JSON, with «Content-Type: application/json»."
            return problem(415, "not_json_type", words)
        body = await body_of(request, self._body_within)
        try:
            record, reading = await self._parsing(_read, body)
        except ValidationError as error:
            return _invalid(error)
        except _KeyTwiceError as error:
            words = f"A key comes twice in one object: {str(error)[:_LONGEST_FIELD]}."
            return problem(400, "key_twice", words)
        except RefusedError:
            words = "The body could not be read in time; send it again."
            return problem(503, "parsing_too_slow", words)
        item = Submission(
            source=source,
            external_id=external_id,
            content=reading.content,
            warnings=reading.warnings,
            revision=record.revision,
            publish=record.publish,
            embargo_until=record.embargo_until,
        )
        try:
            submitted = await self._submissions.submit(item)
        except RefusedError as refusal:
            return await self._refused(refusal, source, external_id)
        status = 201 if submitted.change is Admission.NEW else 200
        return _told(status, external_id, submitted)

    async def _refused(self, refusal: RefusedError, source: str, external_id: str) -> web.Response:
        if refusal.code == "time_too_far":
            return _not_valid([_TOO_FAR])
        if refusal.code == "another_source":
            words = "Another source hands this article in already; nothing was changed."
            return problem(409, refusal.code, words)
        stored = await self._submissions.find(source, external_id)
        words = f"Revision {stored.revision} is stored already; send a higher one."
        return problem(409, refusal.code, words, stored=_as_json(external_id, stored))

    async def _get(self, _: web.Request, source: str, external_id: str) -> web.Response:
        try:
            return _told(200, external_id, await self._submissions.find(source, external_id))
        except RefusedError:
            return _unknown()

    async def _delete(self, _: web.Request, source: str, external_id: str) -> web.Response:
        try:
            return _told(200, external_id, await self._submissions.withdraw(source, external_id))
        except RefusedError:
            return _unknown()


class _KeyTwiceError(Exception):
    """Which of the two counts is anybody's guess, and every reader guesses differently."""


def _read(body: bytes) -> tuple[ArticleRecord, Reading]:
    """Raises `ValidationError` and `_KeyTwiceError`."""
    record = ArticleRecord.model_validate_json(body)
    json.loads(body, object_pairs_hook=_see_keys_once)  # only once it is known not to be deep
    return record, read_record(record)


def _see_keys_once(pairs: list[tuple[str, object]]) -> None:
    seen = set()
    for key, _ in pairs:
        if key in seen:
            raise _KeyTwiceError(key)
        seen.add(key)


def _told(status: int, external_id: str, submitted: Submitted) -> web.Response:
    body = orjson.dumps(_as_json(external_id, submitted))
    return web.Response(status=status, body=body, content_type="application/json")


def _as_json(external_id: str, submitted: Submitted) -> dict[str, object]:
    article = submitted.article
    return {
        "external_id": external_id,
        "id": article.id,
        "revision": submitted.revision,
        "state": str(article.state),
        "change": WORDS[submitted.change],
        "held": submitted.held,
        "warnings": list(article.warnings),
        "article": as_record(article.content),
    }


def _unknown() -> web.Response:
    return problem(404, "article_unknown", "This source has handed in no article with that id.")


def _invalid(error: ValidationError) -> web.Response:
    """Broken JSON is a bad request; what JSON says and we do not take is told field by field."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    if found[0]["type"] == "json_invalid":
        reason = found[0]["msg"].removeprefix("Invalid JSON: ")
        return problem(400, "not_json", f"The body is no JSON: {reason}.")
    errors = [
        {
            "field": ".".join(map(str, one["loc"]))[:_LONGEST_FIELD],
            "words": one["msg"].removeprefix("Value error, "),
        }
        for one in found[:_MOST_ERRORS]
    ]
    return _not_valid(errors)


def _not_valid(errors: Sequence[Mapping[str, str]]) -> web.Response:
    return problem(422, "not_valid", "Some fields cannot be taken.", errors=errors)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()
