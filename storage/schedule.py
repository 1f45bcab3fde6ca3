"""What goes out by itself, in its order."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from bot.domain.article import Article
from storage.articles import articles, as_article
from storage.schema import article
from storage.view import View


class ScheduleView(View):
    async def queue(self, limit: int, offset: int = 0) -> list[Article]:
        """What goes out by itself, the next one first."""
        found = await self._connection.execute(
            articles().where(_is_scheduled()).order_by(*_in_order()).limit(limit).offset(offset)
        )
        return [as_article(row) for row in found.mappings()]

    async def count(self) -> int:
        return (
            await self._connection.scalar(
                select(func.count()).select_from(article).where(_is_scheduled())
            )
            or 0
        )

    async def next_at(self) -> datetime | None:
        """When the next article is to go out."""
        at: datetime | None = await self._connection.scalar(
            select(func.min(article.c.scheduled_at)).where(_is_scheduled())
        )
        return at

    async def due(self, now: datetime, limit: int) -> list[int]:
        """The articles whose time has come, the earliest first."""
        found = await self._connection.execute(
            select(article.c.id)
            .where(_is_scheduled(), article.c.scheduled_at <= now)
            .order_by(*_in_order())
            .limit(limit)
        )
        return list(found.scalars())


def _is_scheduled() -> ColumnElement[bool]:
    return article.c.scheduled_at.is_not(None)


def _in_order() -> tuple[ColumnElement[datetime], ColumnElement[int]]:
    return article.c.scheduled_at, article.c.id
