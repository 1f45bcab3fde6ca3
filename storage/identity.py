"""Whose database it is, and what has to go when it becomes another bot's."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, delete, func, insert, not_, or_, select, update

from bot.domain.channel import ChannelState
from bot.domain.delivery import Audience, Kind, State
from bot.domain.notice import kind_of
from bot.domain.notices import CannotTell
from bot.domain.people import BotIdentity, ReaderState
from bot.domain.reasons import Reason, ReasonCode
from storage.reasons import because
from storage.schema import (
    channel,
    chat_pace,
    delivery,
    fan_out,
    identity,
    inbox,
    notice,
    paste_part,
    picture,
    question,
    reader,
    token_pace,
)
from storage.view import View

# What the desk still has to answer; all else of its old messages is history.
_QUESTIONS = (kind_of(CannotTell),)


@dataclass(frozen=True, slots=True)
class Holdings:
    """What hangs on the bot: readers that it may write to, and channels that it posts to."""

    readers: int
    channels: int


class IdentityView(View):
    async def known(self) -> BotIdentity | None:
        """The bot whose database this is; None while no bot has run on it."""
        found = await self._connection.execute(select(identity.c.bot_id, identity.c.username))
        row = found.first()
        return None if row is None else BotIdentity(row.bot_id, row.username)

    async def holdings(self) -> Holdings:
        readers = await self._connection.scalar(
            select(func.count()).where(reader.c.state == ReaderState.ACTIVE)
        )
        channels = await self._connection.scalar(
            select(func.count()).where(
                channel.c.state.in_((ChannelState.ACTIVE, ChannelState.PAUSED))
            )
        )
        return Holdings(readers or 0, channels or 0)

    async def articles_with_readers(self) -> list[int]:
        """The articles of which readers' rows are kept."""
        found = await self._connection.execute(
            select(fan_out.c.article_id).where(~fan_out.c.rolled_up).order_by(fan_out.c.article_id)
        )
        return list(found.scalars())


class IdentityStore(IdentityView):
    async def write(self, bot: BotIdentity, now: datetime) -> None:
        """From now on the database is this bot's and nobody else's."""
        await self._connection.execute(delete(identity))
        await self._connection.execute(
            insert(identity).values(bot_id=bot.id, username=bot.username, since=now)
        )

    async def let_readers_go(self) -> None:
        """Nobody whom the old bot wrote to hears from the new one before they start it.

        Every row of theirs is settled: what they were shown they keep, nothing further is owed.
        """
        await self._connection.execute(
            update(reader)
            .where(reader.c.state == ReaderState.ACTIVE)
            .values(state=ReaderState.BLOCKED)
        )
        await self._connection.execute(
            update(delivery)
            .where(
                delivery.c.audience == Audience.READER,
                delivery.c.state.in_((State.DUE, State.SENDING, State.UNKNOWN)),
            )
            .values(
                state=case(
                    (delivery.c.first_shown_at.is_not(None), State.SHOWN), else_=State.SKIPPED
                ),
                lease_until=None,
                **because(Reason(ReasonCode.ANOTHER_BOT)),
            )
        )
        await self._connection.execute(update(fan_out).values(last_id=fan_out.c.high_id))
        await self._connection.execute(
            delete(delivery).where(
                delivery.c.audience == Audience.READER, delivery.c.kind != Kind.ARTICLE
            )
        )

    async def forget_private_messages(self, now: datetime) -> None:
        """The numbers of messages in a private chat are each bot's own.

        The new bot would edit another message, and take a new paste or update for one that it
        has read. What the desk has not been sent yet stays owed, and open questions are asked
        anew; channels' posts keep their numbers, which are the channel's.
        """
        of_desk = delivery.c.audience == Audience.DESK
        asked = and_(
            delivery.c.kind == Kind.NOTICE,
            delivery.c.state == State.SHOWN,
            delivery.c.subject_id.in_(select(notice.c.id).where(notice.c.kind.in_(_QUESTIONS))),
        )
        await self._connection.execute(
            update(delivery)
            .where(of_desk, asked)
            .values(state=State.DUE, message_id=None, not_before=now, attempts=0)
        )
        unsent = and_(delivery.c.state == State.DUE, delivery.c.message_id.is_(None))
        await self._connection.execute(delete(delivery).where(of_desk, not_(unsent)))
        await self._connection.execute(update(question).values(message_id=None))
        await self._connection.execute(delete(inbox))
        await self._connection.execute(delete(paste_part).where(paste_part.c.taken))
        await self._connection.execute(delete(picture))  # what each bot calls them is its own

    async def forget_pace(self) -> None:
        """What Telegram told the old bot to wait for is nothing to the new one."""
        await self._connection.execute(delete(token_pace))
        await self._connection.execute(
            delete(chat_pace).where(or_(chat_pace.c.chat_id > 0, chat_pace.c.busy_with.is_(None)))
        )
        await self._connection.execute(update(chat_pace).values(held_until=None))
