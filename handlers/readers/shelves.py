"""A part of the archive as a reader sees it: a shelf that a button or their own words mean."""

from dataclasses import dataclass
from typing import Final

from bot.domain.people import Person
from bot.domain.shelves import Edge, ShelfKey, month_of
from bot.rendering.archive_pages import CalendarView, ShelfView
from bot.usecases.archive import Archive, in_reach
from bot.usecases.following import Following
from bot.usecases.searching import Searching
from handlers.links import addresses_of

_NEWEST: Final = Edge()


@dataclass(frozen=True, slots=True)
class Shelves:
    """Makes pages of the archive's shelves."""

    archive: Archive
    following: Following
    searching: Searching
    bot_username: str

    async def page(
        self, key: ShelfKey, person: Person, *, day: int = 0, edge: Edge = _NEWEST
    ) -> ShelfView:
        page = await self.archive.page(key, day=day, edge=edge, zone=person.zone)
        topic = page.shelf.topic
        followed = topic is not None and await self.following.follows(topic, person)
        return ShelfView(page, addresses_of(page.articles, self.bot_username), followed)

    async def meant_by(self, typed: str, person: Person) -> ShelfView | CalendarView | None:
        """What is called so: a section, an author, a tag, a day, or a month or year."""
        if key := await self.archive.named(typed):
            return await self.page(key, person)
        days = self.searching.days(typed, person.zone)
        if days is None:
            return None
        first, last = days
        if first == last:
            shown = await self.page(ShelfKey(), person, day=in_reach(first))
            if shown.page.total:
                return shown
        month = await self.archive.month(day=in_reach(last), zone=person.zone)
        is_there = first < last and month_of(first) <= month.first <= last
        return CalendarView(month, missed=None if is_there else days)
