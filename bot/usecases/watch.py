"""Watches over the machinery: what the desk asks for, and what it is told of by itself."""

from collections.abc import Callable, Container, Iterable, Iterator
from datetime import datetime, timedelta

from bot.domain.channel import USUAL_TEMPLATE, Channel, ChannelState
from bot.domain.clock import Clock
from bot.domain.feeds import FeedState
from bot.domain.health import (
    Health,
    Worry,
    channel_of,
    made_by_usual,
    over,
    worries_of,
    worry_of_template,
)
from storage.storage import Snapshot, Storage

EVERY = 60.0  # seconds between two looks
_GIVEN_UP_WITHIN = timedelta(days=7)  # of what is older nobody tries a post again


class Watch:
    """`silent_after`: so long nothing may come out in a channel; zero: for ever.

    `fault_of`: why no posts can be made by a template. `desk_chat_id` is told; without one, the
    owners are.
    """

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        desk_chat_id: int | None,
        silent_after: timedelta,
        fault_of: Callable[[str], str | None],
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._desk_chat_id = desk_chat_id
        self._silent_after = silent_after
        self._fault_of = fault_of

    async def health(self) -> Health:
        """How everything does."""
        now, desk = self._clock(), self._desk_chat_id
        async with self._storage.reading() as tx:
            channels = await tx.channels.all()
            feeds = await tx.feeds.connected()
            spaced = await tx.schedule.spaced(now, 1)
            stop = await tx.reach.stop()
            refused = await tx.health.refused()
            return Health(
                now,
                await tx.health.queue(now),
                spaced=await tx.schedule.count_spaced(now) if spaced else 0,
                next_at=spaced[0].until if spaced else None,
                readers_waiting=await tx.health.readers_waiting(),
                in_doubt=await tx.health.in_doubt(),
                faulty=await tx.health.faulty(),
                refused=tuple(refused),
                given_up=await self._given_up(tx, now, channels, but_for=refused),
                desk_heard=desk is None or await tx.health.is_heard(desk),
                readers_stopped=stop is not None and not stop.agreed,
                paused=tuple(c.title for c in channels if c.state is ChannelState.PAUSED),
                kept=await tx.health.kept(),
                silent=await self._silent(tx, now),
                by_usual=made_by_usual(channels, await tx.health.worries()),
                broken_feeds=tuple(
                    feed.title or feed.url for feed in feeds if feed.state is FeedState.BROKEN
                ),
                heard_at=await tx.inbox.heard_at(),
                halted_until=await tx.health.halted_until(now),
                processes=tuple(await tx.processes.alive()) if self._storage.is_shared else (),
            )

    async def look(self) -> None:
        """Tell the desk once of what worries, and once that it is over."""
        now = self._clock()
        async with self._storage.reading() as tx:
            queue = await tx.health.queue(now)
            silent = await self._silent(tx, now)
            channels = await tx.channels.all()
            known = await tx.health.worries()
        worries = worries_of(now, queue, silent, self._silent_after)
        worries += self._of_templates(channels)
        if {worry.key for worry in worries} == known:
            return
        await self._tell(worries)

    async def _silent(self, tx: Snapshot, now: datetime) -> dict[int, str]:
        if not self._silent_after:
            return {}
        return await tx.health.silent(now - self._silent_after, now)

    async def _given_up(
        self, tx: Snapshot, now: datetime, channels: Iterable[Channel], but_for: Container[int]
    ) -> tuple[int, ...]:
        """Of the channels that the bot is in still."""
        those = [c.chat_id for c in channels if c.state is not ChannelState.LEFT]
        found = await tx.health.given_up(now - _GIVEN_UP_WITHIN, now, those)
        return tuple(article_id for article_id in found if article_id not in but_for)

    def _of_templates(self, channels: Iterable[Channel]) -> Iterator[Worry]:
        """A template may have changed since it was chosen."""
        own = [
            channel
            for channel in channels
            if channel.template != USUAL_TEMPLATE and channel.state is not ChannelState.LEFT
        ]
        faults = {name: self._fault_of(name) for name in {each.template for each in own}}
        for channel in own:
            if fault := faults[channel.template]:
                yield worry_of_template(channel, fault)

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
                chat_id = channel_of(key)
                channel = await tx.channels.get(chat_id) if chat_id else None
                if notice := over(key, channel):
                    await tx.tell(desk, notice, now)
            await tx.health.calm(known - keys)
