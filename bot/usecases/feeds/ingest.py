"""What becomes of a feed's items: seen, taken as articles, or the next texts of such.

Each item is one transaction, and what it is known by is in the database before and after: a poll
that is killed is done again, and nothing of it twice.
"""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

from bot.domain.admission_rule import Origin
from bot.domain.article import Content
from bot.domain.clock import Clock
from bot.domain.errors import RefusedError
from bot.domain.feeds import FLOOD, STALE, Feed, FeedState
from bot.domain.filters import in_terms
from bot.domain.notices import FeedFlood
from bot.domain.parsed_feed import ParsedFeed
from bot.domain.section import Section
from bot.intake.executor import Parsing
from bot.intake.warnings import warnings_of
from bot.intake.web.web_page import read_web_page
from bot.language.terms import Language
from bot.usecases.feeds.entries import Announced, ReadItem, announced, filled, newest, read_items
from bot.usecases.feeds.fetch import Fetching
from bot.usecases.submissions import Submission, Submissions
from storage.engine import is_passing
from storage.storage import Storage

_logger = logging.getLogger(__name__)

# Marks of items that were seen and are still to be taken, in place of a digest.
ASKED_FOR, FLOODED = "asked for", "flooded"
_PENDING = frozenset((ASKED_FOR, FLOODED))
# Of bare items, in one poll: the rest waits for the next.
_MOST_PAGES = 10
_PAGES_LAST = timedelta(seconds=30)
_OK = range(200, 300)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be done, in this order; `seen` is done with once it is noted."""

    seen: Mapping[str, str | None]
    flood: Mapping[str, str]
    changed: Sequence[ReadItem]
    fresh: Mapping[str, ReadItem]
    asked: Collection[str]


@dataclass(slots=True)
class _Pages:
    """How many pages of bare items one poll may still fetch, and until when."""

    until: datetime
    left: int = _MOST_PAGES

    def allow(self, one: ReadItem, now: datetime) -> bool:
        if not one.is_bare:
            return True
        self.left -= 1
        return self.left >= 0 and now < self.until


class Ingest:
    """`desk_chat_id` is told of a flood; without one, the owners are."""

    def __init__(
        self,
        *,
        storage: Storage,
        submissions: Submissions,
        fetcher: Fetching,
        clock: Clock,
        zone: tzinfo,
        language: Language,
        desk_chat_id: int | None,
        parsing: Parsing,
    ) -> None:
        self._parsing = parsing
        self._storage = storage
        self._submissions = submissions
        self._fetcher = fetcher
        self._clock = clock
        self._zone = zone
        self._language = language
        self._desk_chat_id = desk_chat_id

    async def take(self, known: Feed, feed: ParsedFeed) -> bool:
        """Take what is new and what has changed; false where something is left for the next poll.

        At the first sight of a feed its items count as seen, but for those that were asked for.
        """
        items = await self._parsing(announced, feed)
        if known.heard_at is None:
            await self._see_all(known, items)
        async with self._storage.reading() as tx:
            marks = [mark for one in items for mark in one.marks]
            origins = await tx.origins.known(known.source, marks)
            sections = await tx.sections.all()
        plan = await self._parsing(self._plan, known, feed, items, origins, sections)
        await self._note(known, plan)
        return await self._take_all(known, plan)

    async def _take_all(self, known: Feed, plan: _Plan) -> bool:
        """One after another; a fault of ours with one stops no other, and is raised at the end."""
        pages = _Pages(self._clock() + _PAGES_LAST)
        faults = []
        for one in (*plan.changed, *plan.fresh.values()):
            if one.key not in plan.flood and not pages.allow(one, self._clock()):
                return False
            try:
                if not await self._take_one(known, one, plan):
                    return False
            except Exception as fault:
                if is_passing(fault):
                    raise
                _logger.exception("an item of feed %d could not be taken", known.id)
                faults.append(fault)
        if faults:
            raise faults[0]
        return True

    # --- deciding ---

    async def _see_all(self, known: Feed, items: Sequence[Announced]) -> None:
        wanted = newest(items, known.first)
        marks: dict[str, str | None] = {}
        for one in items:
            asked = one.key in wanted
            marks |= {one.key: ASKED_FOR} if asked else dict.fromkeys(one.marks)
        async with self._storage.writing() as tx:
            await tx.origins.see(known.source, marks, self._clock())
            await tx.feeds.first_heard(known.id, self._clock())

    def _plan(
        self,
        known: Feed,
        feed: ParsedFeed,
        items: Sequence[Announced],
        origins: Mapping[str, Origin],
        sections: Sequence[Section],
    ) -> _Plan:
        """Beside the loop: reading takes its time."""
        pending = {key: o.digest for key, o in origins.items() if _is_pending(o)}
        new = [one for one in items if one.key in pending or not _is_known(one, origins)]
        told = [one for one in items if (o := origins.get(one.key)) and o.article_id]
        read = read_items(
            [*new, *told],
            feed,
            known,
            sections=sections,
            phrases=in_terms(known.filter, self._language.asked),
            language=self._language,
        )
        asked = {key for key, digest in pending.items() if digest == ASKED_FOR}
        fresh = {
            one.key: found
            for one in new
            if (found := read.get(one.key))
            and (one.key in asked or (found.let_through and self._is_news(one)))
        }
        return _Plan(
            seen=dict.fromkeys(m for one in new if one.key not in fresh for m in one.marks),
            flood=_flood(fresh.keys() - asked, pending),
            changed=[
                read[one.key]
                for one in told
                if one.key in read and not origins[one.key].told(read[one.key].digest)
            ],
            fresh=fresh,
            asked=asked,
        )

    def _is_news(self, one: Announced) -> bool:
        at = one.item.published_at
        return at is None or at > self._clock() - STALE

    # --- doing ---

    async def _note(self, known: Feed, plan: _Plan) -> None:
        """Write down what is not taken, and a flood before its first item is."""
        if not plan.seen and not plan.flood:
            return
        async with self._storage.writing() as tx:
            before = await tx.origins.known(known.source, plan.flood)
            await tx.origins.see(known.source, {**plan.seen, **plan.flood}, self._clock())
            if plan.flood.keys() - before.keys():
                flood = FeedFlood(known.id, known.name, len(plan.flood))
                await tx.tell(await tx.desk_chats(self._desk_chat_id), flood, self._clock())

    async def _take_one(self, known: Feed, one: ReadItem, plan: _Plan) -> bool:
        """Hand an item in; false where the feed was paused or removed meanwhile."""
        is_fresh, is_flood = one.key in plan.fresh, one.key in plan.flood
        content = one.content
        if is_fresh and not is_flood:
            content = filled(content, await self._page_of(one) or content)
        elif not is_fresh:
            content = await self._with_known_words(known, one)
        async with self._storage.reading() as tx:
            now = await tx.feeds.feed(known.id)
        if now is None or now.state is FeedState.PAUSED:
            return False
        content = _dated(content, self._clock())
        await self._submissions.submit(
            Submission(
                source=known.source,
                external_id=one.key,
                content=content,
                warnings=warnings_of(content, None, dated=content.published_at is not None),
                publish=is_fresh and not is_flood and (now.publish or one.key in plan.asked),
                digest=one.digest,
                silent=is_flood,
            )
        )
        return True

    async def _page_of(self, one: ReadItem) -> Content | None:
        """What a bare item's own page says; None where it cannot be fetched or read."""
        link = one.content.link
        if link is None or not one.is_bare:
            return None
        try:
            answer = await self._fetcher.fetch(link)
            if answer.status not in _OK:
                return None
            reading = await self._parsing(
                read_web_page,
                answer.data,
                url=answer.url,
                content_type=answer.headers.get("content-type"),
                zone=self._zone,
                copied_at=self._clock(),
            )
        except RefusedError as refusal:
            _logger.info("the page of an item was not read: %s", refusal.code)
            return None
        except Exception:  # a fault of ours: what the feed says of it is news all the same
            _logger.exception("the page of an item could not be read")
            return None
        return reading.content

    async def _with_known_words(self, known: Feed, one: ReadItem) -> Content:
        """A bare item that changed keeps the text that its page gave."""
        if not one.is_bare:
            return one.content
        if page := await self._page_of(one):
            return filled(one.content, page)
        async with self._storage.reading() as tx:
            origin = await tx.origins.find(known.source, one.key)
            article = origin and origin.article_id and await tx.articles.get(origin.article_id)
        return filled(one.content, article.content) if article else one.content


def _flood(fresh: Collection[str], pending: Mapping[str, str | None]) -> dict[str, str]:
    """All of them, where they are too many for news, and what is left of such a flood."""
    flooded = {key for key in fresh if pending.get(key) == FLOODED}
    is_flood = len(fresh) - len(flooded) > FLOOD
    return dict.fromkeys(fresh if is_flood else flooded, FLOODED)


def _is_pending(origin: Origin) -> bool:
    return origin.article_id is None and origin.digest in _PENDING


def _is_known(one: Announced, origins: Mapping[str, Origin]) -> bool:
    return any(mark in origins for mark in one.marks)


def _dated(content: Content, now: datetime) -> Content:
    """A date that lies ahead is a clock or a zone that is wrong: the item is out already."""
    at = content.published_at
    return replace(content, published_at=None) if at is not None and at > now else content
