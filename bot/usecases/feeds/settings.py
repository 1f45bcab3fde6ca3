"""What the desk can do with feeds: name one, agree to it, say what becomes of its items."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.clock import Clock, Wake
from bot.domain.deed_log import Did, Subject, deed, feed_changes
from bot.domain.errors import RefusedError
from bot.domain.feeds import (
    FIRST_CHOICES,
    INTERVALS,
    USUAL_INTERVAL,
    Feed,
    FeedState,
)
from bot.domain.filters import WrittenFilter, read_filter
from bot.domain.links import lone_link, read_link
from bot.domain.own_words import Typed
from bot.domain.people import Editor
from bot.domain.question_kinds import Asked, Ending, Question, seen_as
from bot.domain.section import Section
from bot.language.terms import Language
from bot.usecases.questions import ask, close, overlooks
from storage.storage import Snapshot, Storage, Transaction


class Feeds:
    """Owners and chiefs decide on feeds; the whole desk may look."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        language: Language,
        poll: Wake = lambda: None,
    ) -> None:
        """`poll` is called when a feed may be due sooner than it was."""
        self._storage = storage
        self._clock = clock
        self._language = language
        self._poll = poll

    @property
    def finds_all_forms(self) -> bool:
        """Whether filters find words in all their forms, or only in most of them."""
        return self._language.knows_all_forms

    async def feeds(self) -> tuple[Feed, ...]:
        """All that are connected, in the order in which they came."""
        async with self._storage.reading() as tx:
            return tuple(await tx.feeds.connected())

    async def feed(self, feed_id: int) -> Feed:
        """One that is connected. Raises `RefusedError`: `feed_unknown`."""
        async with self._storage.reading() as tx:
            return await _connected(tx, feed_id)

    async def sections(self) -> tuple[Section, ...]:
        async with self._storage.reading() as tx:
            return tuple(await tx.sections.all())

    # --- adding ---

    async def add(self, address: str, *, by: Editor) -> Feed:
        """Have a feed read, or the page that names it; what it brings is told through the ledger.

        A connected one comes back as it is. Raises `RefusedError`: `chiefs_only`,
        `address_invalid`.
        """
        _check(by)
        link = lone_link(address) or read_link(address)
        if link is None or read_link(link) is None:
            raise RefusedError("address_invalid", url=address.strip())
        async with self._storage.writing() as tx:
            asked = await tx.feeds.ask_for(link, USUAL_INTERVAL, by.user_id, self._clock())
        self._poll()
        return asked

    async def agree(self, feed_id: int, *, first: int, by: Editor) -> Feed:
        """Connect an offered feed; so many of its newest items are published, the rest was seen.

        Pressed twice it changes nothing. Raises `RefusedError`: `chiefs_only`, `feed_unknown`.
        """
        _check(by)
        async with self._storage.writing() as tx:
            offered = await tx.feeds.feed(feed_id, lock=True)
            if offered is None or offered.state is FeedState.ASKED:
                raise RefusedError("feed_unknown")
            if offered.state is FeedState.OFFERED:
                await tx.feeds.change(
                    feed_id,
                    state=FeedState.ACTIVE,
                    first=first if first in FIRST_CHOICES else 0,
                    next_poll_at=self._clock(),
                    added_by=by.user_id,
                    added_at=self._clock(),
                )
                await self._log(tx, Did.FEED_ADDED, offered, by)
            connected = await _connected(tx, feed_id)
        self._poll()
        return connected

    async def decline(self, feed_id: int, *, by: Editor) -> None:
        """An offered feed is not connected after all; one that is stays."""
        _check(by)
        async with self._storage.writing() as tx:
            offered = await tx.feeds.feed(feed_id, lock=True)
            if offered is not None and not offered.is_connected:
                await tx.feeds.remove(feed_id)

    # --- what becomes of its items ---

    async def set_publish(self, feed_id: int, *, on: bool, by: Editor) -> Feed:
        """Publish new items at once, or lay them before the desk."""
        return await self._change(feed_id, by, publish=on)

    async def set_section(self, feed_id: int, section_id: int, *, by: Editor) -> Feed:
        """The section of items whose categories say nothing; 0: none."""
        await self._check_section(section_id)
        return await self._change(feed_id, by, section_id=section_id or None)

    async def set_category(self, feed_id: int, place: int, section_id: int, *, by: Editor) -> Feed:
        """The section that the category at this place means; 0: none."""
        _check(by)
        await self._check_section(section_id)
        async with self._storage.writing() as tx:
            known = await _to_change(tx, feed_id)
            if not 0 <= place < len(known.categories):
                raise RefusedError("feed_unknown")
            categories = list(known.categories)
            categories[place] = replace(categories[place], section_id=section_id or None)
            await tx.feeds.set_categories(feed_id, categories)
            return await self._changed(tx, known, by)

    async def set_interval(self, feed_id: int, minutes: int, *, by: Editor) -> Feed:
        """How often the feed is asked, from now on."""
        if minutes not in INTERVALS:
            raise RefusedError("feed_unknown")
        wait = timedelta(minutes=minutes)
        seconds = int(wait.total_seconds())
        return await self._change(feed_id, by, interval=seconds, next_poll_at=self._clock() + wait)

    async def clear_filter(self, feed_id: int, *, by: Editor) -> Feed:
        """Let everything through."""
        _check(by)
        async with self._storage.writing() as tx:
            known = await _to_change(tx, feed_id)
            await tx.feeds.set_filter(feed_id, WrittenFilter())
            return await self._changed(tx, known, by)

    # --- when it is asked ---

    async def set_paused(self, feed_id: int, *, on: bool, by: Editor) -> Feed:
        """Ask a feed no more, or ask it again: what came in the pause counts as seen."""
        if on:
            return await self._change(feed_id, by, state=FeedState.PAUSED)
        _check(by)
        async with self._storage.writing() as tx:
            known = await _to_change(tx, feed_id)
            if known.state is FeedState.PAUSED:
                await tx.feeds.change(
                    feed_id,
                    state=FeedState.ACTIVE,
                    next_poll_at=self._clock(),
                    heard_at=None,
                    first=0,
                    failures=0,
                    trouble=None,
                    etag=None,
                    last_modified=None,
                )
            resumed = await self._changed(tx, known, by)
        self._poll()
        return resumed

    async def check_now(self, feed_id: int, *, by: Editor) -> Feed:
        """Ask the feed at once; what it brings comes by its usual way."""
        _check(by)
        async with self._storage.writing() as tx:
            known = await _to_change(tx, feed_id)
            if known.state is not FeedState.PAUSED:
                await tx.feeds.change(feed_id, next_poll_at=self._clock())
            checked = await _connected(tx, feed_id)
        self._poll()
        return checked

    async def remove(self, feed_id: int, *, by: Editor) -> str:
        """Disconnect a feed and return its name; its articles stay as they are."""
        _check(by)
        async with self._storage.writing() as tx:
            known = await _to_change(tx, feed_id)
            for question in await tx.questions.about_feed(feed_id):
                await close(tx, question, Ending.OUTDATED, self._clock())
            await tx.feeds.remove(feed_id)
            await self._log(tx, Did.FEED_REMOVED, known, by)
            tx.wake()
        return known.name

    # --- questions, answered by the next text ---

    async def ask_address(self, *, by: Editor) -> None:
        """The next text is the address of a feed."""
        _check(by)
        async with self._storage.writing() as tx:
            await ask(tx, Question(by.user_id, Asked.FEED), self._clock())
            tx.wake()

    async def ask_filter(self, feed_id: int, *, by: Editor) -> Feed:
        """The next text is the filter of this feed."""
        _check(by)
        async with self._storage.writing() as tx:
            known = await _to_change(tx, feed_id)
            seen = seen_as(known.filter.as_typed)
            question = Question(by.user_id, Asked.FILTER, feed_id=feed_id, seen=seen)
            await ask(tx, question, self._clock())
            tx.wake()
        return known

    async def answer(
        self, question: Question, text: str, *, by: Editor, sent: Typed | None = None
    ) -> Feed:
        """Take the answer: a feed that is asked for, or one whose filter is set.

        `sent`: in which message; handed over once more after a kill, it answers nothing else.

        The question stays open where the answer is refused. Raises `RefusedError` as `add` does,
        and `filter_too_long`, `feed_unknown`, and once `field_changed`.
        """
        if question.feed_id is not None:
            return await self._answer_filter(question, question.feed_id, text, by, sent)
        found = await self.add(text, by=by)
        async with self._storage.writing() as tx:
            await self._answered(tx, question, by)
            if sent:
                await tx.desk.note_file(by.user_id, sent.message_id, sent.at)
            tx.wake()
        return found

    async def _answer_filter(
        self, question: Question, feed_id: int, text: str, by: Editor, sent: Typed | None
    ) -> Feed:
        _check(by)
        written = read_filter(text)
        async with self._storage.writing() as tx:
            found = await _to_change(tx, feed_id)
            if sent and not await tx.desk.note_file(by.user_id, sent.message_id, sent.at):
                return found
            there = found.filter.as_typed
            overlooked = await overlooks(tx, question, there)
            if not overlooked:
                await tx.feeds.set_filter(feed_id, written)
                found = await self._changed(tx, found, by)
                await self._answered(tx, question, by)
            tx.wake()
        if overlooked:
            raise RefusedError("field_changed", value=there or None)
        return found

    async def _answered(self, tx: Transaction, question: Question, by: Editor) -> None:
        if await tx.questions.of(by.user_id) == question:
            await close(tx, question, Ending.ANSWERED, self._clock())

    # --- what these share ---

    async def _change(self, feed_id: int, by: Editor, **values: object) -> Feed:
        _check(by)
        async with self._storage.writing() as tx:
            known = await _to_change(tx, feed_id)
            await tx.feeds.change(feed_id, **values)
            changed = await self._changed(tx, known, by)
        self._poll()
        return changed

    async def _changed(self, tx: Transaction, known: Feed, by: Editor) -> Feed:
        """The feed as it is now; what differs is written down."""
        changed = await _connected(tx, known.id)
        names = {section.id: section.name for section in await tx.sections.all()}
        for change in feed_changes(known, changed, names):
            subject = Subject.feed(known)
            done = deed(Did.FEED_CHANGED, subject, [change], by=by, at=self._clock())
            await tx.deeds.add(done)
        return changed

    async def _log(self, tx: Transaction, did: Did, feed: Feed, by: Editor) -> None:
        await tx.deeds.add(deed(did, Subject.feed(feed), by=by, at=self._clock()))

    async def _check_section(self, section_id: int) -> None:
        async with self._storage.reading() as tx:
            if section_id and await tx.sections.get(section_id) is None:
                raise RefusedError("section_unknown")


def _check(editor: Editor) -> None:
    if not editor.decides_on_feeds:
        raise RefusedError("chiefs_only")


async def _connected(tx: Snapshot, feed_id: int) -> Feed:
    return _if_connected(await tx.feeds.feed(feed_id))


async def _to_change(tx: Transaction, feed_id: int) -> Feed:
    """The same, kept from others until the transaction ends."""
    return _if_connected(await tx.feeds.feed(feed_id, lock=True))


def _if_connected(known: Feed | None) -> Feed:
    if known is None or not known.is_connected:
        raise RefusedError("feed_unknown")
    return known
