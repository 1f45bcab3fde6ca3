"""What was seen of articles' links and pictures on their sites, and what is to be looked at."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import case, delete, func, literal, select, update

from bot.domain.outside_look import HOLDS_FOR, Look, Seen, Target
from bot.domain.picture import picture_key
from storage import statements
from storage.desk_tables import look
from storage.view import View


class LookView(View):
    async def seen(self, urls: Iterable[str]) -> dict[str, Seen]:
        """What was found last at these addresses; those that nobody has looked at are left out."""
        keys = [picture_key(url) for url in urls]
        if not keys:
            return {}
        found = await self._connection.execute(
            select(look).where(look.c.key.in_(keys), look.c.looked_at.is_not(None))
        )
        return {row.url: Seen(row.code, row.details or {}) for row in found}

    async def next_at(self) -> datetime | None:
        """When the next address is to be looked at."""
        at: datetime | None = await self._connection.scalar(select(func.min(look.c.due_at)))
        return at


class LookStore(LookView):
    async def ask(self, article_id: int, targets: Iterable[Target], now: datetime) -> None:
        """Have these looked at for an article, unless that was done a short time ago."""
        is_old = look.c.looked_at < now - HOLDS_FOR
        for target in targets:
            statement = statements.insert(self._connection, look).values(
                key=picture_key(target.url),
                url=target.url,
                is_picture=target.is_picture,
                article_id=article_id,
                due_at=now,
            )
            await self._connection.execute(
                statement.on_conflict_do_update(
                    index_elements=[look.c.key],
                    set_={
                        "article_id": article_id,
                        "due_at": case(
                            (is_old, literal(now, look.c.due_at.type)), else_=look.c.due_at
                        ),
                        "tries": case((is_old, 0), else_=look.c.tries),
                    },
                )
            )

    async def take(self, now: datetime, until: datetime, most: int) -> list[tuple[Target, int]]:
        """Take addresses in hand, each with how often that was done; `until` then it is ours."""
        due = (
            select(look.c.key)
            .where(look.c.due_at <= now)
            .order_by(look.c.due_at, look.c.key)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        taken = await self._connection.execute(
            update(look)
            .where(look.c.key.in_(statements.once(due)))
            .values(due_at=until, tries=look.c.tries + 1)
            .returning(look.c.url, look.c.is_picture, look.c.tries)
        )
        return [(Target(row.url, row.is_picture), row.tries) for row in taken]

    async def found(self, looked: Look) -> int | None:
        """Write down what was seen; the article for which it was looked at."""
        article_id: int | None = await self._connection.scalar(
            update(look)
            .where(look.c.key == picture_key(looked.target.url))
            .values(
                code=looked.seen.code,
                details=dict(looked.seen.details),
                looked_at=looked.at,
                due_at=None,
            )
            .returning(look.c.article_id)
        )
        return article_id

    async def forget(self, before: datetime) -> None:
        """Forget what was seen long ago."""
        await self._connection.execute(delete(look).where(look.c.looked_at < before))
