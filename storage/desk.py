"""What the desk is in the middle of: pasted parts and notices."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, and_, delete, func, insert, select, update

from bot.domain.article import ArticleState
from bot.domain.formatted import Format, as_values
from bot.domain.notice import NOTICES, Notice, kind_of
from bot.domain.notices import ArticleRetracted  # its module puts all kinds into NOTICES
from bot.domain.own_words import (
    Attached,
    Source,
    Typed,
    formatted_from,
    source_as_values,
    source_from,
)
from storage import statements
from storage.awaited_pages import AwaitedPages
from storage.schema import article, awaited_page, notice, paste_part
from storage.view import View


class DeskView(View):
    async def open_pastes(self) -> dict[int, datetime]:
        """The chats that have pasted, and when each waits for no further part."""
        found = await self._connection.execute(
            select(paste_part.c.chat_id, func.max(paste_part.c.complete_at).label("at"))
            .where(paste_part.c.taken.is_(False))
            .group_by(paste_part.c.chat_id)
        )
        return {row.chat_id: row.at for row in found}

    async def parts(self, chat_id: int) -> list[tuple[str, datetime]]:
        """The parts of a chat's paste and when each was sent, in order."""
        found = await self._connection.execute(
            select(paste_part.c.text, paste_part.c.arrived_at)
            .where(_waiting(chat_id))
            .order_by(paste_part.c.message_id)
        )
        return [(row.text, row.arrived_at) for row in found]

    async def waiting(self, chat_id: int) -> list[Typed]:
        """The messages of a chat's paste, as they are formatted, in order."""
        found = await self._connection.execute(
            select(paste_part).where(_waiting(chat_id)).order_by(paste_part.c.message_id)
        )
        return list(map(_typed, found))

    async def message(self, chat_id: int, message_id: int) -> Typed | None:
        """What was sent in a message, if it is still known."""
        found = await self._connection.execute(
            select(paste_part).where(
                paste_part.c.chat_id == chat_id, paste_part.c.message_id == message_id
            )
        )
        row = found.one_or_none()
        if row is None:
            return None
        others = await self._album(chat_id, row.group_id) if row.group_id else [row]
        return replace(_typed(row), attached=tuple(map(_attached, others)) if row.attached else ())

    async def article_of(self, chat_id: int, message_id: int) -> int | None:
        """The article that a message has become, or belongs to."""
        article_id: int | None = await self._connection.scalar(
            select(paste_part.c.article_id).where(
                paste_part.c.chat_id == chat_id, paste_part.c.message_id == message_id
            )
        )
        return article_id

    async def text_before(
        self, chat_id: int, message_id: int, since: datetime
    ) -> tuple[int, list[Typed]] | None:
        """The article that was last sent above a message, not before that, and its messages."""
        above = and_(
            paste_part.c.chat_id == chat_id,
            paste_part.c.message_id < message_id,
            paste_part.c.text != "",
        )
        article_id: int | None = await self._connection.scalar(
            select(paste_part.c.article_id)
            .where(above, paste_part.c.arrived_at >= since, paste_part.c.article_id.is_not(None))
            .order_by(paste_part.c.message_id.desc())
            .limit(1)
        )
        if article_id is None:
            return None
        found = await self._connection.execute(
            select(paste_part)
            .where(above, paste_part.c.article_id == article_id)
            .order_by(paste_part.c.message_id)
        )
        return article_id, list(map(_typed, found))

    async def begins_album(self, chat_id: int, message_id: int, group_id: str | None) -> bool:
        """Whether a file is the first of its album that came, or alone."""
        if group_id is None:
            return True
        first, *_ = await self._album(chat_id, group_id)
        return bool(first.message_id == message_id)

    async def _album(self, chat_id: int, group_id: str) -> Sequence[Row[Any]]:
        found = await self._connection.execute(
            select(paste_part)
            .where(
                paste_part.c.chat_id == chat_id,
                paste_part.c.group_id == group_id,
                paste_part.c.attached.is_not(None),
            )
            .order_by(paste_part.c.message_id)
        )
        return found.all()

    async def next_awaited_page(self) -> datetime | None:
        """When the next page is to be fetched that nobody has in hand by then."""
        due_at: datetime | None = await self._connection.scalar(
            select(func.min(awaited_page.c.due_at))
        )
        return due_at

    async def latest_notice(
        self, kinds: Collection[type[Notice]], since: datetime
    ) -> tuple[int, Notice] | None:
        """The newest notice of these kinds that was made since then, with its id."""
        found = await self._connection.execute(
            select(notice.c.id, notice.c.kind, notice.c.details)
            .where(notice.c.kind.in_(map(kind_of, kinds)), notice.c.made_at >= since)
            .order_by(notice.c.id.desc())
            .limit(1)
        )
        row = found.one_or_none()
        return None if row is None else (row.id, _read(row.kind, row.details))

    async def notice(self, notice_id: int) -> Notice | None:
        row = (
            await self._connection.execute(
                select(notice.c.kind, notice.c.details).where(notice.c.id == notice_id)
            )
        ).one_or_none()
        return None if row is None else _read(row.kind, row.details)

    async def told_of_retraction(self, article_id: int) -> int | None:
        """The notice for those who had an article: its retraction makes one at its own moment."""
        at = await self._connection.scalar(
            select(article.c.retracted_at).where(
                article.c.id == article_id, article.c.state == ArticleState.RETRACTED
            )
        )
        if at is None:
            return None
        kind = kind_of(ArticleRetracted)
        told = await self._connection.execute(
            select(notice.c.id, notice.c.details).where(
                notice.c.kind == kind, notice.c.made_at == at
            )
        )
        mine = (row.id for row in told if row.details.get("taken_back") == article_id)
        return next(mine, None)

    async def article_of_group(self, chat_id: int, group_id: str) -> int | None:
        """The article that the files of an album belong to."""
        article_id: int | None = await self._connection.scalar(
            select(func.max(paste_part.c.article_id)).where(
                paste_part.c.chat_id == chat_id, paste_part.c.group_id == group_id
            )
        )
        return article_id


class DeskStore(DeskView, AwaitedPages):
    async def keep_part(
        self,
        chat_id: int,
        message_id: int,
        text: str,
        *,
        at: datetime,
        complete_at: datetime,
        formats: Iterable[Format] = (),
        source: Source | None = None,
    ) -> bool:
        """Keep a part; the whole paste of the chat now waits until `complete_at`.

        False for a part that was kept before: Telegram handed it over again.
        """
        statement = statements.insert(self._connection, paste_part).values(
            chat_id=chat_id,
            message_id=message_id,
            text=text,
            formats=as_values(formats) or None,
            source=source_as_values(source),
            arrived_at=at,
            complete_at=complete_at,
        )
        kept = await self._connection.execute(statement.on_conflict_do_nothing())
        if not kept.rowcount:
            return False
        await self._connection.execute(
            update(paste_part).where(_waiting(chat_id)).values(complete_at=complete_at)
        )
        return True

    async def change_part(
        self, chat_id: int, message_id: int, text: str, formats: Iterable[Format] = ()
    ) -> bool:
        """Another text of a part; false where it was read already, or never kept."""
        changed = await self._connection.execute(
            update(paste_part)
            .where(_waiting(chat_id), paste_part.c.message_id == message_id)
            .values(text=text, formats=as_values(formats) or None)
        )
        return bool(changed.rowcount)

    async def keep_file(self, chat_id: int, sent: Typed, group_id: str | None) -> bool:
        """Keep a message with a file; false where that was done before."""
        (file,) = sent.attached
        statement = statements.insert(self._connection, paste_part).values(
            chat_id=chat_id,
            message_id=sent.message_id,
            text=sent.words.text,
            formats=as_values(sent.words.formats) or None,
            source=source_as_values(sent.source),
            attached={"url": file.url, "name": file.name},
            group_id=group_id,
            arrived_at=sent.at,
            complete_at=sent.at,
            taken=True,
        )
        kept = await self._connection.execute(statement.on_conflict_do_nothing())
        return bool(kept.rowcount)

    async def belongs(self, chat_id: int, message_id: int, article_id: int) -> None:
        """A message is of this article, and so are the others of its album."""
        await self._connection.execute(
            update(paste_part)
            .where(paste_part.c.chat_id == chat_id, paste_part.c.message_id == message_id)
            .values(article_id=article_id)
        )

    async def note_file(self, chat_id: int, message_id: int, at: datetime) -> bool:
        """A message that is no part of a paste is read now; false where it was read before."""
        statement = statements.insert(self._connection, paste_part).values(
            chat_id=chat_id,
            message_id=message_id,
            text="",
            arrived_at=at,
            complete_at=at,
            taken=True,
        )
        noted = await self._connection.execute(statement.on_conflict_do_nothing())
        return bool(noted.rowcount)

    async def take_parts(self, chat_id: int) -> list[tuple[str, datetime]]:
        """The same; they wait no longer."""
        parts = await self.parts(chat_id)
        await self._connection.execute(
            update(paste_part).where(_waiting(chat_id)).values(taken=True)
        )
        return parts

    async def forget_parts(self, before: datetime) -> None:
        """Drop parts that were read, of messages older than this."""
        await self._connection.execute(
            delete(paste_part).where(
                paste_part.c.taken.is_(True), paste_part.c.arrived_at < before
            )
        )

    async def add_notice(self, told: Notice, now: datetime) -> int:
        """Keep a notice and return its id, the subject of its deliveries."""
        added = await self._connection.execute(
            insert(notice).values(**_stored(told), made_at=now).returning(notice.c.id)
        )
        notice_id: int = added.scalar_one()
        return notice_id

    async def change_notice(self, notice_id: int, told: Notice) -> None:
        """Let a notice say something else; whoever has it is owed an edit."""
        await self._connection.execute(
            update(notice).where(notice.c.id == notice_id).values(**_stored(told))
        )


def _typed(row: Row[Any]) -> Typed:
    words = formatted_from(row.text, row.formats)
    return Typed(row.message_id, words, row.arrived_at, source_from(row.source))


def _attached(row: Row[Any]) -> Attached:
    return Attached(row.attached["url"], row.attached["name"])


def _waiting(chat_id: int) -> ColumnElement[bool]:
    return and_(paste_part.c.chat_id == chat_id, paste_part.c.taken.is_(False))


@cache
def _fields(kind: str) -> TypeAdapter[Notice]:
    """Between the notices of a kind and JSON."""
    return TypeAdapter(NOTICES[kind])


def _stored(told: Notice) -> dict[str, Any]:
    kind = kind_of(type(told))
    return {"kind": kind, "details": _fields(kind).dump_python(told, mode="json")}


def _read(kind: str, details: Mapping[str, Any]) -> Notice:
    return _fields(kind).validate_python(details)
