"""The desk's log, for whoever wants to know who did what."""

from collections.abc import Iterable
from typing import Final

from bot.domain.deed_log import Deed, LogPage
from bot.domain.errors import RefusedError
from bot.domain.people import Editor
from storage.storage import Storage

MOST_EXPORTED: Final = 10_000  # deeds, the newest


class DeskLog:
    """Deeds are written by the use cases that do them, each in its own transaction."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    async def page(
        self, page: int, article_id: int | None = None, by: int | None = None
    ) -> LogPage:
        """Some deeds, the newest first; of one article or person of the desk, or of all."""
        async with self._storage.reading() as tx:
            person = await tx.people.editor(by) if by else None
            return await tx.deeds.page(page, article_id, person)

    async def of_person(self, typed: str) -> LogPage | None:
        """The deeds of whoever is called so, whole or in part; None: nobody is, or several are."""
        async with self._storage.reading() as tx:
            person = _called(typed, await tx.people.editors())
            return await tx.deeds.page(0, by=person) if person else None

    async def export(self, *, by: Editor) -> list[Deed]:
        """The log for a file. Raises `RefusedError`: `chiefs_only`."""
        if not by.exports_log:
            raise RefusedError("chiefs_only")
        async with self._storage.reading() as tx:
            return await tx.deeds.newest(MOST_EXPORTED)


def _called(typed: str, people: Iterable[Editor]) -> Editor | None:
    asked = typed.casefold().split()
    named = {person: person.name.casefold().split() for person in people}
    found = [person for person, name in named.items() if name == asked] or [
        person for person, name in named.items() if set(asked) <= set(name)
    ]
    return found[0] if asked and len(found) == 1 else None
