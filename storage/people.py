"""Readers and what they follow; the people of the desk and their invitations."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, delete, func, insert, literal, select, update

from bot.domain.people import Editor, Invitation, Person, Reader, ReaderState, Role
from bot.domain.reasons import ReasonCode
from bot.domain.routing import Pace
from bot.domain.topics import TopicKind
from storage import statements
from storage.not_taken import WHY_NOT
from storage.schema import editor, follow, invitation, reader, section, topic, topic_choice
from storage.types import Moment
from storage.view import View

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_ONE_ROW = select(literal(1).label("one")).subquery()
# At least one row, which says how often sections were made or written anew.
_OF_DESK = select(
    select(func.sum(section.c.edition)).scalar_subquery().label("editions"), editor
).select_from(_ONE_ROW.outerjoin(editor, editor.c.user_id.in_(_IDS)))
_READERS = (
    select(reader, follow.c.section_id)
    .outerjoin(follow, follow.c.reader_id == reader.c.id)
    .where(reader.c.chat_id.in_(_IDS))
)


class PeopleView(View):
    async def known(self, user_ids: Collection[int]) -> tuple[dict[int, Person], int]:
        """What is known of each of these people, but for sections; how many editions of them are.

        In two statements, however many people there are.
        """
        ids = {"ids": list(user_ids)}
        people = {user_id: Person(user_id) for user_id in user_ids}
        of_desk = (await self._connection.execute(_OF_DESK, ids)).all()
        for row in of_desk:
            if row.user_id is not None:
                people[row.user_id] = Person(row.user_id, _editor(row))
        for row in await self._connection.execute(_READERS, ids):
            person = people[row.chat_id]
            if person.reader is None:
                person = replace(person, reader=_reader(row))
            if row.section_id is not None:
                person = person.following(row.section_id, on=True)
            people[row.chat_id] = person
        return people, of_desk[0].editions or 0

    async def reader(self, chat_id: int) -> Reader | None:
        found = await self._connection.execute(select(reader).where(reader.c.chat_id == chat_id))
        row = found.one_or_none()
        return None if row is None else _reader(row)

    async def why_not(self, row_id: int, now: datetime) -> ReasonCode | datetime | None:
        """Why a chat is not to have any more what is in hand for it; forgotten, it has no row.

        A moment: when its reader's quiet hours end, which have begun meanwhile.
        """
        found = await self._connection.execute(WHY_NOT, {"row_id": row_id, "now": now})
        row = found.one_or_none()
        if row is None:
            return ReasonCode.NOT_OWED
        if row.code:
            return ReasonCode(row.code)
        until: datetime | None = row.quiet_until
        return until

    async def thread_of(self, chat_id: int) -> int | None:
        """The thread of a forum in which a group gets its news."""
        thread: int | None = await self._connection.scalar(
            select(reader.c.thread_id).where(reader.c.chat_id == chat_id)
        )
        return thread

    async def count_followers(self, section_id: int) -> int:
        """How many readers a publication in this section would reach now."""
        counted = await self._connection.scalar(
            select(func.count())
            .select_from(follow.join(reader, reader.c.id == follow.c.reader_id))
            .where(follow.c.section_id == section_id, reader.c.state == ReaderState.ACTIVE)
        )
        return counted or 0

    async def editor(self, user_id: int) -> Editor | None:
        row = (
            await self._connection.execute(select(editor).where(editor.c.user_id == user_id))
        ).one_or_none()
        return None if row is None else _editor(row)

    async def editors(self) -> list[Editor]:
        """Everybody of the desk, who came first stands first."""
        found = await self._connection.execute(
            select(editor).order_by(editor.c.since, editor.c.user_id)
        )
        return [_editor(row) for row in found]

    async def owners(self) -> list[Editor]:
        return [person for person in await self.editors() if person.is_owner]


class PeopleStore(PeopleView):
    async def join(self, languages: Mapping[int, str], now: datetime) -> None:
        """Write down readers, or switch known ones on again with the languages they chose.

        `languages`: by the chats; for those who are new.
        """
        if not languages:
            return
        statement = statements.insert(self._connection, reader)
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=[reader.c.chat_id],
                set_={"state": ReaderState.ACTIVE, "left_at": None, "paused_until": None},
            ),
            [
                {"chat_id": chat_id, "language": language, "state": "active", "joined_at": now}
                for chat_id, language in languages.items()
            ],
        )

    async def set_reader_state(
        self, chat_id: int, state: ReaderState, left_at: datetime | None = None
    ) -> bool:
        """`left_at`: when a reader left; who had left before has done so then.

        False where there is no such reader.
        """
        left: Any = None
        if left_at is not None:
            left = func.coalesce(reader.c.left_at, literal(left_at, Moment))
        changed = await self._connection.execute(
            update(reader).where(reader.c.chat_id == chat_id).values(state=state, left_at=left)
        )
        return bool(changed.rowcount)

    async def set_thread(self, chat_id: int, thread_id: int | None) -> None:
        await self._connection.execute(
            update(reader).where(reader.c.chat_id == chat_id).values(thread_id=thread_id)
        )

    async def move_group(self, old: int, new: int) -> None:
        """A group became a supergroup: it follows there what it followed."""
        known = await self._connection.scalar(select(reader.c.id).where(reader.c.chat_id == old))
        if known is None:
            return
        await self._connection.execute(delete(reader).where(reader.c.chat_id == new))
        await self._connection.execute(
            update(reader).where(reader.c.id == known).values(chat_id=new)
        )

    async def set_language(self, chat_id: int, language: str) -> None:
        """The language of a person, as reader and as editor."""
        for table, key in ((reader, reader.c.chat_id), (editor, editor.c.user_id)):
            await self._connection.execute(
                update(table).where(key == chat_id).values(language=language)
            )

    async def set_paged(self, chat_id: int, *, on: bool) -> None:
        """Whether a reader reads articles in pages."""
        await self._connection.execute(
            update(reader).where(reader.c.chat_id == chat_id).values(paged=on)
        )

    async def follow(self, follows: Collection[tuple[int, int]], *, on: bool) -> None:
        """Let readers follow sections, or stop it; the same twice changes nothing.

        `follows`: a reader's chat, and a section.
        """
        if not follows:
            return
        the_reader = select(reader.c.id).where(reader.c.chat_id == bindparam("chat"))
        statement: Any
        if on:
            chosen = the_reader.add_columns(bindparam("topic", type_=follow.c.section_id.type))
            statement = statements.insert(self._connection, follow).from_select(
                ["reader_id", "section_id"], chosen
            )
            statement = statement.on_conflict_do_nothing()
        else:
            statement = delete(follow).where(
                follow.c.reader_id == the_reader.scalar_subquery(),
                follow.c.section_id == bindparam("topic"),
            )
        wishes = [{"chat": chat_id, "topic": section} for chat_id, section in follows]
        await self._connection.execute(statement, wishes)
        if on:
            await self._unmute(wishes)

    async def _unmute(self, wishes: Sequence[Mapping[str, int]]) -> None:
        """Whoever follows a section has muted it no more."""
        its_topic = select(topic.c.id).where(
            topic.c.kind == TopicKind.SECTION, topic.c.key == bindparam("key")
        )
        the_reader = select(reader.c.id).where(reader.c.chat_id == bindparam("chat"))
        await self._connection.execute(
            delete(topic_choice).where(
                topic_choice.c.topic_id == its_topic.scalar_subquery(),
                topic_choice.c.reader_id == the_reader.scalar_subquery(),
            ),
            [{"chat": each["chat"], "key": str(each["topic"])} for each in wishes],
        )

    async def save_editor(self, person: Editor, now: datetime) -> None:
        """Take a person into the desk, or give a person of the desk another role.

        The sections that are theirs stay as they are.
        """
        values = {"name": person.name, "role": person.role, "language": person.language}
        statement = statements.insert(self._connection, editor).values(
            user_id=person.user_id, since=now, **values
        )
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=[editor.c.user_id], set_=values)
        )

    async def set_own_sections(self, user_id: int, section_ids: Collection[int]) -> None:
        """The sections that are an editor's own; none: all."""
        await self._connection.execute(
            update(editor)
            .where(editor.c.user_id == user_id)
            .values(section_ids=sorted(section_ids))
        )

    async def dismiss(self, user_id: int) -> None:
        """Take a person off the desk, and with them the invitations that nobody has used."""
        await self._connection.execute(
            delete(invitation).where(
                invitation.c.invited_by == user_id, invitation.c.used_by.is_(None)
            )
        )
        await self._connection.execute(delete(editor).where(editor.c.user_id == user_id))

    async def invite(self, token: str, role: Role, by: int | None, expires_at: datetime) -> None:
        await self._connection.execute(
            insert(invitation).values(
                digest=_digest(token), role=role, invited_by=by, expires_at=expires_at
            )
        )

    async def invitation(self, token: str) -> Invitation | None:
        """The invitation of this token, kept from others until the transaction ends."""
        row = (
            await self._connection.execute(
                select(invitation).where(invitation.c.digest == _digest(token)).with_for_update()
            )
        ).one_or_none()
        if row is None:
            return None
        return Invitation(Role(row.role), row.invited_by, row.expires_at, row.used_by)

    async def use_invitation(self, token: str, user_id: int) -> None:
        await self._connection.execute(
            update(invitation).where(invitation.c.digest == _digest(token)).values(used_by=user_id)
        )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _reader(row: Row[Any]) -> Reader:
    return Reader(
        row.id,
        row.language,
        ReaderState(row.state),
        row.reads,
        Pace(row.pace),
        row.paused_until,
        row.paged,
        row.zone,
    )


def _editor(row: Row[Any]) -> Editor:
    sections = frozenset(row.section_ids)
    return Editor(row.user_id, row.name, Role(row.role), row.language, sections)
