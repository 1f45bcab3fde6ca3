"""Speaks to the Bot API over aiohttp: one request, one answer, and whether it may have arrived."""

from collections.abc import Mapping
from typing import Any

import aiohttp
import orjson

from bot.domain.answers import Answer, Lost, NotSent, read_answer
from bot.domain.buttons import pack
from bot.domain.post import Button, Post

# A slow server answers late rather than never; a short limit would only make unknown sends.
_TIMEOUT = aiohttp.ClientTimeout(total=60, sock_connect=10)
_HEADERS = {"Content-Type": "application/json"}


def open_session() -> aiohttp.ClientSession:
    """A session for all that one bot sends; as many connections as there are requests."""
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))


class Telegram:
    """One bot on one Bot API server. `session` is closed by whoever opened it."""

    def __init__(self, session: aiohttp.ClientSession, api_url: str, token: str) -> None:
        self._session = session
        self._address = f"{api_url}/bot{token}/"

    async def call(self, method: str, wait: float | None = None, **parameters: object) -> Answer:
        """Call a method; None parameters are left out. `wait` is a longer time limit, seconds."""
        body = orjson.dumps({k: v for k, v in parameters.items() if v is not None})
        timeout = _TIMEOUT if wait is None else aiohttp.ClientTimeout(total=wait, sock_connect=10)
        return await self._post(method, body, timeout)

    async def show(self, chat_id: int, request: bytes, message_id: int | None = None) -> Answer:
        """Send an encoded post, or put it in a message's place: only the ids are set in."""
        rest = request[1:]
        if message_id is None:
            return await self._post("sendMessage", b'{"chat_id":%d,' % chat_id + rest)
        body = b'{"chat_id":%d,"message_id":%d,' % (chat_id, message_id) + rest
        return await self._post("editMessageText", body)

    async def _post(
        self,
        method: str,
        body: bytes,
        timeout: aiohttp.ClientTimeout = _TIMEOUT,  # noqa: ASYNC109 - aiohttp's own
    ) -> Answer:
        try:
            async with self._session.post(
                self._address + method, data=body, headers=_HEADERS, timeout=timeout
            ) as response:
                return read_answer(response.status, _json(await response.read()))
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            return NotSent(_words(error))
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return Lost(_words(error))


def encode(post: Post) -> bytes:
    """The parameters of a post as JSON, once for all the chats that it goes to."""
    return orjson.dumps(as_parameters(post))


def as_parameters(post: Post) -> dict[str, Any]:
    """What sendMessage and editMessageText take for a post."""
    preview: dict[str, Any] = {"is_disabled": True}
    if post.preview.url:
        preview = {"url": post.preview.url, "prefer_large_media": post.preview.large}
    return {
        "text": post.html,
        "parse_mode": "HTML",
        "link_preview_options": preview,
        "reply_markup": {"inline_keyboard": [[_button(b) for b in row] for row in post.keyboard]},
    }


def _button(button: Button) -> dict[str, str]:
    if button.press is not None:
        return {"text": button.text, "callback_data": pack(button.press)}
    return {"text": button.text, "url": button.url or ""}


def _json(raw: bytes) -> Mapping[str, Any] | None:
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return None
    return body if isinstance(body, dict) else None


def _words(error: Exception) -> str:
    """Say what went wrong without the address, which has the token in it."""
    if isinstance(error, aiohttp.ClientConnectorError):
        return f"no connection: {error.os_error.strerror or type(error.os_error).__name__}"
    return type(error).__name__
