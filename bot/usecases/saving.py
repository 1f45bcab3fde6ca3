"""People keep articles to read later, and what stands under an article that is read here."""

from typing import Final

from bot.domain.article import Article, for_readers
from bot.domain.clock import Clock
from bot.domain.desk import ArchivePage
from bot.domain.errors import RefusedError
from bot.domain.picture import is_on_the_web
from bot.domain.reading_here import Beneath
from storage.storage import Storage

PAGE: Final = 8
MOST: Final = 500  # articles of one person


class Saving:
    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def beneath(self, article: Article, person_id: int) -> Beneath:
        """What there is beside an article: whether it is kept, its post, its files."""
        urls = [image.url for image in article.content.images]
        async with self._storage.reading() as tx:
            kept = await tx.saved.has(person_id, article.id)
            posts = await tx.totals.posts(article.id)
            known = await tx.pictures.known(urls, self._clock())
        public = (post.post_link for post in posts if post.username)
        files = {url: picture.file_id for url, picture in known.items() if picture}
        files |= {url: url for url in urls if url not in known and is_on_the_web(url)}
        return Beneath(kept, next(public, None), files)

    async def keep(self, article_id: int, person_id: int, *, on: bool) -> None:
        """Keep an article, or keep it no more.

        Raises `RefusedError`: `article_withdrawn`, `story_unknown`, `saved_too_many`.
        """
        async with self._storage.writing() as tx:
            if on:
                for_readers(await tx.articles.get(article_id))
                is_full = await tx.saved.count(person_id) >= MOST
                if is_full and not await tx.saved.has(person_id, article_id):
                    raise RefusedError("saved_too_many", limit=MOST)
            await tx.saved.keep(person_id, article_id, self._clock(), on=on)

    async def page(self, person_id: int, page: int) -> ArchivePage:
        """A page of what a person keeps; one that is too far is the last."""
        async with self._storage.reading() as tx:
            total = await tx.saved.count(person_id)
            pages = max(1, -(-total // PAGE))
            page = min(max(page, 0), pages - 1)
            ids = await tx.saved.ids(person_id, PAGE, page * PAGE)
            found = [await tx.articles.get(article_id) for article_id in ids]
        return ArchivePage(None, tuple(filter(None, found)), page, pages, total)
