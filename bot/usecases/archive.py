"""Finding articles again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.article import Article, ArticleState
from bot.domain.audience import Section
from bot.domain.clock import Clock
from bot.domain.desk import ArchivePage
from bot.domain.errors import RefusedError
from bot.domain.related_links import meant_by
from storage.storage import Snapshot, Storage
from storage.together import Together

PAGE_SIZE = 8
_LATEST = 5
_TASTE = 3
# So many are not counted anew for each page: a million take either database a tenth of a second.
_MANY = 10_000
_COUNTED_FOR = timedelta(minutes=1)


class Archive:
    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock
        self._counted: dict[int | None, tuple[int, datetime]] = {}  # by section, and until when
        self._latest = Together(self._read_latest)

    async def latest(self) -> tuple[Article, ...]:
        """The newest published articles, the newest first."""
        return await self._latest.ask(None)

    async def _read_latest(self, asked: Sequence[None]) -> list[tuple[Article, ...]]:
        async with self._storage.reading() as tx:
            latest = tuple(await tx.archive.published(None, _LATEST, 0))
        return [latest] * len(asked)

    async def sections(self) -> tuple[Section, ...]:
        """What the archive is parted into: the sections that readers are offered."""
        async with self._storage.reading() as tx:
            hidden = await tx.sections.hidden()
            return tuple(s for s in await tx.sections.all() if s.id not in hidden)

    async def taste(self, section_id: int) -> tuple[Article, ...]:
        """The newest articles of a section, for who has just begun to follow it."""
        async with self._storage.reading() as tx:
            return tuple(await tx.archive.published(section_id, _TASTE, 0))

    async def page(self, section_id: int | None, page: int) -> ArchivePage:
        """A page of the archive, of one section or of all; one that is too far is the last."""
        async with self._storage.reading() as tx:
            section = await tx.sections.get(section_id) if section_id else None
            if section_id and section is None:
                raise RefusedError("section_unknown")
            total = await self._count(tx, section_id)
            pages = max(1, -(-total // PAGE_SIZE))
            page = min(max(page, 0), pages - 1)
            articles = await tx.archive.published(section_id, PAGE_SIZE, page * PAGE_SIZE)
            return ArchivePage(section, tuple(articles), page, pages, total)

    async def _count(self, tx: Snapshot, section_id: int | None) -> int:
        now = self._clock()
        total, until = self._counted.get(section_id, (0, now))
        if now < until:
            return total
        total = await tx.archive.count_published(section_id)
        if total >= _MANY:
            self._counted[section_id] = total, now + _COUNTED_FOR
        return total

    async def article(self, article_id: int) -> Article:
        """An article that is public; a draft is nobody's business outside the desk."""
        async with self._storage.reading() as tx:
            article = await tx.articles.get(article_id)
        if article and article.state is ArticleState.RETRACTED:
            raise RefusedError("article_withdrawn")
        if article is None or not article.is_public:
            raise RefusedError("story_unknown")
        return article

    async def related(self, article: Article) -> tuple[Article, ...]:
        """The public articles that an article names under «Читайте також», as of now.

        One that comes into the archive later than the article is found too.
        """
        items = article.content.related
        async with self._storage.reading() as tx:
            known = await tx.stories.with_headlines([item.headline for item in items])
        return meant_by(items, known, but=article.id)
