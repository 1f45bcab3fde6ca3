"""Readers and what they follow; the people of the desk and their invitations."""

import hashlib
from datetime import datetime

from sqlalchemy import Row, delete, func, insert, select, update

from bot.domain.people import Editor, Invitation, Reader, ReaderState, Role
from storage import statements
from storage.schema import editor, follow, invitation, reader
from storage.view import View


class PeopleView(View):
    async def reader(self, chat_id: int) -> Reader | None:
        row = (
            await self._connection.execute(select(reader).where(reader.c.chat_id == chat_id))
        ).one_or_none()
        return (
            None
            if row is None
            else Reader(row.id, row.chat_id, row.language, ReaderState(row.state))
        )

    async def follows(self, reader_id: int) -> frozenset[int]:
        """The ids of the sections that a reader follows."""
        found = await self._connection.execute(
            select(follow.c.section_id).where(follow.c.reader_id == reader_id)
        )
        return frozenset(found.scalars())

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
    async def join(self, chat_id: int, language: str, now: datetime) -> Reader:
        """Write down a reader, or switch a known one on again with the language they chose."""
        statement = statements.insert(self._connection, reader).values(
            chat_id=chat_id, language=language, state=ReaderState.ACTIVE, joined_at=now
        )
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=[reader.c.chat_id], set_={"state": ReaderState.ACTIVE}
            )
        )
        known = await self.reader(chat_id)
        if known is None:
            raise LookupError(chat_id)
        return known

    async def set_reader_state(self, chat_id: int, state: ReaderState) -> None:
        await self._connection.execute(
            update(reader).where(reader.c.chat_id == chat_id).values(state=state)
        )

    async def set_language(self, chat_id: int, language: str) -> None:
        """The language of a person, as reader and as editor."""
        for table, key in ((reader, reader.c.chat_id), (editor, editor.c.user_id)):
            await self._connection.execute(
                update(table).where(key == chat_id).values(language=language)
            )

    async def follow(self, reader_id: int, section_id: int, *, on: bool) -> None:
        """Follow a section, or stop it; the same twice changes nothing."""
        if on:
            await self._connection.execute(
                statements.insert(self._connection, follow)
                .values(reader_id=reader_id, section_id=section_id)
                .on_conflict_do_nothing()
            )
            return
        await self._connection.execute(
            delete(follow).where(
                follow.c.reader_id == reader_id, follow.c.section_id == section_id
            )
        )

    async def save_editor(self, person: Editor, now: datetime) -> None:
        """Take a person into the desk, or give a person of the desk another role."""
        values = {"name": person.name, "role": person.role, "language": person.language}
        statement = statements.insert(self._connection, editor).values(
            user_id=person.user_id, since=now, **values
        )
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=[editor.c.user_id], set_=values)
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


def _editor(row: Row[tuple[object, ...]]) -> Editor:
    return Editor(row.user_id, row.name, Role(row.role), row.language)
