"""What the rule of admission has to know, and the drafts that come of it."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.admission_rule import Verdict, Way, judge
from bot.domain.article import Article, Content
from bot.domain.audience import Section
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
