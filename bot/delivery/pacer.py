"""How fast: for the token as a whole, for each chat, for each channel; all lanes share it."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.clock import Clock
from storage.storage import Storage, Transaction

_SECOND = timedelta(seconds=1)
_REMEMBERED = 2000  # the last requests, to tell whose fault a 429 is


@dataclass(frozen=True, slots=True)
class Rates:
    """Requests per second for the token, per minute for a group or channel."""

    per_second: float = 29
    per_channel_minute: float = 19

    @property
    def spacing(self) -> timedelta:
        return _SECOND / self.per_second

    def gap(self, chat_id: int) -> timedelta:
        """The time between two requests to a chat: groups and channels have negative ids."""
        return timedelta(minutes=1) / self.per_channel_minute if chat_id < 0 else _SECOND


class Pacer:
    """Slots are reserved in the database's row of the token, so that replicas share them."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        rates: Rates,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.rates = rates
        self._storage = storage
        self._clock = clock
        self._sleep = sleep
        self._halted_until: datetime | None = None
        self._held: dict[int, datetime] = {}
        self._lately: deque[tuple[int, datetime]] = deque(maxlen=_REMEMBERED)
        self._last_wait: tuple[int, datetime] | None = None

    async def take_slots(self, tx: Transaction, count: int) -> list[datetime]:
        """Reserve the token's next slots, within the caller's transaction."""
        first = await tx.pace.take_slots(count, self.rates.spacing, self._clock())
        return [first + self.rates.spacing * n for n in range(count)]

    async def turn(self, chat_id: int) -> None:
        """Wait for a slot for one request to a chat: a reply to a person, or a look-up.

        A reply does not wait for its chat's own pace: Telegram lets a person have short bursts.
        But it counts, so that no teaser follows upon its heels.
        """
        now = self._clock()
        async with self._storage.writing() as tx:
            (slot,) = await self.take_slots(tx, 1)
            await tx.pace.occupy(chat_id, self.rates.gap(chat_id), max(slot, now))
        await self.wait_until(slot)
        await self._wait_for_chat(chat_id)
        self.note(chat_id)

    def note(self, chat_id: int) -> None:
        """A request to this chat leaves now."""
        self._lately.append((chat_id, self._clock()))

    async def wait_until(self, moment: datetime) -> None:
        """Sleep until a slot comes, and for as long as the whole token is halted."""
        while True:
            until = max(moment, self._halted_until or moment)
            seconds = (until - self._clock()).total_seconds()
            if seconds <= 0:
                return
            await self._sleep(seconds)

    async def halt(self, chat_id: int, seconds: float) -> None:
        """Telegram said «retry after»: stop exactly what it meant.

        From a group or channel, that chat; from a private chat that had more than one a second
        from us, that chat; from any other private chat, or from two chats within a second, all.
        """
        now = self._clock()
        until = now + timedelta(seconds=seconds)
        whole = self._means_token(chat_id, now)
        self._last_wait = (chat_id, now)
        async with self._storage.writing() as tx:
            await tx.pace.hold_chat(chat_id, until)
            if whole:
                await tx.pace.hold_token(until)
        if whole:
            self._halted_until = max(until, self._halted_until or until)
        else:
            self._held = {chat: end for chat, end in self._held.items() if end > now}
            self._held[chat_id] = max(until, self._held.get(chat_id, until))

    def _means_token(self, chat_id: int, now: datetime) -> bool:
        if (
            self._last_wait
            and self._last_wait[0] != chat_id
            and now - self._last_wait[1] < _SECOND
        ):
            return True
        if chat_id < 0:
            return False
        recent = sum(chat == chat_id and now - at <= _SECOND for chat, at in self._lately)
        return recent <= 1

    async def _wait_for_chat(self, chat_id: int) -> None:
        while (until := self._held.get(chat_id)) and (now := self._clock()) < until:
            await self._sleep((until - now).total_seconds())
