"""An album that answers a reader's letter: kept message by message, and whole after a silence."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import zip_longest

from bot.domain.clock import Clock, NextLook
from bot.domain.errors import RefusedError
from bot.domain.letter import ALBUM_WHOLE_AFTER, AlbumAnswer, AnswerPart
from bot.domain.letter_notices import AnswerInDoubt
from bot.usecases.letters import tell_by_whom
from storage.storage import Storage


class AlbumAnswers:
    """`next_look`: when the first that waits is taken to be whole."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock
        self.next_look = NextLook(clock)

    async def letter_of(self, chat_id: int, album: str) -> int | None:
        """The number of the letter that an album of the desk's answers.

        Telegram need not say of each of its messages what it replies to.
        """
        async with self._storage.reading() as tx:
            return await tx.letters.answered_by_album(chat_id, album)

    async def add(self, letter_id: int, part: AnswerPart) -> None:
        """Keep one message, which waits for the next. Raises `RefusedError`: `letter_unknown`."""
        async with self._storage.writing() as tx:
            if await tx.letters.get(letter_id) is None:
                raise RefusedError("letter_unknown")
            await tx.letters.add_to_answer(letter_id, part, self._clock() + ALBUM_WHOLE_AFTER)
        self.next_look.at_once()

    async def due(self) -> list[AlbumAnswer]:
        """Those that no other message has come of for a while."""
        if not self.next_look.is_now():
            return []
        async with self._storage.reading() as tx:
            due = await tx.letters.albums_due(self._clock())
            self.next_look.found(await tx.letters.next_album_at())
        return due

    async def begin(self, album: AlbumAnswer) -> None:
        """It is about to be sent: a disk that takes no writes is found out before, not after."""
        first = album.parts[0]
        async with self._storage.writing() as tx:
            again = self._clock() + ALBUM_WHOLE_AFTER
            await tx.letters.begin_album(first.chat_id, first.album, again)

    async def end(self, album: AlbumAnswer, sent_as: Sequence[int]) -> None:
        """It has arrived, as these messages; with none of them it never will."""
        async with self._storage.writing() as tx:
            for part, number in zip_longest(album.parts, sent_as):
                await tx.letters.answered(part.chat_id, part.message_id, number)
            if sent_as:
                await tell_by_whom(tx, album.letter.id, album.parts[0].by, self._clock())

    async def give_up(self, album: AlbumAnswer) -> None:
        """It is begun no more, and the desk is told, in whose chat it was sent."""
        async with self._storage.writing() as tx:
            for part in album.parts:
                await tx.letters.answered(part.chat_id, part.message_id, None)
            told = AnswerInDoubt(album.letter.id)
            await tx.tell([album.parts[0].chat_id], told, self._clock())
            tx.wake()

    async def put_off(self, album: AlbumAnswer, by: timedelta) -> None:
        """Try it again later."""
        first = album.parts[0]
        async with self._storage.writing() as tx:
            await tx.letters.put_off(first.chat_id, first.album, self._clock() + by)
