"""What people of the desk have proposed to change of published articles, and of which text."""

from sqlalchemy import select

from bot.domain.article import Article, Content
from bot.domain.content_values import from_fields
from storage.articles import articles, as_article, resembling
from storage.schema import article, revision
from storage.view import View


class AmendmentView(View):
    async def of(self, article_id: int, by: int) -> Article | None:
        """What somebody has proposed to change of an article, and has not decided on."""
        found = await self._connection.execute(
            articles()
            .where(
                resembling(article_id), article.c.amends.is_not(None), article.c.created_by == by
            )
            .order_by(article.c.id.desc())
            .limit(1)
        )
        row = found.mappings().one_or_none()
        return None if row is None else as_article(row)

    async def base(self, article_id: int, number: int) -> Content:
        """What the revision says that a change was proposed for."""
        found = await self._connection.execute(
            select(revision.c.content).where(
                revision.c.article_id == article_id, revision.c.number == number
            )
        )
        return from_fields(found.scalar_one())
