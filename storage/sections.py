"""Sections: where an article belongs."""

from itertools import chain, count

from sqlalchemy import Row, Select, insert, select, update

from bot.domain.audience import Section, section_key, slug_of
from bot.domain.errors import RefusedError
from storage.schema import section
from storage.view import View


class SectionView(View):
    async def all(self) -> list[Section]:
        """All sections, in the order in which they were made."""
        found = await self._connection.execute(_sections().order_by(section.c.id))
        return [_section(row) for row in found]

    async def get(self, section_id: int) -> Section | None:
        found = await self._connection.execute(_sections().where(section.c.id == section_id))
        row = found.one_or_none()
        return None if row is None else _section(row)

    async def named(self, name: str) -> Section | None:
        """The section that this printed name means (case, look-alike letters, spaces)."""
        found = await self._connection.execute(
            _sections().where(section.c.key == section_key(name))
        )
        row = found.one_or_none()
        return None if row is None else _section(row)

    async def needing_second(self) -> frozenset[int]:
        """The sections in which a second person has to agree to what is published."""
        found = await self._connection.execute(select(section.c.id).where(section.c.needs_second))
        return frozenset(found.scalars())

    async def hidden(self) -> frozenset[int]:
        """The sections that readers are not offered."""
        found = await self._connection.execute(select(section.c.id).where(section.c.hidden))
        return frozenset(found.scalars())


class SectionStore(SectionView):
    async def add(self, name: str, emoji: str) -> Section:
        """Make a section; a slug that is taken gets a number behind it."""
        slug = await self._free_slug(slug_of(name))
        added = await self._connection.execute(
            insert(section)
            .values(name=name, key=section_key(name), slug=slug, emoji=emoji)
            .returning(section.c.id)
        )
        return Section(added.scalar_one(), name, slug, emoji)

    async def rename(self, section_id: int, name: str) -> None:
        """Call it by another name; its slug stays, so that addresses go on working.

        Raises `RefusedError` where another section is called that.
        """
        await self._connection.execute(
            select(section.c.id).order_by(section.c.id).with_for_update()
        )
        namesake = await self.named(name)
        if namesake and namesake.id != section_id:
            raise RefusedError("section_name_taken", name=namesake.name)
        await self._write(section_id, name=name, key=section_key(name))

    async def set_emoji(self, section_id: int, emoji: str) -> None:
        await self._write(section_id, emoji=emoji)

    async def hide(self, section_id: int, *, on: bool) -> None:
        await self._write(section_id, hidden=on)

    async def need_second(self, section_id: int, *, on: bool) -> None:
        await self._connection.execute(
            update(section).where(section.c.id == section_id).values(needs_second=on)
        )

    async def _write(self, section_id: int, **values: str | bool) -> None:
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


def _sections() -> Select[tuple[int, str, str, str]]:
    return select(section.c.id, section.c.name, section.c.slug, section.c.emoji)


def _section(row: Row[tuple[int, str, str, str]]) -> Section:
    return Section(row.id, row.name, row.slug, row.emoji)
