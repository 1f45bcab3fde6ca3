"""The archive: all that readers may see, in the order of the dates that are printed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select

from bot.domain.article import Article
from storage.articles import IS_PUBLIC, articles, as_article
from storage.schema import article
from storage.view import View

_NEWEST_FIRST = article.c.dated_at.desc(), article.c.id.desc()


class ArchiveView(View):
    async def published(self, section_id: int | None, limit: int, offset: int) -> list[Article]:
        """Published articles, the newest first, of one section or of all."""
        # What comes before is passed over in the index alone.
        page = _in_archive(select(article.c.id), section_id).order_by(*_NEWEST_FIRST)
        found = await self._connection.execute(
            articles()
            .where(article.c.id.in_(page.limit(limit).offset(offset)))
            .order_by(*_NEWEST_FIRST)
        )
        return [as_article(row) for row in found.mappings()]

    async def those(self, article_ids: Sequence[int]) -> list[Article]:
        """These articles, in this order, without those that nobody may read any more."""
        found = await self._connection.execute(
            articles().where(article.c.id.in_(article_ids), IS_PUBLIC)
        )
        by_id = {row["id"]: as_article(row) for row in found.mappings()}
        return [by_id[each] for each in article_ids if each in by_id]

    async def public_after(self, article_id: int, limit: int) -> list[Article]:
        """Public articles behind this one, by their numbers."""
        found = await self._connection.execute(
            articles()
            .where(article.c.id > article_id, IS_PUBLIC)
            .order_by(article.c.id)
            .limit(limit)
        )
        return [as_article(row) for row in found.mappings()]

    async def count_published(self, section_id: int | None) -> int:
        counted = await self._connection.execute(
            _in_archive(select(func.count()).select_from(article), section_id)
        )
        count: int = counted.scalar_one()
        return count


def _in_archive(statement: Select[Any], section_id: int | None) -> Select[Any]:
    statement = statement.where(IS_PUBLIC)
    return statement if section_id is None else statement.where(article.c.section_id == section_id)
