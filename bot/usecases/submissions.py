"""What automatic sources hand in: the newsroom's own system over HTTP, and the items of feeds.

One transaction for each item, however often it comes: its source and id say which article it is.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.admission_rule import Admission, Origin, Verdict, Way, judge_again, why_held
from bot.domain.article import Article, ArticleState, Content
from bot.domain.article_pictures import as_source_has_it
from bot.domain.clock import Clock
from bot.domain.content_values import as_record
from bot.domain.deed_log import Change, Did, Subject, changes_of, deed, time_changes
from bot.domain.errors import RefusedError
from bot.domain.schedule import check_far, is_over
from bot.domain.typo_fix import is_typo_fix
from bot.usecases.admission import add_draft, admit, section_of
from bot.usecases.draft_cards import redraw_cards, show_card
from bot.usecases.questions import close_of_draft, close_outdated
from storage.storage import Storage, Transaction


@dataclass(frozen=True, slots=True)
class Submission:
    """One item. `revision` is the number that its source gives, from 1; None: it gives none.

    `publish`: at once, if nothing speaks against it; otherwise it waits for the desk. `digest` is
    what tells two texts of the item apart (None: all of its content); `silent`: what waits is
    not laid before the desk, so that a flood of items is none of cards.
    """

    source: str
    external_id: str
    content: Content
    warnings: Sequence[str] = ()
    revision: int | None = None
    publish: bool = False
    digest: str | None = None
    silent: bool = False
    embargo_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Submitted:
    """The article as it is now; `revision` is the source's number.

    `held` says why it was not published although it was to be: `resembles` another article,
    `section_unknown`, or one that was `retracted` or `discarded` before.
    """

    article: Article
    revision: int
    change: Admission
    held: str | None = None


@dataclass(frozen=True, slots=True)
class _Taken:
    """What an item is. `follows`: the next texts of the item are the article's, too.

    `again`: the source has told this before, whatever it says now.
    """

    article: Article
    change: Admission
    follows: bool = True
    again: bool = False


class Submissions:
    """`desk_chat_id` is shown what waits; without one, the owners are."""

    def __init__(self, storage: Storage, clock: Clock, desk_chat_id: int | None) -> None:
        self._storage = storage
        self._clock = clock
        self._desk_chat_id = desk_chat_id

    async def submit(self, item: Submission) -> Submitted:
        """Take an item in: a new article, the next revision of one, or nothing new.

        Raises `RefusedError`: `revision_lower` where a later one is here already,
        `another_source` for an article that another source hands in, and `time_too_far` for an
        embargo that must be a slip.
        """
        revision = item.revision or 0
        if item.embargo_until:
            check_far(item.embargo_until, self._clock())
        async with self._storage.writing() as tx:
            origin = await tx.origins.take(item.source, item.external_id, self._clock())
            if item.revision is not None and revision < origin.revision:
                raise RefusedError("revision_lower", stored=origin.revision)
            taken = await self._taken(tx, item, origin)
            if not taken.again:
                await self._embargo(tx, taken.article.id, item)
            held = await self._publish(tx, taken.article.id, item.source) if item.publish else None
            article = await tx.articles.existing(taken.article.id)
            await tx.origins.put(
                item.source,
                item.external_id,
                article.id if taken.follows else None,
                now=self._clock(),
                revision=revision,
                digest=_digest(item),
                withdrawn=origin.withdrawn and article.state is ArticleState.DISCARDED,
            )
            if not item.silent:
                await self._show_desk(tx, article, taken.change)
            tx.wake()
        return Submitted(article, revision, taken.change, held)

    async def find(self, source: str, external_id: str) -> Submitted:
        """What is stored of an item. Raises `RefusedError`: `submission_unknown`."""
        async with self._storage.reading() as tx:
            origin = await tx.origins.find(source, external_id)
            if origin is None or origin.article_id is None:
                raise RefusedError("submission_unknown")
            article = await tx.articles.existing(origin.article_id)
            return Submitted(article, origin.revision, Admission.KNOWN)

    async def withdraw(self, source: str, external_id: str) -> Submitted:
        """Take an item back: a published one from every chat, a draft from the desk.

        A second call changes nothing. Raises `RefusedError`: `submission_unknown`.
        """
        now = self._clock()
        async with self._storage.writing() as tx:
            origin = await tx.origins.find(source, external_id)
            if origin is None or origin.article_id is None:
                raise RefusedError("submission_unknown")
            article = await tx.articles.existing(origin.article_id, lock=True)
            if article.is_public:
                await tx.publishing.retract(article.retract(now), now)
                await _log(tx, Did.RETRACTED, article, source, now)
            elif article.is_draft:
                await tx.articles.save(article.discard())
                await _log(tx, Did.DISCARDED, article, source, now)
                await tx.origins.withdraw(source, external_id)
                await tx.ledger.mark_cards_changed(article.id, now)
            withdrawn = await tx.articles.existing(article.id)
            await close_outdated(tx, withdrawn, now)
            tx.wake()
        change = Admission.KNOWN if withdrawn.state is article.state else Admission.CHANGED
        return Submitted(withdrawn, origin.revision, change)

    # --- what an item is ---

    async def _taken(self, tx: Transaction, item: Submission, origin: Origin) -> _Taken:
        own = None
        if origin.article_id is not None:
            own = await tx.articles.existing(origin.article_id, lock=True)
            if origin.told(_digest(item), item.revision):
                return _Taken(own, Admission.KNOWN, again=True)
            verdict = judge_again(
                _with_link_of(own, item.content), own, withdrawn=origin.withdrawn
            )
        else:
            verdict = await admit(tx, item.content, by=Way.SOURCE, now=self._clock())
        match verdict:
            case Verdict(Admission.NEW, Article() as thrown_away):
                draft = thrown_away.take_up()
                await tx.articles.save(draft)
                await self._change(tx, draft, item)
                return _Taken(draft, Admission.NEW)
            case Verdict(Admission.CHANGED, Article() as changed):
                return _Taken(changed, await self._change(tx, changed, item))
            case Verdict(Admission.KNOWN, Article() as known):
                # A feed tells of the newsroom's article, the newsroom's own system has it.
                follows = own is not None or item.revision is not None
                if own is None and item.revision is not None:
                    await self._check_owner(tx, known, item.source)
                return _Taken(known, Admission.KNOWN, follows)
            case Verdict(_, alike):
                draft = await add_draft(
                    tx,
                    item.content,
                    item.warnings,
                    resembles=alike.id if alike else None,
                    now=self._clock(),
                )
                return _Taken(draft, Admission.NEW)

    async def _check_owner(self, tx: Transaction, article: Article, source: str) -> None:
        """A source takes over what a feed or a paste brought, but not another system's article."""
        systems = await self._systems(tx, article)
        if systems and source not in systems:
            raise RefusedError("another_source", id=article.id)

    async def _systems(self, tx: Transaction, article: Article) -> set[str]:
        """The sources that hand the article in as theirs, with revisions."""
        known = await tx.origins.of_article(article.id)
        return {origin.source for origin in known if origin.revision}

    async def _change(self, tx: Transaction, article: Article, item: Submission) -> Admission:
        """The next revision; what stands in chats is edited, and says so but for a slip."""
        if item.revision is None and await self._systems(tx, article):
            return Admission.KNOWN
        content = as_source_has_it(_with_link_of(article, item.content), article.content)
        if item.revision is None and not content.tags:  # a feed may have none; the desk's stay
            content = replace(content, tags=article.content.tags)
        if content == article.content:
            return Admission.KNOWN
        now = self._clock()
        changes = changes_of(article.content, content)
        did = Did.CORRECTED if article.is_public else Did.EDITED
        await _log(tx, did, article, item.source, now, *changes)
        if article.is_published:
            marked = not is_typo_fix(article.content, content)
            await tx.publishing.revise(
                article.revise(content, now, marked=marked), by=None, now=now
            )
            return Admission.CHANGED
        draft = await self._follow_section(tx, article, content)
        await tx.articles.rewrite(draft.rewrite(content, item.warnings))
        await tx.ledger.mark_cards_changed(article.id, now)
        return Admission.CHANGED

    async def _follow_section(
        self, tx: Transaction, article: Article, content: Content
    ) -> Article:
        """A draft goes where its text says now, unless the desk has chosen another section."""
        if not content.section:
            return article
        if article.section is None or article.section == await section_of(tx, article.content):
            return replace(article, section=await section_of(tx, content))
        return article

    # --- where it goes ---

    async def _publish(self, tx: Transaction, article_id: int, source: str) -> str | None:
        """Publish what may be; else say why the desk has to decide."""
        article = await tx.articles.existing(article_id, lock=True)
        resembled = await tx.articles.get(article.resembles) if article.resembles else None
        held = why_held(article, resembled)
        if not held and not article.is_published:
            now = self._clock()
            if article.embargo_until and not is_over(article.embargo_until, now):
                await self._publish_later(tx, article, article.embargo_until, source, now)
                return None
            published = article.publish(now)
            await tx.publishing.publish(published, by=None, now=now)
            await _log(tx, Did.PUBLISHED, published, source, now)
            await close_of_draft(tx, published.id, now)
        return held

    async def _embargo(self, tx: Transaction, article_id: int, item: Submission) -> None:
        """What is out already cannot be held back any more."""
        article = await tx.articles.existing(article_id, lock=True)
        until = item.embargo_until
        if until is None or until == article.embargo_until or not article.can_be_published:
            return
        now, closed = self._clock(), article.embargo(until)
        await tx.articles.save(closed)
        await _log(tx, Did.EDITED, closed, item.source, now, *time_changes(article, closed))
        await redraw_cards(tx, article_id, now)

    async def _publish_later(
        self, tx: Transaction, article: Article, at: datetime, source: str, now: datetime
    ) -> None:
        """Once the embargo is over, unless the desk has given it a time."""
        if article.scheduled and (article.scheduled.by is not None or article.scheduled.at == at):
            return
        timed = article.schedule(at, now)
        await tx.articles.save(timed)
        await _log(tx, Did.EDITED, timed, source, now, *time_changes(article, timed))
        await redraw_cards(tx, article.id, now)

    async def _show_desk(self, tx: Transaction, article: Article, change: Admission) -> None:
        """What is new and waits lies before the desk, with its buttons."""
        if change is not Admission.NEW or not article.is_draft:
            return
        for chat_id in await tx.desk_chats(self._desk_chat_id):
            await show_card(tx, article.id, chat_id, self._clock())


async def _log(
    tx: Transaction, did: Did, article: Article, source: str, now: datetime, *changes: Change
) -> None:
    """A feed goes by the name that the desk knows it by."""
    feed_id = source.removeprefix("feed:")
    feed = await tx.feeds.feed(int(feed_id)) if feed_id != source else None
    name = feed.name if feed else source
    await tx.deeds.add(deed(did, Subject.article(article), changes, by=name, at=now))


def _with_link_of(article: Article, content: Content) -> Content:
    """The desk may have added the address by hand."""
    return replace(content, link=content.link or article.content.link)


def _digest(item: Submission) -> str:
    if item.digest is not None:
        return item.digest
    record = json.dumps(as_record(item.content), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(record.encode("utf-8", "backslashreplace")).hexdigest()
