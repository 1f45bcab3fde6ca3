"""Paid broadcasts: which stories' readers are owed at the paid pace, and the end of it."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select, update

from bot.domain.delivery import Kind, Lane
from bot.domain.reasons import Reason
from storage.claims import PAID_LANE, claimable, is_open, moments
from storage.routing import MARK, meant_by
from storage.schema import article, delivery, fan_out
from storage.view import View


class BroadcastView(View):
    async def next_story(self, now: datetime) -> int | None:
        """The story whose readers are next in the paid lane; None where nobody waits there."""
        found: int | None = await self._connection.scalar(_NEXT_STORY, moments(now))
        return found

    async def owed(self, stories: Collection[int]) -> int:
        """How many messages these stories may still cost, with those of rows not written yet."""
        written = await self._connection.scalar(
            select(func.count()).where(_unsent(), is_open(), delivery.c.subject_id.in_(stories))
        )
        marks = await self._connection.execute(
            MARK.where(fan_out.c.article_id.in_(stories), fan_out.c.last_id < fan_out.c.high_id)
        )
        to_come = [
            await self._connection.scalar(
                select(func.count()).select_from(meant_by(mark).subquery())
            )
            for mark in marks.all()
        ]
        return (written or 0) + sum(count or 0 for count in to_come)


class BroadcastStore(BroadcastView):
    async def end(self, article_id: int, reason: Reason) -> bool:
        """The rest of a story goes at the free pace, for good; false where that was so before."""
        ended = await self._connection.execute(
            update(article)
            .where(article.c.id == article_id, article.c.paid, article.c.unpaid_because.is_(None))
            .values(unpaid_because=reason.code, unpaid_words=reason.words or None)
        )
        await self._connection.execute(
            update(fan_out)
            .where(fan_out.c.article_id == article_id, fan_out.c.lane == Lane.PAID)
            .values(lane=Lane.BREAKING_READER)
        )
        return bool(ended.rowcount)

    async def release(self, article_id: int, chunk: int) -> int:
        """Let a chunk of a story's readers go at the free pace; how many rows there were."""
        rows = (
            select(delivery.c.id)
            .where(
                delivery.c.lane == PAID_LANE,
                is_open(),
                delivery.c.kind == Kind.ARTICLE,
                delivery.c.subject_id == article_id,
            )
            .limit(chunk)
        )
        released = await self._connection.execute(
            update(delivery).where(delivery.c.id.in_(rows)).values(lane=Lane.BREAKING_READER)
        )
        return int(released.rowcount)


def _unsent() -> ColumnElement[bool]:
    """Rows of the paid lane that are a first post: an edit is not paid for."""
    return and_(delivery.c.lane == PAID_LANE, delivery.c.message_id.is_(None))


_NEXT_STORY = (
    select(delivery.c.subject_id)
    .where(_unsent(), claimable())
    .order_by(delivery.c.not_before, delivery.c.id)
    .limit(1)
)
