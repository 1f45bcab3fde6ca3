"""Who is speaking: one reading tells all that handlers need to know of a person."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.clock import Clock
from bot.domain.people import Person
from bot.domain.section import Section
from storage.storage import Storage
from storage.together import Together


class Recognition:
    """People who write at about the same time are looked up together.

    Sections are kept in mind until one is made, hidden or called otherwise, by whichever process:
    none is taken away once it is there.
    """

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock
        self._together = Together(self._look_up)
        self._sections: tuple[Section, ...] = ()
        self._hidden: frozenset[int] = frozenset()
        self._editions = 0

    async def person(self, user_id: int) -> Person:
        return await self._together.ask(user_id)

    async def _look_up(self, user_ids: Sequence[int]) -> list[Person]:
        async with self._storage.reading() as tx:
            people, editions = await tx.people.known(set(user_ids))
            if editions != self._editions:
                self._sections = tuple(await tx.sections.all())
                self._hidden = await tx.sections.hidden()
                self._editions = editions
            sections, hidden = self._sections, self._hidden
        now = self._clock()
        found = [people[each].at(now) for each in user_ids]
        return [replace(each, sections=sections, hidden=hidden) for each in found]
