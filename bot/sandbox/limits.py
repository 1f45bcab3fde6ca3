"""Telegram's limits as numbers, and the windows that measure a bot against them."""

from collections import deque
from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Limits:
    """What a bot may do; 0 switches a limit off. As built, what Telegram is known to allow."""

    per_second: int = 30  # the whole bot, over any second
    paid_per_second: int = 1000  # the whole bot, with `allow_paid_broadcast`
    private_per_second: float = 1  # one private chat…
    private_burst: int = 3  # …after so many at once
    group_per_minute: int = 20  # one group, over any minute
    channel_per_minute: int = 20
    at_once: int = 1000  # requests that are being answered at the same time
    held_seconds: float = 3  # how long one too many of those is held
    held_retry_after: int = 60  # and what it is told then

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            number = type(value) is int or (field.type is float and type(value) is float)
            if not number or value < 0:
                raise ValueError(f"{field.name} must be a number, 0 or more")


NO_LIMITS = Limits(0, 0, 0, 0, 0, 0, 0)


class SlidingWindow:
    """At most `room` requests in any `seconds`."""

    def __init__(self, room: int, seconds: float) -> None:
        self._room = room
        self._seconds = seconds
        self._taken: deque[float] = deque()

    def count(self, now: float) -> int:
        """How many there were in the last `seconds`."""
        while self._taken and self._taken[0] + self._seconds <= now:
            self._taken.popleft()
        return len(self._taken)

    def wait(self, now: float) -> float:
        """Seconds until there is room for one more; 0 when there is."""
        if self.count(now) < self._room:
            return 0
        return self._taken[-self._room] + self._seconds - now

    def take(self, now: float) -> None:
        self.count(now)
        self._taken.append(now)

    def is_idle(self, now: float) -> bool:
        return not self.count(now)


class Bucket:
    """`burst` requests at once, then `rate` a second."""

    def __init__(self, rate: float, burst: int) -> None:
        self._step = 1 / rate
        self._slack = (max(burst, 1) - 1) * self._step
        self._full_at = 0.0  # when the bucket will be full again

    def wait(self, now: float) -> float:
        return max(0.0, self._full_at - now - self._slack)

    def take(self, now: float) -> None:
        self._full_at = max(self._full_at, now) + self._step

    def is_idle(self, now: float) -> bool:
        return self._full_at <= now


Window = SlidingWindow | Bucket
