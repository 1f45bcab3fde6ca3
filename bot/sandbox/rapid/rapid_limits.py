"""Telegram's flood limits: for the token, for a group or channel, for a private chat."""

import math
from collections import deque

_MINUTE = 60.0
_REMEMBERED = 100_000  # private chats; those that have rested are forgotten beyond that


class RapidWindow:
    """At most `limit` in any `seconds`."""

    def __init__(self, limit: int, seconds: float) -> None:
        self._limit = limit
        self._seconds = seconds
        self._taken: deque[float] = deque()

    def wait(self, now: float) -> float:
        """Seconds until there is room; 0 where there is some now."""
        while self._taken and self._taken[0] <= now - self._seconds:
            self._taken.popleft()
        if len(self._taken) < self._limit:
            return 0
        return self._taken[0] + self._seconds - now

    def take(self, now: float) -> None:
        self._taken.append(now)


class RapidLimits:
    """None: no such limit. Only what was let through counts; what was refused costs nothing."""

    def __init__(
        self,
        per_second: int | None = None,
        per_channel_minute: int | None = None,
        per_private_second: float | None = None,
        private_burst: int = 1,
    ) -> None:
        self._token = RapidWindow(per_second, 1.0) if per_second else None
        self._per_channel_minute = per_channel_minute
        self._channels: dict[int, RapidWindow] = {}
        self._private_gap = 1 / per_private_second if per_private_second else None
        self._private_room = (private_burst - 1) * (self._private_gap or 0)
        self._private_busy_until: dict[int, float] = {}
        self.wasted = {"token": 0, "channel": 0, "private": 0}

    def refusal(self, chat_id: int, now: float) -> int:
        """Whole seconds to wait, or 0: then the request counts."""
        channel = self._channel(chat_id) if chat_id < 0 else None
        waits = {
            "token": self._token.wait(now) if self._token else 0,
            "channel": channel.wait(now) if channel else 0,
            "private": self._private_wait(chat_id, now) if chat_id > 0 else 0,
        }
        scope = max(waits, key=lambda name: waits[name])
        if waits[scope] > 0:
            self.wasted[scope] += 1
            return max(1, math.ceil(waits[scope]))
        self._take(channel, chat_id, now)
        return 0

    def _take(self, channel: RapidWindow | None, chat_id: int, now: float) -> None:
        if self._token:
            self._token.take(now)
        if channel:
            channel.take(now)
        if self._private_gap and chat_id > 0:
            busy = max(self._private_busy_until.get(chat_id, now), now)
            self._private_busy_until[chat_id] = busy + self._private_gap
            if len(self._private_busy_until) > _REMEMBERED:
                self._forget(now)

    def _channel(self, chat_id: int) -> RapidWindow | None:
        if not self._per_channel_minute:
            return None
        if chat_id not in self._channels:
            self._channels[chat_id] = RapidWindow(self._per_channel_minute, _MINUTE)
        return self._channels[chat_id]

    def _private_wait(self, chat_id: int, now: float) -> float:
        if self._private_gap is None:
            return 0
        return self._private_busy_until.get(chat_id, now) - self._private_room - now

    def _forget(self, now: float) -> None:
        left = {chat: until for chat, until in self._private_busy_until.items() if until > now}
        self._private_busy_until = left
