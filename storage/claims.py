"""Which rows of the ledger may be taken in hand, and what is read of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    case,
    literal_column,
    or_,
    select,
    type_coerce,
)

from bot.domain.article import ArticleState
from bot.domain.channel import ChannelState
from bot.domain.delivery import Audience, Delivery, Kind, Lane, State
from bot.domain.people import is_group
from bot.domain.reasons import ReasonCode
from storage.not_taken import NOW, QUIET_UNTIL, TAKES_NO_MORE
from storage.schema import article, channel, chat_pace, delivery, reader
from storage.types import Moment, to_milliseconds

LedgerRow = Row[*tuple[Any, ...]]

# Stands in statements as it is, for the partial index of what is in hand.
IN_HAND: ColumnElement[str] = literal_column(f"'{State.SENDING}'")

# In statements as it is too, for the index of what is open.
PAID_LANE: ColumnElement[int] = literal_column(str(Lane.PAID.value), Integer)

# So far may a person of the desk run ahead of their chat's pace: a few messages at once.
_DESK_BURST = timedelta(seconds=5)

# A breaking story may come one gap sooner than the channel's even pace allows, and so may what a
# desk is told that is a group: with 19 a minute that makes 20 in any minute, which is what
# Telegram takes. Four hundredths of a second more made 21.
_ONE_MORE = timedelta(minutes=1) / 19

# What of a row is read, in the order in which `as_delivery` takes it.
READ = tuple(
    delivery.c[name]
    for name in (
        *("id", "kind", "subject_id", "chat_id", "audience", "lane", "state", "attempts"),
        *("message_id", "revision", "sent_revision", "sent_at", "sent_after", "sent_print"),
        *("first_shown_at", "to_pin", "to_unpin", "by_hand"),
        *("more_ids", "pictures", "sent_pictures"),
    )
)

# A row with the facts that its teaser depends on, so that the hot path asks nothing further.
_CLAIMED = (
    select(
        *READ,
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
        TAKES_NO_MORE.label("takes_no_more"),
        QUIET_UNTIL.label("quiet_until"),
    )
    .outerjoin(chat_pace, chat_pace.c.chat_id == delivery.c.chat_id)
    .outerjoin(channel, channel.c.chat_id == delivery.c.chat_id)
    .outerjoin(reader, reader.c.chat_id == delivery.c.chat_id)
    .outerjoin(article, article.c.id == delivery.c.subject_id)
)
_LANGUAGE, _NEWEST, _PROVED, _WHY_NOT, _QUIET = range(len(READ), len(READ) + 5)


@dataclass(frozen=True, slots=True)
class Lanes:
    """The lanes that a claim is for, and with `paid` the stories whose first posts alone.

    `for_free`: of the paid lane's first posts these stories' alone go with the others.
    """

    first: Lane = Lane.REPLY
    last: Lane = Lane.DIGEST
    paid: tuple[int, ...] | None = None
    for_free: tuple[int, ...] | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """What a claim adds to its conditions: for all lanes nothing."""
        if self.paid is not None:
            return [
                delivery.c.lane == PAID_LANE,
                delivery.c.message_id.is_(None),
                delivery.c.subject_id.in_(self.paid),
            ]
        if self.for_free is not None:
            return [
                or_(
                    delivery.c.lane != PAID_LANE,
                    delivery.c.message_id.is_not(None),
                    delivery.c.subject_id.in_(self.for_free),
                )
            ]
        from_first = [] if self.first is Lane.REPLY else [delivery.c.lane >= self.first]
        return from_first + ([] if self.last is Lane.DIGEST else [delivery.c.lane <= self.last])


ALL_LANES: Final = Lanes()
BEFORE_PAID: Final = Lanes(last=Lane.BREAKING)
AFTER_PAID: Final = Lanes(first=Lane.CHANNEL)


READERS_LANES: Final = frozenset((Lane.PAID, Lane.BREAKING_READER, Lane.READER, Lane.DIGEST))
LANES_BESIDE_READERS: Final = tuple(lane.value for lane in Lane if lane not in READERS_LANES)


def is_open() -> ColumnElement[bool]:
    """Whether something of a row is still to be done, and nobody has begun: due, or unknown."""
    # The states stand in the statement itself: with bound ones SQLite cannot know that the
    # partial index covers them, and reads the whole table.
    open_states: BindParameter[tuple[str, ...]] = bindparam(
        "open_states", (State.DUE.value, State.UNKNOWN.value), expanding=True, literal_execute=True
    )
    return delivery.c.state.in_(open_states)


def moments(now: datetime) -> dict[str, object]:
    """What is bound in the statements below: they are made once, which takes longer than a run."""
    return {
        "now": now,
        "milliseconds": to_milliseconds(now),
        "desk_at": now + _DESK_BURST,
        "one_more_at": now + _ONE_MORE,
    }


def ahead_of_pace(chat_id: int) -> timedelta:
    """So far may what the desk is sent run ahead of a chat's pace.

    Rows hold milliseconds: cut off one by one, they would make 21 in a minute of 20.
    """
    return _ONE_MORE - timedelta(seconds=0.05) if is_group(chat_id) else _DESK_BURST


def claimable() -> ColumnElement[bool]:
    """Whether a row may be taken by its own facts: open, its time has come, under no lease.

    What is bound in it comes from `moments`.
    """
    # «+ 0»: so that SQLite walks the index in its order and does not skip-scan and sort.
    at = type_coerce(delivery.c.not_before, BigInteger) + 0
    return and_(
        is_open(),
        at <= bindparam("milliseconds", type_=BigInteger),
        or_(delivery.c.lease_until.is_(None), delivery.c.lease_until < NOW),
    )


def _chat_is_free() -> ColumnElement[bool]:
    """A chat keeps its gap, the desk's may have short bursts; a channel has one send in hand."""
    desk = delivery.c.audience == Audience.DESK
    hurries = or_(desk, delivery.c.lane == Lane.BREAKING)
    rested = or_(
        chat_pace.c.next_at.is_(None),
        chat_pace.c.next_at <= NOW,
        and_(hurries, chat_pace.c.next_at <= bindparam("one_more_at", type_=Moment)),
        and_(
            desk,
            delivery.c.chat_id > 0,
            chat_pace.c.next_at <= bindparam("desk_at", type_=Moment),
        ),
    )
    not_busy = or_(
        chat_pace.c.busy_with.is_(None),
        chat_pace.c.busy_with == delivery.c.id,
        delivery.c.message_id.is_not(None),
    )
    not_held = or_(chat_pace.c.held_until.is_(None), chat_pace.c.held_until <= NOW)
    return and_(rested, not_held, not_busy)


def takes_posts() -> ColumnElement[bool]:
    """A paused channel keeps its queue; a group that was offered as one may follow sections."""
    return or_(
        channel.c.state.is_(None),
        channel.c.state == ChannelState.ACTIVE,
        delivery.c.audience == Audience.READER,
    )


def _is_looked_at() -> ColumnElement[bool]:
    """What a channel that was left is owed is let off by a claim."""
    return or_(takes_posts(), channel.c.state == ChannelState.LEFT)


# A look before each claim.
HAS_DUE = (
    select(delivery.c.id)
    .outerjoin(channel, channel.c.chat_id == delivery.c.chat_id)
    .where(claimable(), _is_looked_at())
    # By the index: PostgreSQL would rather look for any one from the table's beginning, where
    # what was settled long ago lies.
    .order_by(delivery.c.lane, delivery.c.not_before, delivery.c.id)
    .limit(1)
)
HAS_DUE_BESIDE_READERS = HAS_DUE.where(delivery.c.lane.in_(LANES_BESIDE_READERS))


@lru_cache(maxsize=64)
def claimed(lanes: Lanes, *, beside_readers: bool) -> Select[Any]:
    """The rows that may be taken, locked, the most urgent first.

    To be bound: what `moments` gives, and `most`, how many at most. `beside_readers`: without the
    lanes that are readers' alone. The columns are those that `as_claimed` reads.
    """
    return (
        _CLAIMED.where(
            claimable(),
            _chat_is_free(),
            _is_looked_at(),
            *lanes.conditions(),
            *([delivery.c.lane.in_(LANES_BESIDE_READERS)] if beside_readers else []),
        )
        .order_by(delivery.c.lane, delivery.c.not_before, delivery.c.id)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True, of=delivery)
    )


def with_few_readers(rows: Sequence[Delivery], most: int | None) -> Sequence[Delivery]:
    """The rows without the readers' ones beyond the first few; None: with all."""
    if most is None:
        return rows
    readers = [row.id for row in rows if row.audience is Audience.READER]
    too_many = set(readers[most:])
    return [row for row in rows if row.id not in too_many]


def one_a_chat(rows: Iterable[Delivery]) -> list[Delivery]:
    """The first row of each chat, in the order given."""
    first: dict[int, Delivery] = {}
    for row in rows:
        first.setdefault(row.chat_id, row)
    return list(first.values())


def not_taken(rows: Iterable[LedgerRow]) -> dict[int, ReasonCode]:
    """The claimed rows that their chats take no more, and why."""
    return {row.id: ReasonCode(row[_WHY_NOT]) for row in rows if row[_WHY_NOT]}


def held_back(rows: Iterable[LedgerRow]) -> dict[int, datetime]:
    """The claimed rows that come in their reader's quiet hours, and when these end."""
    return {row.id: row[_QUIET] for row in rows if row[_QUIET]}


# To look up a member takes a tenth of the time that its class takes.
_KINDS = {kind.value: kind for kind in Kind}
_AUDIENCES = {audience.value: audience for audience in Audience}
_LANES = {lane.value: lane for lane in Lane}


def as_claimed(row: LedgerRow) -> Delivery:
    """With the facts that its teaser depends on."""
    newest = row[_NEWEST]
    proves = newest is not None and newest > (row[_PROVED] or 0)
    return as_delivery(row, newest=newest, language=row[_LANGUAGE], proves=proves)


def as_delivery(
    row: LedgerRow,
    *,
    newest: int | None = None,
    language: str | None = None,
    proves: bool = False,
) -> Delivery:
    """`row` begins with `READ`: by their names, its values would take ten times as long."""
    row_id, kind, subject_id, chat_id, audience, lane, state, attempts, *more = row
    message_id, revision, sent_revision, sent_at, sent_after, sent_print, *more = more
    first_shown_at, to_pin, to_unpin, by_hand, more_ids, pictures, sent_pictures, *_ = more
    return Delivery(
        row_id,
        _KINDS[kind],
        subject_id,
        chat_id,
        _AUDIENCES[audience],
        _LANES[lane],
        attempts,
        message_id,
        revision,
        state == State.UNKNOWN,
        sent_revision,
        sent_at,
        sent_after,
        sent_print,
        first_shown_at,
        to_pin,
        newest,
        language,
        to_unpin=to_unpin,
        by_hand=by_hand,
        more_ids=as_numbers(more_ids) if more_ids else (),
        pictures=as_names(pictures) if pictures else (),
        sent_pictures=as_names(sent_pictures) if sent_pictures else (),
        proves=proves,
    )


def as_numbers(joined: str | None) -> tuple[int, ...]:
    """The message ids that a column holds with commas between."""
    return tuple(map(int, joined.split(","))) if joined else ()


def as_names(joined: str | None) -> tuple[str, ...]:
    """The unique ids that a column holds likewise."""
    return tuple(joined.split(",")) if joined else ()
