"""Where an article went, how far it has come, and why."""

from bot.domain.article import Revision
from bot.domain.desk import Status, Why
from storage.storage import Storage


class Reports:
    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    async def status(self, article_id: int) -> Status:
        async with self._storage.reading() as tx:
            return await tx.cards.status(article_id)

    async def revisions(self, article_id: int) -> tuple[Revision, ...]:
        """Every text that the article has had, the first one first."""
        async with self._storage.reading() as tx:
            await tx.articles.existing(article_id)
            return tuple(await tx.articles.revisions(article_id))

    async def why(self, article_id: int) -> Why:
        """Which rule sent the article where, and which skipped it."""
        async with self._storage.reading() as tx:
            article = await tx.articles.existing(article_id)
            section = article.section
            return Why(
                article=article,
                channels=tuple(await tx.audience.channels()),
                followers=await tx.people.count_followers(section.id) if section else 0,
                progress=await tx.totals.progress(article_id),
            )
