"""Articles for the archive, many at a time: which of them are known, and the rest written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.article import (
    Article,
    ArticleState,
    Content,
    Reading,
)
from bot.domain.content_values import as_record, fingerprint
from bot.domain.section import Section
from bot.domain.url_keys import address_key
from storage.archive_names import ArchiveNameStore
from storage.articles import LISTED, TAKEN_BACK, articles, as_article, columns_of
from storage.entry_maker import EntryMaker
from storage.schema import article, revision
from storage.search import SearchStore
from storage.view import View


@dataclass(frozen=True, slots=True)
class NewArticle:
    """What is to be written into the archive; readers find it as of `released_at`."""

    reading: Reading
    section: Section | None
    released_at: datetime

    @property
    def section_id(self) -> int | None:
        return self.section.id if self.section else None

    def numbered(self, number: int) -> Article:
        return Article(
            number,
            ArticleState.ARCHIVED,
            1,
            self.reading.content,
            self.section,
            released_at=self.released_at,
        )


@dataclass(frozen=True, slots=True)
class KnownStories:
    """Articles by the fingerprint of their newest revision; others by their page's address."""

    by_words: dict[str, Article]
    by_page: dict[str, Article]


class ImportView(View):
    async def known(self, contents: Sequence[Content]) -> KnownStories:
        """Which articles have these words, or stand at these addresses.

        Of several that do the newest counts; one that was taken back comes after all others.
        """
        words = {fingerprint(content): address_key(content.link) for content in contents}
        by_words = {
            fingerprint(old.content): old
            for old in await self._found(
                article.c.fingerprint.in_(words), article.c.state != ArticleState.MERGED
            )
        }
        pages = {page for one, page in words.items() if one not in by_words}
        at_pages = await self._found(article.c.link_key.in_(pages), article.c.state.in_(LISTED))
        by_page = {page: old for old in at_pages if (page := address_key(old.content.link))}
        return KnownStories(by_words, by_page)

    async def _found(self, *conditions: ColumnElement[bool]) -> list[Article]:
        """The one that counts most comes last."""
        found = await self._connection.execute(
            articles()
            .where(article.c.amends.is_(None), *conditions)
            .order_by(TAKEN_BACK.desc(), article.c.id)
        )
        return [as_article(row) for row in found.mappings()]


class ImportStore(ImportView):
    def __init__(self, connection: AsyncConnection, entries: EntryMaker | None = None) -> None:
        super().__init__(connection)
        self._index = SearchStore(connection, entries)
        self._names = ArchiveNameStore(connection)

    async def add(self, new: Sequence[NewArticle], now: datetime) -> list[int]:
        """Write articles as archived; their numbers, in the same order."""
        if not new:
            return []
        rows = [
            {
                "state": ArticleState.ARCHIVED,
                "revision": 1,
                "section_id": one.section_id,
                "warnings": list(one.reading.warnings),
                "created_at": now,
                "released_at": one.released_at,
                "dated_at": one.reading.content.published_at or one.released_at,
                **columns_of(one.reading.content),
            }
            for one in new
        ]
        added = await self._connection.execute(
            insert(article).returning(article.c.id, sort_by_parameter_order=True), rows
        )
        numbers = list(added.scalars())
        await self._connection.execute(
            insert(revision),
            [
                {
                    "article_id": number,
                    "number": 1,
                    "content": as_record(one.reading.content),
                    "section_id": one.section_id,
                    "made_at": now,
                }
                for number, one in zip(numbers, new, strict=True)
            ],
        )
        written = [one.numbered(n) for n, one in zip(numbers, new, strict=True)]
        await self._index.put(written, new=True)
        await self._names.put(written, new=True)
        return numbers
