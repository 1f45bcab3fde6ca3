"""Which item of which source an article is: how the same item is known again."""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, Select, select, update

from bot.domain.admission_rule import Origin
from storage.schema import origin
from storage.statements import insert
from storage.view import View

_AT_ONCE = 1_000  # ids in one statement
_LONGEST_ID = 300  # characters; PostgreSQL indexes no more than 2,700 bytes


class OriginView(View):
    async def find(self, source: str, external_id: str) -> Origin | None:
        """What is known of an item; None for one that was never told of."""
        return await self._one(_item(source, external_id))

    async def known(self, source: str, external_ids: Collection[str]) -> dict[str, Origin]:
        """What is known of these items, by their ids; what was never told of is left out."""
        keys = {_key(external_id): external_id for external_id in external_ids}
        found: dict[str, Origin] = {}
        for few in _some(keys):
            rows = await self._connection.execute(
                select(origin).where(origin.c.source == source, origin.c.external_id.in_(few))
            )
            found |= {keys[row["external_id"]]: _origin(row) for row in rows.mappings()}
        return found

    async def of_article(self, article_id: int) -> list[Origin]:
        """Every item that the article is, the one told of last first."""
        found = await self._connection.execute(
            select(origin)
            .where(origin.c.article_id == article_id)
            .order_by(origin.c.told_at.desc(), origin.c.source, origin.c.external_id)
        )
        return [_origin(row) for row in found.mappings()]

    async def _one(self, statement: Select[Any]) -> Origin | None:
        row = (await self._connection.execute(statement)).mappings().one_or_none()
        return None if row is None else _origin(row)


class OriginStore(OriginView):
    async def see(self, source: str, marks: Mapping[str, str | None], now: datetime) -> None:
        """Note items as seen and not taken, each with its digest; what is known stays as it is."""
        statement = insert(self._connection, origin).on_conflict_do_nothing()
        rows = [
            {"source": source, "external_id": _key(external_id), "digest": digest, "told_at": now}
            for external_id, digest in marks.items()
        ]
        if rows:
            await self._connection.execute(statement, rows)

    async def take(self, source: str, external_id: str, now: datetime) -> Origin:
        """The same, kept from others until the transaction ends; a new item is noted as seen.

        Of two that bring one new item at once, the second waits here and finds the first's.
        """
        await self._connection.execute(
            insert(self._connection, origin)
            .values(source=source, external_id=_key(external_id), told_at=now)
            .on_conflict_do_nothing()
        )
        taken = await self._one(_item(source, external_id).with_for_update())
        if taken is None:
            raise LookupError("an origin went while it was taken")
        return taken

    async def put(
        self,
        source: str,
        external_id: str,
        article_id: int | None,
        *,
        now: datetime,
        revision: int = 0,
        digest: str | None = None,
        withdrawn: bool = False,
    ) -> None:
        """Note what a source told of an item, in place of what it told before."""
        told = {
            "article_id": article_id,
            "revision": revision,
            "digest": digest,
            "withdrawn": withdrawn,
            "told_at": now,
        }
        await self._connection.execute(
            insert(self._connection, origin)
            .values(source=source, external_id=_key(external_id), **told)
            .on_conflict_do_update(index_elements=["source", "external_id"], set_=told)
        )

    async def withdraw(self, source: str, external_id: str) -> None:
        """Note that the source itself took the item back, until `put` says otherwise."""
        await self._connection.execute(
            update(origin)
            .where(origin.c.source == source, origin.c.external_id == _key(external_id))
            .values(withdrawn=True)
        )

    async def repoint(self, article_id: int, target_id: int) -> None:
        """Every item that was one article is another one from now on."""
        await self._connection.execute(
            update(origin).where(origin.c.article_id == article_id).values(article_id=target_id)
        )


def _item(source: str, external_id: str) -> Select[Any]:
    return select(origin).where(
        origin.c.source == source, origin.c.external_id == _key(external_id)
    )


def _some(ids: Collection[str]) -> Iterator[list[str]]:
    """So many at once as a statement takes."""
    listed = list(ids)
    return (listed[at : at + _AT_ONCE] for at in range(0, len(listed), _AT_ONCE))


def _key(external_id: str) -> str:
    """The id as it is kept: as a digest where it is very long, or no database would take it."""
    known = external_id.encode("utf-8", "backslashreplace")
    short = len(external_id) <= _LONGEST_ID
    if short and "\0" not in external_id and known.decode() == external_id:
        return external_id
    return f"sha256:{hashlib.sha256(known).hexdigest()}"


def _origin(row: RowMapping) -> Origin:
    return Origin(
        row["source"],
        row["external_id"],
        row["article_id"],
        row["revision"],
        row["digest"],
        row["withdrawn"],
    )
