"""The desk's log, for whoever wants to know who did what."""

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

    async def page(self, page: int, article_id: int | None = None) -> LogPage:
        """Some deeds, the newest first; of one article, or of all."""
        async with self._storage.reading() as tx:
            return await tx.deeds.page(page, article_id)

    async def export(self, *, by: Editor) -> list[Deed]:
        """The log for a file. Raises `RefusedError`: `chiefs_only`."""
        if not by.exports_log:
            raise RefusedError("chiefs_only")
        async with self._storage.reading() as tx:
            return await tx.deeds.newest(MOST_EXPORTED)
