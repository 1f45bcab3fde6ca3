"""Who runs a group: asked of Telegram, and kept in mind for a moment."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

from bot.domain.clock import Clock

# Who presses several buttons is looked up once; who was dismissed decides no longer than this.
_KEPT: Final = timedelta(seconds=15)


class Administrators:
    """`of` asks Telegram for the administrators of a chat."""

    def __init__(self, of: Callable[[int], Awaitable[frozenset[int]]], clock: Clock) -> None:
        self._of = of
        self._clock = clock
        self._known: dict[int, tuple[datetime, frozenset[int]]] = {}

    async def has(self, chat_id: int, user_id: int) -> bool:
        """Whether this person runs the group now. Raises `NotTakenError`."""
        now = self._clock()
        self._known = {
            chat: asked for chat, asked in self._known.items() if now - asked[0] < _KEPT
        }
        if chat_id not in self._known:
            self._known[chat_id] = now, await self._of(chat_id)
        return user_id in self._known[chat_id][1]
