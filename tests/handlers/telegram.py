"""Telegram as the handlers see it: every request is written down and gets a small answer."""

# ruff: noqa: ARG002, ASYNC109, FBT001, FBT002 - the signatures are those of aiogram

from collections.abc import AsyncGenerator, Mapping
from typing import Any, TypeVar

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramAPIError
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageReplyMarkup,
    EditMessageText,
    GetFile,
    GetMe,
    SendMessage,
    TelegramMethod,
)
from aiogram.methods.base import TelegramType
from aiogram.types import Chat, File, InlineKeyboardMarkup, Message, User

from tests.handlers.clock import NOW

M = TypeVar("M", bound=TelegramMethod[Any])

BOT_ID = 42
USERNAME = "vistnyk_test_bot"


class RecordedTelegram(BaseSession):
    """`requests` in their order; `refusals` makes a method fail with the given words."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[TelegramMethod[Any]] = []
        self.refusals: dict[type[TelegramMethod[Any]], tuple[type[TelegramAPIError], str]] = {}
        self.file = b""

    async def make_request(
        self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None
    ) -> TelegramType:
        self.requests.append(method)
        if refusal := self.refusals.get(type(method)):
            kind, words = refusal
            raise kind(method, words)
        answer: TelegramType = _answer(method)
        return answer

    async def stream_content(
        self,
        url: str,
        headers: Mapping[str, Any] | None = None,
        timeout: int = 30,
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        yield self.file

    async def close(self) -> None:
        pass

    # --- what happened ---

    def of(self, kind: type[M]) -> list[M]:
        """The requests of one kind."""
        return [method for method in self.requests if isinstance(method, kind)]

    @property
    def said(self) -> list[str]:
        """The texts of the messages that were sent."""
        return [method.text for method in self.of(SendMessage)]

    @property
    def edits(self) -> list[str]:
        """The texts that messages were edited into."""
        return [method.text or "" for method in self.of(EditMessageText)]

    @property
    def pop_ups(self) -> list[str | None]:
        return [method.text for method in self.of(AnswerCallbackQuery)]

    def data_under_last(self) -> list[str]:
        """What the buttons of the message shown last carry, in reading order."""
        kinds = (SendMessage, EditMessageText, EditMessageReplyMarkup)
        shown = [method for method in self.requests if isinstance(method, kinds)][-1]
        markup = shown.reply_markup
        assert isinstance(markup, InlineKeyboardMarkup)
        buttons = [button for row in markup.inline_keyboard for button in row]
        return [button.callback_data or button.url or "" for button in buttons]

    def forget(self) -> None:
        self.requests.clear()


def _answer(method: TelegramMethod[Any]) -> Any:
    match method:
        case SendMessage():
            chat = Chat(id=int(method.chat_id), type="private")
            return Message(message_id=500, date=NOW, chat=chat, text=method.text)
        case GetFile():
            return File(file_id=method.file_id, file_unique_id="u", file_path="documents/file.txt")
        case GetMe():
            return User(id=BOT_ID, is_bot=True, first_name="Вісник", username=USERNAME)
        case _:
            return True
