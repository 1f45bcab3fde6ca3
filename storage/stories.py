"""Which articles tell the same story, and which an article names as related."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.article import Article, Content, headline_key
from bot.domain.stories import NEAR, alike_in_words
from storage.articles import LISTED, PUBLIC, ArticleStore, articles, as_article
from storage.schema import article

_COMPARED = 2000  # headlines of two days, at most
_SHOWN = 5


class StoryStore:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def candidates(self, content: Content, now: datetime) -> list[Article]:
        """What `find_alike` and `judge` choose from, the closest first."""
        shared = await ArticleStore(self._connection).alike(content)
        known = {old.id for old in shared}
        near = await self._near(content, now)
        return [*shared, *(old for old in near if old.id not in known)]

    async def _near(self, content: Content, now: datetime) -> list[Article]:
        """Articles of the same two days with nearly the same headline, the newest first."""
        at = content.published_at or now
        since, until = at - NEAR, at + NEAR
        undated = article.c.published_at.is_(None)
        found = await self._connection.execute(
            select(article.c.id, article.c.content["headline"].as_string().label("headline"))
            .where(
                article.c.state.in_(LISTED),
                or_(
                    article.c.published_at.between(since, until),
                    and_(undated, article.c.released_at.between(since, until)),
                    and_(
                        undated,
                        article.c.released_at.is_(None),
                        article.c.created_at.between(since, until),
                    ),
                ),
            )
            .order_by(article.c.id.desc())
            .limit(_COMPARED)
        )
        near = [row.id for row in found if alike_in_words(content.headline, row.headline)]
        if not near:
            return []
        whole = await self._connection.execute(
            articles().where(article.c.id.in_(near[:_SHOWN])).order_by(article.c.id.desc())
        )
        return [as_article(row) for row in whole.mappings()]

    async def with_headlines(
        self, headlines: Collection[str], *, before: datetime | None = None
    ) -> list[Article]:
        """Public articles with one of these headlines, however spelt, the newest first.

        `before`: only those that had come in by then.
        """
        if not headlines:
            return []
        keys = {headline_key(headline) for headline in headlines}
        statement = articles().where(article.c.headline_key.in_(keys), article.c.state.in_(PUBLIC))
        if before is not None:
            statement = statement.where(article.c.created_at <= before)
        found = await self._connection.execute(
            statement.order_by(article.c.released_at.desc(), article.c.id.desc()).limit(_COMPARED)
        )
        return [as_article(row) for row in found.mappings()]
