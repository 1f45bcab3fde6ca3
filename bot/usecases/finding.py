"""Finding what was published: by section and words, and the last few that a command may mean."""

from bot.domain.article import Article, ArticleState
from bot.domain.desk import FoundPosts
from bot.domain.errors import RefusedError
from bot.domain.people import Editor
from bot.domain.post_links import read_post_link
from bot.domain.query import cut_query
from bot.domain.section import Section
from bot.usecases.searching import Searching
from storage.storage import Storage

PAGE_SIZE = 8
_OFFERED = 10


class Finding:
    def __init__(self, storage: Storage, searching: Searching) -> None:
        self._storage = storage
        self._searching = searching

    async def last_published(self) -> tuple[Article, ...]:
        """What a command about a published article most likely means, the newest first."""
        async with self._storage.reading() as tx:
            return tuple(await tx.archive.published(None, _OFFERED, 0))

    async def last_drafts(self) -> tuple[Article, ...]:
        async with self._storage.reading() as tx:
            return tuple(await tx.articles.drafts(_OFFERED))

    async def knows(self, article_id: int) -> bool:
        """Whether the desk has such an article, and has not discarded it."""
        async with self._storage.reading() as tx:
            article = await tx.articles.get(article_id)
        return article is not None and article.state is not ArticleState.DISCARDED

    async def search(self, words: str, *, by: Editor) -> FoundPosts:
        """The first page of what readers find by these words."""
        wanted = cut_query(words)
        if not wanted:
            return await self.page(0, 0, 0, by=by)
        search_id = await self._searching.keep(wanted, by=by.user_id)
        return await self.page(0, 0, search_id, by=by)

    async def page(self, section_id: int, page: int, search_id: int, *, by: Editor) -> FoundPosts:
        """A page of what was published, the newest first.

        `section_id` 0: of all sections; `search_id` 0: with whatever words. Raises
        `RefusedError`: `section_unknown`, `search_unknown`.
        """
        page = min(max(page, 0), _MOST_PAGES)
        words = await self._searching.words(search_id, by=by.user_id) if search_id else ""
        async with self._storage.reading() as tx:
            section = await tx.sections.get(section_id) if section_id else None
            if section_id and section is None:
                raise RefusedError("section_unknown")
        # One more says whether there is a next page: nobody has to count them all.
        found = await self._found(words, section_id or None, page)
        if page and not found:  # what stood there has gone meanwhile
            page -= 1
            found = await self._found(words, section_id or None, page)
        shown = tuple(found[:PAGE_SIZE])
        return FoundPosts(
            shown,
            page,
            has_older=len(found) > PAGE_SIZE,
            section=section,
            words=words,
            search_id=search_id,
        )

    async def _found(self, words: str, section_id: int | None, page: int) -> list[Article]:
        limit, offset = PAGE_SIZE + 1, page * PAGE_SIZE
        if words:
            return await self._searching.newest(words, section_id, limit, offset)
        async with self._storage.reading() as tx:
            return await tx.archive.published(section_id, limit, offset)

    async def of_post(self, chat_id: int, message_id: int) -> tuple[Article, ...]:
        """The articles that a channel's post shows; none where the post is none of ours."""
        async with self._storage.reading() as tx:
            if article_id := await tx.ledger.article_in(chat_id, message_id):
                return (await tx.articles.existing(article_id),)
            round_up_id = await tx.round_ups.at(chat_id, message_id)
            ids = await tx.round_ups.articles(round_up_id) if round_up_id else ()
            return tuple([await tx.articles.existing(each) for each in ids])

    async def of_post_link(self, text: str) -> tuple[Article, ...]:
        """The same of the post whose address a message is about."""
        link = read_post_link(text)
        if link is None:
            return ()
        chat, message_id = link
        if isinstance(chat, str):
            async with self._storage.reading() as tx:
                channels = await tx.channels.all()
            known = (c.chat_id for c in channels if (c.username or "").casefold() == chat)
            chat = next(known, 0)
        return await self.of_post(chat, message_id)

    async def sections(self) -> tuple[Section, ...]:
        async with self._storage.reading() as tx:
            return tuple(await tx.sections.all())


_MOST_PAGES = 100_000  # behind it there is nothing, whatever a forged button says
