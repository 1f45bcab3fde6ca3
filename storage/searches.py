"""What people looked for, for as long as the buttons of its pages are good."""

from datetime import datetime

from sqlalchemy import delete, insert, select

from storage.search_tables import search
from storage.view import View


class SearchesView(View):
    async def words(self, search_id: int, user_id: int) -> str | None:
        """What this person looked for under this number."""
        found: str | None = await self._connection.scalar(
            select(search.c.words).where(search.c.id == search_id, search.c.user_id == user_id)
        )
        return found

    async def typed_in(self, message_id: int, user_id: int) -> str | None:
        """What this person last looked for with a message; None where it was something else."""
        found: str | None = await self._connection.scalar(
            select(search.c.words)
            .where(search.c.user_id == user_id, search.c.message_id == message_id)
            .order_by(search.c.id.desc())
            .limit(1)
        )
        return found


class SearchesStore(SearchesView):
    async def keep(
        self, user_id: int, words: str, now: datetime, message_id: int | None = None
    ) -> int:
        """The number of what somebody looks for, and the message in which they typed it."""
        kept = await self._connection.execute(
            insert(search)
            .values(user_id=user_id, words=words, asked_at=now, message_id=message_id)
            .returning(search.c.id)
        )
        number: int = kept.scalar_one()
        return number

    async def forget(self, before: datetime) -> None:
        """Drop what was looked for earlier."""
        await self._connection.execute(delete(search).where(search.c.asked_at < before))
