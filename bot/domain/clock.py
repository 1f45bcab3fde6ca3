"""What time it is: given to whoever decides, so that tests can say."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
Wake = Callable[[], None]


def system_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)
