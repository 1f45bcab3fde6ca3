"""Pages that editors' links name, and that are not fetched yet."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from storage import statements
from storage.schema import awaited_page
from storage.view import View


@dataclass(frozen=True, slots=True)
class AwaitedPage:
    """A page that an editor's link names. `article_id` is what it is to correct, if anything."""

    id: int
    chat_id: int
    url: str
    article_id: int | None
    asked_at: datetime
    tries: int


class AwaitedPages(View):
    async def await_page(
        self, chat_id: int, url: str, *, article_id: int | None, asked_at: datetime, now: datetime
    ) -> None:
        await self._connection.execute(
            insert(awaited_page).values(
                chat_id=chat_id, url=url, article_id=article_id, asked_at=asked_at, due_at=now
            )
        )

    async def take_awaited_pages(
        self, now: datetime, until: datetime, most: int
    ) -> list[AwaitedPage]:
        """Take pages in hand, the oldest first; after `until` somebody else may."""
        due = (
            select(awaited_page.c.id)
            .where(awaited_page.c.due_at <= now)
            .order_by(awaited_page.c.id)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        taken = await self._connection.execute(
            update(awaited_page)
            .where(awaited_page.c.id.in_(statements.once(due)))
            .values(due_at=until, tries=awaited_page.c.tries + 1)
            .returning(awaited_page)
        )
        return [
            AwaitedPage(row.id, row.chat_id, row.url, row.article_id, row.asked_at, row.tries)
            for row in taken
        ]

    async def page_came(self, page_id: int) -> bool:
        """Await the page no more; false where another process has it done."""
        gone = await self._connection.execute(
            delete(awaited_page).where(awaited_page.c.id == page_id)
        )
        return bool(gone.rowcount)
