"""Where an article went, how far it has come, and why."""

from bot.domain.article import Revision
from bot.domain.clock import Clock
from bot.domain.desk import Status, Why
from bot.domain.picture import Medium, can_be_covered
from bot.domain.verdicts import DELETED_WITHIN
from storage.storage import Storage

# Or where they are several.
_NEVER_COVERED = (Medium.VOICE, Medium.AUDIO, Medium.DOCUMENT)


class Reports:
    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def status(self, article_id: int) -> Status:
        async with self._storage.reading() as tx:
            return await tx.cards.status(article_id)

    async def count_staying(self, article_id: int) -> int:
        """In how many messages a file would stay above the notice if the article were taken back.

        They are too old to be deleted, and no photo may take the place of such a file.
        """
        before = self._clock() - DELETED_WITHIN
        async with self._storage.reading() as tx:
            content = (await tx.articles.existing(article_id)).content
            if not any(image.medium in _NEVER_COVERED for image in content.images):
                return 0  # without a look at every reader's row
            standing = await tx.ledger.files_of_old_posts(article_id, before)
        return sum(count for files, count in standing if not can_be_covered(files))

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
                channels=tuple(await tx.channels.all()),
                followers=await tx.people.count_followers(section.id) if section else 0,
                progress=await tx.totals.progress(article_id),
            )
