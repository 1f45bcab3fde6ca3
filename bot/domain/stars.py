"""What a paid broadcast costs: a tenth of a Star for each message (Bot API, «Paid Broadcasts»)."""

from collections.abc import Mapping
from typing import Any, Final

MESSAGES_PER_STAR: Final = 10
FREE_PER_SECOND: Final = 30
PAID_PER_SECOND: Final = 1000
_NANOSTARS_PER_MESSAGE: Final = 100_000_000


def most_stars(messages: int) -> int:
    """The whole Stars that so many messages cost at most: those within the free limit are free."""
    return -(-messages // MESSAGES_PER_STAR)


def messages_for(balance: Mapping[str, Any]) -> int:
    """How many messages a balance pays for. `balance` is a StarAmount.

    Raises `ValueError` for what is none.
    """
    try:
        nanostars = int(balance.get("nanostar_amount", 0))
        return int(balance["amount"]) * MESSAGES_PER_STAR + nanostars // _NANOSTARS_PER_MESSAGE
    except (KeyError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError("no amount of Stars") from error
