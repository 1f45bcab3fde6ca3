"""The messages that stand in chats: a few numbers each, and what Telegram says of them."""

import html
import re
import time
from array import array
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

import orjson

from bot.sandbox.rapid.count import Texts

_TAG = re.compile(r"<[^>]*>")
_HEADLINE = "Порт Роттердама відкрив зелений термінал"
_LEAD = "Перші кораблі без викидів причалять уже восени; ще два термінали відкриють торік."


class PrivateMessages:
    """One sequence of ids over all private chats; a deleted message has no chat."""

    def __init__(self) -> None:
        self._chats = array("q", [0])
        self._sent_at = array("d", [0])
        self._contents = array("q", [0])

    def add(self, chat_id: int, content: int) -> int:
        self._chats.append(chat_id)
        self._sent_at.append(time.time())
        self._contents.append(content)
        return len(self._chats) - 1

    def stands(self, chat_id: int, message_id: int) -> bool:
        return 0 < message_id < len(self._chats) and self._chats[message_id] == chat_id

    def content(self, message_id: int) -> int:
        return self._contents[message_id]

    def standing(self, contents: AbstractSet[int], first: int, last: int) -> list[int]:
        """How many messages with such a content each chat from `first` to `last` shows now."""
        found = [0] * (last - first + 1)
        for chat_id, content in zip(self._chats, self._contents, strict=True):
            if first <= chat_id <= last and content in contents:
                found[chat_id - first] += 1
        return found

    def edit(self, message_id: int, content: int) -> None:
        self._contents[message_id] = content

    def age(self, message_id: int) -> float:
        return time.time() - self._sent_at[message_id]

    def arrivals(self, chats: range) -> list[tuple[int, float]]:
        """When these chats got their messages, in seconds since 1970, in order."""
        pairs = zip(self._chats, self._sent_at, strict=True)
        return [(chat_id, at) for chat_id, at in pairs if chat_id and chat_id in chats]

    def newest(self, chats: range) -> dict[int, int]:
        return {chat: number for number, chat in enumerate(self._chats) if chat and chat in chats}

    def delete(self, message_id: int) -> None:
        self._chats[message_id] = 0

    def make_older(self, seconds: int, message_id: int | None) -> None:
        chosen = range(len(self._sent_at)) if message_id is None else [message_id]
        for number in chosen:
            self._sent_at[number] -= seconds


@dataclass(slots=True)
class Posted:
    """A message of a channel."""

    text: int
    content: int
    sent_at: float
    revision: int = 1
    photo: str = ""  # its file id, which is its unique id, too


@dataclass(slots=True)
class RapidChannel:
    """What stands in a channel, by id, and which ids were deleted."""

    posts: dict[int, Posted] = field(default_factory=dict)
    deleted: list[int] = field(default_factory=list)

    def add(self, text: int, content: int, photo: str = "") -> int:
        message_id = len(self.posts) + len(self.deleted) + 1
        self.posts[message_id] = Posted(text, content, time.time(), photo=photo)
        return message_id

    def age(self, message_id: int) -> float:
        return time.time() - self.posts[message_id].sent_at

    def delete(self, message_id: int) -> None:
        del self.posts[message_id]
        self.deleted.append(message_id)

    def make_older(self, seconds: int, message_id: int | None) -> None:
        for number, posted in self.posts.items():
            if message_id in (None, number):
                posted.sent_at -= seconds

    def summary(self, texts: Texts) -> dict[str, object]:
        posts = [[n, texts.all[p.text].digest, p.revision, p.photo] for n, p in self.posts.items()]
        return {"posts": posts, "deleted": self.deleted}


def chat(chat_id: int) -> dict[str, Any]:
    if chat_id > 0:
        return {"id": chat_id, "first_name": "Читач", "type": "private"}
    return {"id": chat_id, "title": f"Канал {-chat_id % 1000}", "type": "channel"}


def plain(text: str, parse_mode: str) -> str:
    """A text without its markup, as a forwarded message would show it."""
    return html.unescape(_TAG.sub("", text)).strip() if parse_mode.upper() == "HTML" else text


class Prepared:
    """The answer to a send, but for four numbers: about a kilobyte, like a teaser's."""

    def __init__(self, bot: dict[str, Any]) -> None:
        private = {"from": bot, "chat": chat(1) | {"id": "@chat"}}
        channel = {"sender_chat": chat(-1) | {"id": "@chat"}, "chat": chat(-1) | {"id": "@chat"}}
        self._private = _prepared(private)
        self._channel = _prepared(channel)

    def sent(self, message_id: int, chat_id: int) -> bytes:
        now = int(time.time())
        if chat_id > 0:
            return self._private % (message_id, chat_id, now)
        return self._channel % (message_id, chat_id, chat_id, now)


def _prepared(where: dict[str, Any]) -> bytes:
    text = f"{_HEADLINE}\n\n{_LEAD}\n\n#Світ · Читати"
    message = {"message_id": "@message", **where, "date": "@date", "text": text}
    message["entities"] = [
        {"offset": 0, "length": len(_HEADLINE), "type": "bold"},
        {"offset": len(text) - 14, "length": 5, "type": "hashtag"},
        {
            "offset": len(text) - 6,
            "length": 6,
            "type": "text_link",
            "url": "https://example.org/news/2023/05/10/the-port-of-rotterdam",
        },
    ]
    message["link_preview_options"] = {"is_disabled": True}
    read = {"text": "Читати", "url": "https://example.org/news/2023/05/10/the-port-of-rotterdam"}
    unfollow = {"text": "🌍 Світ: не стежити", "callback_data": "unfollow:1"}
    message["reply_markup"] = {"inline_keyboard": [[read], [unfollow]]}
    raw = orjson.dumps({"ok": True, "result": message}).replace(b"%", b"%%")
    for name in (b'"@message"', b'"@chat"', b'"@date"'):
        raw = raw.replace(name, b"%d")
    return raw


def content_of(given: Mapping[str, Any]) -> int:
    """A number for all that a message shows."""
    markup = given.get("reply_markup")
    if not isinstance(markup, str):
        markup = orjson.dumps(markup)
    return hash((given["text"], markup))


def message_id_of(given: Mapping[str, Any]) -> int:
    return number_of(given.get("message_id")) or 0


def number_of(value: object) -> int | None:
    try:
        return int(value)  # type: ignore[call-overload, no-any-return]
    except (TypeError, ValueError):
        return None
