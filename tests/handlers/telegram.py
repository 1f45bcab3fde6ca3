"""Telegram as the handlers see it: every request is written down and gets a small answer."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

import orjson
from aiogram import methods
from aiogram.methods import (
    AnswerCallbackQuery,
    CopyMessage,
    EditMessageReplyMarkup,
    EditMessageText,
    GetChatAdministrators,
    SendMessage,
    SendRichMessage,
    TelegramMethod,
)
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputRichMessage,
)

from bot.delivery.http_transport import HttpTransport
from bot.delivery.telegram import Telegram, keyboard_as_parameter
from bot.delivery.uploads import Upload
from bot.domain.api_answers import Accepted, Answer, Lost, NotSent, Refusal
from bot.domain.post import Keyboard
from tests.handlers.writes_first import Order

M = TypeVar("M", bound=TelegramMethod[Any])

BOT_ID = 42
USERNAME = "vistnyk_test_bot"


class RecordedTelegram(Telegram):
    """`requests` in their order; `refusals` gives a method this answer.

    A request is read as aiogram's class for its method, which knows the Bot API's parameters.
    """

    def __init__(self) -> None:
        super().__init__(HttpTransport("http://telegram.invalid"), f"{BOT_ID}:test")
        self.requests: list[TelegramMethod[Any]] = []
        self.refusals: dict[type[TelegramMethod[Any]], Answer] = {}
        self.file = b""
        self.order = Order()
        self.administrators: list[int] = []  # of every group

    @contextmanager
    def in_order(self) -> Iterator[None]:
        """One deed, in which whatever is written at all is written before it is done."""
        self.order = Order()
        with self.order.kept():
            yield

    async def _post(self, method: str, body: bytes, within: float = 0) -> Answer:  # noqa: ARG002
        kind: type[TelegramMethod[Any]] = getattr(methods, method[0].upper() + method[1:])
        parameters = orjson.loads(body)
        if parameters.get("reply_markup") == {"inline_keyboard": []}:
            del parameters["reply_markup"]
        assert set(parameters) <= set(kind.model_fields), method
        request = kind(**parameters)
        self.requests.append(request)
        self.order.calls(method)
        if isinstance(request, GetChatAdministrators):
            found = [{"user": {"id": number}} for number in self.administrators]
            return self.refusals.get(kind) or Accepted(found)
        return self.refusals.get(kind) or Accepted(_result(request))

    async def upload(self, method: str, *files: Upload, **parameters: object) -> Answer:
        """A file is kept as aiogram has it."""
        kind: type[TelegramMethod[Any]] = getattr(methods, method[0].upper() + method[1:])
        given = {each.field: BufferedInputFile(each.data, each.name) for each in files}
        request = kind(**parameters, **given)
        self.requests.append(request)
        self.order.calls(method)
        return self.refusals.get(kind) or Accepted({"message_id": 500})

    async def download(self, file_id: str, within: float) -> bytes | Refusal | NotSent | Lost:
        answer = await self.call("getFile", wait=within, file_id=file_id)
        return self.file if isinstance(answer, Accepted) else answer

    # --- what happened ---

    def of(self, kind: type[M]) -> list[M]:
        """The requests of one kind."""
        return [method for method in self.requests if isinstance(method, kind)]

    @property
    def said(self) -> list[str]:
        """The texts of the messages that were sent, and the words of rich ones."""
        sent = [m for m in self.requests if isinstance(m, SendMessage | SendRichMessage)]
        return [
            each.text if isinstance(each, SendMessage) else rich_words(each.rich_message)
            for each in sent
        ]

    @property
    def edits(self) -> list[str]:
        """What messages were edited into, likewise."""
        return [
            rich_words(each.rich_message) if each.rich_message else each.text or ""
            for each in self.of(EditMessageText)
        ]

    @property
    def pop_ups(self) -> list[str | None]:
        return [method.text for method in self.of(AnswerCallbackQuery)]

    def data_under_last(self) -> list[str]:
        """What the buttons of the message shown last carry, in reading order.

        Without the version of the article that they were drawn for.
        """
        buttons = [button for row in self.rows_under_last() for button in row]
        return [(b.callback_data or "").partition("@")[0] or b.url or "" for b in buttons]

    def rows_under_last(self) -> list[list[InlineKeyboardButton]]:
        kinds = (SendMessage, SendRichMessage, EditMessageText, EditMessageReplyMarkup)
        shown = [method for method in self.requests if isinstance(method, kinds)][-1]
        markup = shown.reply_markup
        assert isinstance(markup, InlineKeyboardMarkup)
        return markup.inline_keyboard

    def forget(self) -> None:
        self.requests.clear()


def rich_words(message: InputRichMessage) -> str:
    """All that people read in it, a line to each text, and where its links lead."""
    return _words(message.model_dump(exclude_none=True)["blocks"])


def _words(given: Any) -> str:
    if isinstance(given, str):
        return given
    if isinstance(given, list):
        return "\n".join(map(_words, given))
    parts = ("text", "blocks", "items", "caption", "url")
    return "\n".join(_words(given[name]) for name in parts if name in given)


def markup(keyboard: Keyboard) -> InlineKeyboardMarkup:
    """A keyboard as Telegram shows it under a message."""
    return InlineKeyboardMarkup(**keyboard_as_parameter(keyboard))


def _result(request: TelegramMethod[Any]) -> Mapping[str, Any] | bool:
    is_new = isinstance(request, SendMessage | SendRichMessage | CopyMessage)
    return {"message_id": 500} if is_new else True
