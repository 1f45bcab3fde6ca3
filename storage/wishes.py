"""Who has asked to publish what, where a second person of the desk has to do it."""

from datetime import datetime

from sqlalchemy import delete, select, update

from bot.domain.second_look import Wish
from storage import statements
from storage.schema import wish
from storage.view import View


class WishView(View):
    async def of(self, article_id: int) -> Wish | None:
        """The last wish; whether it holds yet, the article says."""
        found = await self._connection.execute(select(wish).where(wish.c.article_id == article_id))
        row = found.one_or_none()
        return None if row is None else Wish(row.by, row.by_name, row.breaking, row.of)

    async def by(self, user_id: int) -> list[int]:
        """The articles that a person has asked to publish, whether that holds yet or not."""
        found = await self._connection.execute(
            select(wish.c.article_id).where(wish.c.by == user_id).order_by(wish.c.article_id)
        )
        return list(found.scalars())

    async def wanted(self) -> set[int]:
        """The articles that anybody has asked to publish, whether that holds yet or not."""
        found = await self._connection.execute(select(wish.c.article_id))
        return set(found.scalars())

    async def told_by(self, article_id: int) -> int | None:
        """The notice by which the others were told of it."""
        return await self._connection.scalar(
            select(wish.c.notice_id).where(wish.c.article_id == article_id)
        )


class WishStore(WishView):
    async def keep(self, article_id: int, new: Wish, now: datetime) -> None:
        """In place of an earlier one."""
        values = {
            "by": new.by,
            "by_name": new.by_name,
            "breaking": new.breaking,
            "of": new.of,
            "asked_at": now,
            "notice_id": None,
        }
        statement = statements.insert(self._connection, wish).values(
            article_id=article_id, **values
        )
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=[wish.c.article_id], set_=values)
        )

    async def told(self, article_id: int, notice_id: int) -> None:
        """The others were told of it, by this notice."""
        await self._connection.execute(
            update(wish).where(wish.c.article_id == article_id).values(notice_id=notice_id)
        )

    async def lapse(self, article_id: int) -> None:
        """What was seen is no more: it holds for nothing, whatever the article becomes."""
        await self._connection.execute(
            update(wish).where(wish.c.article_id == article_id).values(of="")
        )

    async def drop(self, article_id: int) -> None:
        await self._connection.execute(delete(wish).where(wish.c.article_id == article_id))
