"""What readers can do: join, follow sections, stop."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.domain.clock import Clock
from bot.domain.people import Person, ReaderState, language_of
from bot.domain.reasons import Reason, ReasonCode
from storage.storage import Storage
from storage.together import Together

_MISSED: Final = timedelta(days=1)  # what is older is no news to anybody


@dataclass(frozen=True, slots=True)
class _Wish:
    """What a reader asks for: to be one, or to be written to again (`joins`), and a section.

    `language`: of whoever is new.
    """

    chat_id: int
    language: str
    joins: bool
    section_id: int | None = None
    on: bool = True


class Readers:
    """What readers wish at about the same time is written down together."""

    def __init__(self, storage: Storage, clock: Clock, default_language: str) -> None:
        self._storage = storage
        self._clock = clock
        self._default_language = default_language
        self._together = Together(self._write)

    async def join(self, person: Person, language_code: str | None) -> str:
        """Write down a new reader, or switch a known one on again; which language they speak."""
        language = self._language(person, language_code)
        if not person.is_active:
            await self._together.ask(_Wish(person.user_id, language, joins=True))
        return language

    async def follow(
        self, person: Person, section_id: int, *, on: bool, language_code: str | None
    ) -> Person:
        """Follow a section, or stop it; the person as they are then.

        A stranger becomes a reader, and whoever had blocked the bot is one again. Who has said
        to stop is written to again only when they say so.
        Raises `RefusedError` where there is no such section.
        """
        person.section(section_id)
        known = person.reader
        joins = known is None or (on and known.state is ReaderState.BLOCKED)
        if joins or on is not (section_id in person.follows):
            language = self._language(person, language_code)
            wish = _Wish(person.user_id, language, joins, section_id, on)
            await self._together.ask(wish)
        return person.following(section_id, on=on)

    async def stop(self, chat_id: int) -> None:
        """Send nothing more; what the reader follows is kept for when they come back."""
        await self._switch_off(chat_id, ReaderState.STOPPED, ReasonCode.READER_STOPPED)

    async def blocked(self, chat_id: int) -> None:
        """The reader blocked the bot."""
        await self._switch_off(chat_id, ReaderState.BLOCKED, ReasonCode.BLOCKED)

    async def unblocked(self, chat_id: int) -> None:
        """Whoever is of the desk gets what they have missed. Readers come back by `/start`."""
        now = self._clock()
        async with self._storage.writing() as tx:
            if await tx.people.editor(chat_id):
                await tx.ledger.owe_missed(chat_id, now - _MISSED, now)
                tx.wake()

    async def set_language(self, chat_id: int, language: str) -> None:
        async with self._storage.writing() as tx:
            await tx.people.set_language(chat_id, language)

    async def read_in_pages(self, chat_id: int, *, on: bool) -> None:
        """Whether articles are shown in pages from now on; of who is no reader nothing is kept."""
        async with self._storage.writing() as tx:
            await tx.people.set_paged(chat_id, on=on)

    async def _switch_off(self, chat_id: int, state: ReaderState, reason: ReasonCode) -> None:
        async with self._storage.writing() as tx:
            await tx.people.set_reader_state(chat_id, state, self._clock())
            await tx.ledger.skip_chat(chat_id, Reason(reason))

    def _language(self, person: Person, code: str | None) -> str:
        if person.reader:
            return person.reader.language
        return language_of(code, self._default_language)

    async def _write(self, wishes: Sequence[_Wish]) -> Sequence[None]:
        async with self._storage.writing() as tx:
            new = {wish.chat_id: wish.language for wish in wishes if wish.joins}
            await tx.people.join(new, self._clock())
            for on in (True, False):
                topics = [
                    (wish.chat_id, wish.section_id)
                    for wish in wishes
                    if wish.section_id is not None and wish.on is on
                ]
                await tx.people.follow(topics, on=on)
        return [None] * len(wishes)
