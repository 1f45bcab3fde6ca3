"""Time that moves when a test says so, or when the code under test sleeps."""

import asyncio
from datetime import UTC, datetime, timedelta

NOON = datetime(2023, 5, 10, 12, 0, tzinfo=UTC)


class Clock:
    """Call it for the time; hand its `sleep` to what would sleep."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    async def sleep(self, seconds: float) -> None:
        """Let others run, then find that the time has passed."""
        until = self.now + timedelta(seconds=seconds)
        await asyncio.sleep(0)
        self.now = max(self.now, until)
