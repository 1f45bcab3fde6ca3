"""Which question each person of the desk was asked last, and which forms they have open."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, select, update

from bot.domain.article_forms import Form
from bot.domain.question_kinds import LETTERS, Question, asked_about
from storage import statements
from storage.schema import form, question
from storage.view import View

_NOT_SENT = 0  # no message has this number


class QuestionView(View):
    async def of(self, chat_id: int) -> Question | None:
        return next(iter(await self._where(question.c.chat_id == chat_id)), None)

    async def of_late(self, chat_id: int, since: datetime) -> Question | None:
        """The same, unless it was asked before that."""
        newest = question.c.chat_id == chat_id, question.c.asked_at > since
        return next(iter(await self._where(and_(*newest))), None)

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

    async def forget_letters(self, before: datetime) -> None:
        """Wait no more for letters that were asked for before that."""
        await self._connection.execute(
            delete(question).where(question.c.about.in_(LETTERS), question.c.asked_at <= before)
        )

    async def begin_form(self, chat_id: int, article_id: int, kind: Form) -> None:
        """A form is about to be sent; one that is open stays so until then."""
        await self._connection.execute(
            statements.insert(self._connection, form)
            .values(chat_id=chat_id, article_id=article_id, kind=kind, message_id=_NOT_SENT)
            .on_conflict_do_update(
                index_elements=[form.c.chat_id, form.c.article_id, form.c.kind],
                set_={"message_id": form.c.message_id},
            )
        )

    async def open_form(
        self, chat_id: int, article_id: int, kind: Form, message_id: int
    ) -> int | None:
        """A form stands in this message now; the one in which it stood before, if another."""
        there = form.c.chat_id == chat_id, form.c.article_id == article_id, form.c.kind == kind
        before = await self._connection.scalar(select(form.c.message_id).where(*there))
        values = {"message_id": message_id}
        await self._connection.execute(
            statements.insert(self._connection, form)
            .values(chat_id=chat_id, article_id=article_id, kind=kind, **values)
            .on_conflict_do_update(
                index_elements=[form.c.chat_id, form.c.article_id, form.c.kind], set_=values
            )
        )
        return None if before in (message_id, _NOT_SENT) else before

    async def close_forms(
        self, article_id: int, kind: Form, *, but: int | None = None
    ) -> list[tuple[int, int]]:
        """Nothing of the kind is asked about the article any more: chats and messages of it.

        `but`: a chat in which it is.
        """
        there = [form.c.article_id == article_id, form.c.kind == kind]
        if but is not None:
            there.append(form.c.chat_id != but)
        found = await self._connection.execute(
            delete(form).where(*there).returning(form.c.chat_id, form.c.message_id)
        )
        return [(row.chat_id, row.message_id) for row in found if row.message_id != _NOT_SENT]

    async def close_form(self, chat_id: int, message_id: int) -> None:
        """What stood in this message has had its answer."""
        await self._connection.execute(
            delete(form).where(form.c.chat_id == chat_id, form.c.message_id == message_id)
        )
