"""Under which tags and authors an article stands in the archive, and how many under each.

Counted with every change and in its transaction: of a million articles nobody counts the tags.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, insert, select, true, update

from bot.domain.article import Article, dated_at
from bot.domain.shelves import ArchiveName
from bot.domain.topics import Topic, TopicKind, authors_of, tags_of
from storage import statements
from storage.archive_tables import archive_entry, archive_name
from storage.types import from_milliseconds, to_milliseconds
from storage.view import View

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_AT_ONCE = 1_000  # keys in a statement
# One that has no article any more stays: another transaction may be putting one under it.
_IS_THERE = archive_name.c.articles > 0
_COLUMNS = archive_entry.c.keys()

_Entry = tuple[int, datetime, int]  # of archive_entry


class ArchiveNameView(View):
    async def get(self, name_id: int) -> ArchiveName | None:
        found = await self._connection.execute(
            select(archive_name).where(archive_name.c.id == name_id, _IS_THERE)
        )
        row = found.one_or_none()
        return None if row is None else _archive_name(row)

    async def of(self, article_id: int) -> list[ArchiveName]:
        """Under which names an article stands, its authors first."""
        found = await self._connection.execute(
            select(archive_name)
            .join(archive_entry)
            .where(archive_entry.c.article_id == article_id)
            .order_by(archive_name.c.kind, archive_name.c.id)
        )
        return [_archive_name(row) for row in found]

    async def most(self, kind: TopicKind, limit: int, offset: int) -> list[ArchiveName]:
        """Those with most articles first; of as many, what was named last."""
        found = await self._connection.execute(
            select(archive_name)
            .where(archive_name.c.kind == kind, _IS_THERE)
            .order_by(archive_name.c.articles.desc(), archive_name.c.id.desc())
            .limit(limit)
            .offset(offset)
        )
        return [_archive_name(row) for row in found]

    async def count(self, kind: TopicKind) -> int:
        counted = await self._connection.scalar(
            select(func.count())
            .select_from(archive_name)
            .where(archive_name.c.kind == kind, _IS_THERE)
        )
        return int(counted or 0)

    async def spelled(
        self, topics: Collection[Topic], *, in_use: bool = False
    ) -> dict[Topic, Topic]:
        """As the archive has those that it has, or has had unless `in_use`; of any number."""
        known: dict[Topic, Topic] = {}
        for kind in {each.kind for each in topics}:
            keys = [each.key for each in topics if each.kind is kind]
            for start in range(0, len(keys), _AT_ONCE):
                found = await self._connection.execute(
                    select(archive_name).where(
                        archive_name.c.kind == kind,
                        archive_name.c.key.in_(keys[start : start + _AT_ONCE]),
                        _IS_THERE if in_use else true(),
                    )
                )
                known |= {each: each for each in map(_topic, found)}
        return known


class ArchiveNameStore(ArchiveNameView):
    async def put(self, articles: Sequence[Article], *, new: bool = False) -> None:
        """These stand under what they name now; `new`: they stood under nothing before.

        What nobody may read stands under nothing.
        """
        named = {each.id: _named(each) for each in articles if each.is_public}
        ids = await self._ids({topic for topics in named.values() for topic in topics})
        at = {each.id: _as_kept(dated_at(each) or _EPOCH) for each in articles}
        wanted = {
            (ids[topic], at[article_id], article_id)
            for article_id, topics in named.items()
            for topic in topics
        }
        known = set() if new else await self._entries([each.id for each in articles])
        come, gone = sorted(wanted - known), sorted(known - wanted)
        if come:
            rows = [dict(zip(_COLUMNS, each, strict=True)) for each in come]
            await self._connection.execute(insert(archive_entry), rows)
        if gone:
            await self._connection.execute(_REMOVE, [_bound(each) for each in gone])
        change = Counter(each[0] for each in come)
        change.subtract(each[0] for each in gone)
        await self._count({name: by for name, by in change.items() if by})

    async def _entries(self, articles: Sequence[int]) -> set[_Entry]:
        found = await self._connection.execute(
            select(archive_entry).where(archive_entry.c.article_id.in_(articles))
        )
        return {(row.name_id, row.dated_at, row.article_id) for row in found}

    async def _ids(self, topics: Collection[Topic]) -> Mapping[Topic, int]:
        """The rows of names; those that are new are added, and count nothing yet."""
        known = await self.spelled(topics)
        if missing := [each for each in topics if each not in known]:
            # Their order is that of their numbers, and with these of the lists.
            rows = [
                {"kind": each.kind, "key": each.key, "name": each.name, "articles": 0}
                for each in sorted(missing, key=lambda each: (each.kind, each.key))
            ]
            added = statements.insert(self._connection, archive_name).on_conflict_do_nothing()
            await self._connection.execute(added, rows)
            known = await self.spelled(topics)
        return {topic: row.id for topic, row in known.items()}

    async def _count(self, change: Mapping[int, int]) -> None:
        if not change:
            return
        await self._connection.execute(
            _ADD, [{"its_id": name, "more": by} for name, by in sorted(change.items())]
        )


_ADD = (
    update(archive_name)
    .where(archive_name.c.id == bindparam("its_id"))
    .values(
        articles=archive_name.c.articles + bindparam("more", type_=archive_name.c.articles.type)
    )
)
_REMOVE = delete(archive_entry).where(
    *(column == bindparam(f"its_{column.name}", type_=column.type) for column in archive_entry.c)
)


def _bound(entry: _Entry) -> dict[str, object]:
    return {f"its_{each}": value for each, value in zip(_COLUMNS, entry, strict=True)}


def _as_kept(moment: datetime) -> datetime:
    """A system may hand in microseconds, which rows do not have."""
    return from_milliseconds(to_milliseconds(moment))


def _named(article: Article) -> tuple[Topic, ...]:
    return (*tags_of(article.content), *authors_of(article.content))


def _archive_name(row: Row[Any]) -> ArchiveName:
    """Its topic is not known by this row's number: what is followed has rows of its own."""
    return ArchiveName(row.id, replace(_topic(row), id=0), row.articles)


def _topic(row: Row[Any]) -> Topic:
    return Topic(TopicKind(row.kind), row.key, row.name, row.id)
