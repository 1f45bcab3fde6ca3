"""Groups with topics: the bot learns of their threads, the desk chooses among them."""

from bot.domain.audience import Section
from bot.domain.clock import Clock
from bot.domain.deed_log import Change, Did, Subject, deed
from bot.domain.desk import Forum
from bot.domain.errors import RefusedError
from bot.domain.forum import AS_THE_REST, GENERAL, GENERAL_NAME, REST, Sighting, Thread, as_seen
from bot.domain.people import Editor
from bot.usecases.channels import check_owner, known_channel
from storage.storage import Snapshot, Storage, Transaction


class Forums:
    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def saw(self, chat_id: int, message_id: int, seen: Sighting) -> None:
        """Somebody wrote in a group: it may be a channel of ours, and the thread a new one."""
        async with self._storage.reading() as tx:
            if await tx.audience.channel(chat_id) is None:
                return
        async with self._storage.writing() as tx:
            channel = await tx.audience.channel(chat_id)
            if channel is None:
                return
            await tx.audience.saw_message(chat_id, message_id)
            if seen.is_forum is (channel.threads is None):
                await tx.forums.set_forum(chat_id, is_forum=seen.is_forum)
            known = await tx.forums.threads(chat_id) if seen.thread_id else {}
            thread = as_seen(known.get(seen.thread_id or 0), seen)
            if thread:
                await tx.forums.keep(chat_id, thread)

    async def forum(self, chat_id: int) -> Forum:
        """Raises `RefusedError`: `channel_unknown`, `not_a_forum`."""
        async with self._storage.reading() as tx:
            return await _forum(tx, chat_id)

    async def choose(self, chat_id: int, section_id: int, thread_id: int, *, by: Editor) -> Forum:
        """Let a section's posts stand in a thread, which is tried again if it was closed.

        Raises `RefusedError`: `owners_only`, `not_a_forum`, `section_unknown`, `thread_unknown`.
        """
        check_owner(by)
        async with self._storage.writing() as tx:
            forum = await _forum(tx, chat_id)
            if thread_id not in (GENERAL, AS_THE_REST) and thread_id not in forum.threads:
                raise RefusedError("thread_unknown")
            await self._choose(tx, forum, section_id, thread_id, by)
            return await _forum(tx, chat_id)

    async def may_make(self, chat_id: int, section_id: int, *, by: Editor) -> str:
        """What a thread that an owner wants to open for a section is to be called."""
        check_owner(by)
        async with self._storage.reading() as tx:
            section = (await _forum(tx, chat_id)).section(section_id)
        if section is None:
            raise RefusedError("section_unknown")
        return section.label

    async def made(self, chat_id: int, section_id: int, thread: Thread, *, by: Editor) -> Forum:
        """Telegram has opened it: the section's posts go there."""
        async with self._storage.writing() as tx:
            await tx.forums.keep(chat_id, thread)
            forum = await _forum(tx, chat_id)
            await self._choose(tx, forum, section_id, thread.id, by)
            return await _forum(tx, chat_id)

    async def _choose(
        self, tx: Transaction, forum: Forum, section_id: int, thread_id: int, by: Editor
    ) -> None:
        channel, section = forum.channel, forum.section(section_id)
        if section is None and (section_id != REST or thread_id == AS_THE_REST):
            raise RefusedError("section_unknown")
        if channel.threads is None:
            raise RefusedError("not_a_forum")
        before = channel.threads.rest if section is None else channel.threads.own.get(section_id)
        await tx.forums.choose(channel.chat_id, section_id, thread_id)
        if thread := forum.threads.get(thread_id):
            await tx.forums.keep(channel.chat_id, thread.tried_again())
        if (before or AS_THE_REST) != thread_id:
            names = (_in_log(forum, section, each) for each in (before, thread_id))
            told = deed(
                Did.CHANNEL_CHANGED,
                Subject.channel(channel),
                [Change("thread", *names)],
                by=by,
                at=self._clock(),
            )
            await tx.deeds.add(told)


async def _forum(tx: Snapshot, chat_id: int) -> Forum:
    channel = await known_channel(tx, chat_id)
    if channel.threads is None:
        raise RefusedError("not_a_forum")
    sections = tuple(each for each in await tx.sections.all() if each.id in channel.section_ids)
    return Forum(channel, await tx.forums.threads(chat_id), sections)


def _in_log(forum: Forum, section: Section | None, thread_id: int | None) -> str | None:
    """«Світ: Новини»."""
    if not thread_id:
        return None
    name = GENERAL_NAME if thread_id == GENERAL else forum.named(thread_id) or str(thread_id)
    return f"{section.name}: {name}" if section else name
