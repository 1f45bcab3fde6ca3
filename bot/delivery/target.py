"""What a chat is to see of a delivery's subject: rendered once for all that see the same."""

import asyncio

from bot.delivery.subjects import DesiredPost, Rendering, subject_of
from bot.domain.clock import Clock
from bot.domain.delivery import Audience, Delivery
from bot.domain.people import is_group
from bot.rendering.renderer import Renderer
from storage.storage import Snapshot, Storage

KEPT = 256  # teasers: one for each article, revision, audience and language

_Key = tuple[int, int, Audience, str | None, bool]


class Targets:
    """Loads and renders what a delivery's chat is to show; readers' teasers are kept."""

    def __init__(
        self,
        storage: Storage,
        pages: Renderer,
        clock: Clock,
        bot_username: str,
        default_language: str,
        *,
        paid_broadcasts: bool = False,
    ) -> None:
        """`paid_broadcasts`: who may spend Stars is offered that on a card."""
        self._storage = storage
        self._pages = pages
        self._clock = clock
        self._bot_username = bot_username
        self._default_language = default_language
        self._paid_broadcasts = paid_broadcasts
        self._teasers: dict[_Key, DesiredPost] = {}
        self._rendering = asyncio.Lock()

    def known(self, delivery: Delivery) -> DesiredPost | None:
        """What the chat is to show, if it was rendered for other chats already and fits here."""
        key = self._key(delivery)
        teaser = None if key is None else self._teasers.get(key)
        return teaser if teaser and teaser.takes_the_place_in(delivery) else None

    def forget(self, delivery: Delivery) -> None:
        """Drop what was rendered: Telegram no longer knows a file in it, for instance."""
        if key := self._key(delivery):
            self._teasers.pop(key, None)

    async def wanted(self, delivery: Delivery) -> DesiredPost | None:
        """What the chat is to show now; None if nothing is owed any more."""
        if known := self.known(delivery):
            return known
        key = self._key(delivery)
        if key is None:
            return await self._read(delivery)
        async with self._rendering:  # hundreds of chats ask for a new teaser at once
            if known := self.known(delivery):
                return known
            wanted = await self._read(delivery)
            if wanted and wanted.revision == delivery.newest and not wanted.is_kept:
                self._keep(key, wanted)
            return wanted

    def _key(self, delivery: Delivery) -> _Key | None:
        """What a teaser depends on; None for what is rendered anew for each chat.

        A channel has settings of its own, and a reader's group may have a thread.
        """
        if delivery.newest is None or delivery.audience is Audience.CHANNEL:
            return None
        if is_group(delivery.chat_id):
            return None
        return (
            delivery.subject_id,
            delivery.newest,
            delivery.audience,
            delivery.language,
            delivery.paid,
        )

    def _keep(self, key: _Key, wanted: DesiredPost) -> None:
        """Keep a teaser for the next chat, and drop the oldest."""
        if len(self._teasers) >= KEPT:
            del self._teasers[next(iter(self._teasers))]
        self._teasers[key] = wanted

    async def _read(self, delivery: Delivery) -> DesiredPost | None:
        async with self._storage.reading() as tx:
            rendering = Rendering(
                tx=tx,
                pages=self._pages,
                language=await self._language(tx, delivery),
                default_language=self._default_language,
                now=self._clock(),
                bot_username=self._bot_username,
                paid_broadcasts=self._paid_broadcasts,
            )
            wanted = await subject_of(delivery).desired(delivery, rendering)
            if wanted is None or delivery.message_id is not None:
                return wanted
            thread_id = await _thread_of(tx, delivery)
            return wanted.in_thread(thread_id) if thread_id else wanted

    async def _language(self, tx: Snapshot, delivery: Delivery) -> str:
        if delivery.audience is Audience.CHANNEL:
            return self._default_language
        editor = await tx.people.editor(delivery.chat_id)
        if delivery.audience is Audience.DESK and editor:
            return editor.language
        reader = await tx.people.reader(delivery.chat_id)
        return reader.language if reader else self._default_language


async def _thread_of(tx: Snapshot, delivery: Delivery) -> int | None:
    """In which thread of a forum a group gets its news."""
    if delivery.audience is not Audience.READER or not is_group(delivery.chat_id):
        return None
    return await tx.people.thread_of(delivery.chat_id)
