"""Watches over the machinery: what the desk asks for, and what it is told of by itself."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.domain.audience import ChannelState
from bot.domain.clock import Clock
from bot.domain.feeds import FeedState
from bot.domain.health import Health, Worry, is_of_a_channel, over, worries_of
from storage.storage import Snapshot, Storage

EVERY = 60.0  # seconds between two looks


class Watch:
    """`silent_after`: so long nothing may come out in a channel; zero: for ever.

    `desk_chat_id` is told; without one, the owners are.
    """

    def __init__(
        self, storage: Storage, clock: Clock, desk_chat_id: int | None, silent_after: timedelta
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._desk_chat_id = desk_chat_id
        self._silent_after = silent_after

    async def health(self) -> Health:
        """How everything does."""
        now, desk = self._clock(), self._desk_chat_id
        async with self._storage.reading() as tx:
            channels = await tx.audience.channels()
            feeds = await tx.feeds.connected()
            spaced = await tx.schedule.spaced(now, 1)
            stop = await tx.reach.stop()
            return Health(
                now,
                await tx.health.queue(now),
                spaced=await tx.schedule.count_spaced(now) if spaced else 0,
                next_at=spaced[0].until if spaced else None,
                readers_waiting=await tx.health.readers_waiting(),
                in_doubt=await tx.health.in_doubt(),
                faulty=await tx.health.faulty(),
                refused=tuple(await tx.health.refused()),
                desk_heard=desk is None or await tx.health.is_heard(desk),
                readers_stopped=stop is not None and not stop.agreed,
                paused=tuple(c.title for c in channels if c.state is ChannelState.PAUSED),
                kept=await tx.health.kept(),
                silent=await self._silent(tx, now),
                broken_feeds=tuple(
                    feed.title or feed.url for feed in feeds if feed.state is FeedState.BROKEN
                ),
                heard_at=await tx.inbox.heard_at(),
                halted_until=await tx.health.halted_until(now),
                processes=tuple(await tx.members.alive()) if self._storage.is_shared else (),
            )

    async def look(self) -> None:
        """Tell the desk once of what worries, and once that it is over."""
        now = self._clock()
        async with self._storage.reading() as tx:
            queue = await tx.health.queue(now)
            silent = await self._silent(tx, now)
            known = await tx.health.worries()
        worries = worries_of(now, queue, silent, self._silent_after)
        if {worry.key for worry in worries} == known:
            return
        await self._tell(worries)

    async def _silent(self, tx: Snapshot, now: datetime) -> dict[int, str]:
        if not self._silent_after:
            return {}
        return await tx.health.silent(now - self._silent_after, now)

    async def _tell(self, worries: Iterable[Worry]) -> None:
        now = self._clock()
        async with self._storage.writing() as tx:
            known = await tx.health.worries()  # another process may have told meanwhile
            desk = await tx.desk_chats(self._desk_chat_id)
            keys = {worry.key for worry in worries}
            for worry in worries:
                if worry.key not in known:
                    await tx.health.worry(worry.key, now)
                    await tx.tell(desk, worry.notice, now)
            for key in sorted(known - keys):
                chat_id = is_of_a_channel(key)
                channel = await tx.audience.channel(chat_id) if chat_id else None
                if notice := over(key, channel):
                    await tx.tell(desk, notice, now)
            await tx.health.calm(known - keys)
