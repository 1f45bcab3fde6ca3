"""Sections: where an article belongs."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, count
from typing import Any

from sqlalchemy import Row, Select, delete, func, insert, or_, select, update

from bot.domain.errors import RefusedError
from bot.domain.section import Section, section_key, slug_of
from bot.domain.section_merger import SectionUses
from storage.articles import IS_DRAFT
from storage.desk_tables import former_section_name
from storage.schema import article, section
from storage.section_merge import count_both, count_uses, merge
from storage.view import View


class SectionView(View):
    async def all(self) -> list[Section]:
        """All sections, in the order that the desk has given them; new ones come last."""
        there = section.c.merged_into.is_(None)
        found = await self._connection.execute(
            _sections().where(there).order_by(section.c.place, section.c.id)
        )
        listed = [_section(row) for row in found]
        names, numbers = await self._leading_here()
        return [
            replace(each, former=frozenset(names[each.id]), taken_over=frozenset(numbers[each.id]))
            for each in listed
        ]

    async def _leading_here(self) -> tuple[dict[int, set[str]], dict[int, set[int]]]:
        """By which names and numbers, besides their own, sections are found."""
        names, numbers = defaultdict[int, set[str]](set), defaultdict[int, set[int]](set)
        former = select(former_section_name.c.key, former_section_name.c.section_id)
        for row in await self._connection.execute(former):
            names[row.section_id].add(row.key)
        gone = select(section.c.id, section.c.slug, section.c.merged_into)
        there = section.c.merged_into.is_not(None)
        for number, slug, into in await self._connection.execute(gone.where(there)):
            names[into].add(slug)
            numbers[into].add(number)
        return names, numbers

    async def taken_over(self) -> list[tuple[int, int]]:
        """Sections that are gone, each with the one that has all that it had."""
        gone = select(section.c.id, section.c.merged_into).where(
            section.c.merged_into.is_not(None)
        )
        return [(row.id, row.merged_into) for row in await self._connection.execute(gone)]

    async def get(self, section_id: int) -> Section | None:
        """The section, or the one that has taken it over."""
        asked = section.alias()
        there = (
            select(func.coalesce(asked.c.merged_into, asked.c.id))
            .where(asked.c.id == section_id)
            .scalar_subquery()
        )
        found = await self._connection.execute(_sections().where(section.c.id == there))
        row = found.one_or_none()
        return None if row is None else _section(row)

    async def named(self, name: str) -> Section | None:
        """The section that this printed name means, or meant before it was called otherwise.

        Case, look-alike letters and spaces do not count.
        """
        key = section_key(name)
        former = (
            select(former_section_name.c.section_id)
            .where(former_section_name.c.key == key)
            .scalar_subquery()
        )
        found = await self._connection.execute(
            _sections()
            .where(or_(section.c.key == key, section.c.id == former))
            .order_by(section.c.key != key)
            .limit(1)
        )
        row = found.one_or_none()
        return None if row is None else _section(row)

    async def needing_second(self) -> frozenset[int]:
        """The sections in which a second person has to agree to what is published."""
        found = await self._connection.execute(select(section.c.id).where(section.c.needs_second))
        return frozenset(found.scalars())

    async def uses(self, section_id: int) -> SectionUses:
        """How much of the newsroom's is in it."""
        return await count_uses(self._connection, section_id)

    async def following_both(self, one: int, other: int) -> int:
        """How many readers follow both sections."""
        return await count_both(self._connection, one, other)

    async def hidden(self) -> frozenset[int]:
        """The sections that readers are not offered."""
        found = await self._connection.execute(select(section.c.id).where(section.c.hidden))
        return frozenset(found.scalars())


class SectionStore(SectionView):
    async def add(self, name: str, emoji: str) -> Section:
        """Make a section; a slug that is taken gets a number behind it."""
        slug, key = await self._free_slug(slug_of(name)), section_key(name)
        await self._no_more_former(key)
        last = select(func.coalesce(func.max(section.c.place), 0) + 1).scalar_subquery()
        added = await self._connection.execute(
            insert(section)
            .values(name=name, key=key, slug=slug, emoji=emoji, place=last)
            .returning(section.c.id)
        )
        return Section(added.scalar_one(), name, slug, emoji)

    async def rename(self, section_id: int, name: str) -> None:
        """Call it by another name; its slug stays, and pages that print the old name find it.

        Raises `RefusedError` where another section is called that.
        """
        await self._connection.execute(
            select(section.c.id).order_by(section.c.id).with_for_update()
        )
        key = section_key(name)
        called = select(section.c.id, section.c.name, section.c.key)
        rows = {row.id: row for row in await self._connection.execute(called)}
        for row in rows.values():
            if row.key == key and row.id != section_id:
                raise RefusedError("section_name_taken", name=row.name)
        await self._no_more_former(key)
        if rows[section_id].key != key:
            former = {"key": rows[section_id].key, "section_id": section_id}
            await self._connection.execute(insert(former_section_name).values(**former))
        await self._write(section_id, name=name, key=key)

    async def outdate_drafts(self, section_id: int) -> Sequence[int]:
        """Let no button do anything that was drawn before this on a draft of a section.

        Returns the drafts, the newest first.
        """
        changed = await self._connection.execute(
            update(article)
            .where(article.c.section_id == section_id, IS_DRAFT)
            .values(version=article.c.version + 1)
            .returning(article.c.id)
        )
        return sorted(changed.scalars(), reverse=True)

    async def set_emoji(self, section_id: int, emoji: str) -> None:
        await self._write(section_id, emoji=emoji)

    async def set_hashtag(self, section_id: int, hashtag: str | None) -> None:
        """One of its own, with its sign; None: as its name is."""
        await self._write(section_id, hashtag=hashtag)

    async def move(self, section_id: int, place: int) -> None:
        """Have it stand at this place among all, 0 being the first."""
        order = [known.id for known in await self.all() if known.id != section_id]
        order.insert(place, section_id)
        for number, known in enumerate(order, start=1):
            await self._write(known, place=number)

    async def merge(self, gone: int, into: int) -> Sequence[int]:
        """Give another section all that one has; the drafts that moved by that."""
        return await merge(self._connection, gone, into)

    async def _no_more_former(self, key: str) -> None:
        """A section is called that now: what was called so before is not meant any more."""
        known = former_section_name.c.key == key
        await self._connection.execute(delete(former_section_name).where(known))

    async def hide(self, section_id: int, *, on: bool) -> None:
        await self._write(section_id, hidden=on)

    async def need_second(self, section_id: int, *, on: bool) -> None:
        await self._connection.execute(
            update(section).where(section.c.id == section_id).values(needs_second=on)
        )

    async def _write(self, section_id: int, **values: str | int | None) -> None:
        await self._connection.execute(
            update(section)
            .where(section.c.id == section_id)
            .values(**values, edition=section.c.edition + 1)
        )

    async def _free_slug(self, slug: str) -> str:
        found = await self._connection.execute(
            select(section.c.slug).where(section.c.slug.startswith(slug, autoescape=True))
        )
        taken = set(found.scalars())
        numbered = (f"{slug}-{number}" for number in count(2))
        return next(free for free in chain([slug], numbered) if free not in taken)


def _sections() -> Select[Any]:
    return select(section.c.id, section.c.name, section.c.slug, section.c.emoji, section.c.hashtag)


def _section(row: Row[Any]) -> Section:
    return Section(row.id, row.name, row.slug, row.emoji, row.hashtag)
