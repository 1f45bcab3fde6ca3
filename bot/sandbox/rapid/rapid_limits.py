"""Telegram's flood limits: for the token, for a group or channel, for a private chat."""

import math

from bot.sandbox.limits import Bucket, SlidingWindow

_MINUTE = 60.0
_REMEMBERED = 100_000  # private chats; those that have rested are forgotten beyond that


class RapidLimits:
    """None: no such limit. Only what was let through counts; what was refused costs nothing."""

    def __init__(
        self,
        per_second: int | None = None,
        per_channel_minute: int | None = None,
        per_private_second: float | None = None,
        private_burst: int = 1,
    ) -> None:
        self._token = SlidingWindow(per_second, 1.0) if per_second else None
        self._per_channel_minute = per_channel_minute
        self._channels: dict[int, SlidingWindow] = {}
        self._per_private_second = per_private_second
        self._private_burst = private_burst
        self._private: dict[int, Bucket] = {}
        self._tidy_at = _REMEMBERED
        self.wasted = {"token": 0, "channel": 0, "private": 0}

    def refusal(self, chat_id: int, now: float) -> int:
        """Whole seconds to wait, or 0: then the request counts."""
        chat = self._channel(chat_id) if chat_id < 0 else self._person(chat_id, now)
        token_wait = self._token.wait(now) if self._token else 0
        chat_wait = chat.wait(now) if chat else 0
        if wait := max(token_wait, chat_wait):
            kind = "channel" if chat_id < 0 else "private"
            self.wasted["token" if token_wait >= chat_wait else kind] += 1
            return max(1, math.ceil(wait))
        if self._token:
            self._token.take(now)
        if chat:
            chat.take(now)
        return 0

    def _channel(self, chat_id: int) -> SlidingWindow | None:
        if not self._per_channel_minute:
            return None
        if chat_id not in self._channels:
            self._channels[chat_id] = SlidingWindow(self._per_channel_minute, _MINUTE)
        return self._channels[chat_id]

    def _person(self, chat_id: int, now: float) -> Bucket | None:
        if not self._per_private_second:
            return None
        if chat_id not in self._private:
            if len(self._private) >= self._tidy_at:
                self._forget(now)
            self._private[chat_id] = Bucket(self._per_private_second, self._private_burst)
        return self._private[chat_id]

    def _forget(self, now: float) -> None:
        self._private = {chat: b for chat, b in self._private.items() if not b.is_idle(now)}
        self._tidy_at = max(_REMEMBERED, 2 * len(self._private))
