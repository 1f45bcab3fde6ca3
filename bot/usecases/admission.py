"""What the rule of admission has to know, and the drafts and cards that come of it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.admission_rule import Admission, Verdict, Way, judge
from bot.domain.article import Article, Content, Reading
from bot.domain.errors import RefusedError
from bot.domain.notices import PasteRefused
from bot.domain.people import Editor
from bot.domain.section import Section
from bot.usecases.draft_cards import show_card
from storage.storage import Transaction


async def admit(tx: Transaction, content: Content, *, by: Way, now: datetime) -> Verdict:
    """What becomes of a page that no source has named before."""
    same = await tx.articles.same_page(content)
    alike = await tx.stories.candidates(content, now)
    return judge(content, same, alike, by=by, now=now)


async def section_of(tx: Transaction, content: Content) -> Section | None:
    """The section whose name is printed on the page."""
    return await tx.sections.named(content.section) if content.section else None


async def add_draft(
    tx: Transaction,
    content: Content,
    warnings: Sequence[str],
    *,
    resembles: int | None,
    now: datetime,
    by: int | None = None,
) -> Article:
    section = await section_of(tx, content)
    article_id = await tx.articles.add_draft(
        content,
        section_id=section.id if section else None,
        warnings=warnings,
        resembles=resembles,
        by=by,
        now=now,
    )
    return await tx.articles.existing(article_id)


async def take_pages(
    tx: Transaction,
    editor: Editor,
    readings: Iterable[Reading],
    now: datetime,
    *,
    target: int | None = None,
) -> list[int]:
    """Make drafts of what the desk has brought, and owe the editor their cards.

    `target`: the article of which they are to be a new text. Returns which articles they are.
    """
    made = []
    for reading in readings:
        article = await take(tx, editor, reading, now, target=target)
        await show_card(tx, article.id, editor.user_id, now)
        made.append(article.id)
    return made


async def take(
    tx: Transaction, editor: Editor, reading: Reading, now: datetime, *, target: int | None = None
) -> Article:
    """The draft that it becomes, or the article that it is already."""
    content = reading.content
    verdict = await admit(tx, content, by=Way.DESK, now=now)
    known = verdict.article
    if known is None or verdict.admission is Admission.HELD:
        resembles = target or (known.id if known else None)
        return await add_draft(
            tx, content, reading.warnings, resembles=resembles, now=now, by=editor.user_id
        )
    article = known.take_up()
    if article.can_be_published and target not in (None, article.id):
        article = replace(article, resembles=target)
    if article != known:
        await tx.articles.save(article)
    return article


async def refuse(tx: Transaction, editor: Editor, refusal: RefusedError, now: datetime) -> None:
    """Owe the editor the words that say why."""
    await tx.tell([editor.user_id], PasteRefused(refusal.code, refusal.details), now)
