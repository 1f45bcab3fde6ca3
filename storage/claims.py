"""Which rows of the ledger may be taken in hand, and what is read of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Integer,
    Row,
    and_,
    bindparam,
    case,
    literal_column,
    or_,
    select,
    type_coerce,
)

from bot.domain.article import ArticleState
from bot.domain.audience import ChannelState
from bot.domain.delivery import Audience, Delivery, Kind, Lane, State
from storage.schema import article, channel, chat_pace, delivery, reader
from storage.types import Moment, to_milliseconds

LedgerRow = Row[tuple[object, ...]]

# Stands in statements as it is, for the partial index of what is in hand.
IN_HAND: ColumnElement[str] = literal_column(f"'{State.SENDING}'")

# In statements as it is too, for the index of what is open.
PAID_LANE: ColumnElement[int] = literal_column(str(Lane.PAID.value), Integer)

# So far may the desk's chat run ahead of its pace: a few messages at once.
_DESK_BURST = timedelta(seconds=5)

# A breaking story may come one gap sooner than the channel's even pace allows: with 19 a minute
# that makes 20 in any minute, which is what Telegram takes.
_BREAKING_BURST = timedelta(seconds=3.2)

# A row with the facts that its teaser depends on, so that the hot path asks nothing further.
CLAIMED = (
    select(
        delivery,
        reader.c.language,
        case(
            (
                and_(
                    delivery.c.kind == Kind.ARTICLE,
                    article.c.state == ArticleState.PUBLISHED,
                ),
                article.c.revision,
            )
        ).label("newest"),
        article.c.proved,
    )
    .outerjoin(chat_pace, chat_pace.c.chat_id == delivery.c.chat_id)
    .outerjoin(channel, channel.c.chat_id == delivery.c.chat_id)
    .outerjoin(reader, reader.c.chat_id == delivery.c.chat_id)
    .outerjoin(article, article.c.id == delivery.c.subject_id)
)


@dataclass(frozen=True, slots=True)
class Lanes:
    """The lanes that a claim is for, and with `paid` the stories whose first posts alone."""

    first: Lane = Lane.REPLY
    last: Lane = Lane.READER
    paid: Collection[int] | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """What a claim adds to its conditions: for all lanes nothing."""
        if self.paid is not None:
            return [
                delivery.c.lane == PAID_LANE,
                delivery.c.message_id.is_(None),
                delivery.c.subject_id.in_(self.paid),
            ]
        from_first = [] if self.first is Lane.REPLY else [delivery.c.lane >= self.first]
        return from_first + ([] if self.last is Lane.READER else [delivery.c.lane <= self.last])


ALL_LANES: Final = Lanes()
BEFORE_PAID: Final = Lanes(last=Lane.BREAKING)
AFTER_PAID: Final = Lanes(first=Lane.CHANNEL)


# Everybody's but the readers' own.
LANES_BESIDE_READERS: Final = tuple(
    lane.value for lane in Lane if lane not in (Lane.PAID, Lane.BREAKING_READER, Lane.READER)
)


def is_open() -> ColumnElement[bool]:
    # The states stand in the statement itself: with bound ones SQLite cannot know that the
    # partial index covers them, and reads the whole table.
    open_states: BindParameter[tuple[str, ...]] = bindparam(
        "open_states", (State.DUE.value, State.UNKNOWN.value), expanding=True, literal_execute=True
    )
    return delivery.c.state.in_(open_states)


def claimable(now: datetime) -> ColumnElement[bool]:
    return _claimable(now, to_milliseconds(now))


def _claimable(
    now: datetime | BindParameter[datetime], milliseconds: int | BindParameter[int]
) -> ColumnElement[bool]:
    # «+ 0»: so that SQLite walks the index in its order and does not skip-scan and sort.
    at = type_coerce(delivery.c.not_before, BigInteger) + 0
    return and_(
        is_open(),
        at <= milliseconds,
        or_(delivery.c.lease_until.is_(None), delivery.c.lease_until < now),
    )


def chat_is_free(now: datetime) -> ColumnElement[bool]:
    """A chat keeps its gap, the desk's may have short bursts; a channel has one send in hand."""
    desk = delivery.c.audience == Audience.DESK
    rested = or_(
        chat_pace.c.next_at.is_(None),
        chat_pace.c.next_at <= now,
        and_(desk, chat_pace.c.next_at <= now + _DESK_BURST),
        and_(delivery.c.lane == Lane.BREAKING, chat_pace.c.next_at <= now + _BREAKING_BURST),
    )
    not_busy = or_(
        chat_pace.c.busy_with.is_(None),
        chat_pace.c.busy_with == delivery.c.id,
        delivery.c.message_id.is_not(None),
    )
    not_held = or_(chat_pace.c.held_until.is_(None), chat_pace.c.held_until <= now)
    return and_(rested, not_held, not_busy)


def takes_posts() -> ColumnElement[bool]:
    """A paused channel keeps its queue."""
    return or_(channel.c.state.is_(None), channel.c.state == ChannelState.ACTIVE)


# Made once: the delivery loop asks before each claim, and to build it takes longer than to run it.
HAS_DUE = (
    select(delivery.c.id)
    .outerjoin(channel, channel.c.chat_id == delivery.c.chat_id)
    .where(
        _claimable(bindparam("now", type_=Moment), bindparam("milliseconds", type_=BigInteger)),
        takes_posts(),
    )
    # By the index: PostgreSQL would rather look for any one from the table's beginning, where
    # what was settled long ago lies.
    .order_by(delivery.c.lane, delivery.c.not_before, delivery.c.id)
    .limit(1)
)


def with_few_readers(rows: Sequence[LedgerRow], most: int | None) -> Sequence[LedgerRow]:
    """The rows without the readers' ones beyond the first few; None: with all."""
    if most is None:
        return rows
    readers = [row.id for row in rows if row.audience == Audience.READER]
    too_many = set(readers[most:])
    return [row for row in rows if row.id not in too_many]


def one_a_chat(rows: Sequence[LedgerRow]) -> list[LedgerRow]:
    first: dict[int, LedgerRow] = {}
    for row in rows:
        first.setdefault(row.chat_id, row)
    return list(first.values())


def as_delivery(
    row: LedgerRow, *, newest: int | None = None, language: str | None = None
) -> Delivery:
    return Delivery(
        id=row.id,
        kind=Kind(row.kind),
        subject_id=row.subject_id,
        chat_id=row.chat_id,
        audience=Audience(row.audience),
        lane=Lane(row.lane),
        attempts=row.attempts,
        message_id=row.message_id,
        revision=row.revision,
        unknown=row.state == State.UNKNOWN,
        sent_revision=row.sent_revision,
        sent_at=row.sent_at,
        sent_after=row.sent_after,
        sent_print=row.sent_print,
        first_shown_at=row.first_shown_at,
        to_pin=row.to_pin,
        newest=newest,
        language=language,
    )
