"""What the desk was told of a request to publish says when that is over."""

from dataclasses import replace
from datetime import datetime

from bot.domain.card_notices import PublicationWanted
from bot.domain.delivery import Kind
from storage.storage import Transaction


async def waits_no_more(tx: Transaction, article_id: int, now: datetime) -> None:
    """Of a wish that is fulfilled, denied, lapsed or overtaken; before it is forgotten."""
    notice_id = await tx.wishes.told_by(article_id)
    told = await tx.desk.notice(notice_id) if notice_id else None
    if notice_id and isinstance(told, PublicationWanted) and not told.over:
        await tx.desk.change_notice(notice_id, replace(told, over=True))
        await tx.ledger.mark_changed(Kind.NOTICE, notice_id, now)
