"""Posts of what was taken back: which of them still stand, and are to be taken away."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.article import ArticleState
from bot.domain.audience import ChannelState
from bot.domain.delivery import Audience, Kind, Lane, State
from bot.domain.people import ReaderState
from bot.domain.reasons import Reason, ReasonCode
from storage.reasons import because
from storage.schema import article, channel, delivery, reader

# An edit is not paid for.
LANE_OF_EDIT = case((delivery.c.lane == Lane.PAID, Lane.BREAKING_READER), else_=delivery.c.lane)
_NOT_TRIED_ANY_MORE = (State.FAILED, State.SKIPPED)


class Withdrawing:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def enqueue_withdrawals(
        self, now: datetime, *, article_id: int | None = None, chat_id: int | None = None
    ) -> int:
        """Posts of what was taken back that still stand are to be taken away; how many.

        Of one article, or in one chat: with a right that came back, what failed without it is
        tried again. A channel that the bot was put out of is not asked: its post stays, which
        the row then says.
        """
        of_these = _stands_unwanted(article_id, chat_id)
        await self._connection.execute(
            update(delivery)
            .where(of_these, delivery.c.state == State.DUE, _in_a_channel_that_was_left())
            .values(state=State.FAILED, lease_until=None, **because(Reason(ReasonCode.REMOVED)))
        )
        owed = await self._connection.execute(
            update(delivery)
            .where(of_these, *_may_be_withdrawn_now())
            .values(state=State.DUE, not_before=now, attempts=0, lane=LANE_OF_EDIT)
        )
        return int(owed.rowcount)

    async def would_withdraw(self, article_id: int) -> int:
        """In how many chats a post of what was taken back could be tried again."""
        counted = await self._connection.scalar(
            select(func.count()).where(_stands_unwanted(article_id), *_may_be_withdrawn_now())
        )
        return counted or 0

    async def record_taken_away(self, delivery_id: int) -> bool:
        """Somebody of the desk has removed a post by hand; false where nothing stood there."""
        done = await self._connection.execute(
            update(delivery)
            .where(
                delivery.c.id == delivery_id,
                _stands_unwanted(),
                delivery.c.state.in_(_NOT_TRIED_ANY_MORE),
            )
            .values(state=State.WITHDRAWN, **because(Reason(ReasonCode.TAKEN_AWAY)))
        )
        return bool(done.rowcount)


def within_reach() -> ColumnElement[bool]:
    """Whether a chat may take something from the bot."""
    return or_(
        delivery.c.audience != Audience.READER,
        exists().where(
            reader.c.chat_id == delivery.c.chat_id, reader.c.state == ReaderState.ACTIVE
        ),
    )


def _stands_unwanted(
    article_id: int | None = None, chat_id: int | None = None
) -> ColumnElement[bool]:
    """The rows of what was taken back whose message nobody has taken away."""
    taken_back = select(article.c.id).where(article.c.state == ArticleState.RETRACTED)
    named = [] if article_id is None else [delivery.c.subject_id == article_id]
    there = [] if chat_id is None else [delivery.c.chat_id == chat_id]
    return and_(
        delivery.c.kind == Kind.ARTICLE,
        delivery.c.subject_id.in_(taken_back),
        delivery.c.message_id.is_not(None),
        delivery.c.state != State.WITHDRAWN,
        *named,
        *there,
    )


def _may_be_withdrawn_now() -> list[ColumnElement[bool]]:
    return [
        delivery.c.state.in_(_NOT_TRIED_ANY_MORE),
        ~_in_a_channel_that_was_left(),
        within_reach(),
    ]


def _in_a_channel_that_was_left() -> ColumnElement[bool]:
    return exists().where(
        channel.c.chat_id == delivery.c.chat_id, channel.c.state == ChannelState.LEFT
    )
