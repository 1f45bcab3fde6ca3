"""Edits of the desk's messages that nobody heard of any more: they may come after the next one.

A channel and a reader wait until such an edit can arrive no more. The desk is shown what is new
at once, and once more after that: an old card would keep its buttons for good.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, delete, exists, literal, select, update

from bot.domain.delivery import Audience, Delivery, State
from storage import statements
from storage.fanning_out import as_moment
from storage.pins import Pinning
from storage.schema import delivery, late_edit

# By then whatever was in hand while it could arrive has been written down.
_KEPT = timedelta(days=1)


class LateEdits(Pinning):
    async def _note_late_edits(self, of: ColumnElement[bool], until: datetime) -> None:
        """What these rows have under way may arrive until then, if it is an edit of the desk's."""
        await self._connection.execute(delete(late_edit).where(late_edit.c.until < until - _KEPT))
        edits = (
            select(delivery.c.chat_id, delivery.c.message_id, as_moment(until))
            .where(of, delivery.c.audience == Audience.DESK, delivery.c.message_id.is_not(None))
            .distinct()
        )
        noted = statements.insert(self._connection, late_edit).from_select(
            ["chat_id", "message_id", "until"], edits
        )
        await self._connection.execute(
            noted.on_conflict_do_update(
                index_elements=[late_edit.c.chat_id, late_edit.c.message_id],
                set_={"until": noted.excluded.until},
            )
        )

    async def _repeat_after_late_edits(self, shown: Sequence[Delivery]) -> None:
        """What was shown while an edit could still arrive is due again once it cannot.

        It need not be the row whose edit that was: another one may have taken the message since.
        """
        edits = [row.id for row in shown if row.audience is Audience.DESK and row.message_id]
        if not edits:
            return
        overtaken = and_(
            late_edit.c.chat_id == delivery.c.chat_id,
            late_edit.c.message_id == delivery.c.message_id,
            late_edit.c.until > delivery.c.sent_at,  # when it was taken in hand
        )
        until = select(late_edit.c.until).where(overtaken).scalar_subquery()
        await self._connection.execute(
            update(delivery)
            .where(delivery.c.id.in_(edits), exists().where(overtaken))
            .values(
                state=State.DUE,
                not_before=case(
                    (delivery.c.state == State.SHOWN, until), else_=delivery.c.not_before
                ),
                revision=literal(0),  # nobody knows what stands there then
            )
        )
