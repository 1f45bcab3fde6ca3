"""Letters of readers, the desk's answers, and from whom none are taken."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, Text, and_, cast, delete, exists, func, insert, or_, select, update

from bot.domain.letter import AlbumAnswer, AnswerPart, Letter, Written, digest_of
from storage import statements
from storage.claims import as_numbers
from storage.outcomes import joined
from storage.schema import inbox, letter, letter_answer, letter_block
from storage.view import View

_OF_PART = (
    letter_answer.c.desk_chat_id,
    letter_answer.c.desk_message_id,
    letter_answer.c.album.label("answer_album"),
    letter_answer.c.file,
    letter_answer.c.by,
    letter_answer.c.tries,
)
_MOST_TRIES = 3  # to send an album


class LetterView(View):
    async def get(self, letter_id: int) -> Letter | None:
        found = await self._connection.execute(select(letter).where(letter.c.id == letter_id))
        return _letter(found.one_or_none())

    async def sent_as(self, chat_id: int, message_id: int) -> Letter | None:
        """The letter that a message of a reader is."""
        found = await self._connection.execute(
            select(letter).where(letter.c.chat_id == chat_id, letter.c.message_id == message_id)
        )
        return _letter(found.one_or_none())

    async def of_album(self, chat_id: int, album: str) -> Letter | None:
        """The letter that an album of a reader's is."""
        found = await self._connection.execute(
            select(letter).where(letter.c.chat_id == chat_id, letter.c.album == album)
        )
        return _letter(found.one_or_none())

    async def talk_at(self, chat_id: int, message_id: int) -> Letter | None:
        """The letter that this message of a reader's chat is, or answers."""
        answers = exists().where(
            letter_answer.c.letter_id == letter.c.id, letter_answer.c.sent_as == message_id
        )
        found = await self._connection.execute(
            select(letter)
            .where(letter.c.chat_id == chat_id, or_(letter.c.message_id == message_id, answers))
            .limit(1)
        )
        return _letter(found.one_or_none())

    async def newest_of(self, chat_id: int, *, signed: bool) -> Letter | None:
        """The last letter of a person, of those that they signed or of the others."""
        name = letter.c.name
        found = await self._connection.execute(
            select(letter)
            .where(letter.c.chat_id == chat_id, name.is_not(None) if signed else name.is_(None))
            .order_by(letter.c.id.desc())
            .limit(1)
        )
        return _letter(found.one_or_none())

    async def of(self, chat_id: int) -> list[Letter]:
        found = await self._connection.execute(
            select(letter).where(letter.c.chat_id == chat_id).order_by(letter.c.id)
        )
        return [known for row in found if (known := _letter(row))]

    async def written_since(self, chat_id: int, since: datetime) -> list[datetime]:
        """When a person has written letters since then, the newest last."""
        found = await self._connection.execute(
            select(letter.c.at)
            .where(letter.c.chat_id == chat_id, letter.c.at > since)
            .order_by(letter.c.at)
        )
        return list(found.scalars())

    async def answered_by_album(self, chat_id: int, album: str) -> int | None:
        """The number of the letter that an album of the desk's answers."""
        known: int | None = await self._connection.scalar(
            select(letter_answer.c.letter_id)
            .where(letter_answer.c.desk_chat_id == chat_id, letter_answer.c.album == album)
            .limit(1)
        )
        return known

    async def next_album_at(self) -> datetime | None:
        """When the first of the albums that wait is taken to be whole."""
        first: datetime | None = await self._connection.scalar(
            select(func.min(letter_answer.c.due_at)).where(letter_answer.c.due_at.is_not(None))
        )
        return first

    async def albums_due(self, now: datetime) -> list[AlbumAnswer]:
        """Those that nothing has come of for a while, and that no update brings more of."""
        found = await self._connection.execute(
            select(letter, *_OF_PART)
            .join_from(letter_answer, letter)
            .where(letter_answer.c.due_at <= now)
            .order_by(letter_answer.c.desk_message_id)
        )
        albums: dict[tuple[int, int, str], list[Row[Any]]] = {}
        for row in found:
            key = row.id, row.desk_chat_id, row.answer_album
            albums.setdefault(key, []).append(row)
        return [
            AlbumAnswer(known, tuple(map(_part, rows)), in_doubt=rows[0].tries >= _MOST_TRIES)
            for rows in albums.values()
            if (known := _letter(rows[0])) and not await self._is_coming(rows[0].answer_album)
        ]

    async def _is_coming(self, album: str) -> bool:
        """Whether more of an album waits to be handled, as it does behind a halt."""
        coming = exists().where(
            ~inbox.c.done,
            inbox.c.aside_at.is_(None),
            inbox.c.of_desk,  # whatever readers wrote meanwhile need not be looked through
            cast(inbox.c.body, Text).contains(album, autoescape=True),
        )
        return bool(await self._connection.scalar(select(coming)))

    async def is_blocked(self, chat_id: int) -> bool:
        found = await self._connection.execute(
            select(letter_block.c.since).where(letter_block.c.digest == digest_of(chat_id))
        )
        return found.first() is not None


class LetterStore(LetterView):
    async def add(self, written: Written, notice_id: int, now: datetime) -> int:
        """Keep a letter; its number."""
        added = await self._connection.execute(
            insert(letter)
            .values(
                chat_id=written.chat_id,
                message_id=written.message_id,
                album=written.album,
                name=written.name,
                notice_id=notice_id,
                at=now,
            )
            .returning(letter.c.id)
        )
        number: int = added.scalar_one()
        return number

    async def add_part(self, whole: Letter, message_id: int) -> None:
        """One more message of its album."""
        more = joined((*whole.more_ids, message_id))
        await self._connection.execute(
            update(letter).where(letter.c.id == whole.id).values(more_ids=more)
        )

    async def begin_answer(self, letter_id: int, chat_id: int, message_id: int) -> bool:
        """A message of the desk's is to answer a letter; false where it has arrived already.

        Begun again, it is written down again: a full disk says so before another copy is sent.
        """
        statement = statements.insert(self._connection, letter_answer).values(
            letter_id=letter_id, desk_chat_id=chat_id, desk_message_id=message_id
        )
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=[letter_answer.c.desk_chat_id, letter_answer.c.desk_message_id],
                set_={"letter_id": letter_id},
            )
        )
        sent_as = await self._connection.scalar(
            select(letter_answer.c.sent_as).where(_its_answer(chat_id, message_id))
        )
        return sent_as is None

    async def answered(self, chat_id: int, message_id: int, sent_as: int | None) -> None:
        """It has arrived, as this message of the reader's chat; None: it never will."""
        await self._connection.execute(
            update(letter_answer)
            .where(_its_answer(chat_id, message_id))
            .values(sent_as=sent_as, file=None, by=None, due_at=None)
        )

    async def add_to_answer(self, letter_id: int, part: AnswerPart, due_at: datetime) -> None:
        """Keep one message of an album; what is there of it waits for the next one until then."""
        statement = statements.insert(self._connection, letter_answer).values(
            letter_id=letter_id,
            desk_chat_id=part.chat_id,
            desk_message_id=part.message_id,
            album=part.album,
            file=part.file,
            by=part.by,
            due_at=due_at,
        )
        await self._connection.execute(statement.on_conflict_do_nothing())
        await self.put_off(part.chat_id, part.album, due_at)

    async def begin_album(self, chat_id: int, album: str, due_at: datetime) -> None:
        """An album is about to be sent; once more from then on, if that comes to no end."""
        await self._wait(chat_id, album, due_at=due_at, tries=letter_answer.c.tries + 1)

    async def put_off(self, chat_id: int, album: str, due_at: datetime) -> None:
        """Have what waits of an album wait until then."""
        await self._wait(chat_id, album, due_at=due_at, tries=0)

    async def _wait(self, chat_id: int, album: str, **values: Any) -> None:  # noqa: ANN401 - of columns
        await self._connection.execute(
            update(letter_answer)
            .where(
                letter_answer.c.desk_chat_id == chat_id,
                letter_answer.c.album == album,
                letter_answer.c.due_at.is_not(None),
            )
            .values(**values)
        )

    async def block(self, chat_id: int, now: datetime, *, on: bool) -> None:
        """Take no letters from a person, or take them again; the same twice changes nothing."""
        digest = digest_of(chat_id)
        if on:
            statement = statements.insert(self._connection, letter_block)
            await self._connection.execute(
                statement.values(digest=digest, since=now).on_conflict_do_nothing()
            )
        else:
            await self._connection.execute(
                delete(letter_block).where(letter_block.c.digest == digest)
            )

    async def forget(self, before: datetime) -> list[int]:
        """Drop letters older than this, and what was answered to them; what told of them."""
        gone = await self._connection.execute(
            delete(letter).where(letter.c.at < before).returning(letter.c.notice_id)
        )
        return list(gone.scalars())


def _its_answer(chat_id: int, message_id: int) -> Any:  # noqa: ANN401 - a condition
    return and_(
        letter_answer.c.desk_chat_id == chat_id, letter_answer.c.desk_message_id == message_id
    )


def _part(row: Row[Any]) -> AnswerPart:
    return AnswerPart(row.desk_chat_id, row.desk_message_id, row.answer_album, row.file, row.by)


def _letter(row: Row[Any] | None) -> Letter | None:
    if row is None:
        return None
    more = as_numbers(row.more_ids)
    return Letter(row.id, row.chat_id, row.message_id, row.notice_id, row.name, more)
