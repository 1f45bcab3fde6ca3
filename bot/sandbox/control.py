"""The world over HTTP, under `/sandbox/`: for the page, and for stories told from outside."""

import base64
import binascii
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from aiohttp import web

from bot.sandbox.faults import Fault
from bot.sandbox.parameters import read_parameters
from bot.sandbox.refusals import Json, Refusal
from bot.sandbox.world import World

Deed = Callable[[World, Json], Json]
_HEARTBEAT_S = 15
_NUMBERS = frozenset(
    {"id", "owner", "person", "channel", "by", "chat_id", "message_id", "stated_size", "times"}
)
_WORDS = frozenset(
    {"first_name", "last_name", "username", "language_code", "note", "title", "text", "name"}
    | {"caption", "data", "url", "status", "kind", "method", "description", "content_base64"}
)


def routes(world: World) -> list[web.RouteDef]:
    return [
        web.get("/sandbox/state", _seen(world, state)),
        web.get("/sandbox/commands", _seen(world, commands)),
        web.get("/sandbox/requests", _seen(world, requests)),
        web.get("/sandbox/events", _events(world)),
        web.delete("/sandbox/faults", _seen(world, clear_faults)),
        *(web.post(f"/sandbox/{path}", _done(world, deed)) for path, deed in DEEDS.items()),
    ]


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
        "pending_updates": world.pending_updates(),
    }


def requests(world: World, query: Json) -> Json:
    after = int(query.get("after", 0))
    return {"requests": [vars(request) for request in world.requests if request.number > after]}


def commands(world: World, query: Json) -> Json:
    return {"commands": world.commands(int(query["person"]))}


def clear_faults(world: World, _: Json) -> Json:
    world.faults.clear()
    return {}


def add_person(world: World, body: Json) -> Json:
    return {"id": world.add_person(**body)}


def add_channel(world: World, body: Json) -> Json:
    return {"id": world.add_channel(**body)}


def add_administrator(world: World, body: Json) -> Json:
    world.add_administrator(body["channel"], body["person"], *body.get("rights", []))
    return {}


def set_bot_rights(world: World, body: Json) -> Json:
    world.set_bot_rights(**body)
    return {}


def say(world: World, body: Json) -> Json:
    return {"message_id": world.say(**body)}


def send_file(world: World, body: Json) -> Json:
    body = dict(body)
    if "content_base64" in body:
        content = base64.b64decode(body.pop("content_base64"), validate=True)
    else:
        content = str(body.pop("text")).encode()
    return {"message_id": world.send_file(content=content, **body)}


def send_sticker(world: World, body: Json) -> Json:
    return {"message_id": world.send_sticker(**body)}


def press(world: World, body: Json) -> Json:
    return {"callback_id": world.press(**body)}


def post_in_channel(world: World, body: Json) -> Json:
    return {"message_id": world.post_in_channel(**body)}


def block(world: World, body: Json) -> Json:
    world.block(body["person"])
    return {}


def unblock(world: World, body: Json) -> Json:
    world.unblock(body["person"])
    return {}


def deactivate(world: World, body: Json) -> Json:
    world.deactivate(body["person"])
    return {}


def open_link(world: World, body: Json) -> Json:
    return {"message_id": world.open_link(body["person"], body["url"])}


def order_fault(world: World, body: Json) -> Json:
    world.faults.add(**body)
    return {}


DEEDS: dict[str, Deed] = {
    "people": add_person,
    "channels": add_channel,
    "administrators": add_administrator,
    "bot-rights": set_bot_rights,
    "say": say,
    "file": send_file,
    "sticker": send_sticker,
    "press": press,
    "post": post_in_channel,
    "block": block,
    "unblock": unblock,
    "deactivate": deactivate,
    "open": open_link,
    "faults": order_fault,
}


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
        except Refusal as refusal:
            return _json({"error": refusal.description}, refusal.code)
        return _attempt(world, deed, body)

    return handler


def _checked(body: Json) -> Json:
    """Numbers are numbers and words are words; what is null is left out."""
    for name, value in body.items():
        if name in _NUMBERS and value is not None and type(value) is not int:
            raise Refusal(400, f"{name} must be a whole number")
        if name in _WORDS and value is not None and not isinstance(value, str):
            raise Refusal(400, f"{name} must be a string")
    return {name: value for name, value in body.items() if value is not None}


def _attempt(world: World, deed: Deed, body: Json) -> web.Response:
    """What cannot be done is the caller's mistake, and told in one sentence."""
    try:
        return _json(deed(world, body))
    except (LookupError, ValueError, TypeError, AttributeError, binascii.Error) as error:
        words = f"missing: {error}" if isinstance(error, KeyError) else str(error)
        return _json({"error": words}, 400)


def _json(value: Any, status: int = 200) -> web.Response:  # noqa: ANN401
    body = orjson.dumps(value, default=_plain)
    headers = {"Cache-Control": "no-store"}
    return web.Response(body=body, status=status, content_type="application/json", headers=headers)


def _plain(value: object) -> object:
    if isinstance(value, Fault):
        return vars(value)
    raise TypeError(f"{type(value).__name__} is not JSON")


def _events(world: World) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Server-sent events; the id is `run-number`, and an unknown one is answered with a reset."""

    async def handler(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        response.content_type = "text/event-stream"
        response.headers["Cache-Control"] = "no-store"
        await response.prepare(request)
        await response.write(b"retry: 1000\n\n")
        known = request.headers.get("Last-Event-ID") or request.query.get("after", "")
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
