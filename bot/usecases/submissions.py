"""What automatic sources hand in: the newsroom's own system over HTTP, and the items of feeds.

One transaction for each item, however often it comes: its source and id say which article it is.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.article import Article, ArticleState, Content, as_record
from bot.domain.audience import Section
from bot.domain.clock import Clock, Wake
from bot.domain.delivery import Kind
from bot.domain.errors import RefusedError
from bot.domain.same_story import Arrival, judge
from bot.domain.typo_fix import is_typo_fix
from storage.origins import Origin
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


class Change(StrEnum):
    """What a submission did to the archive; what its source had taken back is new again."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Submitted:
    """The article as it is now; `revision` is the source's number.

    `held` says why it was not published although it was to be: `resembles` another article,
    `section_unknown`, or one that was `retracted` or `discarded` before.
    """

    article: Article
    revision: int
    change: Change
    held: str | None = None


@dataclass(frozen=True, slots=True)
class _Taken:
    """What an item is. `follows`: the next texts of the item are the article's, too."""

    article: Article
    change: Change
    follows: bool = True


class Submissions:
    """`desk_chat_id` is shown what waits; without one, the owners are."""

    def __init__(
        self, storage: Storage, clock: Clock, wake: Wake, desk_chat_id: int | None
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._wake = wake
        self._desk_chat_id = desk_chat_id

    async def submit(self, item: Submission) -> Submitted:
        """Take an item in: a new article, the next revision of one, or nothing new.

        Raises `RefusedError`: `revision_lower` where a later one is here already, and
        `another_source` for an article that another source hands in.
        """
        revision = item.revision or 0
        async with self._storage.writing() as tx:
            origin = await tx.origins.take(item.source, item.external_id, self._clock())
            if item.revision is not None and revision < origin.revision:
                raise RefusedError("revision_lower", stored=origin.revision)
            taken = await self._taken(tx, item, origin)
            held = await self._publish(tx, taken.article) if item.publish else None
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
        self._wake()
        return Submitted(article, revision, taken.change, held)

    async def find(self, source: str, external_id: str) -> Submitted:
        """What is stored of an item. Raises `RefusedError`: `submission_unknown`."""
        async with self._storage.reading() as tx:
            origin = await tx.origins.find(source, external_id)
            if origin is None or origin.article_id is None:
                raise RefusedError("submission_unknown")
            article = await tx.articles.existing(origin.article_id)
            return Submitted(article, origin.revision, Change.SAME)

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
            elif article.is_draft:
                await tx.articles.save(article.discard())
                await tx.origins.withdraw(source, external_id)
                await tx.ledger.mark_changed(Kind.CARD, article.id, now)
            withdrawn = await tx.articles.existing(article.id)
        self._wake()
        change = Change.SAME if withdrawn.state is article.state else Change.CHANGED
        return Submitted(withdrawn, origin.revision, change)

    # --- what an item is ---

    async def _taken(self, tx: Transaction, item: Submission, origin: Origin) -> _Taken:
        own = None
        if origin.article_id is not None:
            own = await tx.articles.existing(origin.article_id, lock=True)
            if _told_before(item, origin):
                return _Taken(own, Change.SAME)
            if origin.withdrawn and own.state is ArticleState.DISCARDED:
                draft = own.take_up()
                await tx.articles.save(draft)
                await self._change(tx, draft, item)
                return _Taken(await tx.articles.existing(draft.id), Change.NEW)
            if own.can_be_published or own.is_published:
                change = await self._change(tx, own, item)
                return _Taken(await tx.articles.existing(own.id), change)
        now = self._clock()
        candidates = await tx.stories.candidates(item.content, now)
        if same := await tx.articles.same_page(item.content):  # a discarded one, too
            candidates.insert(0, same)
        verdict = judge(item.content, own=own, candidates=candidates, now=now)
        if verdict.arrival is Arrival.KNOWN and verdict.article:
            # A feed tells of the newsroom's article, the newsroom's own system has the article.
            follows = own is not None or item.revision is not None
            if own is None and item.revision is not None:
                await self._check_owner(tx, verdict.article, item.source)
            known = await tx.articles.existing(verdict.article.id, lock=True)
            return _Taken(known, Change.SAME, follows)
        return _Taken(await self._draft(tx, item, verdict.article), Change.NEW)

    async def _check_owner(self, tx: Transaction, article: Article, source: str) -> None:
        """A source takes over what a feed or a paste brought, but not another system's article."""
        systems = await self._systems(tx, article)
        if systems and source not in systems:
            raise RefusedError("another_source", id=article.id)

    async def _systems(self, tx: Transaction, article: Article) -> set[str]:
        """The sources that hand the article in as theirs, with revisions."""
        known = await tx.origins.of_article(article.id)
        return {origin.source for origin in known if origin.revision}

    async def _draft(self, tx: Transaction, item: Submission, alike: Article | None) -> Article:
        section = await self._section(tx, item.content)
        article_id = await tx.articles.add_draft(
            item.content,
            section_id=section.id if section else None,
            warnings=item.warnings,
            resembles=alike.id if alike else None,
            by=None,
            now=self._clock(),
        )
        return await tx.articles.existing(article_id, lock=True)

    async def _change(self, tx: Transaction, article: Article, item: Submission) -> Change:
        """The next revision; what stands in chats is edited, and says so but for a slip."""
        if item.revision is None and await self._systems(tx, article):
            return Change.SAME
        # The desk may have added the address by hand.
        content = replace(item.content, link=item.content.link or article.content.link)
        if content == article.content:
            return Change.SAME
        now = self._clock()
        if article.is_published:
            marked = not is_typo_fix(article.content, content)
            await tx.publishing.revise(
                article.revise(content, now, marked=marked), by=None, now=now
            )
            return Change.CHANGED
        draft = await self._follow_section(tx, article, content)
        await tx.articles.rewrite(draft.rewrite(content, item.warnings))
        await tx.ledger.mark_changed(Kind.CARD, article.id, now)
        return Change.CHANGED

    async def _follow_section(
        self, tx: Transaction, article: Article, content: Content
    ) -> Article:
        """A draft goes where its text says now, unless the desk has chosen another section."""
        if not content.section:
            return article
        if article.section is None or article.section == await self._section(tx, article.content):
            return replace(article, section=await self._section(tx, content))
        return article

    async def _section(self, tx: Transaction, content: Content) -> Section | None:
        return await tx.audience.section_named(content.section) if content.section else None

    # --- where it goes ---

    async def _publish(self, tx: Transaction, article: Article) -> str | None:
        """Publish what may be; else say why the desk has to decide."""
        if not article.can_be_published:
            return None if article.is_published else str(article.state)
        if article.resembles is not None:
            other = await tx.articles.existing(article.resembles)
            return "retracted" if other.state is ArticleState.RETRACTED else "resembles"
        if article.section is None:
            return "section_unknown"
        now = self._clock()
        await tx.publishing.publish(article.publish(now), by=None, now=now)
        return None

    async def _show_desk(self, tx: Transaction, article: Article, change: Change) -> None:
        """What is new and waits lies before the desk, with its buttons."""
        if change is not Change.NEW or not article.is_draft:
            return
        for chat_id in await tx.desk_chats(self._desk_chat_id):
            await tx.ledger.enqueue_again(Kind.CARD, article.id, chat_id, self._clock())


def _told_before(item: Submission, origin: Origin) -> bool:
    if item.revision is not None:
        return item.revision == origin.revision
    return origin.digest == _digest(item)


def _digest(item: Submission) -> str:
    if item.digest is not None:
        return item.digest
    record = json.dumps(as_record(item.content), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(record.encode("utf-8", "backslashreplace")).hexdigest()
