"""A burst of replies for each person, then one a second: whoever hammers waits for themselves.

Kept in memory: after a restart everybody has a burst anew.
"""

from datetime import datetime, timedelta

from bot.domain.clock import Clock

_BURST = 10
_GAP = timedelta(seconds=1)
_TIDY_AT = 10_000  # people; those who have rested are forgotten beyond that


class Bursts:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._rested: dict[int, datetime] = {}  # when each would have rested from all replies
        self._tidy_at = _TIDY_AT

    def next(self, chat_id: int) -> datetime:
        """When the next reply to a person may leave, which is counted."""
        now = self._clock()
        since = max(self._rested.get(chat_id, now), now)
        if len(self._rested) >= self._tidy_at:
            self._rested = {chat: at for chat, at in self._rested.items() if at > now}
            self._tidy_at = max(_TIDY_AT, 2 * len(self._rested))
        self._rested[chat_id] = since + _GAP
        return max(now, since - _GAP * (_BURST - 1))
