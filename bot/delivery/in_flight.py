"""How many requests may have reached Telegram within the last second.

Slots keep the mean rate; this keeps every single second. A stall, of ours or of the line, makes
overdue requests arrive together, and departures say little about arrivals: what counts is what
is under way, and what was answered so lately that it may have arrived within the second.
"""

from collections import deque
from dataclasses import dataclass

_SECOND = 1.0
_SURELY_THERE = 2.0  # seconds after which a request without an answer has arrived or is lost


@dataclass(slots=True)
class Flight:
    """A request under way since `began`, in seconds of whatever clock."""

    window: "InFlight"
    began: float
    landed: bool = False


class InFlight:
    """Room for as many requests as Telegram may count within any second of its own."""

    def __init__(self, per_second: float) -> None:
        self.keep_to(per_second)
        self._under_way: deque[Flight] = deque()
        self._flying = 0
        self._answered: deque[float] = deque()
        self._shortest = 0.9 * _SECOND  # the quickest round trip that was seen

    def keep_to(self, per_second: float) -> None:
        """The rate that holds from now on."""
        self._most = max(per_second + 1, per_second * 1.02)

    def wait(self, now: float) -> float:
        """Seconds until there may be room for one more; 0 if there is."""
        self._forget(now)
        if self._flying + len(self._answered) < self._most:
            return 0
        if self._answered:
            return max(0.001, self._answered[0] + _SECOND - self._shortest - now)
        return 0.005

    def leave(self, now: float) -> Flight:
        flight = Flight(self, now)
        self._under_way.append(flight)
        self._flying += 1
        return flight

    def release(self, flight: Flight, now: float) -> None:
        """An answer came, or the line broke: either way it has arrived by now, or never will."""
        if flight.landed:
            return
        flight.landed = True
        self._flying -= 1
        self._answered.append(now)
        self._shortest = min(self._shortest, max(now - flight.began, 0))

    def _forget(self, now: float) -> None:
        while self._under_way and not now - _SURELY_THERE < self._under_way[0].began <= now:
            oldest = self._under_way.popleft()
            if not oldest.landed:
                oldest.landed = True
                self._flying -= 1
        horizon = now - _SECOND + self._shortest
        while self._answered and not horizon < self._answered[0] <= now:
            self._answered.popleft()
