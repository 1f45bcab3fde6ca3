"""What goes out, is corrected or taken back: all the rows that such a step writes, together."""

from datetime import datetime

from sqlalchemy import and_, exists
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.article import Article, ArticleState
from bot.domain.article_fields import may_share_a_post
from bot.domain.channel import Channel
from bot.domain.delivery import Audience, Kind, Lane
from bot.domain.errors import RefusedError
from bot.domain.reasons import Reason, ReasonCode
from storage.articles import IS_PUBLIC, ArticleStore, articles, as_article
from storage.channels import ChannelStore
from storage.digests import DigestStore
from storage.ledger import Ledger
from storage.restored import RestoredStore
from storage.round_ups import RoundUpStore
from storage.schema import article, delivery, round_up, round_up_item


class PublishingStore:
    """The steps that an editor's press, a feed and the newsroom's own system share."""

    def __init__(self, connection: AsyncConnection, articles: ArticleStore) -> None:
        self._connection = connection
        self._articles = articles
        self._channels = ChannelStore(connection)
        self._ledger = Ledger(connection)
        self._digests = DigestStore(connection)
        self._round_ups = RoundUpStore(connection)
        self._restored = RestoredStore(connection)

    async def publish(self, new: Article, *, by: int | None, now: datetime) -> None:
        """A published article, its channels' rows, and who of the readers is meant."""
        if new.section is None:
            raise RefusedError("article_no_section", id=new.id)
        channels = await self._channels.of_section(new.section.id)
        in_doubt = await self._restored.may_be_out(new, now)
        await self._articles.publish(new, by=by)
        await self._owe_posts(new, channels, now, in_doubt=in_doubt)
        if in_doubt:
            await self._restored.doubt_posts(new.id)
        readers = Lane.BREAKING_READER if new.breaking else Lane.READER
        await self._ledger.start_fan_out(
            new.id, new.section.id, Lane.PAID if new.paid else readers, in_doubt=in_doubt
        )
        if not new.outlets.readers:
            await self._ledger.end_fan_out(new.id)
        await self._ledger.mark_cards_changed(new.id, now)

    async def make_up(self, chat_id: int, since: datetime, now: datetime) -> None:
        """What came out while the bot was out of a channel is owed there."""
        channel = await self._channels.get(chat_id)
        if channel is None:
            return
        its = and_(round_up.c.id == round_up_item.c.round_up_id, round_up.c.chat_id == chat_id)
        together = exists().where(round_up_item.c.article_id == article.c.id, its)
        alone = exists().where(
            delivery.c.kind == Kind.ARTICLE,
            delivery.c.subject_id == article.c.id,
            delivery.c.chat_id == chat_id,
        )
        found = await self._connection.execute(
            articles()
            .where(
                IS_PUBLIC,  # by the index of these
                article.c.state == ArticleState.PUBLISHED,
                article.c.released_at >= since,
                article.c.section_id.in_(sorted(channel.section_ids)),
                ~alone,
                ~together,
            )
            .order_by(article.c.released_at, article.c.id)
        )
        for each in map(as_article, found.mappings()):
            await self._owe_posts(each, [channel], now)

    async def _owe_posts(
        self, new: Article, channels: list[Channel], now: datetime, *, in_doubt: bool = False
    ) -> None:
        turns: dict[datetime, list[int]] = {now: []}
        for each in channels:
            if not new.outlets.take(each.chat_id):
                continue
            # What may stand there already is looked for by itself.
            if in_doubt or not await self._rounded_up(each, new, now):
                at = await self._turn(each, new, now)
                turns.setdefault(at, []).append(each.chat_id)
        for at, chats in turns.items():
            await self._ledger.enqueue(
                Kind.ARTICLE,
                new.id,
                chats,
                audience=Audience.CHANNEL,
                lane=Lane.BREAKING if new.breaking else Lane.CHANNEL,
                now=now,
                not_before=at,
            )

    async def _rounded_up(self, channel: Channel, new: Article, now: datetime) -> bool:
        """Whether it becomes a line of a round-up: one that begins takes a turn, as posts do."""
        if not may_share_a_post(new):
            return False
        round_up_id = await self._round_ups.place(
            channel, new.id, now, new.section.id if new.section else None
        )
        if round_up_id is None:
            return False
        if await self._round_ups.is_owed(round_up_id):
            await self._ledger.mark_changed(Kind.ROUND_UP, round_up_id, now)
        else:
            await self.owe_round_up(round_up_id, channel, now)
        return True

    async def owe_round_up(self, round_up_id: int, channel: Channel, now: datetime) -> None:
        """A new round-up, once the channel's last post is long enough ago."""
        at = await self._channels.take_turn(channel.chat_id, now, at_once=False)
        await self._ledger.enqueue(
            Kind.ROUND_UP,
            round_up_id,
            [channel.chat_id],
            audience=Audience.CHANNEL,
            lane=Lane.CHANNEL,
            now=now,
            not_before=at,
        )

    async def change_round_ups(
        self, article_id: int, now: datetime, *, chat_id: int | None = None, gone: bool = False
    ) -> None:
        """The round-ups that name an article follow it; one that failed is tried again."""
        for each in await self._round_ups.change(article_id, chat_id=chat_id, gone=gone):
            await self._ledger.replay_round_up(each, now)
            await self._ledger.mark_changed(Kind.ROUND_UP, each, now)

    async def _change_digests(self, article_id: int, now: datetime) -> None:
        """Today's digests with an article follow it."""
        theirs = await self._digests.change(article_id, now)
        await self._ledger.mark_changed(Kind.DIGEST, theirs, now)

    async def _turn(self, channel: Channel, new: Article, now: datetime) -> datetime:
        """Also where posts keep no distance yet: the next one may have to, from this one."""
        return await self._channels.take_turn(channel.chat_id, now, at_once=new.breaking)

    async def revise(self, new: Article, *, by: int | None, now: datetime) -> None:
        """The next revision of a published article: every chat that shows it is due an edit."""
        await self._articles.revise(new, by=by, now=now)
        await self._ledger.replay(new.id, now)  # an earlier text may have been rejected
        await self._ledger.mark_changed(Kind.ARTICLE, new.id, now)
        await self._change_digests(new.id, now)
        await self.change_round_ups(new.id, now)
        await self._ledger.mark_cards_changed(new.id, now)

    async def retract(self, new: Article, now: datetime) -> None:
        """Every chat that shows the article is due its deletion; nothing more of it is sent."""
        await self._articles.save(new)
        # A post whose correction failed still stands in its chat.
        await self._ledger.replay(new.id, now)
        await self._ledger.end_fan_out(new.id)
        await self._ledger.skip_unsent(Kind.ARTICLE, new.id, Reason(ReasonCode.RETRACTED))
        await self._ledger.mark_changed(Kind.ARTICLE, new.id, now)
        await self._change_digests(new.id, now)
        # And one that was passed over while its correction was due: who knows what stands there.
        await self._ledger.enqueue_withdrawals(now, article_id=new.id)
        await self.change_round_ups(new.id, now, gone=True)
        await self._ledger.mark_cards_changed(new.id, now)
