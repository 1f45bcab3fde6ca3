"""Where the bot looks at messages, and how fast: what a look shows there counts as a message."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.delivery.pacer import Pacer
from bot.domain.clock import Clock
from bot.domain.people import is_group
from storage.claims import ahead_of_pace
from storage.storage import Storage

# A message that is not there is missed before anything goes to the chat that it was to be shown
# in: such looks keep no chat's pace, but a tenth of a person's.
_LOOKS_PER_MESSAGE = 10
_ANYBODY = 1
_LONGEST_SLEEP = 5.0  # seconds
_SHUT_FOR = timedelta(hours=1)  # what a chat refuses today it may take tomorrow


@dataclass(slots=True)
class Look:
    """One look; whether it `showed` something in its chat, which it may have if nobody knows."""

    showed: bool = True


class Looks:
    """One look at a time in a process; in their chat, processes share the pace by the database.

    `desk_chat_id` is the desk's chat in the settings; without one it is the first owner's.
    """

    def __init__(
        self, storage: Storage, pacer: Pacer, clock: Clock, desk_chat_id: int | None
    ) -> None:
        self._storage = storage
        self._pacer = pacer
        self._clock = clock
        self._desk_chat_id = desk_chat_id
        self._shut: dict[int, datetime] = {}  # until when chats are not tried again
        self._reserved: dict[int, datetime] = {}  # until when chats rest from a look to come
        self._one_by_one = asyncio.Lock()
        self._next = clock()

    async def desk(self) -> int | None:
        """The desk's chat, if there is any."""
        if self._desk_chat_id is not None:
            return self._desk_chat_id
        owners = await self._owners()
        return owners[0] if owners else None

    async def places(self) -> list[int]:
        """The chats where a post may be looked for, the best one first.

        That is the desk's; but a group takes twenty messages a minute, those that people wait for
        included, and a person's own chat takes one a second: while it rests, it is the last.
        """
        desk = self._desk_chat_id
        if desk is not None and not is_group(desk):
            return [desk]
        owners = await self._owners()
        if desk is None:
            places, last = owners, owners[-1:]
        else:
            last = [desk]
            places = owners + last if await self._rests(desk) else last + owners
        now = self._clock()
        return [place for place in places if self._shut.get(place, now) <= now] or last

    async def _rests(self, chat_id: int) -> bool:
        now = self._clock()
        if self._reserved.get(chat_id, now) > now:  # for a look of this process
            return False
        async with self._storage.reading() as tx:
            return max(await tx.pace.free_from(chat_id, now)) > now

    def avoid(self, places: Iterable[int]) -> None:
        """These chats take nothing from the bot: for an hour, look elsewhere."""
        self._shut.update(dict.fromkeys(places, self._clock() + _SHUT_FOR))

    async def _owners(self) -> list[int]:
        async with self._storage.reading() as tx:
            return [owner.user_id for owner in await tx.people.owners()]

    @asynccontextmanager
    async def turn(self, chat_id: int) -> AsyncIterator[Look]:
        """Wait until a message may be shown in this chat, and say within the block if none was."""
        async with self._one_by_one:
            await self._pacer.wait_until(self._next)
            reserved = self._reserved.get(chat_id)
            if reserved is None or reserved <= self._clock():
                await self._reserve(chat_id)
            async with self._pacer.aside(chat_id):
                self._next = self._clock() + self._pacer.rates.gap(_ANYBODY) / _LOOKS_PER_MESSAGE
                yield (look := Look())
            if look.showed:
                del self._reserved[chat_id]
                await self._pacer.rest_after(chat_id)

    async def _reserve(self, chat_id: int) -> None:
        """Wait until the chat has rested, and have it rest after this look.

        One that shows nothing leaves that to the next ones, for as long as the chat rests.
        """
        ahead = ahead_of_pace(chat_id)
        while True:
            async with self._storage.writing(lasting=False) as tx:
                now = self._clock()
                rested, held_until = await tx.pace.free_from(chat_id, now)
                early = max(rested - ahead, held_until) - now
                if early <= timedelta():
                    self._reserved[chat_id] = max(rested, now) + self._pacer.rates.gap(chat_id)
                    await tx.pace.rest({chat_id: self._reserved[chat_id]})
                    return
            await self._pacer.sleep(min(early.total_seconds(), _LONGEST_SLEEP))
