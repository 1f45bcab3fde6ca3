"""The pace of one tariff in this process: its rate, and the slots that are reserved and unused."""

import logging
from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum, auto

from bot.delivery.in_flight import Flight, InFlight
from bot.domain.rate import Rate

_logger = logging.getLogger(__name__)

_SHORTEST, _LONGEST = timedelta(seconds=0.1), timedelta(seconds=0.5)
# So far ahead are slots reserved where processes share a database, at least: long enough for a
# claim to wait while others write. And at most, where others may reply: their replies wait until
# our slots have passed.
_AMONG_OTHERS = timedelta(seconds=0.3)
_SECOND = timedelta(seconds=1)
_SLACK = timedelta(seconds=0.01)  # by which a timer may be late
_MESSAGES = 16  # so many make a transaction worth its cost


class Word(Enum):
    """The answer to whoever waits for a slot."""

    GO = auto()
    TRY = auto()  # send before the slot, to see whether Telegram still asks to wait
    NOT_YET = auto()


class Obstacle(Enum):
    """Why nothing is sent in a slot whose time has come."""

    HALT = auto()
    TOO_LATE = auto()  # other processes may be sending in theirs


class OwnPace:
    """Slots are reserved in the database, and used here.

    `reserved` has those that are not used yet, in their order. `among_others`: other processes
    may share the pace; `others_reply`: people write to them, too.
    """

    def __init__(
        self, rate: Rate, *, among_others: bool = False, others_reply: bool = False
    ) -> None:
        self._among_others = among_others
        self._others_reply = others_reply
        self.setting = rate
        self.rate = rate
        self.window = InFlight(rate.per_second)
        self.reserved: deque[datetime] = deque()
        self.ahead = timedelta()  # how far ahead of now single slots are asked for

    def took(self, time: timedelta) -> None:
        """Note how long the database took to reserve slots: the next ones are to begin after that.

        Where processes share the pace, a slot that is over must not be used. On a slow database
        each one would be over by the time it was known, and nothing would ever be sent.
        """
        if self._among_others:
            self.ahead = min(time * 2, _SECOND)

    @property
    def spell(self) -> timedelta:
        """How far ahead the delivery loop reserves slots."""
        if not self._among_others:
            return self.patience
        return _AMONG_OTHERS if self._others_reply else max(_AMONG_OTHERS, self.patience)

    @property
    def patience(self) -> timedelta:
        """How long an outcome waits for others, to be written in one transaction with them.

        A tenth of a second; longer at a slow pace, where it would be a transaction for three.
        """
        some = timedelta(seconds=_MESSAGES / self.rate.per_second)
        return min(max(some, _SHORTEST), _LONGEST)

    def may_reserve_at(self, taken_until: datetime, *, leads: bool) -> datetime:
        """When this process may reserve slots, given that all before `taken_until` are taken.

        The process that `leads` may begin earlier than all others, so that as a rule it alone
        reserves: if they took turns, each would need transactions of its own.
        """
        return taken_until - self.spell / (2 if leads else 4)

    def in_front(self, slot: datetime) -> datetime:
        """Exchange a slot for the first of the reserved ones.

        So a reply is sent before a broadcast that is in hand, and the set of slots that this
        process uses stays the same.
        """
        if not self.reserved or self.reserved[0] > slot:
            return slot
        self.reserved.append(slot)
        return self.reserved.popleft()

    def leave(self, now: datetime, halted_until: datetime) -> Flight | float | Obstacle:
        """Use the first reserved slot, or say what is in the way: seconds, if it is too early."""
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
        """Whether it is too late for a slot, since other processes send in those that follow.

        A process that is alone keeps to its rate by counting its own requests instead.
        """
        if not self._among_others:
            return False
        return now - slot > max(_SECOND / self.rate.per_second / 2, _SLACK)

    def over(self, now: datetime) -> int:
        """How many of the reserved slots are in the past."""
        return sum(slot <= now for slot in self.reserved)

    def replace(self, slots: Sequence[datetime]) -> None:
        """Put these in place of the first slots; there may be fewer of those by now."""
        for slot in slots[: len(self.reserved)]:
            self.reserved.popleft()
            self.reserved.append(slot)

    def follow(self, rate: Rate) -> None:
        """Take over the rate that the token's row in the database says."""
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
