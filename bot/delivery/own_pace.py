"""How fast a tariff may be used, as far as this process knows, and what it has reserved of it."""

import logging
from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum, auto

from bot.delivery.in_flight import Flight, InFlight
from bot.domain.rate import Rate

_logger = logging.getLogger(__name__)

_SHORTEST, _LONGEST = timedelta(seconds=0.1), timedelta(seconds=0.5)
# A claim waits for other processes' writing, and a reply of theirs until our slots have passed.
_AMONG_OTHERS = timedelta(seconds=0.3)
_SECOND = timedelta(seconds=1)
_SLACK = timedelta(seconds=0.01)  # that timers may be late
_MESSAGES = 16  # for which a transaction is worth its while


class Word(Enum):
    """What becomes of whoever waits for a slot."""

    GO = auto()
    TRY = auto()  # leave before it, to see whether Telegram still asks to wait
    NOT_YET = auto()


class Obstacle(Enum):
    """Why nobody leaves in a slot that has come."""

    HALT = auto()
    TOO_LATE = auto()  # other processes may be sending in theirs


class OwnPace:
    """`reserved` are the slots that nobody has used yet, in their order.

    `among_others`: other processes may send by the same pace.
    """

    def __init__(self, rate: Rate, *, among_others: bool = False) -> None:
        self._among_others = among_others
        self.setting = rate
        self.rate = rate
        self.window = InFlight(rate.per_second)
        self.reserved: deque[datetime] = deque()
        self.ahead = timedelta()  # of now are slots taken for what has none

    def took(self, time: timedelta) -> None:
        """So long did it take to have slots of the database: the next are to come after that.

        Among others each would be over by then where that is longer than one may be late, and
        nobody would ever leave.
        """
        if self._among_others:
            self.ahead = min(time * 2, _SECOND)

    @property
    def spell(self) -> timedelta:
        """So far ahead does the delivery loop reserve slots."""
        return _AMONG_OTHERS if self._among_others else self.patience

    @property
    def patience(self) -> timedelta:
        """So long do outcomes wait for others.

        A tenth of a second, or at a slow pace the time that some messages take: a transaction for
        three of them cost more than they did.
        """
        some = timedelta(seconds=_MESSAGES / self.rate.per_second)
        return min(max(some, _SHORTEST), _LONGEST)

    def may_reserve_at(self, taken_until: datetime, *, leads: bool) -> datetime:
        """When this process may take slots, where those before `taken_until` are somebody's.

        One takes them for as long as it comes in time: slots in turns are transactions of each.
        The one that `leads` comes first; all others where it is late.
        """
        return taken_until - self.spell / (2 if leads else 4)

    def in_front(self, slot: datetime) -> datetime:
        """The first of the reserved slots, for one behind them.

        Whoever goes before a broadcast does not wait until all of it that is in hand has left, and
        the slots of all processes remain what they are.
        """
        if not self.reserved or self.reserved[0] > slot:
            return slot
        self.reserved.append(slot)
        return self.reserved.popleft()

    def leave(self, now: datetime, halted_until: datetime) -> Flight | float | Obstacle:
        """Leave in the first reserved slot; seconds until that may be, where it is too early."""
        slot = self.reserved[0]
        if halted_until > min(slot, now):
            return Obstacle.HALT
        if slot > now:
            return (slot - now).total_seconds()
        if self.is_over(slot, now):
            return Obstacle.TOO_LATE
        at = now.timestamp()
        if (early := self.window.wait(at)) > 0:
            return early
        self.reserved.popleft()
        return self.window.leave(at)

    def is_over(self, slot: datetime, now: datetime) -> bool:
        """Whether what leaves now would meet in one second what other processes send in theirs.

        A process that is alone sees to that by what it has under way.
        """
        if not self._among_others:
            return False
        return now - slot > max(_SECOND / self.rate.per_second / 2, _SLACK)

    def over(self, now: datetime) -> int:
        """How many of the reserved slots have come."""
        return sum(slot <= now for slot in self.reserved)

    def replace(self, slots: Sequence[datetime]) -> None:
        """Give up as many of the first slots for these; some may have been let go meanwhile."""
        for slot in slots[: len(self.reserved)]:
            self.reserved.popleft()
            self.reserved.append(slot)

    def follow(self, rate: Rate) -> None:
        """What the token's row says now."""
        known, self.rate = self.rate.per_second, rate
        if rate.per_second == known:
            return
        self.window.keep_to(rate.per_second)
        if rate.per_second < known:
            _logger.warning(
                "Telegram refused the %s pace: %.1f messages a second now, not %.1f",
                rate.tariff,
                rate.per_second,
                rate.setting,
            )
        elif rate.is_full:
            _logger.info("the %s pace is %g messages a second again", rate.tariff, rate.setting)
