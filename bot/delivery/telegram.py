"""Speaks to the Bot API: one request, one answer, and whether it may have arrived."""

from collections.abc import Callable, Mapping
from copy import copy
from typing import Any
from urllib.parse import quote

import orjson

from bot.delivery.http_transport import ConnectionBrokenError, HttpTransport, NotConnectedError
from bot.delivery.uploads import Upload, form_of
from bot.domain.api_answers import Accepted, Answer, Lost, NotSent, Refusal, read_answer
from bot.domain.button_styles import style_of
from bot.domain.buttons import pack
from bot.domain.picture import Picture
from bot.domain.post import Button, Keyboard, Post

# A slow server answers late rather than never; a short limit would only make unknown sends.
_WITHIN = 60.0  # seconds
_OK = 200  # HTTP's own


class Telegram:
    """One bot on one Bot API server. `transport` is closed by whoever opened it."""

    def __init__(self, transport: HttpTransport, token: str) -> None:
        self._transport = transport
        self._path = f"bot{token}/"
        self.bot_id = int(token.partition(":")[0])
        self.patience = _WITHIN  # seconds for an answer

    def within(self, seconds: float) -> "Telegram":
        """The same bot, with another limit of seconds for an answer."""
        hurried = copy(self)
        hurried.patience = seconds
        return hurried

    async def call(self, method: str, wait: float | None = None, **parameters: object) -> Answer:
        """Call a method; None parameters are left out. `wait`: seconds, if not `patience`."""
        body = orjson.dumps({k: v for k, v in parameters.items() if v is not None})
        return await self._post(method, body, wait or 0)

    async def send(self, method: str, chat_id: int, request: bytes) -> Answer:
        """Send a post that `encoded` has made: only the chat is filled in."""
        return await self._post(method, b'{"chat_id":%d,%b' % (chat_id, request[1:]))

    async def upload(self, method: str, *files: Upload, **parameters: object) -> Answer:
        """The same with files."""
        try:
            status, answer = await self._transport.post_form(
                self._path + method, form_of(parameters, files), self.patience
            )
        except (NotConnectedError, ConnectionBrokenError) as error:
            return _lost(error)
        return read_answer(status, _json(answer))

    async def show(self, chat_id: int, request: bytes, message_id: int | None = None) -> Answer:
        """Send an encoded post, or edit a message into it: only the ids are filled in."""
        return await self._post(*_showing(chat_id, request, message_id))

    async def show_rich(
        self, chat_id: int, request: bytes, message_id: int | None = None
    ) -> Answer:
        """The same with what `encode_rich` has made."""
        return await self._post(*_showing(chat_id, request, message_id, "sendRichMessage"))

    def show_at_once(
        self,
        chat_id: int,
        request: bytes,
        message_id: int | None,
        done: Callable[[Answer], None],
        method: str | None = None,
    ) -> bool:
        """The same by a connection that is open; false if none is. `done` gets the answer.

        `method`: instead of the usual ones for texts.
        """

        def read(status: int, body: bytes, error: Exception | None) -> None:
            done(_lost(error) if error else read_answer(status, _json(body)))

        usual, parameters = _showing(chat_id, request, message_id)
        path = self._path + (method or usual)
        return self._transport.post_at_once(path, parameters, self.patience, read)

    async def download(self, file_id: str, within: float) -> bytes | Refusal | NotSent | Lost:
        """What stands in a file that somebody has sent; `within` is seconds."""
        answer = await self.call("getFile", wait=within, file_id=file_id)
        if not isinstance(answer, Accepted):
            return answer
        match answer.result:
            case {"file_path": str(path)}:
                path = f"file/{self._path}{quote(path)}"
            case _:
                return Lost("a file without its path")
        try:
            status, data = await self._transport.get(path, within)
        except (NotConnectedError, ConnectionBrokenError) as error:
            return _lost(error)
        return data if status == _OK else Lost(f"HTTP {status} in place of a file")

    async def _post(self, method: str, body: bytes, within: float = 0) -> Answer:
        within = within or self.patience
        try:
            status, answer = await self._transport.post(self._path + method, body, within)
        except (NotConnectedError, ConnectionBrokenError) as error:
            return _lost(error)
        return read_answer(status, _json(answer))


def _showing(
    chat_id: int, request: bytes, message_id: int | None, anew: str = "sendMessage"
) -> tuple[str, bytes]:
    """Method and parameters: of an encoded post all stands but the ids."""
    if message_id is None:
        return anew, b'{"chat_id":%d,%b' % (chat_id, request[1:])
    parameters = b'{"chat_id":%d,"message_id":%d,%b' % (chat_id, message_id, request[1:])
    return "editMessageText", parameters


def in_thread(request: bytes, thread_id: int) -> bytes:
    """An encoded post as one for a thread of a forum."""
    return b'{"message_thread_id":%d,%b' % (thread_id, request[1:])


def _lost(error: Exception) -> NotSent | Lost:
    if isinstance(error, NotConnectedError):
        return NotSent(f"no connection: {error}")
    return Lost(str(error))


def encode(post: Post) -> bytes:
    """The parameters of a post as JSON, once for all the chats that it goes to."""
    return orjson.dumps(as_parameters(post))


def encoded(post: Post) -> tuple[str, bytes]:
    """The method by which a post is first sent, and its parameters."""
    if not post.files:
        return "sendMessage", encode(post)
    if len(post.files) == 1:
        (file,) = post.files
        method = f"send{file.medium.capitalize()}"
        return method, orjson.dumps({file.medium.value: file.file_id} | captioned(post))
    first, *others = post.files
    media = [as_media(first, post), *map(as_media, others)]
    return "sendMediaGroup", orjson.dumps({"media": media})


def encoded_media(post: Post) -> bytes:
    """What editMessageMedia takes to put a post with one file in a message's place."""
    (file,) = post.files
    keyboard = keyboard_as_parameter(post.keyboard)
    return orjson.dumps({"media": as_media(file, post), "reply_markup": keyboard})


def as_media(file: Picture, post: Post | None = None) -> dict[str, str]:
    """An InputMedia, with the post as its caption."""
    caption = {"caption": post.html, "parse_mode": "HTML"} if post else {}
    return {"type": file.medium.value, "media": file.file_id} | caption


def captioned(post: Post) -> dict[str, Any]:
    """What sendPhoto and its like, and editMessageCaption, take for a post."""
    caption = {"caption": post.html, "parse_mode": "HTML"}
    return caption | {"reply_markup": keyboard_as_parameter(post.keyboard)}


def as_parameters(post: Post) -> dict[str, Any]:
    """What sendMessage and editMessageText take for a post."""
    preview: dict[str, Any] = {"is_disabled": True}
    if post.preview.url:
        preview = {"url": post.preview.url, "prefer_large_media": post.preview.large}
        if post.preview.above:
            preview["show_above_text"] = True
    return {
        "text": post.html,
        "parse_mode": "HTML",
        "link_preview_options": preview,
        "reply_markup": keyboard_as_parameter(post.keyboard),
    }


def keyboard_as_parameter(keyboard: Keyboard) -> dict[str, Any]:
    return {"inline_keyboard": [[_button(button) for button in row] for row in keyboard]}


def _button(button: Button) -> dict[str, str]:
    if button.press is not None:
        said = {"text": button.text, "callback_data": pack(button.press, button.drawn)}
        style = style_of(button.press)
        return said | ({"style": style} if style else {})
    return {"text": button.text, "url": button.url or ""}


def _json(raw: bytes) -> Mapping[str, Any] | None:
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return None
    return body if isinstance(body, dict) else None
