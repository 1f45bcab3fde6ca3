"""What a test may ask and order: the count, arrivals, presses, updates, faults, age."""

from typing import Any
from urllib.parse import parse_qsl

import orjson

from bot.sandbox.rapid.count import CountedText
from bot.sandbox.rapid.methods import Methods
from bot.sandbox.rapid.rapid_faults import Mishaps
from bot.sandbox.rapid.rapid_limits import RapidLimits
from bot.sandbox.rapid.rapid_refusals import Answer
from bot.sandbox.rapid.rapid_updates import Updates

_MOST_CHATS = 2_000_000
_MOST = 9


class Control:
    def __init__(
        self, methods: Methods, limits: RapidLimits, mishaps: Mishaps, updates: Updates
    ) -> None:
        self._methods = methods
        self._limits = limits
        self._mishaps = mishaps
        self._updates = updates

    def answer(self, path: str, query: bytes, body: bytes) -> Answer:
        try:
            asked = dict(parse_qsl(query.decode()))
            given = orjson.loads(body) if body else {}
            return 200, orjson.dumps(self._do(path, asked, given))
        except (KeyError, TypeError, ValueError) as error:
            return 400, orjson.dumps({"error": f"{type(error).__name__}: {error}"})

    def _do(self, path: str, asked: dict[str, str], given: Any) -> object:  # noqa: ANN401 - JSON
        match path:
            case "/rapid/count":
                return self._count(float(asked.get("window", 60)))
            case "/rapid/copies":
                return self._copies(asked["text"], int(asked["first"]), int(asked["last"]))
            case "/rapid/arrivals" | "/rapid/newest" | "/rapid/presses":
                chats = range(int(asked["first"]), int(asked["last"]) + 1)
                return self._seen(path, chats)
            case "/rapid/standing":
                return self._standing(asked["text"], int(asked["first"]), int(asked["last"]))
            case "/rapid/updates":
                for update in given if isinstance(given, list) else [given]:
                    self._updates.add(update)
            case "/rapid/faults":
                self._mishaps.order(given, given.pop("at", 0))
            case "/rapid/age":
                chat_id, message_id = given.get("chat_id"), given.get("message_id")
                self._methods.make_older(int(given["seconds"]), chat_id, message_id)
            case _:
                raise ValueError("no such control")
        return {}

    def _seen(self, path: str, chats: range) -> dict[str, object]:
        """What people in these chats have of the bot's."""
        methods = self._methods
        if path == "/rapid/arrivals":
            return {"arrivals": methods.arrivals(chats)}
        if path == "/rapid/newest":
            return {"newest": list(methods.newest(chats).items())}
        changed = [(chat_id, at) for chat_id, at in methods.keyboards if chat_id in chats]
        return {"pop_ups": methods.pop_ups, "keyboards": changed}

    def _count(self, window: float) -> dict[str, object]:
        methods, texts = self._methods, self._methods.texts
        return {
            **methods.pace.summary(window),
            "edits": methods.edits,
            "deletes": methods.deletes,
            "forwards": methods.forwards,
            "asked_who_it_is": methods.asked_who_it_is,
            "texts": {text.digest: text.summary() for text in texts.all},
            "channels": {str(n): c.summary(texts) for n, c in methods.channels.items()},
            "refused": self._limits.wasted,
            "faults": dict(self._mishaps.happened),
            "blocked": sorted(self._mishaps.blocked),
        }

    def _copies(self, digest: str, first: int, last: int) -> dict[str, str]:
        """A digit for each private chat. Raises ValueError for a text that was never sent."""
        text = self._text(digest, first, last)
        chats = range(first, last + 1)
        return {"copies": "".join(str(min(text.copies(chat), _MOST)) for chat in chats)}

    def _standing(self, digest: str, first: int, last: int) -> dict[str, str]:
        text = self._methods.texts.all.index(self._text(digest, first, last))
        found = self._methods.standing(text, first, last)
        return {"standing": "".join(str(min(number, _MOST)) for number in found)}

    def _text(self, digest: str, first: int, last: int) -> CountedText:
        text = self._methods.texts.find(digest)
        if text is None:
            raise ValueError(f"no such text: {digest}")
        if not 0 <= last - first < _MOST_CHATS:
            raise ValueError("from the first chat to the last")
        return text
