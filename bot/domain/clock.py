"""What time it is: given to whoever decides, so that tests can say."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]
Wake = Callable[[], None]

_JITTER = timedelta(seconds=1)  # a clock that is kept right goes slower now and then


def _wall() -> datetime:
    return datetime.now(UTC)


class SteadyClock:
    """The machine's clock, in UTC, but for one that is set back: then time passes as before.

    Whatever waits for a moment (slots, leases, tries) would stand still for as long as it was set
    back. Once the machine's clock has caught up, or the process starts anew, it holds again.
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


system_clock = SteadyClock()
