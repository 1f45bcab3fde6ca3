"""Which articles tell the same story, and which an article names as related."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select

from bot.domain.article import Article, Content, Related, headline_key
from bot.domain.related_links import Headline, meant_by
from bot.domain.same_story import NEAR, alike_in_words
from storage.articles import (
    IS_DRAFT,
    IS_PUBLIC,
    LISTED,
    TAKEN_BACK,
    ArticleView,
    articles,
    as_article,
)
from storage.schema import article
from storage.view import View

_COMPARED = 2000  # headlines of two days, at most
_SHOWN = 5


class SameStoryView(View):
    async def candidates(self, content: Content, now: datetime) -> list[Article]:
        """What `find_alike` and `judge` choose from, the closest first."""
        shared = await ArticleView(self._connection).alike(content)
        known = {old.id for old in shared}
        near = await self._near(content, now)
        return [*shared, *(old for old in near if old.id not in known)]

    async def _near(self, content: Content, now: datetime) -> list[Article]:
        """Articles of the same two days with nearly the same headline, the newest first."""
        at = content.published_at or now
        since, until = at - NEAR, at + NEAR
        released = article.c.released_at.between(since, until)
        waiting = article.c.released_at.is_(None), article.c.created_at.between(since, until)
        # One by one, each with an index of its own, and the rest of the conditions here.
        found = await self._headlines(article.c.published_at.between(since, until))
        found |= {
            row: headline
            for conditions in ((IS_PUBLIC, released), (TAKEN_BACK, released), (IS_DRAFT, *waiting))
            for row, headline in (await self._headlines(*conditions, dated=False)).items()
        }
        near = [row for row, said in found.items() if alike_in_words(content.headline, said)]
        near.sort(reverse=True)
        if not near:
            return []
        whole = await self._connection.execute(
            articles().where(article.c.id.in_(near[:_SHOWN])).order_by(article.c.id.desc())
        )
        return [as_article(row) for row in whole.mappings()]

    async def _headlines(
        self, *conditions: ColumnElement[bool], dated: bool = True
    ) -> dict[int, str]:
        """The headlines of the newest articles that are so, by number."""
        found = await self._connection.execute(
            select(
                article.c.id,
                article.c.state,
                article.c.published_at,
                article.c.content["headline"].as_string().label("headline"),
            )
            .where(*conditions, article.c.amends.is_(None))
            .order_by(article.c.id.desc())
            .limit(_COMPARED)
        )
        return {
            row.id: row.headline
            for row in found
            if row.state in LISTED and (row.published_at is not None) == dated
        }

    async def meant_by(
        self, items: Sequence[Related], *, but: int, before: datetime | None = None
    ) -> tuple[Article, ...]:
        """The public articles that these items name; of one headline the newest that may be it.

        `before`: only those that had come in by then.
        """
        if not items:
            return ()
        known = await self._with_headlines({headline_key(item.headline) for item in items}, before)
        meant = meant_by(items, known, but=but)
        found = await self._connection.execute(articles().where(article.c.id.in_(meant)))
        whole = {row["id"]: as_article(row) for row in found.mappings()}
        return tuple(whole[each] for each in meant)

    async def _with_headlines(
        self, keys: Collection[str], before: datetime | None
    ) -> list[Headline]:
        date = article.c.content["published_at"].as_string().label("date")
        asked = select(article.c.id, article.c.headline_key, date).where(
            article.c.headline_key.in_(keys), IS_PUBLIC
        )
        if before is not None:
            asked = asked.where(article.c.created_at <= before)
        found = await self._connection.execute(
            asked.order_by(article.c.released_at.desc(), article.c.id.desc()).limit(_COMPARED)
        )
        return [
            Headline(row.id, row.headline_key, row.date and datetime.fromisoformat(row.date))
            for row in found
        ]

    async def related(self, new: Article) -> tuple[Article, ...]:
        """What an article names, as of when it went out: an edit changes nothing else."""
        return await self.meant_by(new.content.related, but=new.id, before=new.released_at)
