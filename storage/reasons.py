"""A reason is two columns: its code, and what the other side said."""

from sqlalchemy import ColumnElement, Text, func, literal_column

from bot.domain.reasons import Reason, ReasonCode
from storage.schema import delivery

# Written into the statement: to PostgreSQL two parameters are two expressions, and what is grouped
# by one of them is not what is selected with the other.
_NONE = literal_column("''", Text)


def because(reason: Reason | None) -> dict[str, str | None]:
    """The values of a delivery's reason; None takes it away.

    Of what the other side said, PostgreSQL keeps no null characters.
    """
    if reason is None:
        return {"reason": None, "reason_words": None}
    words = reason.words.replace("\0", "\N{REPLACEMENT CHARACTER}")
    return {"reason": reason.code.value, "reason_words": words or None}


def as_reason(code: str | None, words: str | None) -> Reason | None:
    return None if not code else Reason(ReasonCode(code), words or "")


def given() -> tuple[ColumnElement[str], ColumnElement[str]]:
    """A delivery's reason to count by: empty where there is none."""
    return (
        func.coalesce(delivery.c.reason, _NONE).label("reason"),
        func.coalesce(delivery.c.reason_words, _NONE).label("reason_words"),
    )
