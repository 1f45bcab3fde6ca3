"""What a restored database does not know: whatever went out between the backup and now."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import (
    ScalarSelect,
    and_,
    case,
    delete,
    exists,
    func,
    insert,
    null,
    or_,
    select,
    update,
)

from bot.domain.article import Article
from bot.domain.delivery import Audience, Kind, State
from bot.domain.reasons import Reason, ReasonCode
from storage.enqueue import BELOW
from storage.fanning_out import as_moment
from storage.ledger_view import NEVER
from storage.reasons import because
from storage.schema import (
    article,
    channel,
    chat_pace,
    delivery,
    fan_out,
    gap,
    inbox,
    invitation,
    lease,
    process,
    question,
    restoration,
)
from storage.view import View

# So long after a restoration an article may be one that stands in a channel already. By then
# what is posted is newer, and what was posted is beyond the reach of a look-up.
IN_DOUBT_FOR: Final = timedelta(days=7)

_BECAUSE: Final = because(Reason(ReasonCode.RESTORED))


class RestoredView(View):
    async def may_be_out(self, new: Article, now: datetime) -> bool:
        """Whether an article that is to be published may have been, unknown to the ledger.

        It was there before the restoration: as a draft here, or with its date on its site. Own
        words without a date are of the moment at which somebody types them.
        """
        lately = restoration.c.restored_at > now - IN_DOUBT_FOR
        restored_at: datetime | None = await self._connection.scalar(
            select(restoration.c.restored_at).where(lately)
        )
        if restored_at is None:
            return False
        dated = new.content.published_at
        if dated is None and new.content.own is None:
            return True
        if dated is not None and dated <= restored_at:
            return True
        before = article.c.created_at <= restored_at
        made = select(article.c.id).where(article.c.id == new.id, before)
        return await self._connection.scalar(made) is not None


class RestoredStore(RestoredView):
    async def doubt_posts(self, article_id: int) -> None:
        """An article's posts may stand in their channels: they are looked for, and not sent.

        One that is found becomes what we would have sent: its buttons are another database's.
        """
        await self._connection.execute(
            update(delivery)
            .where(
                delivery.c.kind == Kind.ARTICLE,
                delivery.c.subject_id == article_id,
                delivery.c.audience == Audience.CHANNEL,
                delivery.c.state == State.DUE,
                delivery.c.message_id.is_(None),
                delivery.c.sent_at.is_(None),
                delivery.c.chat_id.in_(select(gap.c.chat_id)),
            )
            .values(
                state=State.UNKNOWN,
                again=True,
                sent_after=_last_known(),
                **_BECAUSE,
            )
        )

    async def move_chat(self, old: int, new: int) -> None:
        """A group has another number, and its messages are counted anew; told twice, once."""
        is_known = exists().where(gap.c.chat_id == old)
        if not await self._connection.scalar(select(is_known)):
            return
        await self._connection.execute(delete(gap).where(gap.c.chat_id == new))
        await self._connection.execute(
            update(gap).where(gap.c.chat_id == old).values(chat_id=new, after=0)
        )

    async def begin(self, taken_at: datetime, now: datetime) -> None:
        """The database is as it was when its backup was taken, and goes on from now.

        The bot has gone on after that, nobody knows for how long. What was to be sent may have
        been; who was asked something may have answered.
        """
        for table in (restoration, gap, lease, process, question):
            await self._connection.execute(delete(table))
        # Whoever has used one since would else be able to use it twice.
        await self._connection.execute(delete(invitation).where(invitation.c.used_by.is_(None)))
        await self._connection.execute(
            insert(restoration).values(taken_at=taken_at, restored_at=now)
        )
        await self._connection.execute(
            insert(gap).from_select(
                ["chat_id", "after"], select(channel.c.chat_id, channel.c.last_message_id)
            )
        )
        await self._connection.execute(update(inbox).values(holder=None, held_until=None))
        await self._settle(now)

    async def _settle(self, now: datetime) -> None:
        in_hand = delivery.c.state == State.SENDING
        owed = delivery.c.state.in_((State.DUE, State.SENDING))
        has_message = delivery.c.message_id.is_not(None)
        of_desk, in_channel = (
            delivery.c.audience == audience for audience in (Audience.DESK, Audience.CHANNEL)
        )
        repeated = or_(has_message, of_desk)  # an edit, or what the desk rather has twice
        await self._connection.execute(
            update(delivery)
            .where(in_hand, repeated)
            .values(
                state=State.DUE,
                not_before=as_moment(now),
                lease_until=None,
                again=False,
                **BELOW,
            )
        )
        # What is to come later than now has not come yet, unless somebody has seen to that.
        await self._connection.execute(
            update(delivery)
            .where(owed, ~repeated, or_(in_channel, delivery.c.not_before <= now))
            .values(
                state=State.UNKNOWN,
                again=in_channel,
                lease_until=None,
                not_before=case(
                    (delivery.c.not_before > now, delivery.c.not_before), else_=as_moment(now)
                ),
                attempts=0,
                # A post that was leaving has noted already from where on it is to be looked for.
                sent_after=case(
                    (and_(in_channel, delivery.c.sent_at.is_(None)), _last_known()),
                    else_=delivery.c.sent_after,
                ),
                **_BECAUSE,
            )
        )
        # Of what the desk has been asked about the buttons may be gone.
        await self._connection.execute(
            update(delivery)
            .where(delivery.c.state == State.UNKNOWN, in_channel, delivery.c.not_before == NEVER)
            .values(not_before=as_moment(now))
        )
        # What was noted of a send is of another one than the last.
        await self._connection.execute(
            update(delivery)
            .where(delivery.c.state == State.UNKNOWN)
            .values(
                lease_until=None,
                sent_print=None,
                sent_at=case((in_channel, null()), else_=delivery.c.sent_at),
            )
        )
        # Reports have gone on after the backup: what stands there is not what they said in it.
        await self._connection.execute(update(delivery).where(of_desk).values(sent_print=None))
        await self._go_on()

    async def _go_on(self) -> None:
        """Whoever is still to be written to may have had it, and no channel waits in vain."""
        await self._connection.execute(
            update(fan_out).where(fan_out.c.last_id < fan_out.c.high_id).values(in_doubt=True)
        )
        still_in_doubt = exists().where(
            delivery.c.id == chat_pace.c.busy_with, delivery.c.state == State.UNKNOWN
        )
        await self._connection.execute(
            update(chat_pace)
            .where(chat_pace.c.busy_with.is_not(None), ~still_in_doubt)
            .values(busy_with=None)
        )


def _last_known() -> ScalarSelect[int]:
    """The highest message that was known in the row's channel when the backup was taken."""
    its_gap = gap.c.chat_id == delivery.c.chat_id
    return select(func.coalesce(func.max(gap.c.after), 0)).where(its_gap).scalar_subquery()
