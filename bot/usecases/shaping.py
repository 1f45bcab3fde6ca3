"""How a channel's posts follow upon each other, as owners set it."""

from bot.domain.channel import Channel, check_pinned_hours
from bot.domain.clock import Clock, NextLook
from bot.domain.deed_log import Change
from bot.domain.errors import RefusedError
from bot.domain.people import Editor
from bot.domain.round_up import rule_of
from bot.domain.routing_trial import (
    SPAN,
    RoutingTrial,
    SectionTrial,
    as_mask,
    can_be_tried,
    with_mask,
)
from bot.usecases.channels import changed, check_owner, known_channel
from bot.usecases.rerouting import reroute
from storage.storage import Snapshot, Storage


class Shaping:
    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock
        self.next_look = NextLook(clock)

    async def set_round_up(self, chat_id: int, posts: int, minutes: int, *, by: Editor) -> Channel:
        """Let what comes beyond so many posts in so many minutes be one; zeros: nothing."""
        check_owner(by)
        rule = rule_of(posts, minutes)
        async with self._storage.writing() as tx:
            known = await known_channel(tx, chat_id)
            await tx.channels.set_round_up(chat_id, rule)
            rules = (str(each) if each else None for each in (known.round_up, rule))
            return await changed(tx, known, Change("round_up", *rules), by=by, at=self._clock())

    async def set_pinned_hours(self, chat_id: int, hours: int, *, by: Editor) -> Channel:
        """Let breaking posts stay on top for so long, or until the next one; 0: for ever."""
        check_owner(by)
        check_pinned_hours(hours)
        async with self._storage.writing() as tx:
            known = await known_channel(tx, chat_id)
            await tx.channels.set_pinned_hours(chat_id, hours)
            change = Change("pinned_hours", str(known.pinned_hours), str(hours))
            return await changed(tx, known, change, by=by, at=self._clock())

    async def try_routing(self, chat_id: int, proposed: int | None = None) -> RoutingTrial:
        """What other sections, as a button's mask, would have meant lately; None: those of now."""
        async with self._storage.reading() as tx:
            return await self._trial(tx, await known_channel(tx, chat_id), proposed)

    async def try_section(self, section_id: int) -> SectionTrial:
        """For which channels a section can be tried. Raises `RefusedError`: `section_unknown`."""
        now = self._clock()
        async with self._storage.reading() as tx:
            section = await tx.sections.get(section_id)
            if section is None or not can_be_tried(section):
                raise RefusedError("section_unknown")
            lately = await tx.statistics.releases(now - SPAN, now)
            articles = [await tx.articles.existing(each.article_id) for each in lately]
            count = sum(a.is_published and a.section == section for a in articles)
            channels = [c for c in await tx.channels.all() if c.is_taken]
        return SectionTrial(section, tuple(channels), count)

    async def apply_routing(
        self, chat_id: int, proposed: int, base: int, *, by: Editor
    ) -> tuple[RoutingTrial, bool]:
        """Send what was tried, from now on; whether that was done.

        Nothing is where the channel has other sections by now than those that the trial was
        held against (`base`): the new trial says what it would mean.
        """
        check_owner(by)
        async with self._storage.writing() as tx:
            known = await known_channel(tx, chat_id)
            applies = as_mask(known.section_ids) == base
            if applies:
                wanted = with_mask(known, proposed)
                for section in await tx.sections.all():
                    on = section.id in wanted
                    await reroute(tx, known, section, on=on, by=by, now=self._clock())
                known = await known_channel(tx, chat_id)
            return await self._trial(tx, known, proposed), applies

    async def _trial(self, tx: Snapshot, channel: Channel, proposed: int | None) -> RoutingTrial:
        base = as_mask(channel.section_ids)
        mask = base if proposed is None else proposed
        wanted, now = with_mask(channel, mask), self._clock()
        lately = await tx.statistics.releases(now - SPAN, now)
        articles = [await tx.articles.existing(each.article_id) for each in reversed(lately)]
        took = [a for a in articles if a.is_published and a.outlets.take(channel.chat_id)]
        before = [a for a in took if a.section and a.section.id in channel.section_ids]
        after = [a for a in took if a.section and a.section.id in wanted]
        return RoutingTrial(
            channel,
            tuple(await tx.sections.all()),
            mask,
            base,
            len(before),
            more=tuple(a for a in after if a not in before),
            fewer=tuple(a for a in before if a not in after),
        )

    async def unpin_due(self) -> None:
        """What the clock asks: take from the top what has been there for long enough."""
        if not self.next_look.is_now():
            return
        now = self._clock()
        async with self._storage.reading() as tx:
            due_at = await tx.ledger.next_unpinning()
        if due_at and due_at <= now:
            async with self._storage.writing() as tx:
                await tx.ledger.unpin_due(now)
                tx.wake()
        self.next_look.found(None if due_at and due_at <= now else due_at)
