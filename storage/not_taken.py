"""Why a chat takes a row of the ledger no more, or not yet: its reader has stopped, or sleeps."""

from datetime import datetime

from sqlalchemy import BigInteger, ColumnElement, and_, bindparam, case, or_, select

from bot.domain.article import ArticleState
from bot.domain.channel import ChannelState
from bot.domain.delivery import Audience, Kind
from bot.domain.people import ReaderState
from bot.domain.reasons import ReasonCode
from bot.domain.routing import Pace
from storage.schema import article, channel, delivery, reader
from storage.types import Moment

NOW = bindparam("now", type_=Moment)
_FIRST_TO_READER = and_(
    delivery.c.audience == Audience.READER,
    delivery.c.message_id.is_(None),
    delivery.c.kind.in_((Kind.ARTICLE, Kind.DIGEST)),
)
# What was owed when its reader stopped, or when the bot was put out of its channel, was let off at
# once (`skip_chat`); this one was in hand, and came back.
TAKES_NO_MORE: ColumnElement[str | None] = case(
    (and_(_FIRST_TO_READER, reader.c.state == ReaderState.BLOCKED), ReasonCode.BLOCKED.value),
    (
        and_(
            _FIRST_TO_READER,
            or_(reader.c.state == ReaderState.STOPPED, reader.c.paused_until > NOW),
        ),
        ReasonCode.READER_STOPPED.value,
    ),
    (
        and_(delivery.c.audience == Audience.CHANNEL, channel.c.state == ChannelState.LEFT),
        ReasonCode.REMOVED.value,
    ),
)
# Until when a reader's quiet hours hold back what was owed before they began: as they end, at
# `next_at`, what came within them is made a digest.
QUIET_UNTIL: ColumnElement[datetime | None] = case(
    (
        and_(
            _FIRST_TO_READER,
            reader.c.quiet_from.is_not(None),
            reader.c.pace != Pace.DIGEST,
            reader.c.holds_from <= NOW,
            reader.c.next_at > NOW,
        ),
        reader.c.next_at,
    )
)
# The same of one row that somebody has in hand already.
WHY_NOT = (
    select(
        case(
            (
                and_(delivery.c.kind == Kind.ARTICLE, article.c.state == ArticleState.RETRACTED),
                ReasonCode.RETRACTED.value,
            ),
            else_=TAKES_NO_MORE,
        ).label("code"),
        QUIET_UNTIL.label("quiet_until"),
    )
    .outerjoin(channel, channel.c.chat_id == delivery.c.chat_id)
    .outerjoin(reader, reader.c.chat_id == delivery.c.chat_id)
    .outerjoin(article, article.c.id == delivery.c.subject_id)
    .where(delivery.c.id == bindparam("row_id", type_=BigInteger))
)
