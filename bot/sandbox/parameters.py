"""The parameters of one call: query, form or JSON, nested values perhaps as strings."""

from collections.abc import Mapping
from typing import Any

import orjson
from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from bot.sandbox.chats import Chat, Chats, SandboxChannel
from bot.sandbox.refusals import CHAT_NOT_FOUND, Json, bad_request

_YES = frozenset({"true", "yes", "1"})


class Parameters:
    """Unknown parameters are ignored, as Telegram does."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = dict(raw)

    def close(self) -> None:
        """Let go of the uploads: large ones lie in files."""
        for value in self.raw.values():
            if isinstance(value, web.FileField):
                value.file.close()

    def text(self, name: str) -> str:
        value = self.raw.get(name)
        return "" if value is None else str(value)

    def whole(self, name: str, default: int = 0) -> int:
        """Telegram reads what is no number as nothing."""
        try:
            return int(self.text(name))
        except ValueError:
            return default

    def number(self, name: str) -> float:
        """One that the call cannot do without."""
        try:
            return float(self.text(name))
        except ValueError:
            raise bad_request(f"{name} is empty") from None

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in _YES

    def structure(self, name: str) -> Any:  # noqa: ANN401 - JSON of any shape
        value = self.raw.get(name)
        if not isinstance(value, str):
            return value
        try:
            return orjson.loads(value) if value else None
        except orjson.JSONDecodeError:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def record(self, name: str) -> Json:
        """A nested object; an empty one when it is absent."""
        value = self.structure(name) or {}
        if not isinstance(value, dict):
            raise bad_request(f"object expected as {name.replace('_', ' ')}")
        return value

    def chat(self, chats: Chats, name: str = "chat_id") -> Chat:
        """The chat by its id, or a channel or group by its @name."""
        wanted = self.text(name).strip()
        if not wanted:
            raise bad_request(f"{name} is empty")
        chat = _named(chats, wanted)
        hidden = isinstance(chat, SandboxChannel) and not (chat.bot_was_here or chat.username)
        if chat is None or hidden:
            raise bad_request(CHAT_NOT_FOUND)
        return chat

    def chat_id(self, chats: Chats) -> int | None:
        """For the log and the faults: which chat the call names, even one that does not exist."""
        chat = _named(chats, self.text("chat_id").strip())
        return chat.id if chat else self.whole("chat_id") or None


def _named(chats: Chats, wanted: str) -> Chat | None:
    if wanted.startswith("@"):
        return chats.channel_named(wanted)
    try:
        return chats.get(int(wanted))
    except ValueError:
        return None


async def read_parameters(request: web.Request) -> Parameters:
    """Everything that a call carries; what the body says wins over the query."""
    raw: Json = dict(request.query)
    if request.content_type == "application/json" and request.can_read_body:
        raw |= _object(await request.read())
    elif request.method == "POST":
        raw |= await _form(request)
    return Parameters(raw)


async def _form(request: web.Request) -> Json:
    try:
        return dict(await request.post())
    except UnicodeDecodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    except (ValueError, LookupError, HttpProcessingError):
        raise bad_request("can't parse the form") from None


def _object(body: bytes) -> Json:
    try:
        value = orjson.loads(body or b"{}")
    except orjson.JSONDecodeError:
        raise bad_request("can't parse request body as JSON") from None
    if not isinstance(value, dict):
        raise bad_request("request body must be a JSON object")
    return value
