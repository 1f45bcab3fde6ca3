"""Which question each person of the desk was asked last."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update

from bot.domain.question_kinds import Question, asked_about
from storage import statements
from storage.schema import question
from storage.view import View


class QuestionView(View):
    async def of(self, chat_id: int) -> Question | None:
        return next(iter(await self._where(question.c.chat_id == chat_id)), None)

    async def about_article(self, article_id: int) -> list[Question]:
        return await self._where(question.c.article_id == article_id)

    async def about_feed(self, feed_id: int) -> list[Question]:
        return await self._where(question.c.feed_id == feed_id)

    async def _where(self, condition: ColumnElement[bool]) -> list[Question]:
        found = await self._connection.execute(
            select(question).where(condition).order_by(question.c.chat_id)
        )
        return [
            Question(
                row.chat_id,
                asked_about(row.about, row.channel_id),
                row.article_id,
                row.feed_id,
                row.message_id,
                row.seen,
                row.channel_id,
                row.section_id,
            )
            for row in found
        ]


class QuestionStore(QuestionView):
    async def ask(self, asked: Question, now: datetime) -> None:
        """Ask in place of all that was asked in the chat before."""
        values: dict[str, Any] = asdict(asked) | {"asked_at": now}
        await self._connection.execute(
            statements.insert(self._connection, question)
            .values(**values)
            .on_conflict_do_update(index_elements=[question.c.chat_id], set_=values)
        )

    async def stands_in(self, chat_id: int, message_id: int) -> None:
        """The question has been put, in this message."""
        await self._connection.execute(
            update(question)
            .where(question.c.chat_id == chat_id, question.c.message_id.is_(None))
            .values(message_id=message_id)
        )

    async def saw(self, chat_id: int, seen: int) -> None:
        """Whoever was asked knows now what stands there by this mark."""
        await self._connection.execute(
            update(question).where(question.c.chat_id == chat_id).values(seen=seen)
        )

    async def close(self, chat_id: int) -> None:
        await self._connection.execute(delete(question).where(question.c.chat_id == chat_id))
