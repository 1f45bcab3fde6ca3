"""What goes out, is corrected or taken back: all the rows that such a step writes, together."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.article import Article, Content
from bot.domain.delivery import Audience, Kind, Lane
from bot.domain.errors import RefusedError
from storage.articles import ArticleStore
from storage.audience import AudienceStore
from storage.ledger import Ledger


class PublishingStore:
    """The steps that an editor's press, a feed and the newsroom's own system share."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._articles = ArticleStore(connection)
        self._audience = AudienceStore(connection)
        self._ledger = Ledger(connection)

    async def release(
        self,
        article: Article,
        *,
        by: int | None,
        now: datetime,
        breaking: bool = False,
        paid: bool = False,
    ) -> None:
        """The article's state, its channels' rows, and who of the readers is meant.

        Raises `RefusedError` for an article without a section.
        """
        if article.section is None:
            raise RefusedError("article_no_section", id=article.id)
        channels = await self._audience.channels_of(article.section.id)
        await self._articles.release(article.id, breaking=breaking, paid=paid, by=by, now=now)
        await self._ledger.owe(
            Kind.ARTICLE,
            article.id,
            [channel.chat_id for channel in channels],
            audience=Audience.CHANNEL,
            lane=Lane.BREAKING if breaking else Lane.CHANNEL,
            now=now,
        )
        readers = Lane.PAID if paid else Lane.BREAKING_READER if breaking else Lane.READER
        await self._ledger.start_fan_out(article.id, article.section.id, readers)
        await self._ledger.mark_changed(Kind.CARD, article.id, now)

    async def revise(
        self, article: Article, content: Content, *, by: int | None, now: datetime, marked: bool
    ) -> None:
        """The next revision of a published article: every chat that shows it is due an edit."""
        # The section stays: it decided who received the first post.
        section_id = article.section.id if article.section else None
        await self._articles.revise(
            article, content, section_id=section_id, by=by, now=now, marked=marked
        )
        await self._ledger.replay(article.id, now)  # an earlier text may have been rejected
        await self._ledger.mark_changed(Kind.ARTICLE, article.id, now)
        await self._ledger.mark_changed(Kind.CARD, article.id, now)

    async def retract(self, article: Article, now: datetime) -> None:
        """Every chat that shows the article is due its deletion; nothing more of it is sent."""
        await self._articles.retract(article.id, now)
        # A post whose correction failed still stands in its chat.
        await self._ledger.replay(article.id, now)
        await self._ledger.end_fan_out(article.id)
        await self._ledger.skip_unsent(Kind.ARTICLE, article.id, "retracted")
        await self._ledger.mark_changed(Kind.ARTICLE, article.id, now)
        # And one that was passed over while its correction was due: who knows what stands there.
        await self._ledger.owe_withdrawals(now, article_id=article.id)
        await self._ledger.mark_changed(Kind.CARD, article.id, now)
