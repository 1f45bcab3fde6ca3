"""Channels, and which sections' articles each receives."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Text, case, cast, delete, func, select, update

from bot.domain.channel import Channel, ChannelState, free_at
from bot.domain.forum import Threads
from bot.domain.outlets import as_values, from_values
from bot.domain.picture import Layout
from bot.domain.quiet_hours import QuietHours
from bot.domain.round_up import RoundUpRule
from storage import statements
from storage.schema import article, channel, channel_section
from storage.view import View


class ChannelView(View):
    async def get(self, chat_id: int) -> Channel | None:
        found = await self._read(select(channel).where(channel.c.chat_id == chat_id))
        return found[0] if found else None

    async def all(self) -> list[Channel]:
        """All channels in the order of their titles.

        What strangers offer stands behind the newsroom's own, the newest first.
        """
        offered = channel.c.state == ChannelState.OFFERED
        return await self._read(
            select(channel).order_by(
                offered,
                case((offered, channel.c.offered_at)).desc(),
                channel.c.title,
                channel.c.chat_id,
            )
        )

    async def of_section(self, section_id: int) -> list[Channel]:
        """The channels that this section goes to, paused ones included: their queue is kept."""
        return [
            known
            for known in await self.all()
            if section_id in known.section_ids and known.is_taken
        ]

    async def last_posts(self) -> dict[int, datetime]:
        """When the last post was to come of each channel whose posts keep their distance."""
        found = await self._connection.execute(
            select(channel.c.chat_id, channel.c.last_post_at).where(
                channel.c.spacing > 0, channel.c.last_post_at.is_not(None)
            )
        )
        return {row.chat_id: row.last_post_at for row in found}

    async def announcements(self, chat_id: int, since: datetime) -> int:
        """How often in a row the desk was told of this channel, if it was since then."""
        found = await self._connection.execute(
            select(channel.c.announced).where(
                channel.c.chat_id == chat_id, channel.c.announced_at > since
            )
        )
        return found.scalar_one_or_none() or 0

    async def offers_announced(self, since: datetime, by: int | None = None) -> int:
        """How many channels of strangers the desk was told of since then; of one, or of all."""
        statement = select(func.count()).where(
            channel.c.announced_at > since, channel.c.offered_by.is_not(None)
        )
        if by is not None:
            statement = statement.where(channel.c.offered_by == by)
        return await self._connection.scalar(statement) or 0

    async def quiet_hours(self, chat_id: int) -> QuietHours | None:
        """When a channel's ordinary posts make no sound."""
        found = await self._connection.execute(
            select(channel.c.quiet_from, channel.c.quiet_until).where(channel.c.chat_id == chat_id)
        )
        row = found.one_or_none()
        return None if row is None else _quiet(row.quiet_from, row.quiet_until)

    async def last_message_id(self, chat_id: int) -> int:
        """The highest message id known in a channel; 0 if none is."""
        found = await self._connection.execute(
            select(channel.c.last_message_id).where(channel.c.chat_id == chat_id)
        )
        return found.scalar_one_or_none() or 0

    async def left_at(self, chat_id: int) -> datetime | None:
        """Since when the bot is out of a channel that it has not come back to."""
        of_it = select(channel.c.left_at).where(channel.c.chat_id == chat_id)
        at: datetime | None = await self._connection.scalar(of_it)
        return at

    async def _read(self, statement: Select[Any]) -> list[Channel]:
        rows = (await self._connection.execute(statement)).all()
        routes = await self._routes([row.chat_id for row in rows])
        return [
            Channel(
                row.chat_id,
                row.title,
                row.username,
                ChannelState(row.state),
                frozenset(routes.get(row.chat_id, {})),
                pins=row.pins,
                pinned_hours=row.pinned_hours,
                quiet=_quiet(row.quiet_from, row.quiet_until),
                layout=Layout(row.layout),
                template=row.template,
                spacing=row.spacing,
                round_up=_rule(row.round_up_posts, row.round_up_minutes),
                threads=_threads(row.thread_id, routes.get(row.chat_id, {}))
                if row.is_forum
                else None,
                is_group=row.is_group,
            )
            for row in rows
        ]

    async def _routes(self, chat_ids: Sequence[int]) -> dict[int, dict[int, int | None]]:
        """The sections of each channel, each with the thread that it has of its own."""
        found = await self._connection.execute(
            select(
                channel_section.c.chat_id,
                channel_section.c.section_id,
                channel_section.c.thread_id,
            ).where(channel_section.c.chat_id.in_(chat_ids))
        )
        routes: dict[int, dict[int, int | None]] = {}
        for chat_id, section_id, thread_id in found:
            routes.setdefault(chat_id, {})[section_id] = thread_id
        return routes


class ChannelStore(ChannelView):
    async def save(
        self,
        chat_id: int,
        title: str,
        username: str | None,
        state: ChannelState,
        *,
        is_group: bool = False,
    ) -> None:
        """Add a channel, or write down its new title and state."""
        about = {"title": title, "username": username, "state": state, "is_group": is_group}
        statement = statements.insert(self._connection, channel).values(chat_id=chat_id, **about)
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=[channel.c.chat_id],
                set_=about,
            )
        )

    async def offer(self, chat_id: int, by: int, now: datetime) -> None:
        """Write down who brought the bot into a channel."""
        await self._set_channel(chat_id, offered_by=by, offered_at=now)

    async def announce(self, chat_id: int, count: int, now: datetime) -> None:
        """The desk is told of this channel, so often in a row by now."""
        await self._set_channel(chat_id, announced=count, announced_at=now)

    async def set_state(self, chat_id: int, state: ChannelState) -> None:
        await self._set_channel(chat_id, state=state)

    async def set_left(self, chat_id: int, at: datetime | None) -> None:
        """The bot was put out of a channel; None: it is back."""
        await self._set_channel(chat_id, left_at=at)

    async def route(self, chat_id: int, section_id: int, *, on: bool) -> None:
        """Send a section's articles to a channel, or stop it; the same twice changes nothing."""
        if on:
            statement = statements.insert(self._connection, channel_section)
            await self._connection.execute(
                statement.values(chat_id=chat_id, section_id=section_id).on_conflict_do_nothing()
            )
            return
        await self._connection.execute(
            delete(channel_section).where(
                channel_section.c.chat_id == chat_id, channel_section.c.section_id == section_id
            )
        )

    async def set_pins(self, chat_id: int, *, on: bool) -> None:
        """Whether a channel pins its breaking posts."""
        await self._set_channel(chat_id, pins=on)

    async def set_pinned_hours(self, chat_id: int, hours: int) -> None:
        """For how long a channel's breaking posts stay on top; 0: for ever."""
        await self._set_channel(chat_id, pinned_hours=hours)

    async def set_layout(self, chat_id: int, layout: Layout) -> None:
        """How a channel's posts show pictures."""
        await self._set_channel(chat_id, layout=layout)

    async def set_template(self, chat_id: int, template: str) -> None:
        """By which template a channel's posts are made."""
        await self._set_channel(chat_id, template=template)

    async def set_spacing(self, chat_id: int, minutes: int) -> None:
        """How far apart a channel's ordinary posts come."""
        await self._set_channel(chat_id, spacing=minutes)

    async def set_round_up(self, chat_id: int, rule: RoundUpRule | None) -> None:
        """When a channel's posts become one; None: never."""
        posts, minutes = (rule.posts, rule.minutes) if rule else (None, None)
        await self._set_channel(chat_id, round_up_posts=posts, round_up_minutes=minutes)

    async def take_turn(self, chat_id: int, now: datetime, *, at_once: bool) -> datetime:
        """When a new post may come to a channel; the next one keeps its distance from that.

        `at_once`: it waits for nothing.
        """
        found = await self._connection.execute(
            select(channel.c.spacing, channel.c.last_post_at)
            .where(channel.c.chat_id == chat_id)
            .with_for_update()
        )
        row = found.one()
        at = now if at_once else free_at(row.last_post_at, row.spacing, now)
        last = max(at, row.last_post_at or at)
        await self._set_channel(chat_id, last_post_at=last)
        return at

    async def set_quiet(self, chat_id: int, quiet: QuietHours | None) -> None:
        """When a channel's ordinary posts make no sound; None: they always do."""
        start, end = (quiet.start, quiet.end) if quiet else (None, None)
        await self._set_channel(chat_id, quiet_from=start, quiet_until=end)

    async def saw_message(self, chat_id: int, message_id: int) -> None:
        """A message with this id stands in the channel."""
        await self._connection.execute(
            update(channel)
            .where(channel.c.chat_id == chat_id, channel.c.last_message_id < message_id)
            .values(last_message_id=message_id)
        )

    async def move_chat(self, old: int, new: int) -> None:
        """A group became a supergroup: everything known of it goes with it."""
        row = (
            await self._connection.execute(select(channel).where(channel.c.chat_id == old))
        ).one_or_none()
        if row is None:
            return
        await self.save(new, row.title, row.username, ChannelState(row.state))
        known = row._asdict()
        for of_the_chat in ("chat_id", "last_message_id"):
            del known[of_the_chat]
        await self._set_channel(new, **known)
        for section_id in (await self._routes([old])).get(old, {}):
            await self.route(new, section_id, on=True)
        await self._connection.execute(delete(channel).where(channel.c.chat_id == old))
        await self._leave_out(old, new)

    async def _leave_out(self, old: int, new: int) -> None:
        """What the desk keeps from a channel knows it by its number."""
        found = await self._connection.execute(
            select(article.c.id, article.c.outlets).where(
                article.c.outlets.is_not(None),  # by the index of these
                cast(article.c.outlets, Text).contains(str(old), autoescape=True),
            )
        )
        for row in found.all():
            outlets = from_values(row.outlets)
            if old in outlets.left_out:
                await self._connection.execute(
                    update(article)
                    .where(article.c.id == row.id)
                    .values(outlets=as_values(outlets.moved(old, new)))
                )

    async def _set_channel(self, chat_id: int, **values: object) -> None:
        await self._connection.execute(
            update(channel).where(channel.c.chat_id == chat_id).values(**values)
        )


def _threads(rest: int, routes: Mapping[int, int | None]) -> Threads:
    return Threads(rest, {section: thread for section, thread in routes.items() if thread})


def _quiet(start: int | None, end: int | None) -> QuietHours | None:
    return None if start is None or end is None else QuietHours(start, end)


def _rule(posts: int | None, minutes: int | None) -> RoundUpRule | None:
    return None if posts is None or minutes is None else RoundUpRule(posts, minutes)
