"""Groups with topics: the bot learns of their threads, the desk chooses among them."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.domain.clock import Clock
from bot.domain.deed_log import Change, Did, Subject, deed
from bot.domain.desk import Forum
from bot.domain.errors import RefusedError
from bot.domain.forum import AS_THE_REST, GENERAL, GENERAL_NAME, REST, Sighting, Thread, as_seen
from bot.domain.people import Editor
from bot.domain.section import Section
from bot.usecases.channels import check_owner, known_channel
from storage.storage import Snapshot, Storage, Transaction


class Forums:
    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock
        self._making = asyncio.Lock()

    async def saw(self, chat_id: int, message_id: int, seen: Sighting) -> None:
        """Somebody wrote in a group: it may be a channel of ours, and the thread a new one."""
        async with self._storage.reading() as tx:
            if await tx.channels.get(chat_id) is None:
                return
        async with self._storage.writing() as tx:
            channel = await tx.channels.get(chat_id)
            if channel is None:
                return
            await tx.channels.saw_message(chat_id, message_id)
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

    async def make(
        self,
        chat_id: int,
        section_id: int,
        open_topic: Callable[[str], Awaitable[int]],
        *,
        instead_of: int,
        by: Editor,
    ) -> Forum:
        """Have a thread opened for a section, by its name, and let its posts stand there.

        One after the other: the second of two presses finds another thread than it was drawn for
        (`instead_of`). Whoever is killed while Telegram opens one never hears of it, and makes
        another. Raises `RefusedError`: `owners_only`, `not_a_forum`, `section_unknown`,
        `thread_changed`; and what `open_topic` raises.
        """
        check_owner(by)
        async with self._making:
            name = await self._begin(chat_id, section_id, instead_of)
            return await self._made(chat_id, section_id, Thread(await open_topic(name), name), by)

    async def _begin(self, chat_id: int, section_id: int, instead_of: int) -> str:
        """How it is to be called. A disk that takes no writes says so before one is opened."""
        async with self._storage.writing() as tx:
            forum = await _forum(tx, chat_id)
            section, threads = forum.section(section_id), forum.channel.threads
            if section is None:
                raise RefusedError("section_unknown")
            chosen = threads.own.get(section_id, AS_THE_REST) if threads else AS_THE_REST
            if chosen != instead_of:
                raise RefusedError("thread_changed", name=_name_of(forum, chosen))
            await tx.forums.choose(chat_id, section_id, chosen)
            return section.label

    async def _made(self, chat_id: int, section_id: int, thread: Thread, by: Editor) -> Forum:
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
    name = _name_of(forum, thread_id)
    return f"{section.name}: {name}" if section else name


def _name_of(forum: Forum, thread_id: int) -> str | None:
    """None for no thread at all."""
    if thread_id == AS_THE_REST:
        return None
    return GENERAL_NAME if thread_id == GENERAL else forum.named(thread_id) or str(thread_id)
