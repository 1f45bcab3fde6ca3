"""Readers write to the desk and are answered: threaded, and nameless unless they sign."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.domain.clock import Clock
from bot.domain.deed_log import About, Did, Subject, deed
from bot.domain.delivery import Kind
from bot.domain.errors import RefusedError
from bot.domain.letter import (
    AWAITED_FOR,
    FLOOD,
    FLOOD_WITHIN,
    LETTERS_KEPT,
    Letter,
    LetterKind,
    Written,
)
from bot.domain.letter_notices import LetterArrived
from bot.domain.people import Editor
from bot.domain.question_kinds import Asked, Ending, Question
from bot.usecases.questions import ask, close
from storage.storage import Snapshot, Storage, Transaction

_ASKED: Final = {False: Asked.LETTER, True: Asked.SIGNED_LETTER}


@dataclass(frozen=True, slots=True)
class Awaited:
    """A person's next message is a letter; `is_part`: of an album that is a letter already."""

    signed: bool
    is_part: bool = False


class Letters:
    """`desk_chat_id` gets the letters; without one, the owners do."""

    def __init__(self, storage: Storage, clock: Clock, desk_chat_id: int | None) -> None:
        self._storage = storage
        self._clock = clock
        self._desk_chat_id = desk_chat_id

    # --- whoever writes ---

    async def ask(self, person_id: int, *, signed: bool, in_message: int | None = None) -> None:
        """The person's next message is a letter.

        Raises `RefusedError`: `letters_blocked`, `letters_too_many`.
        """
        now = self._clock()
        async with self._storage.writing() as tx:
            await self._check(tx, person_id)
            question = Question(person_id, _ASKED[signed], message_id=in_message)
            await ask(tx, question, now)
            tx.wake()

    async def stands_in(self, person_id: int, message_id: int) -> None:
        """The person was asked, in this message."""
        async with self._storage.writing() as tx:
            await tx.questions.stands_in(person_id, message_id)

    async def cancel(self, person_id: int, *, but: int | None = None) -> bool:
        """No letter after all; false where none was waited for.

        `but`: a message that shows something else by now.
        """
        async with self._storage.writing() as tx:
            question = await tx.questions.of(person_id)
            if question is None or not question.is_of_letters:
                return False
            await close(tx, question, Ending.CANCELLED, self._clock(), but=but)
            tx.wake()
        return True

    async def awaited(
        self,
        person_id: int,
        reply_to: int | None,
        album: str | None = None,
        *,
        sent_as: int | None = None,
    ) -> Awaited | None:
        """Whether what a person sends is a letter.

        `sent_as`: the message; handed over once more after a kill, it is what it was.
        """
        async with self._storage.reading() as tx:
            if sent_as and (known := await tx.letters.sent_as(person_id, sent_as)):
                return Awaited(known.name is not None)
            if album and (whole := await tx.letters.of_album(person_id, album)):
                return Awaited(whole.name is not None, is_part=True)
            question = await tx.questions.of_late(person_id, self._clock() - AWAITED_FOR)
            if question and question.is_of_letters:
                return Awaited(question.about is Asked.SIGNED_LETTER)
            earlier = reply_to and await tx.letters.talk_at(person_id, reply_to)
        return Awaited(earlier.name is not None) if earlier else None

    async def receive(self, written: Written) -> int:
        """Keep a letter and owe it to the desk; its number. The same message is one letter.

        Raises `RefusedError`: `letters_blocked`, `letters_too_many`.
        """
        now = self._clock()
        async with self._storage.writing() as tx:
            if known := await tx.letters.sent_as(written.chat_id, written.message_id):
                return known.id
            await self._check(tx, written.chat_id)
            before = await _goes_on_from(tx, written)
            told = LetterArrived(
                0,
                written.kind,
                written.text,
                written.name,
                before.id if before else None,
                before.notice_id if before else None,
            )
            notice_id = await tx.tell(await tx.desk_chats(self._desk_chat_id), told, now)
            number = await tx.letters.add(written, notice_id, now)
            await tx.desk.change_notice(notice_id, replace(told, letter_id=number))
            question = await tx.questions.of(written.chat_id)
            if question and question.is_of_letters:
                await close(tx, question, Ending.ANSWERED, now)
            tx.wake()
        return number

    async def add_part(self, written: Written) -> None:
        """Another message of an album is the same letter: the desk's message counts it."""
        async with self._storage.writing() as tx:
            whole = written.album and await tx.letters.of_album(written.chat_id, written.album)
            if not whole or written.message_id in whole.messages:
                return
            await tx.letters.add_part(whole, written.message_id)

            def with_part(told: LetterArrived) -> LetterArrived:
                kind = told.kind if written.kind is told.kind else LetterKind.MIXED
                rest = (*told.rest, written.text)
                return replace(told, kind=kind, rest=rest, more=told.more + 1)

            await _change(tx, whole.id, self._clock(), with_part)

    async def is_letter(self, person_id: int, message_id: int, album: str | None = None) -> bool:
        async with self._storage.reading() as tx:
            return await _with(tx, person_id, message_id, album) is not None

    async def change(
        self, person_id: int, message_id: int, text: str, album: str | None = None
    ) -> int | None:
        """A reader has edited a letter: the desk reads it as it is now. Its number.

        None where its words are the same: Telegram tells also of a preview that has come. Raises
        `RefusedError`: `letters_blocked`.
        """
        async with self._storage.writing() as tx:
            letter = await _with(tx, person_id, message_id, album)
            told = letter and await tx.desk.notice(letter.notice_id)
            if letter is None or not isinstance(told, LetterArrived):
                return None
            said = [told.text, *told.rest]
            place = letter.messages.index(message_id)
            if said[place] == text:
                return None
            if await tx.letters.is_blocked(person_id):
                raise RefusedError("letters_blocked")
            said[place] = text
            changed = replace(told, text=said[0], rest=tuple(said[1:]), changed=True)
            await _change(tx, letter.id, self._clock(), lambda _: changed)
        return letter.id

    async def _check(self, tx: Transaction, person_id: int) -> None:
        if await tx.letters.is_blocked(person_id):
            raise RefusedError("letters_blocked")
        now = self._clock()
        lately = await tx.letters.written_since(person_id, now - FLOOD_WITHIN)
        if len(lately) >= FLOOD:
            wait = lately[-FLOOD] + FLOOD_WITHIN - now
            minutes = -(-wait // timedelta(minutes=1))
            raise RefusedError("letters_too_many", count=FLOOD, minutes=minutes)

    # --- the desk ---

    def are_told_in(self, chat_id: int) -> bool:
        """Whether it is the desk's own chat."""
        return chat_id == self._desk_chat_id

    async def letter(self, letter_id: int) -> Letter:
        """Raises `RefusedError`: `letter_unknown`."""
        async with self._storage.reading() as tx:
            return _known(await tx.letters.get(letter_id))

    async def begin_answer(self, letter_id: int, chat_id: int, message_id: int) -> bool:
        """A message of the desk's is to answer a letter; false where it has arrived already."""
        async with self._storage.writing() as tx:
            _known(await tx.letters.get(letter_id))
            return await tx.letters.begin_answer(letter_id, chat_id, message_id)

    async def answered(
        self, letter_id: int, chat_id: int, message_id: int, *, sent_as: int, by: Editor
    ) -> None:
        """The answer has arrived; all who were told of the letter see by whom it is."""
        async with self._storage.writing() as tx:
            await tx.letters.answered(chat_id, message_id, sent_as)
            await tell_by_whom(tx, letter_id, by.name, self._clock())

    async def block(self, letter_id: int, *, on: bool, by: Editor) -> None:
        """Take no letters from whoever wrote this one, or take them again."""
        async with self._storage.writing() as tx:
            letter = _known(await tx.letters.get(letter_id))
            if on is not await tx.letters.is_blocked(letter.chat_id):
                did = Did.WRITER_BLOCKED if on else Did.WRITER_UNBLOCKED
                about = Subject(About.LETTER, letter.id)
                await tx.deeds.add(deed(did, about, by=by, at=self._clock()))
            await tx.letters.block(letter.chat_id, self._clock(), on=on)
            for each in await tx.letters.of(letter.chat_id):
                if each.is_signed is letter.is_signed:  # else it said whose the unsigned ones are
                    await _change(
                        tx, each.id, self._clock(), lambda told: replace(told, blocked=on)
                    )

    async def tidy(self) -> None:
        """Forget old letters with their words: later, `/forget` would not find whose those are.

        The desk's messages stay as they are.
        """
        async with self._storage.writing(patient=True) as tx:
            for notice_id in await tx.letters.forget(self._clock() - LETTERS_KEPT):
                told = await tx.desk.notice(notice_id)
                if isinstance(told, LetterArrived):
                    await tx.desk.change_notice(
                        notice_id, replace(told, text="", rest=(), name=None)
                    )
            await tx.questions.forget_letters(self._clock() - AWAITED_FOR)


async def erase_letters(tx: Transaction, person_id: int, now: datetime) -> None:
    """Take what a person has written out of the desk's messages."""
    for letter in await tx.letters.of(person_id):
        await _change(
            tx,
            letter.id,
            now,
            lambda told: replace(told, text="", rest=(), name=None, erased=True),
        )


async def tell_by_whom(tx: Transaction, letter_id: int, name: str, now: datetime) -> None:
    """Have the desk's messages about a letter say who has answered it."""
    await _change(
        tx,
        letter_id,
        now,
        lambda told: replace(told, answered_by=tuple(dict.fromkeys((*told.answered_by, name)))),
    )


async def _with(tx: Snapshot, person_id: int, message_id: int, album: str | None) -> Letter | None:
    """The letter that a message is, or is a part of."""
    if known := await tx.letters.sent_as(person_id, message_id):
        return known
    whole = album and await tx.letters.of_album(person_id, album)
    return whole if whole and message_id in whole.messages else None


async def _goes_on_from(tx: Transaction, written: Written) -> Letter | None:
    """The letter whose answer is replied to, or else the writer's last one.

    Signed ones go on from signed ones alone: by a thread of both the desk knew who writes.
    """
    replied_to = written.replied_to
    talk = await tx.letters.talk_at(written.chat_id, replied_to) if replied_to else None
    signed = written.name is not None
    if talk and talk.is_signed is signed:
        return talk
    return await tx.letters.newest_of(written.chat_id, signed=signed)


async def _change(
    tx: Transaction,
    letter_id: int,
    now: datetime,
    changed: Callable[[LetterArrived], LetterArrived],
) -> None:
    """Have the desk's messages about a letter say something else."""
    letter = await tx.letters.get(letter_id)
    told = letter and await tx.desk.notice(letter.notice_id)
    if letter and isinstance(told, LetterArrived):
        await tx.desk.change_notice(letter.notice_id, changed(told))
        await tx.ledger.mark_changed(Kind.NOTICE, letter.notice_id, now)
        tx.wake()


def _known(letter: Letter | None) -> Letter:
    if letter is None:
        raise RefusedError("letter_unknown")
    return letter
