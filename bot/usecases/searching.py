"""Finding articles by words, in all their forms, among what readers may see."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo

from bot.domain.article import Article
from bot.domain.clock import Clock
from bot.domain.errors import RefusedError
from bot.domain.found import COUNTED_TO, FoundPage, Hit, UnknownName, counted_to
from bot.domain.query import Query, cut_query, open_names, read_query
from bot.domain.query_days import Span, days_meant
from bot.domain.search_terms import AnyOf, Match, of_section
from bot.language.indexing import Index
from bot.language.likely import Likely
from bot.language.snippets import Snippets
from bot.language.terms import Language
from bot.usecases.typed_blanks import parted, says_word, with_one_joined
from bot.usecases.typed_names import (
    check_there_is,
    has_name,
    sections_meant,
    unknown_others,
    unknown_sections,
)
from storage.search import Days
from storage.storage import Snapshot, Storage

PAGE_SIZE = 5
_MOST_PAGES = COUNTED_TO // PAGE_SIZE
_HEADLINE, _SNIPPET = 130, 180  # characters
_TRIED = 5  # articles with words that may have been meant
_MOST_MENDED = 4  # words that are looked up one by one, where nothing was found
_DAY = timedelta(days=1)
_SAMPLE = 100  # articles, for how common a word is
_KEPT_FOR = timedelta(days=1)  # what was looked for: so long are the buttons of its pages good


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query in the terms of the index: the best matches first."""

    matches: tuple[Match, ...]
    days: Days

    @property
    def any(self) -> Match:
        return self.matches[-1]


class Searching:
    def __init__(self, storage: Storage, clock: Clock, zone: tzinfo, language: Language) -> None:
        self._storage = storage
        self._clock = clock
        self._zone = zone
        self._index = Index(language)
        self._snippets = Snippets(language)
        self._likely = Likely(language)

    def read(self, text: str, zone: tzinfo | None = None) -> Query:
        """`zone`: whose days are typed; None: the newsroom's."""
        return read_query(text, self._today(zone))

    def days(self, text: str, zone: tzinfo | None = None) -> Span | None:
        """The first and the last day that are meant; None where they are none."""
        return days_meant(text, self._today(zone))

    def _today(self, zone: tzinfo | None) -> date:
        return self._clock().astimezone(zone or self._zone).date()

    async def a_section(self) -> str | None:
        """The name of one that readers are offered, for an example; None where there is none."""
        async with self._storage.reading() as tx:
            hidden = await tx.sections.hidden()
            return next((s.name for s in await tx.sections.all() if s.id not in hidden), None)

    async def search(
        self,
        text: str,
        *,
        by: int,
        zone: tzinfo | None = None,
        message_id: int | None = None,
    ) -> FoundPage:
        """The first page of what a person looks for; its words are kept for the other pages.

        `zone`: of a person who has one of their own, whose days «від:» and «до:» mean.
        `message_id`: in which they are typed.
        """
        words = cut_query(text)
        search_id = await self.keep(words, by=by, message_id=message_id)
        return await self._page(words, 0, search_id=search_id, newest=False, zone=zone)

    async def page(
        self, search_id: int, page: int, *, newest: bool, by: int, zone: tzinfo | None = None
    ) -> FoundPage:
        """Another one. Raises `RefusedError`: `search_unknown` for a search of long ago."""
        words = await self.words(search_id, by=by)
        page = min(max(page, 0), _MOST_PAGES - 1)
        return await self._page(words, page, search_id=search_id, newest=newest, zone=zone)

    async def instead(
        self, search_id: int, *, by: int, language: str, zone: tzinfo | None = None
    ) -> FoundPage:
        """What was rather meant. Raises `RefusedError`: `search_unknown`."""
        words = await self.words(search_id, by=by)
        async with self._storage.reading() as tx:
            query = await self._read(tx, words, zone)
            unknown = await self._unknown(tx, query, is_found=False)
            meant = await self._instead(tx, query, unknown, zone) or query
        return await self.search(meant.typed(language), by=by, zone=zone)

    async def words(self, search_id: int, *, by: int) -> str:
        """What a person looked for. Raises `RefusedError`: `search_unknown`, of long ago."""
        async with self._storage.reading() as tx:
            words = await tx.search.words(search_id, by)
        if words is None:
            raise RefusedError("search_unknown")
        return words

    async def is_changed(self, text: str, message_id: int, *, by: int) -> bool:
        """Whether a person looked for something else with the message that now says this."""
        async with self._storage.reading() as tx:
            before = await tx.search.typed_in(message_id, by)
        return before is not None and before != cut_query(text)

    async def keep(self, words: str, *, by: int, message_id: int | None = None) -> int:
        """The number of what a person looks for, for the buttons of its pages."""
        async with self._storage.writing(lasting=False) as tx:
            return await tx.search.keep(by, words, self._clock(), message_id)

    async def newest(
        self, words: str, section_id: int | None, limit: int, offset: int
    ) -> list[Article]:
        """What has these words, of a section or of all, the newest first."""
        async with self._storage.reading() as tx:
            query = await self._read(tx, words)
            asked = await self._asked(tx, query, section_id)
            ids = await tx.search.newest(asked.any, limit, offset, asked.days)
            return await tx.archive.those(ids)

    async def share(self, words: str) -> tuple[int, int]:
        """How many of the newest articles have a word, or several in a row; and of how many."""
        one = words.split()[1:] == []
        query = Query(words=(words,)) if one else Query(phrases=(words,))
        async with self._storage.reading() as tx:
            newest, those = [
                await tx.search.newest(self._index.matches(each)[-1], _SAMPLE)
                for each in (Query(), query)
            ]
        return len(set(newest) & set(those)), len(newest)

    async def look(self, text: str, page: int, size: int, *, newest: bool = False) -> FoundPage:
        """The same for whoever has the words in hand, such as an address of the archive's page."""
        words = cut_query(text)
        return await self._page(words, min(max(page, 0), _MOST_PAGES - 1), size, newest=newest)

    async def _page(
        self,
        words: str,
        page: int,
        size: int = PAGE_SIZE,
        *,
        newest: bool,
        search_id: int = 0,
        zone: tzinfo | None = None,
    ) -> FoundPage:
        async with self._storage.reading() as tx:
            query = await self._read(tx, words, zone)
            asked = await self._asked(tx, query, zone=zone)
            every = await tx.search.newest(asked.any, counted_to(query), days=asked.days)
            ids = every if newest else await _best(tx, asked, every, (page + 1) * size + 1)
            shown = ids[page * size :][:size]
            articles = await tx.archive.those(shown)
            posts = await tx.search.posts(shown)
            is_partial = not ids and await _lacks_articles(tx, self._index.matches(Query())[-1])
            unknown = await self._unknown(tx, query, is_found=bool(ids))
            instead = None if ids else await self._instead(tx, query, unknown, zone)
        hits = tuple(self._hit(each, query, posts.get(each.id)) for each in articles)
        has_more = len(ids) > (page + 1) * size and page + 1 < _MOST_PAGES
        return FoundPage(
            query,
            words,
            hits,
            page,
            len(every),
            newest,
            search_id,
            has_more,
            instead,
            zone,
            tuple(unknown),
            is_partial,
        )

    async def all_of(
        self, text: str, section: str | None, limit: int
    ) -> tuple[int, list[Article]]:
        """How many there are, and the best. Raises `RefusedError`: `section_misnamed`."""
        async with self._storage.reading() as tx:
            query = await self._read(tx, text)
            if section:
                check_there_is(section, await tx.sections.all())
                query = replace(query, sections=(*query.sections, section))
            asked = await self._asked(tx, query)
            most = max(limit, counted_to(query))
            every = await tx.search.newest(asked.any, most, days=asked.days)
            ids = await _best(tx, asked, every, limit)
            total = await tx.search.count(asked.any, None, asked.days)
            return total, await tx.archive.those(ids)

    async def tidy(self) -> None:
        """Forget what people looked for a day ago."""
        async with self._storage.writing(lasting=False) as tx:
            await tx.search.forget(self._clock() - _KEPT_FOR)

    async def _read(self, tx: Snapshot, text: str, zone: tzinfo | None = None) -> Query:
        """What is typed, with names of as many words as the archive has them."""
        typed, names = open_names(text)
        for name in names:
            for reading in name.readings:
                if await has_name(tx, self.read(reading), self._index):
                    typed = typed.replace(name.typed, reading, 1)
                    break
        return self.read(typed, zone)

    async def _asked(
        self,
        tx: Snapshot,
        query: Query,
        section_id: int | None = None,
        zone: tzinfo | None = None,
    ) -> _Asked:
        sections: list[AnyOf] = []
        unwanted: AnyOf = frozenset()
        if query.sections or query.without_sections or section_id:
            gone, known = await tx.sections.taken_over(), await tx.sections.all()
            if query.sections:
                sections.append(_of_any(sections_meant(query.sections, known), gone))
            unwanted = _of_any(sections_meant(query.without_sections, known), gone)
            if section_id:
                sections.append(_of_any([section_id], gone))
        days = _days(query, zone or self._zone)
        return _Asked(self._index.matches(query, sections, unwanted), days)

    def _hit(self, article: Article, query: Query, post: str | None) -> Hit:
        return Hit(article, *self._snippets.of(article.content, query, _HEADLINE, _SNIPPET), post)

    async def _unknown(self, tx: Snapshot, query: Query, *, is_found: bool) -> list[UnknownName]:
        """Names that there are none of: an author or a tag of what `is_found` is known."""
        sections = await unknown_sections(tx, query)
        others = [] if is_found else await unknown_others(tx, query, self._index)
        return sections + others

    async def _instead(
        self, tx: Snapshot, query: Query, unknown: Iterable[UnknownName], zone: tzinfo | None
    ) -> Query | None:
        """What was rather meant than what nothing has, and something has; None: nobody knows."""
        named = query
        for each in unknown:
            named = named.with_name(each.name, each.meant) if each.meant else named
        meant = named if named != query else await self._called_so(tx, query)
        if meant and await self._finds(tx, meant, zone):
            return meant
        spelled = await self._as_spelled(tx, named)
        return spelled if spelled and await self._finds(tx, spelled, zone) else None

    async def _finds(self, tx: Snapshot, query: Query, zone: tzinfo | None = None) -> bool:
        asked = await self._asked(tx, query, zone=zone)
        return bool(await tx.search.newest(asked.any, 1, days=asked.days))

    async def _called_so(self, tx: Snapshot, query: Query) -> Query | None:
        """Of a section, by an author, or with a tag, of this name."""
        if not query.words or query != Query(words=query.words):
            return None
        name = " ".join(query.words)
        for named in (Query(sections=(name,)), Query(authors=(name,)), Query(tags=(name,))):
            if await has_name(tx, named, self._index) and await self._finds(tx, named):
                return named
        return None

    async def _as_spelled(self, tx: Snapshot, query: Query) -> Query | None:
        """The query with its words spelled as they are in what readers may see."""
        mended = query
        for word in query.whole_words[:_MOST_MENDED]:
            if meant := await self._meant(tx, word):
                mended = mended.with_word(word, meant)
        if mended == query:
            return await with_one_joined(tx, query, self._index)
        for word in query.whole_words[:_MOST_MENDED]:
            if small := self._likely.small_word(word):
                mended = mended.with_word(word, small)
        return mended

    async def _meant(self, tx: Snapshot, word: str) -> str | None:
        """How a word is spelled that nothing has as it was typed."""
        if await says_word(tx, word, self._index):
            return None
        tokens = self._likely.tokens(await tx.search.known(self._likely.words(word)))
        ids = await tx.search.newest(Match((tokens,)), _TRIED) if tokens else []
        printed = (self._likely.as_printed(tokens, a.content) for a in await tx.archive.those(ids))
        return next(filter(None, printed), None) or await parted(tx, word, self._likely)


async def _best(tx: Snapshot, asked: _Asked, every: Sequence[int], limit: int) -> list[int]:
    """Of what was found, the best first: what matches well, and then the newest of the others.

    Each match has what the ones before it have, too. With a phrase, the newest are all there is.
    """
    best: dict[int, None] = {}
    for match in asked.matches[:-1] if len(every) > 1 else ():
        if len(best) < min(limit, len(every)):
            if match.phrases:
                best |= dict.fromkeys(await tx.search.among(every, match, limit, asked.days))
            else:
                best |= dict.fromkeys(await tx.search.newest(match, limit, days=asked.days))
    return list(dict.fromkeys([*best, *every]))[:limit]


async def _lacks_articles(tx: Snapshot, every: Match) -> bool:
    """Whether the index is being made, as after a move or for another dictionary.

    A new bot's has what came, though nothing has looked yet whether it is complete.
    """
    state = await tx.search.state()
    if state and state.up_to is None:
        return False
    if state is None and await tx.search.newest(every, 1):
        return False
    return bool(await tx.archive.public_after((state and state.up_to) or 0, 1))


def _days(query: Query, zone: tzinfo) -> Days:
    def midnight(day: date) -> datetime:
        return datetime.combine(day, time(), zone)

    behind = query.until
    if behind and behind < date.max:
        behind += _DAY
    return (
        midnight(query.since) if query.since else None,
        midnight(behind) if behind else None,
    )


def _of_any(section_ids: Iterable[int], gone: Collection[tuple[int, int]]) -> AnyOf:
    """Rows of the index keep the section that an article had before another one took it over."""
    ids = set(section_ids)
    return frozenset(map(of_section, ids | {old for old, into in gone if into in ids}))
