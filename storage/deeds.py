"""The log: rows of what the desk did, each written in the transaction of its deed."""

from typing import Any

from sqlalchemy import ColumnElement, Row, func, insert, select, true

from bot.domain.deed_log import PAGE, About, Change, Deed, Did, LogPage, Subject
from bot.domain.people import Editor
from storage.schema import deed
from storage.view import View


class DeedView(View):
    async def page(
        self, page: int, article_id: int | None = None, by: Editor | None = None
    ) -> LogPage:
        """A page of the log, or of what was done to one article or by one person.

        Behind the last one it is the last.
        """
        where = _of_article(article_id) & (deed.c.by == by.user_id if by else true())
        total = await self._connection.scalar(select(func.count()).select_from(deed).where(where))
        total = total or 0
        page = max(min(page, (total - 1) // PAGE), 0)
        deeds = await self._newest(where, PAGE, page * PAGE)
        return LogPage(tuple(deeds), page, total, article_id, by)

    async def newest(self, limit: int) -> list[Deed]:
        return await self._newest(true(), limit, 0)

    async def _newest(self, where: ColumnElement[bool], limit: int, offset: int) -> list[Deed]:
        found = await self._connection.execute(
            select(deed).where(where).order_by(deed.c.id.desc()).limit(limit).offset(offset)
        )
        return [_deed(row) for row in found]


class DeedStore(DeedView):
    async def add(self, *done: Deed) -> None:
        for each in done:
            await self._connection.execute(insert(deed).values(**_columns(each)))


def _of_article(article_id: int | None) -> ColumnElement[bool]:
    if article_id is None:
        return true()
    return (deed.c.about == About.ARTICLE) & (deed.c.number == article_id)


def _columns(done: Deed) -> dict[str, Any]:
    return {
        "at": done.at,
        "by": done.by,
        "by_name": done.by_name,
        "did": done.did,
        "about": done.subject.about,
        "number": done.subject.number,
        "name": done.subject.name,
        "changes": [[each.part, each.before, each.after] for each in done.changes],
    }


def _deed(row: Row[Any]) -> Deed:
    return Deed(
        row.at,
        row.by,
        row.by_name,
        Did(row.did),
        Subject(About(row.about), row.number, row.name),
        tuple(Change(*each) for each in row.changes),
    )
