"""What people keep to read later: the newest first, and nothing that was taken back."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, func, select

from storage import statements
from storage.articles import IS_PUBLIC
from storage.schema import article, saved
from storage.view import View


class SavedView(View):
    async def has(self, chat_id: int, article_id: int) -> bool:
        found = await self._connection.execute(
            select(saved.c.at).where(saved.c.chat_id == chat_id, saved.c.article_id == article_id)
        )
        return found.first() is not None

    async def count(self, chat_id: int) -> int:
        return await self._connection.scalar(_of(chat_id, func.count())) or 0

    async def ids(self, chat_id: int, limit: int, offset: int) -> list[int]:
        """The articles, what was kept last first."""
        asked = _of(chat_id, saved.c.article_id)
        found = await self._connection.execute(
            asked.order_by(saved.c.at.desc(), saved.c.article_id.desc())
            .limit(limit)
            .offset(offset)
        )
        return list(found.scalars())


class SavedStore(SavedView):
    async def keep(self, chat_id: int, article_id: int, now: datetime, *, on: bool) -> None:
        """Keep an article, or keep it no more; the same twice changes nothing."""
        if on:
            statement = statements.insert(self._connection, saved).values(
                chat_id=chat_id, article_id=article_id, at=now
            )
            await self._connection.execute(statement.on_conflict_do_nothing())
        else:
            await self._connection.execute(
                delete(saved).where(saved.c.chat_id == chat_id, saved.c.article_id == article_id)
            )


def _of(chat_id: int, what: Any) -> Select[Any]:  # noqa: ANN401 - a column or a count
    joined = saved.join(article, article.c.id == saved.c.article_id)
    return select(what).select_from(joined).where(saved.c.chat_id == chat_id, IS_PUBLIC)
