"""What the desk is told of deliveries that went wrong, each notice a row of the ledger."""

from datetime import timedelta
from typing import Any

from bot.delivery.subjects import subject_of
from bot.domain.article import ArticleState
from bot.domain.channel import Channel
from bot.domain.clock import Clock
from bot.domain.delivery import Audience, Delivery, Kind, Shown
from bot.domain.forum import ThreadState
from bot.domain.notice import Notice
from bot.domain.notices import (
    CannotPin,
    CannotTell,
    ChannelRightsLost,
    ChannelsLost,
    EditedByHand,
    NotRecorded,
    PostRejected,
    PostsElsewhere,
    StillStands,
)
from bot.domain.own_notices import DeskChatLost
from bot.domain.post_links import post_link
from bot.domain.reasons import Reason, ReasonCode
from storage.storage import Transaction

_SAID_AGAIN_AFTER = timedelta(days=1)
_AT_ONCE = timedelta(minutes=10)  # channels that are lost within so long have one cause


class DeskNews:
    """Notice in `desk_chat_id`; without one, to the owners."""

    def __init__(self, clock: Clock, desk_chat_id: int | None) -> None:
        self._clock = clock
        self._desk_chat_id = desk_chat_id

    async def cannot_tell(self, tx: Transaction, row: Delivery, reason: Reason) -> None:
        """Nobody but the desk can find out whether the post is there."""
        await self._tell(tx, CannotTell(**await _about(tx, row), reason=reason))

    async def cannot_pin(self, tx: Transaction, row: Delivery, reason: Reason) -> None:
        await self._tell(tx, CannotPin(**await _about(tx, row), reason=reason))

    async def not_recorded(self, tx: Transaction, row: Delivery, reason: Reason) -> None:
        await self._tell(tx, NotRecorded(**await _about(tx, row), reason=reason))

    async def rejected(self, tx: Transaction, row: Delivery, reason: Reason) -> None:
        """Telegram refuses the text itself: it goes nowhere."""
        about = await _about(tx, row)
        await self._tell(tx, PostRejected(**about, reason=reason, everywhere=True))

    async def edited_by_hand(self, tx: Transaction, row: Delivery, seen: Shown) -> None:
        """A post stands in words that are not ours: it was found so, or a correction waits."""
        channel = await tx.channels.get(row.chat_id)
        link = _link(row.chat_id, channel, seen.message_id)
        about = await _about(tx, row)
        case = "waits" if row.by_hand else "found"
        await self._tell(tx, EditedByHand(**about, link=link, case=case))

    async def failed(self, tx: Transaction, row: Delivery, reason: Reason) -> None:
        """A first post that failed is absent; a post that stands has to be seen to by hand."""
        if row.message_id is None:
            await self._tell(tx, PostRejected(**await _about(tx, row), reason=reason))
            return
        about = await _about(tx, row)
        article = await tx.articles.get(about["article_id"])
        channel = await tx.channels.get(row.chat_id)
        notice = StillStands(
            **about,
            reason=reason,
            withdrawing=article is not None and article.state is ArticleState.RETRACTED,
            link=_link(row.chat_id, channel, row.message_id),
        )
        await self._tell(tx, notice)

    async def set_aside(self, tx: Transaction, row: Delivery, reason: Reason) -> None:
        """What became of a channel's row could not be written down."""
        if row.message_id is None:
            await self.cannot_tell(tx, row, reason)
        elif subject_of(row).is_missed:
            await self.failed(tx, row, reason)

    async def channel_lost(self, tx: Transaction, channel: Channel, reason: Reason) -> None:
        """Of several channels at once the desk learns by one message, which grows."""
        now = self._clock()
        kinds = (ChannelRightsLost, ChannelsLost)
        match await tx.desk.latest_notice(kinds, now - _AT_ONCE):
            case notice_id, (ChannelRightsLost() | ChannelsLost()) as told:
                titles = told.titles if isinstance(told, ChannelsLost) else (told.title,)
                told = ChannelsLost((*titles, channel.title), reason)
                await tx.desk.change_notice(notice_id, told)
                await tx.ledger.mark_changed(Kind.NOTICE, notice_id, now)
            case _:
                await self._tell(tx, _rights_lost(channel))

    async def thread_refused(
        self, tx: Transaction, row: Delivery, thread_id: int, reason: Reason
    ) -> None:
        """Of a forum: the desk is told once where its posts go now, and what can be done."""
        closed = reason.code is ReasonCode.TOPIC_CLOSED
        state = ThreadState.CLOSED if closed else ThreadState.GONE
        refused = await tx.forums.refuse(row.chat_id, thread_id, state)
        channel = await tx.channels.get(row.chat_id)
        if refused is None or channel is None or channel.threads is None:
            return
        threads = await tx.forums.threads(row.chat_id)
        now = channel.threads.open_for(thread_id, threads)
        notice = PostsElsewhere(
            channel.chat_id,
            channel.title,
            thread_id,
            refused.name,
            state,
            instead=now,
            instead_name=threads[now].name if now in threads else None,
        )
        await self._tell(tx, notice)

    async def unheard(self, tx: Transaction, row: Delivery, reason: Reason) -> None:
        """A notice cannot get into the desk's chat: the owners have it, and are told why."""
        if row.kind is not Kind.NOTICE or row.chat_id != self._desk_chat_id or row.message_id:
            return
        owners = [each.user_id for each in await tx.people.owners()]
        others = [chat_id for chat_id in owners if chat_id != row.chat_id]
        now = self._clock()
        if not await tx.desk.latest_notice((DeskChatLost,), now - _SAID_AGAIN_AFTER):
            await tx.tell(others, DeskChatLost(reason), now)
        await tx.ledger.enqueue(
            Kind.NOTICE, row.subject_id, others, audience=Audience.DESK, lane=row.lane, now=now
        )

    async def _tell(self, tx: Transaction, notice: Notice) -> None:
        await tx.tell(await tx.desk_chats(self._desk_chat_id), notice, self._clock())


def _rights_lost(channel: Channel) -> ChannelRightsLost:
    return ChannelRightsLost(channel.chat_id, channel.title, is_group=channel.is_group)


async def _about(tx: Transaction, row: Delivery) -> dict[str, Any]:
    """What every notice of a post in trouble says.

    While it was in hand, its group may have become another chat.
    """
    row = await tx.ledger.find(row.id) or row
    channel = await tx.channels.get(row.chat_id)
    return {
        "delivery_id": row.id,
        "chat_id": row.chat_id,
        "article_id": await subject_of(row).article_id(tx, row),
        "headline": await subject_of(row).headline(tx, row),
        "title": channel.title if channel else str(row.chat_id),
        "is_group": channel is not None and channel.is_group,
    }


def _link(chat_id: int, channel: Channel | None, message_id: int | None) -> str | None:
    return post_link(chat_id, channel.username if channel else None, message_id)
