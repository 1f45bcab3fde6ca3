"""What nobody holds any more: rows in the hands of the dead, or of whoever does not know it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, exists, or_, update

from bot.domain.delivery import Audience, State
from bot.domain.reasons import Reason, ReasonCode
from storage.claims import IN_HAND, is_open
from storage.enqueue import BELOW
from storage.fanning_out import as_moment
from storage.outcomes import Recording
from storage.reasons import because
from storage.schema import chat_pace, delivery


class GivingBack(Recording):
    async def give_back(
        self,
        now: datetime,
        settle: timedelta,
        *,
        all_rows: bool = False,
        holders: Collection[str] = (),
    ) -> int:
        """Take back what nobody holds any more: a lease ran out, or the process died.

        `all_rows`: all that anybody holds; `holders`: beside the leases, what these do.

        An edit is due again, once the one under way can arrive no more (`settle`); so is, at once,
        a first post that was never noted as leaving. Any other first post may have arrived: it is
        `unknown`. A channel's is looked up from there, a reader's sent again or skipped.
        """
        orphaned, looks = delivery.c.state == IN_HAND, delivery.c.state == State.UNKNOWN
        if not all_rows:
            of_dead = delivery.c.holder.in_(holders)
            orphaned = and_(orphaned, or_(delivery.c.lease_until < now, of_dead))
            looks = and_(looks, of_dead)
        has_message = delivery.c.message_id.is_not(None)
        needs_no_doubt = or_(delivery.c.sent_at.is_(None), has_message)
        later, at_once = as_moment(now + settle), as_moment(now)
        settled_at = case((delivery.c.audience == Audience.CHANNEL, later), else_=at_once)
        # An edit may still be on its way: it must not come after the next one. The desk does not
        # wait for that.
        await self._note_late_edits(orphaned, now + settle)
        waits = and_(has_message, delivery.c.audience != Audience.DESK)
        edited_at = case((waits, later), else_=at_once)
        due = await self._connection.execute(
            update(delivery)
            .where(orphaned, needs_no_doubt)
            .values(
                state=State.DUE,
                lease_until=None,
                not_before=edited_at,
                # One attempt brings all that is wished, but for a pin, which comes first.
                again=and_(delivery.c.again, or_(delivery.c.to_pin, delivery.c.to_unpin)),
                attempts=delivery.c.attempts - 1,  # who died has not tried
                **BELOW,
            )
        )
        # These are in hand no more: what still is may have arrived.
        unknown = await self._connection.execute(
            update(delivery)
            .where(orphaned)
            .values(
                state=State.UNKNOWN,
                lease_until=None,
                not_before=settled_at,
                attempts=delivery.c.attempts - 1,
                **because(Reason(ReasonCode.INTERRUPTED)),
            )
        )
        if all_rows or holders:
            await self._end_looks(looks)
        await self._free_channels()
        return due.rowcount + unknown.rowcount

    async def give_back_unseen(self, holder: str, ours: Collection[int]) -> int:
        """Take back what a process has in hand without knowing it: its line broke as it claimed.

        `ours`: what it knows of. The others have surely not left: they are due as before.
        """
        unseen = and_(delivery.c.holder == holder, delivery.c.id.not_in(ours))
        due = await self._connection.execute(
            update(delivery)
            .where(delivery.c.state == IN_HAND, unseen)
            .values(
                state=State.DUE,
                lease_until=None,
                sent_at=None,
                attempts=delivery.c.attempts - 1,
                **BELOW,
            )
        )
        await self._end_looks(and_(delivery.c.state == State.UNKNOWN, unseen))
        await self._free_channels()
        return due.rowcount

    async def _end_looks(self, looks: ColumnElement[bool]) -> None:
        """These are in doubt as before: who died has not tried."""
        await self._connection.execute(
            update(delivery)
            .where(is_open(), looks, delivery.c.lease_until.is_not(None))
            .values(lease_until=None, attempts=delivery.c.attempts - 1)
        )

    async def _free_channels(self) -> None:
        """A channel waits for a send that is in hand or in doubt, and for no other."""
        waits_for = exists().where(
            delivery.c.id == chat_pace.c.busy_with,
            delivery.c.state.in_((State.SENDING, State.UNKNOWN)),
        )
        await self._connection.execute(
            update(chat_pace)
            .where(chat_pace.c.busy_with.is_not(None), ~waits_for)
            .values(busy_with=None)
        )
