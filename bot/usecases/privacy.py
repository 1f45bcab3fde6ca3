"""What the bot keeps of a person: it is told, handed over, and erased."""

from datetime import timedelta
from typing import Final

from bot.domain.clock import Clock
from bot.domain.people import Person
from bot.domain.personal_data import PersonalData
from bot.usecases.letters import erase_letters
from storage.storage import Storage

_PACE_KEPT: Final = timedelta(minutes=10)
_CHUNK: Final = 1_000  # chats in one transaction


class Privacy:
    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def data(self, person_id: int) -> PersonalData:
        """All that is kept of a person."""
        async with self._storage.reading() as tx:
            return PersonalData(person_id, self._clock(), await tx.personal.of(person_id))

    async def forget(self, person: Person) -> None:
        """Erase all that is kept of a person; the newsroom's own stays with the newsroom."""
        async with self._storage.writing() as tx:
            await erase_letters(tx, person.user_id, self._clock())
            await tx.personal.forget(person.user_id, of_desk=person.editor is not None)

    async def tidy(self) -> None:
        """Forget when those who are no readers were written to last."""
        before = self._clock() - _PACE_KEPT
        more = True
        while more:
            async with self._storage.reading() as tx:
                rested = await tx.personal.rested(before, _CHUNK)
            if rested:
                async with self._storage.writing(patient=True) as tx:
                    await tx.personal.forget_pace(rested, before)
            more = len(rested) == _CHUNK
