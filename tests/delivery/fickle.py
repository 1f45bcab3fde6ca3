"""A Telegram that answers as a test says, and keeps what every chat shows."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import orjson

from bot.delivery.telegram import Telegram
from bot.domain.api_answers import Accepted, Answer, Lost, NotSent, Refusal
from bot.domain.telegram_html import parse_html
from tests.clock import Clock

_LATE = timedelta(seconds=15)  # a request that is lost to us arrives no later than this
_WAIT = 3.0  # seconds


class Fate(StrEnum):
    """What befalls a request."""

    DONE = "done, and answered"
    LOST_BEFORE = "the line breaks, and nothing has arrived"
    LOST_AFTER = "done, and then the line breaks"
    LATE = "the line breaks, and the request arrives some seconds later"
    NOT_CONNECTED = "no line"
    WAIT = "429"


@dataclass
class Message:
    """What stands in a chat; `text` is None for a service message."""

    text: str | None


class FickleTelegram(Telegram):
    """Chats with negative ids are channels with a sequence of ids each; all others share one."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last_ids: Counter[int] = Counter()
        self._late: list[tuple[datetime, Callable[[], Answer]]] = []
        self.chats: dict[int, dict[int, Message]] = defaultdict(dict)
        self.arrived: list[tuple[int, str]] = []  # every first post, with its chat
        self.fates: list[Fate] = []  # of the next requests; then all goes well
        self.fate_of: dict[int, Fate] = {}  # of the next request to a chat
        self.blocked: set[int] = set()
        self.protected: set[int] = set()  # channels from which nothing may be forwarded
        self.unreadable: list[str] = []  # words that it refuses in a text

    # --- as the delivery loop calls it ---

    async def show(self, chat_id: int, request: bytes, message_id: int | None = None) -> Answer:
        return self._show(chat_id, request, message_id)

    def show_at_once(
        self,
        chat_id: int,
        request: bytes,
        message_id: int | None,
        done: Callable[[Answer], None],
        method: str | None = None,
    ) -> bool:
        """Every other request finds an open connection."""
        assert method is None  # texts alone are shown here
        if len(self.arrived) % 2:
            return False
        asyncio.get_running_loop().call_soon(done, self._show(chat_id, request, message_id))
        return True

    def _show(self, chat_id: int, request: bytes, message_id: int | None) -> Answer:
        text, _ = parse_html(orjson.loads(request)["text"])
        if chat_id in self.blocked:
            return Refusal(403, "Forbidden: bot was blocked by the user")
        if any(words in text for words in self.unreadable):
            return Refusal(400, "Bad Request: can't parse entities: unsupported start tag")
        if message_id is None:
            return self._befall(chat_id, lambda: self._send(chat_id, text))
        return self._befall(chat_id, lambda: self._edit(chat_id, message_id, text))

    async def call(self, method: str, wait: float | None = None, **given: object) -> Answer:
        del wait
        chat_id, message_id = given["chat_id"], given.get("message_id")
        assert isinstance(chat_id, int)
        if method == "getChat":
            protected = {"has_protected_content": True} if chat_id in self.protected else {}
            return Accepted({"id": chat_id, "type": "channel"} | protected)
        assert isinstance(message_id, int)
        if method == "deleteMessage":
            return self._befall(chat_id, lambda: self._delete(chat_id, message_id))
        assert method == "forwardMessage"
        source = given["from_chat_id"]
        assert isinstance(source, int)
        return self._befall(chat_id, lambda: self._forward(chat_id, source, message_id))

    # --- what others do ---

    def post(self, chat_id: int, text: str | None) -> int:
        """Somebody else's post, or (None) a service message; its id."""
        return self._add(chat_id, Message(text))

    # --- what there is to see ---

    def copies(self, chat_id: int, words: str) -> int:
        """How many first posts with these words ever came to a chat."""
        return sum(chat == chat_id and words in text for chat, text in self.arrived)

    def texts(self, chat_id: int) -> dict[int, str]:
        """What the chat shows now."""
        return {n: message.text or "" for n, message in self.chats[chat_id].items()}

    # --- what becomes of a request ---

    def let_arrive(self) -> None:
        """What was on its way until now has arrived."""
        due = [do for at, do in self._late if at <= self._clock()]
        self._late = [(at, do) for at, do in self._late if at > self._clock()]
        for do in due:
            do()

    def _befall(self, chat_id: int, do: Callable[[], Answer]) -> Answer:
        self.let_arrive()
        fate = self.fates.pop(0) if self.fates else self.fate_of.pop(chat_id, Fate.DONE)
        match fate:
            case Fate.DONE:
                return do()
            case Fate.LOST_AFTER:
                do()
            case Fate.LATE:
                self._late.append((self._clock() + _LATE, do))
            case Fate.NOT_CONNECTED:
                return NotSent("no connection")
            case Fate.WAIT:
                return Refusal(429, "Too Many Requests: retry after 3", _WAIT)
        return Lost("ServerDisconnectedError")

    def _send(self, chat_id: int, text: str) -> Answer:
        self.arrived.append((chat_id, text))
        return Accepted({"message_id": self._add(chat_id, Message(text))})

    def _edit(self, chat_id: int, message_id: int, text: str) -> Answer:
        message = self.chats[chat_id].get(message_id)
        if message is None:
            return Refusal(400, "Bad Request: message to edit not found")
        if message.text == text:
            return Refusal(400, "Bad Request: message is not modified")
        message.text = text
        return Accepted({"message_id": message_id})

    def _delete(self, chat_id: int, message_id: int) -> Answer:
        if self.chats[chat_id].pop(message_id, None) is None:
            return Refusal(400, "Bad Request: message to delete not found")
        return Accepted(True)  # noqa: FBT003 - Telegram's own answer

    def _forward(self, chat_id: int, source: int, message_id: int) -> Answer:
        message = self.chats[source].get(message_id)
        if message is None:
            return Refusal(400, "Bad Request: message to forward not found")
        if message.text is None or source in self.protected:
            return Refusal(400, "Bad Request: the message can't be forwarded")
        copy = self._add(chat_id, Message(message.text))
        return Accepted({"message_id": copy, "text": message.text})

    def _add(self, chat_id: int, message: Message) -> int:
        sequence = min(0, chat_id)  # channels have their own
        self._last_ids[sequence] += 1
        message_id = self._last_ids[sequence]
        self.chats[chat_id][message_id] = message
        return message_id
