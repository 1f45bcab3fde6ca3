"""A reason is two columns: its code, and what the other side said."""

from typing import Any

from sqlalchemy import ColumnElement, Text, and_, case, func, literal, literal_column, or_

from bot.domain.delivery import Audience, State
from bot.domain.reasons import Reason, ReasonCode
from storage.schema import delivery

# Written into the statement: to PostgreSQL two parameters are two expressions, and what is grouped
# by one of them is not what is selected with the other.
_NONE = literal_column("''", Text)
_LONGEST = 500  # characters


def because(reason: Reason | None) -> dict[str, str | None]:
    """The values of a delivery's reason; None takes it away.

    Of what the other side said, PostgreSQL keeps no null characters; and sums are known by it,
    for which it takes no more than 2,700 bytes.
    """
    if reason is None:
        return {"reason": None, "reason_words": None}
    words = reason.words.replace("\0", "\N{REPLACEMENT CHARACTER}")[:_LONGEST]
    return {"reason": reason.code.value, "reason_words": words or None}


def first_post_in_doubt() -> ColumnElement[bool]:
    """Whether a row was given up, or stopped, after a request that may have arrived."""
    return and_(delivery.c.message_id.is_(None), delivery.c.sent_at.is_not(None))


def because_unless_in_doubt(reason: Reason) -> dict[str, Any]:
    """The same where nothing more is sent: what a reader may have got already says so instead."""
    may_have_arrived = and_(
        delivery.c.audience == Audience.READER,
        or_(delivery.c.state == State.UNKNOWN, first_post_in_doubt()),
    )
    values = because(reason)
    code = case(
        (may_have_arrived, ReasonCode.MAY_HAVE_ARRIVED.value), else_=literal(values["reason"])
    )
    return values | {"reason": code}


def as_reason(code: str | None, words: str | None) -> Reason | None:
    return None if not code else Reason(ReasonCode(code), words or "")


def given() -> tuple[ColumnElement[str], ColumnElement[str]]:
    """A delivery's reason to count by: empty where there is none."""
    return (
        func.coalesce(delivery.c.reason, _NONE).label("reason"),
        func.coalesce(delivery.c.reason_words, _NONE).label("reason_words"),
    )
