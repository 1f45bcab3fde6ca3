"""A burst of replies for each person, then one a second: whoever hammers waits for themselves.

A group takes twenty messages in any minute: five at once, and then one every four seconds. All is
kept in memory: after a restart everybody has a burst anew.
"""

from datetime import datetime, timedelta
from typing import Final

from bot.domain.clock import Clock
from bot.domain.people import is_group

_BURST, _GAP = 10, timedelta(seconds=1)
_BURST_IN_GROUP, _GAP_IN_GROUP = 5, timedelta(seconds=4)
_FEWER: Final = 3, 1  # at once, where Telegram has refused more
_REFUSED_TOGETHER = timedelta(seconds=5)  # refusals of what was under way say nothing new
_TIDY_AT = 10_000  # people; beyond that, those who have rested are forgotten


class Bursts:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._rested: dict[int, datetime] = {}  # when each would have rested from all replies
        self._tidy_at = _TIDY_AT

    def next(self, chat_id: int) -> datetime:
        """When the next reply to a chat may leave, which is counted."""
        burst, gap = (_BURST_IN_GROUP, _GAP_IN_GROUP) if is_group(chat_id) else (_BURST, _GAP)
        now = self._clock()
        since = max(self._rested.get(chat_id, now), now)
        if len(self._rested) >= self._tidy_at:
            self._rested = {chat: at for chat, at in self._rested.items() if at > now}
            self._tidy_at = max(_TIDY_AT, 2 * len(self._rested))
        self._rested[chat_id] = since + gap
        return max(now, since - gap * (burst - 1))


class AtOnce:
    """How many replies a person may get at once: any number, until Telegram refuses one.

    Then a few, and if it refuses these, one; until the next start.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.most: int | None = None  # none: nothing was refused
        self._fewer = iter(_FEWER)
        self._learn_at = clock()

    def refused(self) -> None:
        """Telegram has asked to wait with one person alone."""
        if (now := self._clock()) >= self._learn_at:
            self.most = next(self._fewer, self.most)
            self._learn_at = now + _REFUSED_TOGETHER
