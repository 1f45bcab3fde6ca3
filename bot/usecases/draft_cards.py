"""An article's cards at the desk: one in a chat, drawn anew in all that have one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.article import Article
from bot.domain.card_notices import CardMoved, ReportMoved, WishLapsed
from bot.domain.delivery import Kind
from bot.domain.outside_look import targets_of
from bot.domain.people import Editor, check_edits
from bot.usecases.wanted import waits_no_more
from storage.storage import Transaction

_DRAWN_ANEW = 20  # cards at a time; a desk may have hundreds of old drafts


async def draft_of(tx: Transaction, article_id: int, by: Editor) -> Article:
    """What is not posted anywhere yet, kept from others until the transaction ends.

    Raises `RefusedError` also where it is not this person's to change.
    """
    draft = (await tx.articles.existing(article_id, lock=True)).as_draft()
    check_edits(by, draft)
    return draft


async def show_card(tx: Transaction, article_id: int, chat_id: int, now: datetime) -> None:
    """Owe a chat the card as its newest message; where it stood before it says where to look."""
    await _look_outside(tx, await tx.articles.existing(article_id), now)
    before = await tx.ledger.message_of(Kind.CARD, article_id, chat_id)
    await tx.ledger.enqueue_again(Kind.CARD, article_id, chat_id, now)
    if before is not None:
        await leave_card(tx, article_id, chat_id, before, now)


async def show_report(tx: Transaction, article: Article, chat_id: int, now: datetime) -> None:
    """Owe a chat the report as its newest message; one that was going on says where to look."""
    before = await tx.totals.report_under_way(article.id, chat_id)
    await tx.ledger.enqueue_again(Kind.PROGRESS, article.id, chat_id, now)
    if before is not None:
        moved = ReportMoved(article.id, article.content.headline)
        await tx.tell([chat_id], moved, now, message_id=before)


async def leave_card(
    tx: Transaction, article_id: int, chat_id: int, message_id: int, now: datetime
) -> None:
    """A message is the card no more: it loses its buttons."""
    article = await tx.articles.existing(article_id)
    moved = CardMoved(article_id, article.content.headline)
    await tx.tell([chat_id], moved, now, message_id=message_id)


async def redraw_cards(
    tx: Transaction,
    article_id: int,
    now: datetime,
    *,
    by: Editor | None = None,
    itself: bool = True,
) -> Article:
    """The article has changed, and every card of it follows; returns it as it is now.

    `by`: who has changed it, of the desk; or else not it `itself`, but what holds for a section.
    """
    await tx.ledger.mark_cards_changed(article_id, now)
    article = await tx.articles.existing(article_id)
    await _look_outside(tx, article, now)
    if by is not None:
        await _lapse(tx, article, by, now)
        article = await _take_time_over(tx, article, by) if itself else article
    return article


async def outdate_cards_of(tx: Transaction, section_id: int, now: datetime) -> None:
    """Its drafts would go elsewhere by now, or say something else, than their cards say.

    Those that the desk is like to look at are drawn anew, all others once a button is pressed.
    """
    for draft_id in (await tx.sections.outdate_drafts(section_id))[:_DRAWN_ANEW]:
        await tx.ledger.mark_cards_changed(draft_id, now)
    tx.wake()


async def redraw_moved(
    tx: Transaction, drafts: Sequence[int], now: datetime, *, by: Editor
) -> None:
    """These came into another section with all of theirs: by their numbers, the newest last.

    Whoever has asked to publish one hears of it; else as above, of thousands of drafts.
    """
    wanted = await tx.wishes.wanted()
    for draft_id in sorted({*drafts[-_DRAWN_ANEW:], *wanted.intersection(drafts)}):
        await redraw_cards(tx, draft_id, now, by=by, itself=False)


async def _lapse(tx: Transaction, article: Article, by: Editor, now: datetime) -> None:
    """Whoever has asked to publish what somebody else changes hears of it, once."""
    wish = await tx.wishes.of(article.id)
    if wish is None or wish.is_lapsed or wish.by == by.user_id:
        return
    section = article.section
    if not article.can_be_published or section is None:
        return
    if wish.holds(article, await tx.channel_words.of(article.id)):
        return
    if section.id in await tx.sections.needing_second():
        await waits_no_more(tx, article.id, now)
        await tx.wishes.lapse(article.id)
        if await tx.people.editor(wish.by):
            await tx.tell([wish.by], WishLapsed(article.id, article.content.headline), now)


async def _take_time_over(tx: Transaction, article: Article, by: Editor) -> Article:
    """Where two publish together, a source's time is good for what the source has said.

    It is one person's word from now on.
    """
    section, timed = article.section, article.scheduled
    if section is None or timed is None or timed.by is not None:
        return article
    if section.id not in await tx.sections.needing_second():
        return article
    await tx.articles.save(replace(article, scheduled=replace(timed, by=by.user_id)))
    return await tx.articles.existing(article.id)


async def _look_outside(tx: Transaction, article: Article, now: datetime) -> None:
    """Have its link and pictures looked at before it goes out."""
    if article.can_be_published:
        await tx.looks.ask(article.id, targets_of(article.content), now)
