"""Finding articles again: by section, author, tag and day."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, tzinfo
from typing import Final

from bot.domain.article import Article, dated_at, for_readers
from bot.domain.errors import RefusedError
from bot.domain.filters import Said
from bot.domain.section import Section, section_key
from bot.domain.shelves import (
    ALWAYS,
    COUNTED_TO,
    SHELVED,
    ArchiveName,
    Edge,
    Month,
    NamePage,
    Shelf,
    ShelfKey,
    ShelfPage,
    days_in,
    month_after,
    month_of,
    span_of,
)
from bot.domain.topics import (
    Topic,
    TopicKind,
    author_topic,
    matter_of,
    read_topic,
    section_names,
    tag_topic,
)
from bot.domain.url_keys import address_key
from bot.usecases.searching import Searching
from storage.storage import Snapshot, Storage
from storage.together import Together

PAGE_SIZE: Final = 8
NAMES: Final = 20  # to a page
_LATEST, _MOST_LATEST = 5, 20
_TASTE = 3
_LOOKED_AT = 20  # articles, for three that have some words in a row


class Archive:
    def __init__(
        self, storage: Storage, zone: tzinfo, searching: Searching, said: Callable[[str], Said]
    ) -> None:
        """`zone`: the newsroom's, for whoever has none of their own; `said` makes terms."""
        self._storage = storage
        self._said = said
        self._searching = searching
        self._zone = zone
        self._latest = Together(self._read_latest)
        self._tastes = Together(self._read_tastes)

    async def latest(self, many: int = _LATEST) -> tuple[Article, ...]:
        """The newest published articles, the newest first; 20 at most."""
        return await self._latest.ask(min(max(many, 1), _MOST_LATEST))

    async def _read_latest(self, asked: Sequence[int]) -> list[tuple[Article, ...]]:
        async with self._storage.reading() as tx:
            latest = tuple(await tx.archive.page(Shelf(), max(asked)))
        return [latest[:many] for many in asked]

    async def sections(self) -> tuple[Section, ...]:
        """What the archive is parted into: the sections that readers are offered."""
        async with self._storage.reading() as tx:
            hidden = await tx.sections.hidden()
            return tuple(s for s in await tx.sections.all() if s.id not in hidden)

    async def named(self, typed: str) -> ShelfKey | None:
        """The section, author or tag that is called so."""
        keys = {section_key(name) for name in section_names(typed)}
        for section in await self.sections():
            if section.keys & keys:
                return ShelfKey(section.id)
        names: list[Topic] = []
        for of in (lambda text: read_topic(text, self._said), author_topic, tag_topic):
            with suppress(RefusedError):  # nothing is called so
                names.append(of(typed))
        async with self._storage.reading() as tx:
            known = await tx.archive_names.spelled(names, in_use=True)
        found = next((known[each] for each in names if each in known), None)
        return ShelfKey(found.id, is_name=True) if found else None

    async def page(
        self,
        key: ShelfKey = ShelfKey(),  # noqa: B008 - frozen
        *,
        day: int = 0,
        edge: Edge = Edge(),  # noqa: B008 - frozen
        zone: tzinfo | None = None,
    ) -> ShelfPage:
        """A page of a shelf, of one day or of all; `zone`: whose days these are.

        Where nothing is on that side of the edge any more, it is the newest page. Raises
        `RefusedError`: `section_unknown`, `shelf_unknown`.
        """
        async with self._storage.reading() as tx:
            shelf, on = await _shelf(tx, key), _day(day)
            span = span_of(on, zone or self._zone) if on else ALWAYS
            beside = await tx.archive.place(edge.article_id) if edge.article_id else None
            found = await tx.archive.page(shelf, PAGE_SIZE, beside, newer=edge.newer, span=span)
            is_short = len(found) < PAGE_SIZE and edge.newer
            if beside and (is_short or not found):
                found = await tx.archive.page(shelf, PAGE_SIZE, span=span)
            page = ShelfPage(
                shelf,
                tuple(found),
                None if zone is self._zone else zone,
                await tx.archive.count(shelf, COUNTED_TO + 1, span),
                on,
            )
            if not found:
                return page
            newest, oldest = _place(found[0]), _place(found[-1])
            return replace(
                page,
                has_newer=await tx.archive.has(shelf, newest, newer=True, span=span),
                has_older=await tx.archive.has(shelf, oldest, newer=False, span=span),
            )

    async def newest(self, key: ShelfKey, limit: int) -> tuple[Shelf, tuple[Article, ...]]:
        """The newest of a shelf. Raises `RefusedError`: `section_unknown`, `shelf_unknown`."""
        async with self._storage.reading() as tx:
            shelf = await _shelf(tx, key)
            return shelf, tuple(await tx.archive.page(shelf, limit))

    async def month(
        self,
        key: ShelfKey = ShelfKey(),  # noqa: B008 - frozen
        *,
        day: int = 0,
        zone: tzinfo | None = None,
    ) -> Month:
        """The month of that day, or the nearest one that has articles; 0: the newest.

        Raises `RefusedError`: `section_unknown`, `shelf_unknown`.
        """
        async with self._storage.reading() as tx:
            shelf = await _shelf(tx, key)
            around = _Around(tx, shelf, zone or self._zone)
            asked = _day(day)
            first = await around.nearest(month_of(asked)) if asked else await around.newest()
            return await around.month(first) if first else Month(shelf, asked or date.min, ())

    async def names(self, kind: str, page: int) -> NamePage:
        """Authors or tags; a page that is too far is the last. Raises `RefusedError`."""
        if kind not in SHELVED:
            raise RefusedError("shelf_unknown")
        which = TopicKind(kind)
        async with self._storage.reading() as tx:
            total = await tx.archive_names.count(which)
            pages = max(1, -(-total // NAMES))
            page = min(max(page, 0), pages - 1)
            names = await tx.archive_names.most(which, NAMES, page * NAMES)
            return NamePage(which, tuple(names), page, pages, total)

    async def name(self, name_id: int) -> ArchiveName:
        """An author or a tag. Raises `RefusedError`: `shelf_unknown`."""
        async with self._storage.reading() as tx:
            return await _name(tx, name_id)

    async def taste(self, topic: Topic) -> tuple[Article, ...]:
        """The newest articles about a topic, for who has just begun to follow it."""
        if topic.kind is TopicKind.WORD:
            return await self._with_word(topic)
        return await self._tastes.ask(topic)

    async def _read_tastes(self, asked: Sequence[Topic]) -> list[tuple[Article, ...]]:
        """Whoever begins at about the same time most often follows the same."""
        found = {}
        async with self._storage.reading() as tx:
            for topic in dict.fromkeys(asked):
                shelf = await _shelf_of(tx, topic)
                found[topic] = tuple(await tx.archive.page(shelf, _TASTE)) if shelf else ()
        return [found[topic] for topic in asked]

    async def _with_word(self, topic: Topic) -> tuple[Article, ...]:
        """Of several words, where they stand in a row."""
        if len(topic.words) == 1:
            return tuple(await self._searching.newest(topic.name, None, _TASTE, 0))
        found = await self._searching.newest(topic.name, None, _LOOKED_AT, 0)

        def those_with_it() -> list[Article]:
            return [each for each in found if matter_of(each, self._said).has(topic)]

        return tuple((await asyncio.to_thread(those_with_it))[:_TASTE])

    async def article(self, article_id: int) -> Article:
        """Raises `RefusedError`: `article_withdrawn`, `story_unknown`."""
        async with self._storage.reading() as tx:
            return for_readers(await tx.articles.get(article_id))

    async def names_of(self, article: Article) -> tuple[ArchiveName, ...]:
        """The authors and tags under which it stands."""
        async with self._storage.reading() as tx:
            return tuple(await tx.archive_names.of(article.id))

    async def at_address(self, address: str) -> Article | None:
        """The public article that stands at this address of its site."""
        if not (page := address_key(address)):
            return None
        async with self._storage.reading() as tx:
            return await tx.articles.public_at(page)

    async def related(self, article: Article) -> tuple[Article, ...]:
        """The public articles that an article names under «Читайте також», as of now.

        One that comes into the archive later than the article is found too.
        """
        async with self._storage.reading() as tx:
            return await tx.stories.meant_by(article.content.related, but=article.id)


class _Around:
    """Which months and days of a shelf have articles: looks into an index, none of them long."""

    def __init__(self, tx: Snapshot, shelf: Shelf, zone: tzinfo) -> None:
        self._tx = tx
        self._shelf = shelf
        self._zone = zone

    async def newest(self) -> date | None:
        return self._month(await self._tx.archive.nearest(self._shelf, ALWAYS))

    async def nearest(self, first: date) -> date | None:
        """That month or an earlier one, or else the next that has articles."""
        return await self._before(month_after(first)) or await self._from(first)

    async def month(self, first: date) -> Month:
        days = list(days_in(first))
        spans = [span_of(day, self._zone) for day in days]
        has = await self._tx.archive.has_any(self._shelf, spans)
        year = first.replace(month=1, day=1)
        return Month(
            self._shelf,
            first,
            tuple(day for day, is_there in zip(days, has, strict=True) if is_there),
            await self._before(first),
            await self._from(month_after(first)),
            await self._before(year),
            await self._from(year.replace(year=year.year + 1)),
        )

    async def _before(self, day: date) -> date | None:
        end, _ = span_of(day, self._zone)
        return self._month(await self._tx.archive.nearest(self._shelf, (None, end)))

    async def _from(self, day: date) -> date | None:
        since, _ = span_of(day, self._zone)
        found = await self._tx.archive.nearest(self._shelf, (since, None), first=True)
        return self._month(found)

    def _month(self, at: datetime | None) -> date | None:
        return month_of(at.astimezone(self._zone).date()) if at else None


async def _shelf_of(tx: Snapshot, topic: Topic) -> Shelf | None:
    """Where the articles about a section, an author or a tag stand; None: there are none."""
    if topic.kind is TopicKind.SECTION:
        return await _shelf(tx, ShelfKey(int(topic.key)))
    known = (await tx.archive_names.spelled([topic])).get(topic)
    name = await tx.archive_names.get(known.id) if known else None
    return Shelf(name=name) if name else None


async def _shelf(tx: Snapshot, key: ShelfKey) -> Shelf:
    if key.is_name:
        return Shelf(name=await _name(tx, key.id))
    section = await tx.sections.get(key.id) if key.id else None
    if key.id and section is None:
        raise RefusedError("section_unknown")
    return Shelf(section)


async def _name(tx: Snapshot, name_id: int) -> ArchiveName:
    name = await tx.archive_names.get(name_id)
    if name is None:
        raise RefusedError("shelf_unknown")
    return name


_FIRST, _LAST = date(1900, 1, 1).toordinal(), date(2999, 12, 31).toordinal()


def in_reach(day: date) -> int:
    """That day, counted from the year 1, or the nearest that the archive is asked about."""
    return min(max(day.toordinal(), _FIRST), _LAST)


def _day(number: int) -> date | None:
    """Counted from the year 1; 0 is none."""
    if not number:
        return None
    if not _FIRST <= number <= _LAST:
        raise RefusedError("shelf_unknown")
    return date.fromordinal(number)


def _place(article: Article) -> tuple[datetime, int]:
    at = dated_at(article)
    if at is None:
        raise ValueError("what is public has a date")
    return at, article.id
