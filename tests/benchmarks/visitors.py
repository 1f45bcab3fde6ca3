"""People who write to a bot through the stand-in, one at a time, and when they are answered."""

import time
from typing import Any

from bot.domain.buttons import pack
from bot.domain.press import Press
from bot.sandbox.rapid.process import RapidProcess

_PATIENCE = 60.0  # seconds
_LOOK = 0.005


class Visitors:
    def __init__(self, rapid: RapidProcess) -> None:
        self._rapid = rapid
        self._numbers = iter(range(1, 10**9))

    def say(self, person: int, text: str) -> float:
        """When they wrote."""
        message = self._message(person, text)
        if text.startswith("/"):
            word = text.split(maxsplit=1)[0]
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(word)}]
        return self._tell({"message": message | {"from": _user(person)}})

    def press(self, person: int, button: Press) -> float:
        """When they pressed it."""
        return self._tell(
            {
                "callback_query": {
                    "id": str(next(self._numbers)),
                    "from": _user(person),
                    "chat_instance": "1",
                    "message": self._message(person, "…"),
                    "data": pack(button),
                }
            }
        )

    def answered(self, person: int, since: float) -> float:
        """Seconds from then until the person has a message that is newer."""
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            for _, at in self._rapid.arrivals(range(person, person + 1)):
                if at >= since:
                    return at - since
            time.sleep(_LOOK)
        raise SystemExit(f"the bot did not answer within {_PATIENCE:g} seconds")

    def _message(self, person: int, text: str) -> dict[str, Any]:
        chat = {"id": person, "type": "private", "first_name": "Надія"}
        number = next(self._numbers)
        return {"message_id": number, "date": int(time.time()), "chat": chat, "text": text}

    def _tell(self, update: dict[str, Any]) -> float:
        told_at = time.time()
        self._rapid.add_updates(update)
        return told_at


def _user(person: int) -> dict[str, Any]:
    return {"id": person, "is_bot": False, "first_name": "Надія", "language_code": "uk"}
