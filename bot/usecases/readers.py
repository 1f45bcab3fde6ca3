"""What readers can do: join, follow sections, stop."""

from dataclasses import dataclass

from bot.domain.audience import Section
from bot.domain.clock import Clock
from bot.domain.errors import RefusedError
from bot.domain.people import Reader, ReaderState, language_of
from bot.domain.reasons import Reason, ReasonCode
from storage.storage import Storage, Transaction


@dataclass(frozen=True, slots=True)
class TopicChoice:
    """What there is to follow, and what a reader follows of it."""

    sections: tuple[Section, ...]
    follows: frozenset[int]


class Readers:
    def __init__(self, storage: Storage, clock: Clock, default_language: str) -> None:
        self._storage = storage
        self._clock = clock
        self._default_language = default_language

    async def reader(self, chat_id: int) -> Reader | None:
        async with self._storage.reading() as tx:
            return await tx.people.reader(chat_id)

    async def join(self, chat_id: int, language_code: str | None) -> Reader:
        """Write down a new reader, or switch a known one on again."""
        async with self._storage.writing() as tx:
            language = language_of(language_code, self._default_language)
            return await tx.people.join(chat_id, language, self._clock())

    async def topics(self, chat_id: int) -> TopicChoice:
        async with self._storage.reading() as tx:
            reader = await tx.people.reader(chat_id)
            follows = await tx.people.follows(reader.id) if reader else frozenset()
            return TopicChoice(tuple(await tx.sections.all()), follows)

    async def follow(self, chat_id: int, section_id: int, *, on: bool) -> Section:
        """Follow a section, or stop it; who follows something wants to be written to again."""
        async with self._storage.writing() as tx:
            section = await tx.sections.get(section_id)
            if section is None:
                raise RefusedError("section_unknown")
            reader = await _known(tx, chat_id)
            await tx.people.follow(reader.id, section_id, on=on)
            if on:
                await tx.people.set_reader_state(chat_id, ReaderState.ACTIVE)
            return section

    async def stop(self, chat_id: int) -> None:
        """Send nothing more; what the reader follows is kept for when they come back."""
        await self._switch_off(chat_id, ReaderState.STOPPED, ReasonCode.READER_STOPPED)

    async def blocked(self, chat_id: int) -> None:
        """The reader blocked the bot."""
        await self._switch_off(chat_id, ReaderState.BLOCKED, ReasonCode.BLOCKED)

    async def set_language(self, chat_id: int, language: str) -> None:
        async with self._storage.writing() as tx:
            await tx.people.set_language(chat_id, language)

    async def _switch_off(self, chat_id: int, state: ReaderState, reason: ReasonCode) -> None:
        async with self._storage.writing() as tx:
            await tx.people.set_reader_state(chat_id, state)
            await tx.ledger.skip_chat(chat_id, Reason(reason))


async def _known(tx: Transaction, chat_id: int) -> Reader:
    reader = await tx.people.reader(chat_id)
    if reader is None:
        raise RefusedError("reader_unknown")
    return reader
