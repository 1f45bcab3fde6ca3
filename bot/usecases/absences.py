"""The bot is put out of a chat of the newsroom, and let back in: what becomes of what was due."""

from datetime import datetime, timedelta

from bot.domain.channel import Channel, Rights
from bot.domain.delivery import Audience
from bot.domain.reasons import Reason, ReasonCode
from storage.storage import Transaction


async def go(tx: Transaction, channel: Channel, now: datetime) -> int:
    """Nothing more is owed there: nobody knows whether the bot comes back.

    Returns how many scheduled articles were to go there.
    """
    await tx.channels.set_left(channel.chat_id, now)
    await tx.ledger.skip_chat(channel.chat_id, Reason(ReasonCode.REMOVED), Audience.CHANNEL)
    return len(await tx.schedule.bound_for(channel.chat_id, channel.section_ids))


async def come_back(tx: Transaction, chat_id: int, now: datetime, grace: timedelta) -> None:
    """Whoever was out for a moment was not out: what was to go there, or came out since, goes.

    After more than `grace` it is no news any more: the desk may have it tried again.
    """
    left_at = await tx.channels.left_at(chat_id)
    if left_at is None:
        return
    await tx.channels.set_left(chat_id, None)
    if now - left_at > grace:
        await tx.ledger.fail_unsent(chat_id)
        return
    await tx.ledger.owe_again(chat_id)
    await tx.publishing.make_up(chat_id, left_at, now)


async def reopen(tx: Transaction, chat_id: int, rights: Rights, now: datetime) -> None:
    """The desk's chat: what was new meanwhile, the owners have; what stands there is set right."""
    if rights.may_post:
        await tx.ledger.correct_again(chat_id, now)
        tx.wake()
