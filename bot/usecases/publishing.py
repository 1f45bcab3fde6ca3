"""What editors can do: from a draft's card to a publication, and its correction.

Everything here is one transaction each, and tells the delivery worker by rows and `tx.wake()`.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, tzinfo

from bot.domain.article import Article, ArticleState, Content
from bot.domain.article_fields import amended, next_text
from bot.domain.clock import Clock
from bot.domain.deed_log import Change, Did, Subject, changes_of, deed, time_changes
from bot.domain.delivery import Kind
from bot.domain.desk import Card, Publication
from bot.domain.errors import RefusedError
from bot.domain.people import Editor, check_decides, check_edits
from bot.domain.preflight import Preflight, examine
from bot.domain.question_kinds import Asked, Question
from bot.domain.second_look import Wanted
from bot.usecases.amending import tell_senders
from bot.usecases.draft_cards import draft_of, leave_card, redraw_cards, show_card, show_report
from bot.usecases.questions import ask, close_of_draft, close_outdated
from bot.usecases.second_looks import look
from storage.storage import Storage, Transaction

_DRAFTS_SHOWN = 20
_TRIES = 5  # tries to measure posts, while channels keep changing


class Publishing:
    """What the desk does with an article: looks at its card, publishes it, corrects it."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        zone: tzinfo,
        measured: Callable[[Card], Card],
        *,
        paid: bool = False,
    ) -> None:
        """`zone` is the newsroom's; `paid`: breaking stories may be broadcast for Stars.

        `measured`: a card with the lengths of its posts.
        """
        self._storage = storage
        self._clock = clock
        self._zone = zone
        self._measured = measured
        self._paid_broadcasts = paid

    # --- the card ---

    async def card(self, article_id: int, *, drawn: int | None = None) -> Card:
        """The article with all that decides where it would go.

        `drawn`, here and below: the version that whoever asks has seen. Where it is not the
        newest one, nothing is done to what nobody has seen: `RefusedError("card_outdated")`.
        """
        async with self._storage.reading() as tx:
            card = await tx.cards.card(article_id)
        card.article.as_drawn(drawn)
        return self._measured(card)

    async def redraw_card(self, article_id: int, *, by: Editor, message_id: int | None) -> None:
        """Bring a card up to date that somebody has pressed after the article had changed.

        If the card has moved further down since, the old one loses its buttons instead.
        """
        async with self._storage.writing() as tx:
            now = self._clock()
            await tx.articles.existing(article_id)
            if await tx.ledger.message_of(Kind.CARD, article_id, by.user_id) == message_id:
                await redraw_cards(tx, article_id, now)
            else:
                await show_card(tx, article_id, by.user_id, now)
                if message_id is not None:
                    await leave_card(tx, article_id, by.user_id, message_id, now)
            tx.wake()

    async def show_card(self, article_id: int, *, by: Editor, drawn: int | None = None) -> Article:
        """Owe the editor the article's card.

        This does not take a discarded draft up again: only the button that offers that does.
        """
        async with self._storage.writing() as tx:
            known = await tx.articles.existing(article_id, lock=True)
            article = known.take_up() if drawn == known.version else known
            if article != known:
                check_edits(by, known)
                await tx.articles.save(article)
                await self._log(tx, Did.RESTORED, article, by)
            await show_card(tx, article.id, by.user_id, self._clock())
            tx.wake()
        return article

    async def ask_correction(
        self, article_id: int, *, by: Editor, drawn: int | None = None
    ) -> Article:
        """The editor's next page is a new text of this article."""
        async with self._storage.writing() as tx:
            article = (await _with_text(tx, article_id)).as_drawn(drawn)
            check_decides(by, article)
            question = Question(by.user_id, Asked.CORRECTION, article.id)
            await ask(tx, question, self._clock())
            tx.wake()
        return article

    async def discard(self, article_id: int, *, by: Editor, drawn: int | None = None) -> Article:
        async with self._storage.writing() as tx:
            article = await tx.articles.existing(article_id, lock=True)
            check_edits(by, article)
            discarded = article.discard()
            if discarded == article:
                return article
            article.as_drawn(drawn)
            await tx.articles.save(discarded)
            await self._log(tx, Did.DISCARDED, discarded, by)
            await close_outdated(tx, discarded, self._clock())
            discarded = await redraw_cards(tx, article.id, self._clock(), by=by)
            tx.wake()
        return discarded

    async def drafts(self) -> tuple[Article, ...]:
        async with self._storage.reading() as tx:
            return tuple(await tx.articles.drafts(_DRAFTS_SHOWN))

    # --- publishing ---

    async def paid_offer(
        self, article_id: int, *, by: Editor, drawn: int | None = None
    ) -> Preflight:
        """What somebody has to know who decides to pay: the draft, its readers, what was found.

        Raises `RefusedError`.
        """
        self._check_payer(by)
        card = await self.card(article_id)
        check_decides(by, card.article.as_draft().as_drawn(drawn))
        return examine(card, breaking=True, now=self._clock(), zone=self._zone)

    def may_pay(self, by: Editor) -> bool:
        """Whether somebody may have a breaking story sent to its readers for Stars."""
        return self._paid_broadcasts and by.may_pay

    def _check_payer(self, by: Editor | None) -> None:
        if not self._paid_broadcasts:
            raise RefusedError("paid_broadcast_off")
        if by is None or not by.may_pay:
            raise RefusedError("chiefs_only")

    async def publish(
        self,
        article_id: int,
        *,
        by: Editor | None = None,
        breaking: bool = False,
        paid: bool = False,
        drawn: int | None = None,
    ) -> Publication:
        """Publish a draft, once however often it is asked for.

        One transaction: the article's state, its channels' rows, and who of the readers is meant.
        `paid`: its readers get a breaking story faster, for Stars, if the balance allows it.
        """
        if paid:
            self._check_payer(by)
        async with self._storage.writing() as tx:
            article = await tx.articles.existing(article_id, lock=True)
            if by:
                check_decides(by, article)
            if not article.is_published:
                article.as_drawn(drawn)
            now = self._clock()
            published = await release(tx, article, now, by=by, breaking=breaking, paid=paid)
            return await _publication(tx, article, published)

    async def attempt(
        self,
        article_id: int,
        *,
        by: Editor,
        breaking: bool = False,
        paid: bool = False,
        asked: int | None = 0,
        drawn: int | None = None,
    ) -> Publication | Preflight | Wanted:
        """Publish for a person of the desk, after a look at what speaks against it.

        What stops it is told. What is doubtful is asked about once: `asked` is the mark of the
        question that was answered with yes, if there was one. If a second person has to agree,
        the first one's press is kept as a wish.
        """
        if paid:
            self._check_payer(by)
        for _ in range(_TRIES):
            measured = await self.card(article_id)  # templates take a while: not within the lock
            async with self._storage.writing() as tx:
                article = await tx.articles.existing(article_id, lock=True)
                check_decides(by, article)
                now = self._clock()
                if not article.is_published:
                    article.as_draft().as_drawn(drawn)
                    card = (await tx.cards.card(article_id, measured)).with_lengths(measured)
                    if card is None:  # a channel was changed meanwhile, so that its post differs
                        continue
                    preflight = examine(card, breaking=breaking, now=now, zone=self._zone)
                    if not preflight.may_go(asked):
                        return preflight
                    if wanted := await look(tx, article, by, now, breaking=breaking or paid):
                        return wanted
                published = await release(tx, article, now, by=by, breaking=breaking, paid=paid)
                return await _publication(tx, article, published, measured)
        raise RefusedError("card_outdated", id=article_id)

    async def correct(
        self,
        draft_id: int,
        article_id: int,
        *,
        by: Editor,
        marked: bool = True,
        anew: bool = False,
        drawn: int | None = None,
    ) -> Article:
        """Make a draft the next revision of a published article, or the new text of another.

        One that waits in the drafts or stands in the archive alone simply gets the new words.

        `marked`: the posts say that they were updated, and when; a typo needs no such mark.
        `anew`: channels' posts that cannot take its pictures in place give way to new ones.
        """
        if draft_id == article_id:
            raise RefusedError("not_published", id=article_id)
        async with self._storage.writing() as tx:
            draft = await tx.articles.existing(draft_id, lock=True)
            target = await tx.articles.existing(article_id, lock=True)
            check_edits(by, draft)
            check_decides(by, target)
            if draft.state is not ArticleState.MERGED:
                draft.as_drawn(drawn)
                await self._take_over(tx, target, draft, by, marked=marked, anew=anew)
            corrected = await tx.articles.existing(article_id)
            tx.wake()
        return corrected

    async def _take_over(
        self,
        tx: Transaction,
        target: Article,
        draft: Article,
        by: Editor,
        *,
        marked: bool,
        anew: bool,
    ) -> None:
        now = self._clock()
        content = await _next_text(tx, draft, target)
        mark = (Change.switched("mark", on=True),) if marked and target.is_published else ()
        changes = (*changes_of(target.content, content), *mark)
        await self._log(tx, Did.CORRECTED, target, by, *changes)
        merged = replace(draft.merge(), resembles=target.id)
        await tx.articles.save(merged)
        await close_outdated(tx, merged, now)
        await tx.origins.repoint(draft.id, target.id)  # its source tells of the target from now on
        if target.can_be_published:  # it stands in no chat where it could be changed
            await tx.articles.rewrite(target.rewrite(content, draft.warnings))
        elif target.is_published:
            # The section stays: it decided who received the first post.
            revised = target.revise(content, now, marked=marked)
            if anew:
                revised = replace(revised, anew_from=revised.revision)
            await tx.publishing.revise(revised, by=by.user_id, now=now)
            await tell_senders(tx, target, content, by=by, now=now)
            await show_report(tx, target, by.user_id, now)
        else:
            raise RefusedError("not_published", id=target.id)
        for article_id in (draft.id, target.id):
            await tx.ledger.mark_cards_changed(article_id, now)
        if target.can_be_published:
            await show_card(tx, target.id, by.user_id, now)

    async def keep_apart(self, draft_id: int, *, by: Editor, drawn: int | None = None) -> Article:
        """Treat the draft as a new article, however much it resembles another."""
        async with self._storage.writing() as tx:
            draft = await draft_of(tx, draft_id, by)
            if draft.resembles is not None:
                draft.as_drawn(drawn)
                await tx.articles.save(replace(draft, resembles=None))
                await self._log(tx, Did.KEPT_APART, draft, by)
            article = await redraw_cards(tx, draft.id, self._clock(), by=by)
            tx.wake()
        return article

    async def _log(
        self, tx: Transaction, did: Did, article: Article, by: Editor | str, *changes: Change
    ) -> None:
        subject = Subject.article(article)
        await tx.deeds.add(deed(did, subject, changes, by=by, at=self._clock()))


async def _next_text(tx: Transaction, draft: Article, target: Article) -> Content:
    """The article's next content: a change of some fields leaves all others as they are."""
    if draft.amends is None:
        return next_text(draft.content, target.content)
    base = await tx.amendments.base(target.id, draft.amends)
    return amended(base, draft.content, target.content)


async def release(
    tx: Transaction,
    article: Article,
    now: datetime,
    *,
    by: Editor | None = None,
    breaking: bool = False,
    paid: bool = False,
) -> Article:
    """Publish a locked article, unless it is published already, whoever asks for it."""
    if article.amends and article.is_draft:
        raise RefusedError("draft_amends", id=article.id, article_id=article.resembles)
    published = article.publish(now, breaking=breaking or paid, paid=paid)
    if published != article:
        await tx.publishing.publish(published, by=by.user_id if by else None, now=now)
        told = (("breaking", published.breaking), ("paid", published.paid))
        changes = [Change.switched(part, on=True) for part, on in told if on]
        changes += time_changes(article, published)  # that it went by itself, or before its time
        subject = Subject.article(published)
        await tx.deeds.add(deed(Did.PUBLISHED, subject, changes, by=by or "", at=now))
        await close_of_draft(tx, published.id, now)
        if by:
            await tx.ledger.enqueue_again(Kind.PROGRESS, article.id, by.user_id, now)
    return published


async def _publication(
    tx: Transaction, article: Article, published: Article, seen: Card | None = None
) -> Publication:
    """Where it goes now; `article` as it was before, and its card as it was `seen` then."""
    card = await tx.cards.card(article.id, seen)
    tx.wake()
    is_new = published != article
    return Publication(card.article, card.channels, card.followers, is_new, card.spaced)


async def _with_text(tx: Transaction, article_id: int) -> Article:
    """What people can read, in chats or in the archive."""
    return (await tx.articles.existing(article_id)).as_public()
