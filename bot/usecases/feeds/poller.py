"""Polls the feeds that are due: several at once, each by itself, none twice."""

import logging
from collections import deque
from datetime import datetime, timedelta, tzinfo

from bot.domain.clock import Clock, NextLook
from bot.domain.feeds import (
    LONGEST,
    MOVES_TO_BELIEVE,
    SHORTEST,
    Feed,
    FeedFault,
    FeedState,
    next_poll,
    next_try,
)
from bot.domain.notices import FeedBroken, FeedKnown, FeedNotRead, FeedOffered, FeedWorks
from bot.domain.parsed_feed import ParsedFeed
from bot.fetching import Fetcher
from bot.intake.executor import Parsing
from bot.language.terms import Language
from bot.usecases.feeds.entries import announced, categories_of
from bot.usecases.feeds.fetch import Failed, FeedFetch, Fetching, Polled
from bot.usecases.feeds.ingest import Ingest
from bot.usecases.one_by_one import for_all
from bot.usecases.submissions import Submissions
from storage.engine import is_passing
from storage.storage import Storage, Transaction

_logger = logging.getLogger(__name__)

_AT_ONCE = 8
_LOOK_EVERY = timedelta(minutes=1)  # whoever makes a feed due sooner says so
_IN_HAND = 16
# In hand for so long: what a killed process had is polled again then. Two polls, one after the
# other, take no more: 20 s for the feed, 30 s and a last 20 s for pages.
_POLL_LASTS = timedelta(minutes=3)
_OFFER_LASTS = timedelta(days=7)
_FIRST_ITEMS = 5  # that an offer shows
_OFFERED_CATEGORIES = 8


class FeedPoller:
    """`desk_chat_id` is told of feeds that break and work again; without one, the owners are."""

    def __init__(
        self,
        *,
        storage: Storage,
        submissions: Submissions,
        clock: Clock,
        zone: tzinfo,
        language: Language,
        parsing: Parsing,
        desk_chat_id: int | None = None,
        fetcher: Fetching | None = None,
    ) -> None:
        fetcher = fetcher or Fetcher()
        self._storage = storage
        self._clock = clock
        self._desk_chat_id = desk_chat_id
        self.next_look = NextLook(clock, _LOOK_EVERY)
        self._fetching = FeedFetch(fetcher, clock, zone, parsing)
        self._in_hand: deque[Feed] = deque()
        self._working = 0  # places taken, of `_AT_ONCE`
        self._ingest = Ingest(
            storage=storage,
            submissions=submissions,
            fetcher=fetcher,
            clock=clock,
            zone=zone,
            language=language,
            desk_chat_id=desk_chat_id,
            parsing=parsing,
        )

    async def poll_due(self) -> None:
        """Poll what is due. No network call lies within a transaction.

        May be called while it is at work: a site that takes its time holds one place of
        `_AT_ONCE`, and what falls due meanwhile is polled in the others.
        """
        if self._working >= _AT_ONCE:
            return
        if not self._in_hand:
            await self._take_due()
        workers = min(_AT_ONCE - self._working, len(self._in_hand))
        self._working += workers
        await for_all(range(workers), lambda _: self._work(), lambda _: "feeds were not polled")

    async def _take_due(self) -> None:
        if not self.next_look.is_now():
            return
        now = self._clock()
        async with self._storage.reading() as tx:
            due_at = await tx.feeds.next_poll()
        self.next_look.found(due_at)
        if due_at is None or due_at > now:
            return
        async with self._storage.writing() as tx:
            self._in_hand.extend(await tx.feeds.take_due(now, now + _POLL_LASTS, _IN_HAND))

    async def tidy(self) -> None:
        """Forget feeds that were offered to the desk long ago."""
        async with self._storage.writing() as tx:
            await tx.feeds.forget_undecided(self._clock() - _OFFER_LASTS)

    async def _work(self) -> None:
        try:
            while self._in_hand:
                await self._poll_one(self._in_hand.popleft())
        finally:
            self._working -= 1

    async def _poll_one(self, known: Feed) -> None:
        try:
            await self._poll(known)
        except Exception as error:  # a fault of ours with one feed must not stop the others
            if is_passing(error):  # and one of the database is no feed's
                raise
            _logger.exception("feed %d could not be polled", known.id)
            fault = Failed(FeedFault("feed_fault"))
            if known.state is FeedState.ASKED:
                await self._offer(known, fault)
            else:
                await self._note_failure(known, fault)
        finally:
            self.next_look.at_once()  # it is due anew, and may be so soon

    async def _poll(self, known: Feed) -> None:
        if known.state is FeedState.ASKED:
            await self._offer(known, await self._fetching.discover(known.url))
            return
        polled = await self._fetching.fetch(known)
        if isinstance(polled, Failed):
            await self._note_failure(known, polled)
            return
        complete = polled.feed is None or await self._ingest.take(known, polled.feed)
        await self._note_answer(known, polled, complete=complete)

    # --- a feed that somebody has named ---

    async def _offer(self, known: Feed, polled: Polled | Failed) -> None:
        """Tell whoever asked what the feed brings, or why there is none; nothing is taken yet."""
        now = self._clock()
        async with self._storage.writing() as tx:
            asked = await tx.feeds.feed(known.id, lock=True)
            if asked is None or asked.state is not FeedState.ASKED:
                return
            if isinstance(polled, Failed) or polled.feed is None:
                trouble = polled.trouble if isinstance(polled, Failed) else FeedFault("not_a_feed")
                await tx.feeds.remove(known.id)
                notice = FeedNotRead(known.url, trouble.code, trouble.details)
                await tx.tell([asked.added_by], notice, now)
            elif other := await self._other_at(tx, known, polled):
                await tx.feeds.remove(known.id)
                await tx.tell([asked.added_by], FeedKnown(other.id, other.name), now)
            else:
                await self._propose(tx, asked, polled, polled.feed)
            tx.wake()

    async def _other_at(self, tx: Transaction, known: Feed, polled: Polled) -> Feed | None:
        """A connected feed that is the one which a page names."""
        other = await tx.feeds.at(polled.url)
        return other if other and other.id != known.id and other.is_connected else None

    async def _propose(
        self, tx: Transaction, asked: Feed, polled: Polled, feed: ParsedFeed
    ) -> None:
        sections = await tx.sections.all()
        counted = categories_of(feed, sections)
        labels = {section.id: section.label for section in sections}
        if not await tx.feeds.move(asked.id, polled.url):
            # Somebody has asked for it, too, and agreed to nothing yet: one offer is enough.
            other = await tx.feeds.at(polled.url)
            await tx.feeds.remove(other.id if other else asked.id)
            await tx.feeds.move(asked.id, polled.url)
        await tx.feeds.set_categories(asked.id, list(counted))
        await tx.feeds.change(
            asked.id,
            state=FeedState.OFFERED,
            title=feed.title,
            added_at=self._clock(),
        )
        offer = FeedOffered(
            id=asked.id,
            title=feed.title,
            url=polled.url,
            page=asked.url if polled.by_page else None,
            total=len(feed.items),
            items=tuple(
                (one.item.title or one.item.summary or "", one.item.published_at)
                for one in reversed(announced(feed)[-_FIRST_ITEMS:])
            ),
            categories=tuple(
                (category.name, count, labels.get(category.section_id or 0))
                for category, count in list(counted.items())[:_OFFERED_CATEGORIES]
            ),
            more=max(len(counted) - _OFFERED_CATEGORIES, 0),
        )
        await tx.tell([asked.added_by], offer, self._clock())

    # --- a feed that is connected ---

    async def _note_answer(self, known: Feed, polled: Polled, *, complete: bool) -> None:
        """Where something is left, the next answer is to be whole again, and soon."""
        now = self._clock()
        values: dict[str, object] = {"heard_at": now}
        if polled.feed is not None and complete:
            values |= {"etag": polled.etag, "last_modified": polled.last_modified}
        if polled.feed is not None and polled.feed.title:
            values["title"] = polled.feed.title
        at = next_poll(known.interval, polled.wish, now) if complete else now + SHORTEST
        async with self._storage.writing() as tx:
            latest = await tx.feeds.feed(known.id, lock=True)
            if latest is None:
                return
            at = _or_as_asked(at, known, latest)
            await tx.feeds.heard(known.id, at, **values, **_moving(latest, polled))
            await self._follow(tx, latest, polled)
            if polled.feed is not None:
                await self._learn_categories(tx, latest, polled.feed)
            if latest.state is FeedState.BROKEN:
                works = FeedWorks(known.id, latest.name)
                await tx.tell(await tx.desk_chats(self._desk_chat_id), works, now)
            tx.wake()

    async def _follow(self, tx: Transaction, latest: Feed, polled: Polled) -> None:
        """Ask at the new address once the site has named it often enough."""
        moved = polled.moved_to
        if moved and latest.moves_to == moved and latest.moves + 1 >= MOVES_TO_BELIEVE:
            await tx.feeds.move(latest.id, moved)

    async def _learn_categories(self, tx: Transaction, latest: Feed, feed: ParsedFeed) -> None:
        seen = categories_of(feed, await tx.sections.all())
        categories = latest.with_categories(seen)
        if categories != latest.categories:
            await tx.feeds.set_categories(latest.id, categories)

    async def _note_failure(self, known: Feed, failed: Failed) -> None:
        now = self._clock()
        async with self._storage.writing() as tx:
            latest = await tx.feeds.feed(known.id, lock=True)
            if latest is None:
                return
            failures = latest.failures + 1
            breaks = latest.breaks(failures, failed.trouble)
            at = next_try(latest.interval, failures, failed.wish, now)
            at = now + LONGEST if failed.trouble.is_final else at
            at = _or_as_asked(at, known, latest)
            await tx.feeds.failed(latest, failed.trouble, at, breaks=breaks)
            if breaks:
                trouble = failed.trouble
                broken = FeedBroken(known.id, latest.name, trouble.code, trouble.details)
                await tx.tell(await tx.desk_chats(self._desk_chat_id), broken, now)
            tx.wake()


def _or_as_asked(at: datetime, known: Feed, latest: Feed) -> datetime:
    """When the feed is due next: sooner, where the desk has said so while it was polled."""
    asked = latest.next_poll_at
    return at if asked is None or asked == known.next_poll_at else min(at, asked)


def _moving(latest: Feed, polled: Polled) -> dict[str, object]:
    """How often in a row the site has named the same new address."""
    if polled.moved_to is None:
        return {"moves_to": None, "moves": 0}
    moves = latest.moves + 1 if latest.moves_to == polled.moved_to else 1
    return {"moves_to": polled.moved_to, "moves": moves}
