"""A change of single fields of what people can read: it is proposed, shown, and then decided on.

What is proposed is a draft. It stays over a restart, it is drawn anew where the article changes,
and becomes the article's next text as any other draft does.
"""

from dataclasses import replace
from datetime import datetime

from bot.domain.article import Article, Content
from bot.domain.article_fields import amended
from bot.domain.card_notices import PictureReplaced
from bot.domain.people import Editor, check_decides
from bot.usecases.draft_cards import draft_of, redraw_cards, show_card
from storage.storage import Transaction


async def to_edit(tx: Transaction, article_id: int, by: Editor) -> Article:
    """What somebody sets a field of: a draft, or what was published as they propose it by now.

    Kept from others until the transaction ends. Raises `RefusedError`.
    """
    article = await tx.articles.existing(article_id, lock=True)
    if not article.is_published:
        return await draft_of(tx, article_id, by)
    check_decides(by, article)
    before = await tx.amendments.of(article.id, by.user_id)
    return replace(article, content=await _proposed(tx, article, before)) if before else article


async def _proposed(tx: Transaction, article: Article, before: Article) -> Content:
    """The newest text, with what was proposed to change of it when it was perhaps another."""
    base = await tx.amendments.base(article.id, before.amends or 1)
    return amended(base, before.content, article.content)


async def propose(
    tx: Transaction, article: Article, content: Content, *, by: Editor, now: datetime
) -> None:
    """Lay a change of a published article, and earlier ones, before whoever has made it.

    `content` is that of `article` but for what changes now.
    """
    before = await tx.amendments.of(article.id, by.user_id)
    if before is None:
        draft_id = await tx.articles.add_draft(
            content,
            section_id=article.section.id if article.section else None,
            warnings=(),
            resembles=article.id,
            by=by.user_id,
            now=now,
            amends=article.revision,
        )
    else:
        draft_id = before.id
        both = replace(before, amends=article.revision)
        earlier = await _proposed(tx, await tx.articles.existing(article.id), before)
        await tx.articles.rewrite(both.rewrite(amended(article.content, content, earlier), ()))
    await show_card(tx, draft_id, by.user_id, now)
    await redraw_cards(tx, draft_id, now)


async def tell_senders(
    tx: Transaction, old: Article, new: Content, *, by: Editor, now: datetime
) -> None:
    """Whose file gives way in an article's posts: they may not know that somebody sent another."""
    for image in old.content.images:
        if image in new.images:
            continue
        replaced = PictureReplaced(old.id, old.content.headline, by.name, image.medium)
        senders = await tx.pictures.senders(old.id, image.url)
        others = [each for each in senders if each != by.user_id]
        if at_desk := [each for each in others if await tx.people.editor(each)]:
            await tx.tell(at_desk, replaced, now)
