"""What the rows say of how the newsroom's machinery does."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, func, insert, literal_column, not_, or_, select, union_all

from bot.domain.article import ArticleState
from bot.domain.channel import ChannelState
from bot.domain.delivery import Audience, Kind, State
from bot.domain.health import Queue
from bot.domain.reasons import ReasonCode
from storage.claims import is_open, takes_posts
from storage.schema import (
    article,
    channel,
    channel_section,
    chat_pace,
    delivery,
    fan_out,
    round_up_item,
    token_pace,
    worry,
)
from storage.statistics import StatisticsView
from storage.view import View

# In the words of the index `ix_delivery_failed_post`: with bound ones SQLite does not see that it
# covers them.
_FAILED_POST = and_(
    delivery.c.state == literal_column(f"'{State.FAILED}'"),
    delivery.c.audience == literal_column(f"'{Audience.CHANNEL}'"),
)


class HealthView(View):
    async def queue(self, now: datetime) -> Queue:
        """Posts for channels that are due, and that neither a pause nor a wait holds back."""
        found = await self._connection.execute(
            select(func.count(), func.min(delivery.c.not_before))
            .select_from(
                delivery.outerjoin(channel, channel.c.chat_id == delivery.c.chat_id).outerjoin(
                    chat_pace, chat_pace.c.chat_id == delivery.c.chat_id
                )
            )
            .where(
                is_open(),
                delivery.c.audience == Audience.CHANNEL,
                delivery.c.not_before <= now,
                takes_posts(),
                or_(chat_pace.c.held_until.is_(None), chat_pace.c.held_until <= now),
            )
        )
        return Queue(*found.one())

    async def kept(self) -> int:
        """How many posts wait for the bot to have its rights in their channels again."""
        counted = await self._connection.scalar(
            select(func.count())
            .select_from(delivery.join(channel, channel.c.chat_id == delivery.c.chat_id))
            .where(
                is_open(),
                delivery.c.audience == Audience.CHANNEL,
                channel.c.state == ChannelState.PAUSED,
            )
        )
        return counted or 0

    async def readers_waiting(self) -> int:
        """How many messages readers are owed."""
        counted = await self._connection.scalar(
            select(func.count()).where(is_open(), delivery.c.audience == Audience.READER)
        )
        return counted or 0

    async def in_doubt(self) -> int:
        """Of how many posts in channels nobody knows whether they stand."""
        counted = await self._connection.scalar(
            select(func.count()).where(
                is_open(),
                delivery.c.state == State.UNKNOWN,
                delivery.c.audience == Audience.CHANNEL,
            )
        )
        return counted or 0

    async def faulty(self) -> int:
        """How many messages are tried again since the bot could not make them."""
        counted = await self._connection.scalar(
            select(func.count()).where(is_open(), delivery.c.reason == ReasonCode.OUR_FAULT)
        )
        return counted or 0

    async def refused(self) -> list[int]:
        """Published articles whose text Telegram does not take, newest first.

        Of those whose rows are kept still: of all there ever were it would be a long walk.
        """
        found = await self._connection.execute(
            select(fan_out.c.article_id)
            .select_from(fan_out.join(article, article.c.id == fan_out.c.article_id))
            .where(
                not_(fan_out.c.rolled_up),
                fan_out.c.paused,
                article.c.state == ArticleState.PUBLISHED,
            )
            .order_by(fan_out.c.article_id.desc())
        )
        return list(found.scalars())

    async def given_up(
        self, begins: datetime, until: datetime, chat_ids: Sequence[int]
    ) -> list[int]:
        """Articles of that time with a post in these channels that is not as it should be.

        The bot has given up sending, editing or removing it. Newest first.
        """
        alone = select(delivery.c.subject_id).where(
            _FAILED_POST, delivery.c.chat_id.in_(chat_ids), delivery.c.kind == Kind.ARTICLE
        )
        together = (
            select(round_up_item.c.article_id)
            .join(delivery, delivery.c.subject_id == round_up_item.c.round_up_id)
            .where(
                _FAILED_POST, delivery.c.chat_id.in_(chat_ids), delivery.c.kind == Kind.ROUND_UP
            )
        )
        found = await self._connection.execute(union_all(alone, together))
        failed = set(found.scalars())
        if not failed:
            return []
        releases = await StatisticsView(self._connection).releases(begins, until)
        return sorted(failed & {release.article_id for release in releases}, reverse=True)

    async def is_heard(self, chat_id: int) -> bool:
        """Whether the newest notice for a chat of the desk's got there, or is on its way."""
        state = await self._connection.scalar(
            select(delivery.c.state)
            .where(delivery.c.chat_id == chat_id, delivery.c.kind == Kind.NOTICE)
            .order_by(delivery.c.id.desc())
            .limit(1)
        )
        return state != State.FAILED

    async def silent(self, since: datetime, now: datetime) -> dict[int, str]:
        """Channels where something came out once, and nothing of what was published since then."""
        routed = (
            select(channel_section.c.chat_id)
            .where(channel_section.c.chat_id == channel.c.chat_id)
            .exists()
        )
        spoke = (
            select(delivery.c.id)
            .where(delivery.c.chat_id == channel.c.chat_id, delivery.c.first_shown_at.is_not(None))
            .exists()
        )
        found = await self._connection.execute(
            select(channel.c.chat_id, channel.c.title).where(
                channel.c.state == ChannelState.ACTIVE,
                spoke,
                routed,
            )
        )
        titles = dict(found.all())
        statistics = StatisticsView(self._connection)
        until = now + timedelta(milliseconds=1)  # what comes out at this moment counts
        released = [release.article_id for release in await statistics.releases(since, until)]
        speak = {
            row.chat_id
            for row in await statistics.posts_of(released, list(titles))
            if row.first_shown_at is not None
        }
        return {chat_id: title for chat_id, title in titles.items() if chat_id not in speak}

    async def halted_until(self, now: datetime) -> datetime | None:
        """When Telegram takes something again, where it has asked the whole token to wait."""
        until: datetime | None = await self._connection.scalar(
            select(func.max(token_pace.c.halted_until)).where(
                and_(token_pace.c.halted_until.is_not(None), token_pace.c.halted_until > now)
            )
        )
        return until

    async def worries(self) -> set[str]:
        """The keys of what the desk was told of and is not over."""
        found = await self._connection.execute(select(worry.c.key))
        return set(found.scalars())


class HealthStore(HealthView):
    async def worry(self, key: str, now: datetime) -> None:
        await self._connection.execute(insert(worry).values(key=key, since=now))

    async def calm(self, keys: Collection[str]) -> None:
        await self._connection.execute(delete(worry).where(worry.c.key.in_(keys)))
