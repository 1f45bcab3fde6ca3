"""What happens to channels: the bot comes, may post or not, goes; sections are sent there."""

from datetime import datetime, timedelta
from typing import Final

from bot.domain.article import Article
from bot.domain.channel import Channel, ChannelState, Rights, check_spacing
from bot.domain.clock import Clock
from bot.domain.deed_log import Change, Did, Subject, deed
from bot.domain.delivery import Lane
from bot.domain.errors import RefusedError
from bot.domain.notices import (
    ChannelAdded,
    ChannelCannotPost,
    ChannelLeft,
    ChannelOffered,
    ChannelOffers,
    ChannelRightsBack,
    ChannelRightsLost,
    ChannelUnsteady,
)
from bot.domain.people import Editor, ReaderState
from bot.domain.picture import layout_named
from bot.domain.quiet_hours import quiet_hours
from bot.domain.reasons import Reason, ReasonCode
from bot.domain.section import Section
from bot.usecases.absences import come_back, go, reopen
from bot.usecases.draft_cards import outdate_cards_of
from bot.usecases.rerouting import reroute
from storage.storage import Snapshot, Storage, Transaction

# Anybody can make the bot administrator of a channel, and take it away, as often as they like.
OFFERS_OF_ONE: Final = 3  # that the owners are told of in a day; all stand in /channels
OFFERS_OF_ALL: Final = 10  # in an hour
NEWS_OF_ONE: Final = 4  # of one channel in an hour, the last of them saying so
_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_LOOKED_AT = 50  # articles, for the last one of a channel
_LATER = Lane.CHANNEL  # the desk's own work goes before what others cause


class Channels:
    """`desk_chat_id` is told of lost rights; without one, the owners are.

    `grace`: a bot that was out for no longer was not out.
    """

    def __init__(
        self, storage: Storage, clock: Clock, grace: timedelta, desk_chat_id: int | None = None
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._grace = grace
        self._desk_chat_id = desk_chat_id

    async def channels(self) -> tuple[Channel, ...]:
        async with self._storage.reading() as tx:
            known = await tx.channels.all()
        return tuple(c for c in known if c.state is not ChannelState.LEFT)

    async def channel(self, chat_id: int) -> Channel:
        async with self._storage.reading() as tx:
            return await known_channel(tx, chat_id)

    async def sections(self) -> tuple[Section, ...]:
        async with self._storage.reading() as tx:
            return tuple(await tx.sections.all())

    async def rights_changed(
        self,
        chat_id: int,
        title: str,
        username: str | None,
        rights: Rights,
        *,
        by: int,
        by_name: str,
        is_forum: bool = False,
        is_group: bool = False,
    ) -> None:
        """Telegram says what the bot may do in a channel now, and who changed it.

        An owner's channel is taken at once and the owner is asked for its sections; anybody
        else's is offered to the owners, and nothing is posted there until one agrees. A group
        is only offered by people of the desk: with others' it is their own matter. The desk's own
        chat is no channel: what is for the desk comes there, and one press would post news there.
        """
        async with self._storage.writing() as tx:
            known = await tx.channels.get(chat_id)
            if known is None and chat_id == self._desk_chat_id:
                await reopen(tx, chat_id, rights, self._clock())
                return
            person = await tx.people.editor(by)
            by_owner = person is not None and person.is_owner
            state = _next_state(known, rights, by_owner=by_owner)
            if state is None or (state is ChannelState.OFFERED and is_group and person is None):
                return
            await tx.channels.save(chat_id, title, username, state, is_group=is_group)
            await tx.forums.set_forum(chat_id, is_forum=is_forum)
            await tx.forums.open_closed(chat_id)  # a closed topic is tried again
            if state is ChannelState.OFFERED and not (known and known.state is state):
                await tx.channels.offer(chat_id, by, self._clock())
            if state is ChannelState.ACTIVE:
                await tx.ledger.catch_up(chat_id, self._clock())
                await self._is_the_newsrooms(tx, chat_id)
            if known is None or known.state is not state:
                for section_id in known.section_ids if known else ():  # their cards name it
                    await outdate_cards_of(tx, section_id, self._clock())
                channel = await known_channel(tx, chat_id)
                await self._tell_of(tx, channel, known, by, by_name, of_desk=person is not None)
            tx.wake()

    async def take(self, chat_id: int, *, taken: bool, by: Editor) -> Channel:
        """An owner's answer to an offered channel."""
        check_owner(by)
        async with self._storage.writing() as tx:
            channel = await known_channel(tx, chat_id)
            if channel.state is ChannelState.OFFERED:
                state = ChannelState.ACTIVE if taken else ChannelState.LEFT
                await tx.channels.set_state(chat_id, state)
                did = Did.CHANNEL_TAKEN if taken else Did.CHANNEL_DECLINED
                await self._log(tx, did, channel, by)
                channel = await known_channel(tx, chat_id)
                if taken:
                    await self._is_the_newsrooms(tx, chat_id)
                    await self._ask_sections(tx, channel, [by.user_id])
            tx.wake()
        return channel

    async def route(self, chat_id: int, section_id: int, *, on: bool, by: Editor) -> Channel:
        """Send a section's articles to a channel from now on, or stop it."""
        check_owner(by)
        async with self._storage.writing() as tx:
            known = await known_channel(tx, chat_id)
            section = await tx.sections.get(section_id)
            if section is None:
                raise RefusedError("section_unknown")
            await reroute(tx, known, section, on=on, by=by, now=self._clock())
            return await known_channel(tx, chat_id)

    async def resume(self, chat_id: int, *, by: Editor) -> Channel:
        """Try a paused channel again; its queue goes out if Telegram lets it."""
        check_owner(by)
        async with self._storage.writing() as tx:
            channel = await known_channel(tx, chat_id)
            if channel.state is ChannelState.PAUSED:
                await tx.channels.set_state(chat_id, ChannelState.ACTIVE)
                await self._log(tx, Did.CHANNEL_RESUMED, channel, by)
                await tx.ledger.catch_up(chat_id, self._clock())
            channel = await known_channel(tx, chat_id)
            tx.wake()
        return channel

    async def set_pins(self, chat_id: int, *, on: bool, by: Editor) -> Channel:
        """Pin the breaking posts that a channel shows from now on, or do not."""
        check_owner(by)
        async with self._storage.writing() as tx:
            known = await known_channel(tx, chat_id)
            await tx.channels.set_pins(chat_id, on=on)
            pins = ("on" if each else "off" for each in (known.pins, on))
            return await changed(tx, known, Change("pins", *pins), by=by, at=self._clock())

    async def set_layout(self, chat_id: int, layout: str, *, by: Editor) -> Channel:
        """Show pictures like this in the channel's posts from now on."""
        check_owner(by)
        chosen = layout_named(layout)
        async with self._storage.writing() as tx:
            known = await known_channel(tx, chat_id)
            await tx.channels.set_layout(chat_id, chosen)
            change = Change("layout", known.layout, chosen)
            return await changed(tx, known, change, by=by, at=self._clock())

    async def set_template(self, chat_id: int, template: str, *, by: Editor) -> Channel:
        """Make the channel's posts by it from now on; whoever asks has seen that it works."""
        check_owner(by)
        async with self._storage.writing() as tx:
            known = await known_channel(tx, chat_id)
            await tx.channels.set_template(chat_id, template)
            change = Change("template", known.template, template)
            return await changed(tx, known, change, by=by, at=self._clock())

    async def last_article(self, chat_id: int) -> Article | None:
        """The newest with all that a template shows: of a channel's sections, or of any."""
        async with self._storage.reading() as tx:
            channel = await known_channel(tx, chat_id)
            newest = await tx.archive.published(None, _LOOKED_AT, 0)
        whole = [a for a in newest if a.content.lead and not a.content.own]
        theirs = (a for a in whole if a.section and a.section.id in channel.section_ids)
        return next(theirs, whole[0] if whole else None)

    async def set_quiet_hours(self, chat_id: int, start: int, end: int, *, by: Editor) -> Channel:
        """Let ordinary posts make no sound between these minutes after midnight.

        Where both are one moment, every post sounds.
        """
        check_owner(by)
        quiet = quiet_hours(start, end)
        async with self._storage.writing() as tx:
            known = await known_channel(tx, chat_id)
            await tx.channels.set_quiet(chat_id, quiet)
            hours = (str(each) if each else None for each in (known.quiet, quiet))
            return await changed(tx, known, Change("quiet", *hours), by=by, at=self._clock())

    async def set_spacing(self, chat_id: int, minutes: int, *, by: Editor) -> Channel:
        """Let so many minutes lie between two ordinary posts of a channel."""
        check_owner(by)
        check_spacing(minutes)
        async with self._storage.writing() as tx:
            known = await known_channel(tx, chat_id)
            await tx.channels.set_spacing(chat_id, minutes)
            change = Change("spacing", str(known.spacing), str(minutes))
            return await changed(tx, known, change, by=by, at=self._clock())

    async def saw_post(self, chat_id: int, message_id: int) -> None:
        """Somebody posted in a channel: later posts have higher numbers."""
        async with self._storage.writing() as tx:
            await tx.channels.saw_message(chat_id, message_id)

    async def moved(self, old: int, new: int) -> None:
        """A group became a supergroup."""
        async with self._storage.writing() as tx:
            await tx.move_chat(old, new)
            tx.wake()

    async def _is_the_newsrooms(self, tx: Transaction, chat_id: int) -> None:
        """What its administrators chose for a group ends; what waited for the bot goes on."""
        await come_back(tx, chat_id, self._clock(), self._grace)
        stopped = Reason(ReasonCode.READER_STOPPED)
        await tx.people.set_reader_state(chat_id, ReaderState.STOPPED, self._clock())
        await tx.ledger.skip_chat(chat_id, stopped)

    async def _log(self, tx: Transaction, did: Did, channel: Channel, by: Editor) -> None:
        await tx.deeds.add(deed(did, Subject.channel(channel), by=by, at=self._clock()))

    async def _tell_of(
        self,
        tx: Transaction,
        channel: Channel,
        known: Channel | None,
        by: int,
        by_name: str,
        *,
        of_desk: bool,
    ) -> None:
        was_taken = known is not None and known.state in (ChannelState.ACTIVE, ChannelState.PAUSED)
        about, is_group = (channel.chat_id, channel.title), channel.is_group
        match channel.state:
            case ChannelState.OFFERED:
                offer = ChannelOffered(*about, by_name, is_group=is_group)
                await self._tell_of_offer(tx, offer, by, of_desk=of_desk)
            case ChannelState.ACTIVE if of_desk and not (was_taken and channel.section_ids):
                await self._ask_sections(tx, channel, [by])
            case ChannelState.ACTIVE:
                await self._tell_desk(tx, ChannelRightsBack(*about, is_group=is_group))
            case ChannelState.PAUSED if known is None or not was_taken:
                await self._tell_desk(tx, ChannelCannotPost(*about, is_group=is_group))
            case ChannelState.PAUSED:
                await self._tell_desk(tx, ChannelRightsLost(*about, is_group=is_group))
            case ChannelState.LEFT if was_taken:
                waiting = await go(tx, channel, self._clock())
                left = ChannelLeft(*about, is_group=is_group, scheduled=waiting)
                await self._tell_desk(tx, left)
            case _:
                pass

    async def _tell_desk(
        self,
        tx: Transaction,
        news: ChannelRightsBack
        | ChannelCannotPost
        | ChannelRightsLost
        | ChannelLeft
        | ChannelUnsteady,
    ) -> None:
        """News of one channel, but not without end: who administers it can make them all day."""
        now = self._clock()
        count = await tx.channels.announcements(news.chat_id, now - _HOUR) + 1
        if count > NEWS_OF_ONE:
            return
        if count == NEWS_OF_ONE:
            news = ChannelUnsteady(news.chat_id, news.title, is_group=news.is_group)
        await tx.channels.announce(news.chat_id, count, now)
        desk = await tx.desk_chats(self._desk_chat_id)
        await tx.tell(desk, news, now, lane=_LATER)

    async def _tell_of_offer(
        self, tx: Transaction, offer: ChannelOffered, by: int, *, of_desk: bool
    ) -> None:
        """One message a day for a channel, and few for a stranger: its buttons stay good.

        What the owners are not told of one by one is named once a day, and stands in /channels.
        """
        now = self._clock()
        owners = [owner.user_id for owner in await tx.people.owners()]
        if await tx.channels.announcements(offer.chat_id, now - _DAY):
            return
        if of_desk or await self._may_announce(tx, by):
            await tx.channels.announce(offer.chat_id, 1, now)
            await tx.tell(owners, offer, now, lane=_LATER)
        elif not await tx.desk.latest_notice([ChannelOffers], now - _DAY):
            await tx.tell(owners, ChannelOffers(), now, lane=_LATER)

    async def _may_announce(self, tx: Transaction, by: int) -> bool:
        now = self._clock()
        of_one = await tx.channels.offers_announced(now - _DAY, by)
        of_all = await tx.channels.offers_announced(now - _HOUR)
        return of_one < OFFERS_OF_ONE and of_all < OFFERS_OF_ALL

    async def _ask_sections(self, tx: Transaction, channel: Channel, chats: list[int]) -> None:
        sections = await tx.sections.all()
        notice = ChannelAdded(
            channel.chat_id,
            channel.title,
            sections=tuple((section.id, section.label) for section in sections),
            chosen=tuple(sorted(channel.section_ids)),
            is_group=channel.is_group,
        )
        await tx.tell(chats, notice, self._clock())


def _next_state(known: Channel | None, rights: Rights, *, by_owner: bool) -> ChannelState | None:
    """Where a channel stands after a change of rights; None where it does not concern us."""
    if not rights.member:
        return ChannelState.LEFT if known else None
    taken = known is not None and known.state in (ChannelState.ACTIVE, ChannelState.PAUSED)
    if taken or by_owner:
        return ChannelState.ACTIVE if rights.may_post else ChannelState.PAUSED
    return ChannelState.OFFERED if rights.may_post else None


async def known_channel(tx: Snapshot, chat_id: int) -> Channel:
    channel = await tx.channels.get(chat_id)
    if channel is None:
        raise RefusedError("channel_unknown")
    return channel


async def changed(
    tx: Transaction, known: Channel, change: Change, *, by: Editor, at: datetime
) -> Channel:
    """The channel as it is set by now; the log has a row where that is another value."""
    if change.before != change.after:
        subject = Subject.channel(known)
        await tx.deeds.add(deed(Did.CHANNEL_CHANGED, subject, (change,), by=by, at=at))
    return await known_channel(tx, known.chat_id)


def check_owner(editor: Editor) -> None:
    if not editor.is_owner:
        raise RefusedError("owners_only")
