"""The archive: all that readers may see, in the order of the dates that are printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select, tuple_

from bot.domain.article import Article
from bot.domain.shelves import ALWAYS, Shelf, Span
from storage.archive_tables import archive_entry
from storage.articles import IS_PUBLIC, TAKEN_BACK, articles, as_article
from storage.schema import article
from storage.types import Moment
from storage.view import View

_NEWEST_FIRST = article.c.dated_at.desc(), article.c.id.desc()
Place = tuple[datetime, int]  # in the order of the archive: when an article is dated, its id


@dataclass(frozen=True, slots=True)
class _Rows:
    """Where the articles of a shelf are found in their order, by an index of its own."""

    dated_at: ColumnElement[datetime]
    id: ColumnElement[int]
    conditions: tuple[ColumnElement[bool], ...]

    def select(
        self, *columns: ColumnElement[Any], span: Span = ALWAYS, newer: bool = False
    ) -> Select[Any]:
        """In their order also where any row would do: without one PostgreSQL may read them all."""
        since, until = span
        found = select(*columns).where(*self.conditions)
        if since:
            found = found.where(self.dated_at >= since)
        if until:
            found = found.where(self.dated_at < until)
        return found.order_by(*self.order(newer=newer))

    def beside(self, place: Place, *, newer: bool) -> ColumnElement[bool]:
        own = tuple_(self.dated_at, self.id)
        there = tuple_(literal(place[0], Moment), literal(place[1], article.c.id.type))
        return own > there if newer else own < there

    def order(self, *, newer: bool) -> tuple[ColumnElement[Any], ...]:
        """The newest first; `newer`: last."""
        columns = (self.dated_at, self.id)
        return columns if newer else tuple(column.desc() for column in columns)


class ArchiveView(View):
    async def published(self, section_id: int | None, limit: int, offset: int) -> list[Article]:
        """Published articles, the newest first, of one section or of all."""
        # What comes before is passed over in the index alone.
        page = select(article.c.id).where(IS_PUBLIC).order_by(*_NEWEST_FIRST)
        if section_id is not None:
            page = page.where(article.c.section_id == section_id)
        return await self._those(page.limit(limit).offset(offset))

    async def page(
        self,
        shelf: Shelf,
        limit: int,
        beside: Place | None = None,
        *,
        newer: bool = False,
        span: Span = ALWAYS,
    ) -> list[Article]:
        """Articles of a shelf, the newest first: the first ones, or those next to a place."""
        rows = _rows_of(shelf)
        found = rows.select(rows.id, span=span, newer=newer).limit(limit)
        if beside:
            found = found.where(rows.beside(beside, newer=newer))
        return await self._those(found)

    async def has(self, shelf: Shelf, beside: Place, *, newer: bool, span: Span = ALWAYS) -> bool:
        """Whether a shelf has articles on that side of a place."""
        rows = _rows_of(shelf)
        there = rows.select(rows.id, span=span, newer=newer)
        there = there.where(rows.beside(beside, newer=newer))
        return (await self._connection.execute(there.limit(1))).first() is not None

    async def place(self, article_id: int) -> Place | None:
        """Where an article stands, or stood before it was taken back; a draft stands nowhere."""
        at: datetime | None = await self._connection.scalar(
            select(article.c.dated_at).where(article.c.id == article_id, IS_PUBLIC | TAKEN_BACK)
        )
        return None if at is None else (at, article_id)

    async def nearest(self, shelf: Shelf, span: Span, *, first: bool = False) -> datetime | None:
        """When the newest article of a shelf is dated, in that span; or the `first` one of it."""
        rows = _rows_of(shelf)
        found = rows.select(rows.dated_at, span=span, newer=first)
        at: datetime | None = await self._connection.scalar(found.limit(1))
        return at

    async def has_any(self, shelf: Shelf, spans: Sequence[Span]) -> list[bool]:
        """In which of these spans a shelf has articles: a look into the index for each."""
        rows = _rows_of(shelf)
        looks = [rows.select(rows.id, span=span).limit(1).exists() for span in spans]
        found = await self._connection.execute(select(*looks))
        return [bool(each) for each in found.one()]

    async def count(self, shelf: Shelf, most: int | None = None, span: Span = ALWAYS) -> int:
        """How many articles a shelf has, counted up to `most`."""
        rows = _rows_of(shelf)
        some = rows.select(rows.id, span=span).limit(most).subquery()
        counted = await self._connection.scalar(select(func.count()).select_from(some))
        return int(counted or 0)

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

    async def _those(self, ids: Select[Any]) -> list[Article]:
        found = await self._connection.execute(
            articles().where(article.c.id.in_(ids)).order_by(*_NEWEST_FIRST)
        )
        return [as_article(row) for row in found.mappings()]


def _rows_of(shelf: Shelf) -> _Rows:
    if shelf.name:
        of_name = archive_entry.c.name_id == shelf.name.id
        return _Rows(archive_entry.c.dated_at, archive_entry.c.article_id, (of_name,))
    if shelf.section:
        of_section = (IS_PUBLIC, article.c.section_id == shelf.section.id)
        return _Rows(article.c.dated_at, article.c.id, of_section)
    return _Rows(article.c.dated_at, article.c.id, (IS_PUBLIC,))
