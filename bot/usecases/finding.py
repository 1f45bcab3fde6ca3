"""Finding what was published: by section and words, and the last few that a command may mean."""

from bot.domain.article import Article, ArticleState, folded
from bot.domain.audience import Section
from bot.domain.desk import FoundPosts
from bot.domain.errors import RefusedError
from bot.domain.text import shorten
from storage.storage import Snapshot, Storage

PAGE_SIZE = 8
_OFFERED = 10
_LONGEST_SEARCH = 200  # characters


class Finding:
    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    async def last_published(self) -> tuple[Article, ...]:
        """What a command about a published article most likely means, the newest first."""
        async with self._storage.reading() as tx:
            return tuple(await tx.articles.published(None, _OFFERED, 0))

    async def last_drafts(self) -> tuple[Article, ...]:
        async with self._storage.reading() as tx:
            return tuple(await tx.articles.drafts(_OFFERED))

    async def knows(self, article_id: int) -> bool:
        """Whether the desk has such an article, and has not discarded it."""
        async with self._storage.reading() as tx:
            article = await tx.articles.get(article_id)
        return article is not None and article.state is not ArticleState.DISCARDED

    async def search(self, words: str) -> FoundPosts:
        """The first page of what has all these words in headline or lead."""
        wanted = shorten(folded(words), _LONGEST_SEARCH)
        if not wanted:
            return await self.page(0, 0, 0)
        async with self._storage.writing() as tx:
            search_id = await tx.desk.keep_words(wanted)
        return await self.page(0, 0, search_id)

    async def page(self, section_id: int, page: int, search_id: int) -> FoundPosts:
        """A page of what was published.

        `section_id` 0: of all sections; `search_id` 0: with whatever words. Raises
        `RefusedError`: `section_unknown`, `search_unknown`.
        """
        page = min(max(page, 0), _MOST_PAGES)
        async with self._storage.reading() as tx:
            section = await tx.sections.get(section_id) if section_id else None
            if section_id and section is None:
                raise RefusedError("section_unknown")
            words = await _words(tx, search_id)
            # One more says whether there is a next page: nobody has to count them all.
            found = await tx.articles.published(
                section_id or None, PAGE_SIZE + 1, page * PAGE_SIZE, words
            )
        shown = tuple(found[:PAGE_SIZE])
        return FoundPosts(
            shown,
            page,
            has_older=len(found) > PAGE_SIZE,
            section=section,
            words=words,
            search_id=search_id,
        )

    async def of_post(self, chat_id: int, message_id: int) -> tuple[Article, ...]:
        """The articles that a channel's post shows; none where the post is none of ours."""
        async with self._storage.reading() as tx:
            if article_id := await tx.ledger.article_in(chat_id, message_id):
                return (await tx.articles.existing(article_id),)
            round_up_id = await tx.round_ups.at(chat_id, message_id)
            ids = await tx.round_ups.articles(round_up_id) if round_up_id else ()
            return tuple([await tx.articles.existing(each) for each in ids])

    async def sections(self) -> tuple[Section, ...]:
        async with self._storage.reading() as tx:
            return tuple(await tx.sections.all())


_MOST_PAGES = 1_000_000  # behind it there is nothing, whatever a forged button says


async def _words(tx: Snapshot, search_id: int) -> str:
    if not search_id:
        return ""
    words = await tx.desk.words(search_id)
    if words is None:
        raise RefusedError("search_unknown")
    return words
