"""The world over HTTP, under `/sandbox/`: for the page, and for stories told from outside."""

import binascii
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from itertools import islice
from typing import Any

import orjson
from aiohttp import web

from bot.sandbox.deeds import DEEDS, Deed
from bot.sandbox.parameters import read_parameters
from bot.sandbox.refusals import BotApiError, Json
from bot.sandbox.world import World

_HEARTBEAT_S = 15
_INERT = {"Content-Security-Policy": "sandbox; default-src 'none'"} | {
    "X-Content-Type-Options": "nosniff"
}
_NAMED = re.compile(r"'(\w+)'")  # in what Python says of arguments
_NUMBERS = frozenset(
    {"id", "owner", "person", "channel", "group", "by", "chat_id", "message_id", "thread"}
    | {"stated_size", "reply_to", "times", "after", "seed"}
)
_WORDS = frozenset(
    {"first_name", "last_name", "username", "language_code", "note", "title", "text", "name"}
    | {
        "caption",
        "data",
        "url",
        "status",
        "query",
        "query_id",
        "result_id",
        "emoji",
        "kind",
        "method",
        "description",
        "content_base64",
        "say",
        "album",
    }
)


def routes(world: World) -> list[web.RouteDef]:
    return [
        web.get("/sandbox/state", _seen(world, state)),
        web.get("/sandbox/commands", _seen(world, commands)),
        web.get("/sandbox/requests", _seen(world, requests)),
        web.get("/sandbox/events", _events(world)),
        web.get("/sandbox/files/{file_id}", _file(world)),
        web.get("/sandbox/limits", _seen(world, limits)),
        web.delete("/sandbox/faults", _seen(world, clear_faults)),
        web.delete("/sandbox/limits", _seen(world, clear_limits)),
        *(web.post(f"/sandbox/{path}", _done(world, deed)) for path, deed in DEEDS.items()),
        web.route("*", "/sandbox/{rest:.*}", _unknown),
    ]


async def _unknown(request: web.Request) -> web.Response:
    return _json({"error": f"there is no {request.method} {request.path}"}, 404)


def state(world: World, _: Json) -> Json:
    """Everything that there is to see."""
    chats = [*world.chats.people, *world.chats.channels]
    return {
        "run": world.changes.run,
        "last": world.changes.last,
        "bot": world.bot,
        "people": [vars(person) for person in world.chats.people.values()],
        "channels": [channel.page_form() for channel in world.chats.channels.values()],
        "messages": {str(chat): world.messages(chat) for chat in chats},
        "commands": {str(person): world.commands(person) for person in world.chats.people},
        "pins": {str(chat): pins for chat, pins in world.pins.items() if pins},
        "limits": world.limits.form(),
        "stars": world.stars.tenths / 10,
        "pending_updates": world.pending_updates(),
        "keyboards": {str(chat): shown for chat, shown in world.keyboards.items() if shown},
        "listening": world.updates.has_listener,
        "hint": world.hint,
        "pictures_from": world.pictures_from,
        "unknown_methods": sorted(world.unknown_methods),
    }


def requests(world: World, query: Json) -> Json:
    """Those after a number, or the latest few, the oldest first."""
    after, latest = int(query.get("after", 0)), int(query.get("latest", len(world.requests)))
    found = list(islice(reversed(world.requests), latest))[::-1]
    return {"requests": [vars(request) for request in found if request.number > after]}


def commands(world: World, query: Json) -> Json:
    return {"commands": world.commands(int(query["person"]))}


def limits(world: World, _: Json) -> Json:
    return world.limits.form()


def clear_faults(world: World, _: Json) -> Json:
    world.faults.clear()
    return {}


def clear_limits(world: World, _: Json) -> Json:
    world.limits.clear()
    world.limits_changed()
    return world.limits.form()


def _seen(world: World, view: Deed) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handler(request: web.Request) -> web.Response:
        return _attempt(world, view, dict(request.query))

    return handler


def _done(world: World, deed: Deed) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handler(request: web.Request) -> web.Response:
        if request.content_type != "application/json":
            return _json({"error": "the body must be JSON"}, 415)
        try:
            body = _checked((await read_parameters(request)).raw)
        except BotApiError as refusal:
            return _json({"error": refusal.description}, refusal.code)
        return _attempt(world, deed, body)

    return handler


def _checked(body: Json) -> Json:
    """Numbers are numbers and words are words; what is null is left out."""
    for name, value in body.items():
        if name in _NUMBERS and value is not None and type(value) is not int:
            raise BotApiError(400, f"{name} must be a whole number")
        if name in _WORDS and value is not None and not isinstance(value, str):
            raise BotApiError(400, f"{name} must be a string")
    return {name: value for name, value in body.items() if value is not None}


def _attempt(world: World, deed: Deed, body: Json) -> web.Response:
    """What cannot be done is the caller's mistake, and told in one sentence."""
    try:
        return _json(deed(world, body))
    except (LookupError, ValueError, TypeError, AttributeError, binascii.Error) as error:
        return _json({"error": _in_words(error)}, 400)


def _in_words(error: Exception) -> str:
    """Without the names of our own functions."""
    named = ", ".join(_NAMED.findall(str(error)))
    if isinstance(error, KeyError):
        return f"missing: {error}"
    if isinstance(error, TypeError) and " required " in str(error):
        return f"missing: {named}"
    if isinstance(error, TypeError) and " unexpected " in str(error):
        return f"unknown: {named}"
    return str(error)


def _json(value: Any, status: int = 200) -> web.Response:  # noqa: ANN401
    body = orjson.dumps(value)
    headers = {"Cache-Control": "no-store"}
    return web.Response(body=body, status=status, content_type="application/json", headers=headers)


def _file(world: World) -> Callable[[web.Request], Awaitable[web.Response]]:
    """A picture or a recording for the page; whatever else it is, it does nothing there."""

    async def handler(request: web.Request) -> web.Response:
        file = world.files.find(request.match_info["file_id"])
        if file is None:
            raise web.HTTPNotFound
        if world.pictures_from and file.source.startswith(f"{world.pictures_from}/"):
            raise web.HTTPFound(file.source)
        if not file.content:
            raise web.HTTPNotFound
        plays = file.mime_type.startswith(("image/", "video/", "audio/"))
        kind = file.mime_type if plays else "application/octet-stream"
        return web.Response(body=file.content, content_type=kind, headers=_INERT)

    return handler


def _events(world: World) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Server-sent events; the id is `run-number`, and an unknown one is answered with a reset."""

    async def handler(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        response.content_type = "text/event-stream"
        response.headers["Cache-Control"] = "no-store"
        await response.prepare(request)
        known = request.headers.get("Last-Event-ID") or request.query.get("after", "")
        with suppress(ConnectionError):  # the tab was closed
            await response.write(b"retry: 1000\n\n")
            await _pour(world, response, known)
        return response

    return handler


async def _pour(world: World, response: web.StreamResponse, known: str) -> None:
    changes = world.changes
    run, _, number = known.partition("-")
    last = int(number) if run == changes.run and number.isdigit() else -1
    while not changes.closed:
        entries = changes.since(last) if last >= 0 else None
        if entries is None:
            last, entries = changes.last, [(changes.last, {"kind": "reset"})] if known else []
        for number_, change in entries:
            data = orjson.dumps(change).decode()
            await response.write(f"id: {changes.run}-{number_}\ndata: {data}\n\n".encode())
            last = number_
        seen = last
        if not await changes.heard(_HEARTBEAT_S) and seen == changes.last:
            await response.write(b": still here\n\n")
