"""What time it is: given to whoever decides, so that tests can say."""

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]
Wake = Callable[[], None]

AT_LEAST_EVERY = timedelta(seconds=5)  # between looks at the rows, at most
_MILLISECOND = timedelta(milliseconds=1)
_JITTER = timedelta(seconds=1)  # a clock that is kept right goes slower now and then


def _wall() -> datetime:
    return datetime.now(UTC)


def awake_or_asleep() -> float:
    """Seconds since whenever; those that the machine sleeps count where the system tells them.

    To others a machine that was asleep was away: its process counts as dead, its lines are closed.
    """
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


class SteadyClock:
    """The machine's clock, in UTC; if that is set back, time simply goes on from where it was.

    Otherwise whatever waits for a moment (slots, leases, tries) would stand still for as long as
    the clock was set back. Once the machine's clock has caught up, it is followed again.
    """

    def __init__(self, wall: Clock = _wall, passed: Callable[[], float] = time.monotonic) -> None:
        """`passed`: seconds since whenever, which nobody can set."""
        self._wall = wall
        self._passed = passed
        self._now, self._at = wall(), passed()

    def __call__(self) -> datetime:
        wall, at = self._wall(), self._passed()
        steady = self._now + timedelta(seconds=at - self._at)
        self._now, self._at = (steady if wall < steady - _JITTER else wall), at
        return self._now


class SharedClock:
    """The machine's clock, corrected by the one that all processes share: the database's.

    Slots, leases and due times are moments in rows: with clocks two seconds apart, two processes
    would send within one second what was meant for two.
    """

    def __init__(self, own: Clock) -> None:
        self._own = own
        self._ahead = timedelta()  # the other clock before this machine's

    def __call__(self) -> datetime:
        return self._own() + self._ahead

    def agree(self, told: datetime, asked_at: datetime) -> None:
        """The other clock has told the time, asked for at `asked_at` by this one."""
        answered_at = self()
        if told > answered_at:
            self._ahead += told - answered_at
        elif told < asked_at - _MILLISECOND:  # in which it is told
            self._ahead -= asked_at - told


class NextLook:
    """When to look at rows next: when one falls due, or at once when told to.

    In any case every few seconds, since another process may have written some. After a look that
    failed, the next one is due at once.
    """

    def __init__(self, clock: Clock, at_least_every: timedelta = AT_LEAST_EVERY) -> None:
        self._clock = clock
        self._at_least_every = at_least_every
        self._at: datetime | None = None  # due at once
        self._told = True

    def at_once(self) -> None:
        """A row was written that may be due."""
        self._told = True

    def seconds_left(self) -> float:
        """How long there is nothing to look at; 0 if it is time."""
        if self._told or self._at is None:
            return 0
        return max(0, (self._at - self._clock()).total_seconds())

    def is_now(self) -> bool:
        """Whether it is time. What is written from here on is for the look after this one."""
        if self.seconds_left() > 0:
            return False
        self._told, self._at = False, None
        return True

    def found(self, due_at: datetime | None) -> None:
        """The look has found that the next row falls due then, or that there is none."""
        latest = self._clock() + self._at_least_every
        self._at = min(due_at or latest, latest)


system_clock = SteadyClock()
