"""What goes out, is corrected or taken back: all the rows that such a step writes, together."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.article import Article
from bot.domain.audience import Channel
from bot.domain.delivery import Audience, Kind, Lane
from bot.domain.errors import RefusedError
from bot.domain.reasons import Reason, ReasonCode
from storage.articles import ArticleStore
from storage.audience import AudienceStore
from storage.ledger import Ledger


class PublishingStore:
    """The steps that an editor's press, a feed and the newsroom's own system share."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._articles = ArticleStore(connection)
        self._audience = AudienceStore(connection)
        self._ledger = Ledger(connection)

    async def publish(self, new: Article, *, by: int | None, now: datetime) -> None:
        """A published article, its channels' rows, and who of the readers is meant."""
        if new.section is None:
            raise RefusedError("article_no_section", id=new.id)
        channels = await self._audience.channels_of(new.section.id)
        await self._articles.publish(new, by=by)
        turns: dict[datetime, list[int]] = {now: []}
        for each in channels:
            if new.outlets.take(each.chat_id):
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
        readers = Lane.BREAKING_READER if new.breaking else Lane.READER
        await self._ledger.start_fan_out(
            new.id, new.section.id, Lane.PAID if new.paid else readers
        )
        if not new.outlets.readers:
            await self._ledger.end_fan_out(new.id)
        await self._ledger.mark_cards_changed(new.id, now)

    async def _turn(self, channel: Channel, new: Article, now: datetime) -> datetime:
        """Also where posts keep no distance yet: the next one may have to, from this one."""
        return await self._audience.take_turn(channel.chat_id, now, at_once=new.breaking)

    async def revise(self, new: Article, *, by: int | None, now: datetime) -> None:
        """The next revision of a published article: every chat that shows it is due an edit."""
        await self._articles.revise(new, by=by, now=now)
        await self._ledger.replay(new.id, now)  # an earlier text may have been rejected
        await self._ledger.mark_changed(Kind.ARTICLE, new.id, now)
        await self._ledger.mark_digests_changed(new.id, now)
        await self._ledger.mark_cards_changed(new.id, now)

    async def retract(self, new: Article, now: datetime) -> None:
        """Every chat that shows the article is due its deletion; nothing more of it is sent."""
        await self._articles.save(new)
        # A post whose correction failed still stands in its chat.
        await self._ledger.replay(new.id, now)
        await self._ledger.end_fan_out(new.id)
        await self._ledger.skip_unsent(Kind.ARTICLE, new.id, Reason(ReasonCode.RETRACTED))
        await self._ledger.mark_changed(Kind.ARTICLE, new.id, now)
        await self._ledger.mark_digests_changed(new.id, now)
        # And one that was passed over while its correction was due: who knows what stands there.
        await self._ledger.enqueue_withdrawals(now, article_id=new.id)
        await self._ledger.mark_cards_changed(new.id, now)
