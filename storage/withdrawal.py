"""Posts of retracted articles that still stand, and what the bot could not do while it was out."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, update

from bot.domain.delivery import Audience, Lane, State
from bot.domain.reasons import Reason, ReasonCode
from storage.by_hand import ByHand
from storage.ledger_view import (
    NOT_TRIED_ANY_MORE,
    in_a_channel_that_was_left,
    may_be_withdrawn_now,
    stands_unwanted,
)
from storage.reasons import because, first_post_in_doubt
from storage.schema import delivery

# An edit is not paid for.
LANE_OF_EDIT = case((delivery.c.lane == Lane.PAID, Lane.BREAKING_READER), else_=delivery.c.lane)


class Withdrawing(ByHand):
    async def enqueue_withdrawals(
        self, now: datetime, *, article_id: int | None = None, chat_id: int | None = None
    ) -> int:
        """Posts of what was taken back that still stand are to be taken away; how many.

        Of one article, or in one chat: with a right that came back, what failed without it is
        tried again. A channel that the bot was put out of is not asked: its post stays, which
        the row then says.
        """
        of_these = stands_unwanted(article_id, chat_id)
        await self._connection.execute(
            update(delivery)
            .where(of_these, delivery.c.state == State.DUE, in_a_channel_that_was_left())
            .values(state=State.FAILED, lease_until=None, **because(Reason(ReasonCode.REMOVED)))
        )
        owed = await self._connection.execute(
            update(delivery)
            .where(of_these, *may_be_withdrawn_now())
            .values(state=State.DUE, not_before=now, attempts=0, lane=LANE_OF_EDIT)
        )
        return int(owed.rowcount)

    async def correct_again(self, chat_id: int, now: datetime) -> None:
        """The bot may act in a chat again: what changed there while it could not is edited."""
        await self._connection.execute(
            update(delivery)
            .where(
                delivery.c.chat_id == chat_id,
                delivery.c.audience != Audience.READER,
                delivery.c.state.in_(NOT_TRIED_ANY_MORE),
                delivery.c.message_id.is_not(None),
                delivery.c.reason.in_((ReasonCode.REMOVED.value, ReasonCode.RIGHTS.value)),
            )
            .values(
                state=State.DUE, not_before=now, attempts=0, lane=LANE_OF_EDIT, **because(None)
            )
        )

    async def owe_again(self, chat_id: int) -> None:
        """The bot is back at once: what was to go to a channel goes, or is looked for."""
        await self._connection.execute(
            update(delivery)
            .where(_unsent(chat_id))
            .values(
                state=case((first_post_in_doubt(), State.UNKNOWN), else_=State.DUE),
                attempts=0,
                **because(None),
            )
        )

    async def fail_unsent(self, chat_id: int) -> None:
        """The bot is back after a while: the desk may have each of them tried again."""
        await self._connection.execute(
            update(delivery).where(_unsent(chat_id)).values(state=State.FAILED)
        )

    async def owe_missed(self, chat_id: int, since: datetime, now: datetime) -> None:
        """Somebody of the desk lets the bot in again: what it could not tell them is owed anew."""
        await self._connection.execute(
            update(delivery)
            .where(
                delivery.c.chat_id == chat_id,
                delivery.c.audience == Audience.DESK,
                delivery.c.state == State.FAILED,
                delivery.c.reason == ReasonCode.BLOCKED.value,
                delivery.c.enqueued_at >= since,
            )
            .values(state=State.DUE, not_before=now, attempts=0, **because(None))
        )

    async def record_taken_away(self, delivery_id: int) -> bool:
        """Somebody of the desk has removed a post by hand; false where nothing stood there."""
        done = await self._connection.execute(
            update(delivery)
            .where(
                delivery.c.id == delivery_id,
                stands_unwanted(),
                delivery.c.state.in_(NOT_TRIED_ANY_MORE),
            )
            .values(state=State.WITHDRAWN, **because(Reason(ReasonCode.TAKEN_AWAY)))
        )
        return bool(done.rowcount)


def _unsent(chat_id: int) -> ColumnElement[bool]:
    """What was owed to a channel, and is no more since the bot was put out of it."""
    return and_(
        delivery.c.chat_id == chat_id,
        delivery.c.audience == Audience.CHANNEL,
        delivery.c.state == State.SKIPPED,
        delivery.c.message_id.is_(None),
        delivery.c.reason == ReasonCode.REMOVED.value,
    )
