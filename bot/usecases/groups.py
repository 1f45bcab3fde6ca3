"""Groups that follow sections: what their administrators choose, and what Telegram says of them.

A group is a reader by its own number, so that all that holds for readers holds for it: who is
meant by an article, corrections, retractions, and that everything can be erased.
"""

from dataclasses import replace

from bot.domain.channel import ChannelState, Rights
from bot.domain.clock import Clock
from bot.domain.errors import RefusedError
from bot.domain.people import Person, ReaderState
from bot.domain.reasons import Reason, ReasonCode
from storage.storage import Snapshot, Storage

_THE_NEWSROOMS = (ChannelState.ACTIVE, ChannelState.PAUSED)


class Groups:
    """`desk_chat_id` is the newsroom's own group, where it is one."""

    def __init__(self, storage: Storage, clock: Clock, desk_chat_id: int | None) -> None:
        self._storage = storage
        self._clock = clock
        self._desk_chat_id = desk_chat_id

    async def follow(
        self, group: Person, section_id: int, *, on: bool, language: str, thread_id: int | None
    ) -> Person:
        """Send the group a section's articles from now on, or stop it; the group as it is then.

        Where nothing could be sent any more, it is tried again; who has said to stop says so.
        `language`: in which a group is written to that has chosen nothing yet. News come to the
        thread in which one was chosen last.

        Raises `RefusedError`: `section_unknown`, `group_of_desk`.
        """
        group.section(section_id)
        async with self._storage.writing() as tx:
            await self._check(tx, group.user_id)
            if group.reader is None or (on and group.reader.state is ReaderState.BLOCKED):
                await tx.people.join({group.user_id: language}, self._clock())
            await tx.people.follow([(group.user_id, section_id)], on=on)
            if on:
                await tx.people.set_thread(group.user_id, thread_id)
            known = await tx.people.reader(group.user_id)
        return replace(group, reader=known).following(section_id, on=on)

    async def switch(self, group: Person, *, on: bool, language: str) -> None:
        """Send the group what it follows, or nothing; its choice is kept.

        Raises `RefusedError`: `group_of_desk`.
        """
        async with self._storage.writing() as tx:
            await self._check(tx, group.user_id)
            if on:
                await tx.people.join({group.user_id: language}, self._clock())
                return
            await tx.people.set_reader_state(group.user_id, ReaderState.STOPPED, self._clock())
            await tx.ledger.skip_chat(group.user_id, Reason(ReasonCode.READER_STOPPED))

    async def speak(self, group: Person, language: str) -> None:
        """Write to the group in this language from now on."""
        async with self._storage.writing() as tx:
            await self._check(tx, group.user_id)
            if group.reader is None:
                await tx.people.join({group.user_id: language}, self._clock())
            await tx.people.set_language(group.user_id, language)

    async def rights_changed(self, chat_id: int, rights: Rights) -> None:
        """Where the bot may not write, nothing is owed; what the group follows is kept."""
        async with self._storage.writing() as tx:
            known = await tx.people.reader(chat_id)
            if known is None:
                return
            if not rights.may_post and known.state is ReaderState.ACTIVE:
                await tx.people.set_reader_state(chat_id, ReaderState.BLOCKED, self._clock())
                code = ReasonCode.RIGHTS if rights.member else ReasonCode.REMOVED
                await tx.ledger.skip_chat(chat_id, Reason(code))
            elif rights.may_post and known.state is ReaderState.BLOCKED:
                await tx.people.set_reader_state(chat_id, ReaderState.ACTIVE)

    def is_desk_chat(self, chat_id: int) -> bool:
        return chat_id == self._desk_chat_id

    async def is_of_desk(self, chat_id: int) -> bool:
        """Whether the newsroom itself decides on what comes there."""
        async with self._storage.reading() as tx:
            return await self._is_of_desk(tx, chat_id)

    async def _is_of_desk(self, tx: Snapshot, chat_id: int) -> bool:
        channel = await tx.channels.get(chat_id)
        is_channel = channel is not None and channel.state in _THE_NEWSROOMS
        return is_channel or self.is_desk_chat(chat_id)

    async def _check(self, tx: Snapshot, chat_id: int) -> None:
        if await self._is_of_desk(tx, chat_id):
            raise RefusedError("group_of_desk")
