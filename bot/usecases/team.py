"""The people of the desk: who belongs to it, who invites whom."""

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.domain.clock import Clock
from bot.domain.deed_log import About, Change, Did, Subject, deed
from bot.domain.delivery import Kind
from bot.domain.errors import RefusedError
from bot.domain.notices import NewEditor
from bot.domain.people import (
    Editor,
    Role,
    invitation_expiry,
    language_of,
    may_assign,
    may_dismiss,
    may_invite,
)
from bot.domain.question_kinds import Ending
from bot.domain.section import Section
from bot.usecases.questions import close
from bot.usecases.second_looks import leave_wishes
from storage.storage import Snapshot, Storage


class Team:
    def __init__(self, storage: Storage, clock: Clock, default_language: str) -> None:
        self._storage = storage
        self._clock = clock
        self._default_language = default_language

    async def editor(self, user_id: int) -> Editor | None:
        async with self._storage.reading() as tx:
            return await tx.people.editor(user_id)

    async def editors(self) -> tuple[Editor, ...]:
        async with self._storage.reading() as tx:
            return tuple(await tx.people.editors())

    async def name_owners(self, user_ids: Iterable[int]) -> None:
        """Make owners of those whom the settings name; their names are learnt when they write."""
        async with self._storage.writing() as tx:
            for user_id in user_ids:
                known = await tx.people.editor(user_id)
                if known is None or not known.is_owner:
                    owner = Editor(
                        user_id,
                        known.name if known else str(user_id),
                        Role.OWNER,
                        known.language if known else self._default_language,
                    )
                    await tx.people.save_editor(owner, self._clock())

    async def greet(self, editor: Editor, name: str, language_code: str | None) -> Editor | None:
        """Write down what a person of the desk calls themselves now; None: they left meanwhile.

        An owner whom the settings name is a number until their first word: it also says which
        language they speak.
        """
        if editor.name == name:
            return editor
        async with self._storage.writing() as tx:
            known = await tx.people.editor(editor.user_id)
            if known is None:
                return None
            language = known.language
            if known.name == str(known.user_id):
                language = language_of(language_code, self._default_language)
            known = replace(known, name=name, language=language)
            await tx.people.save_editor(known, self._clock())
        return known

    async def first_owner_token(self) -> str | None:
        """A one-time token that makes whoever opens it the owner; None once there is one."""
        async with self._storage.writing() as tx:
            if await tx.people.owners():
                return None
            token = secrets.token_urlsafe(24)
            expires_at = invitation_expiry(self._clock())
            await tx.people.invite(token, Role.OWNER, None, expires_at)
            return token

    async def invite(self, role: Role, *, by: Editor) -> tuple[str, datetime]:
        """A one-time token for a new person of the desk, and when it ends."""
        token = secrets.token_urlsafe(24)
        expires_at = invitation_expiry(self._clock())
        async with self._storage.writing() as tx:
            inviter = await tx.people.editor(by.user_id)
            if inviter is None or not may_invite(inviter, role):  # or was dismissed meanwhile
                raise RefusedError("owners_only")
            await tx.people.invite(token, role, by.user_id, expires_at)
            changes = (Change("role", None, role),)
            invited = deed(Did.INVITED, Subject(About.PERSON), changes, by=by, at=self._clock())
            await tx.deeds.add(invited)
        return token, expires_at

    async def accept(
        self, token: str, *, user_id: int, name: str, language_code: str | None
    ) -> Editor:
        """Take whoever opened an invitation into the desk; the same person may open it again."""
        now = self._clock()
        async with self._storage.writing() as tx:
            invitation = await tx.people.invitation(token)
            known = await tx.people.editor(user_id)
            if invitation is None:
                raise RefusedError("invitation_unknown")
            if invitation.used_by == user_id and known:
                return known
            if invitation.used_by is not None:
                raise RefusedError("invitation_used")
            if now >= invitation.expires_at:
                raise RefusedError("invitation_expired")
            if invitation.invited_by is None and await tx.people.owners():
                raise RefusedError("invitation_used")  # there is an owner by now
            if known and known.role.rank <= invitation.role.rank:
                return known
            language = language_of(language_code, self._default_language)
            editor = Editor(user_id, name, invitation.role, language)
            await tx.people.save_editor(editor, now)
            await tx.people.use_invitation(token, user_id)
            role = Change("role", known.role if known else None, editor.role)
            await tx.deeds.add(deed(Did.JOINED, Subject.person(editor), [role], by=editor, at=now))
            if invitation.invited_by is not None:
                await tx.tell([invitation.invited_by], NewEditor(name, invitation.role), now)
            tx.wake()
        return editor

    async def sections(self) -> tuple[Section, ...]:
        async with self._storage.reading() as tx:
            return tuple(await tx.sections.all())

    async def assign(self, user_id: int, section_id: int, *, on: bool, by: Editor) -> Editor:
        """Make a section an editor's own, or not; without any all are theirs.

        Raises `RefusedError`: `editor_unknown`, `section_unknown`, `chiefs_only`.
        """
        async with self._storage.writing() as tx:
            person = await self._assignable(tx, user_id, by)
            sections = {section.id: section for section in await tx.sections.all()}
            if section_id not in sections:
                raise RefusedError("section_unknown")
            one = frozenset([section_id])
            own = person.section_ids | one if on else person.section_ids - one
            if own == person.section_ids:
                return person
            await tx.people.set_own_sections(user_id, own)
            name = sections[section_id].name
            change = Change("section", *((None, name) if on else (name, None)))
            subject = Subject.person(person)
            await tx.deeds.add(deed(Did.ASSIGNED, subject, [change], by=by, at=self._clock()))
            return replace(person, section_ids=own)

    async def assignable(self, user_id: int, *, by: Editor) -> Editor:
        """An editor whose own sections this person may choose. Raises as `assign` does."""
        async with self._storage.reading() as tx:
            return await self._assignable(tx, user_id, by)

    async def _assignable(self, tx: Snapshot, user_id: int, by: Editor) -> Editor:
        person = await tx.people.editor(user_id)
        if person is None:
            raise RefusedError("editor_unknown")
        if not may_assign(by, person):
            raise RefusedError("chiefs_only")
        return person

    async def dismiss(self, user_id: int, *, by: Editor) -> Editor:
        """Take a person off the desk; an owner stays as long as they are the last one."""
        async with self._storage.writing() as tx:
            person = await tx.people.editor(user_id)
            if person is None:
                raise RefusedError("editor_unknown")
            if not may_dismiss(by, person):
                raise RefusedError("owners_only")
            if person.is_owner and len(await tx.people.owners()) == 1:
                raise RefusedError("last_owner")
            await tx.people.dismiss(user_id)
            await leave_wishes(tx, user_id, self._clock())
            if question := await tx.questions.of(user_id):
                await close(tx, question, Ending.OUTDATED, self._clock())
            await tx.ledger.mark_chat_changed(Kind.CARD, user_id, self._clock())
            tx.wake()
            gone, role = Subject.person(person), Change("role", person.role, None)
            await tx.deeds.add(deed(Did.DISMISSED, gone, [role], by=by, at=self._clock()))
            return person
