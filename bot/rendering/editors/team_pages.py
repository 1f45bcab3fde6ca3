"""The people of the desk: who they are, whom one may invite or take off."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.buttons import Dismiss, Invite, ShowTeam
from bot.domain.desk_buttons import AssignSection, ShowOwnSections
from bot.domain.people import Editor, Role, may_assign
from bot.domain.post import Button, Keyboard, rows
from bot.domain.section import Section
from bot.rendering.keyboards import first_choices, section_name, switch
from bot.rendering.page import Label, PostPage
from bot.rendering.words import short

MOST_PEOPLE = 50
_MOST_ROWS = 45  # of two buttons; Telegram takes 100
_NAME_LIMIT = 30
_BELOW = {
    Role.OWNER: (Role.CHIEF, Role.EDITOR),
    Role.CHIEF: (Role.EDITOR,),
    Role.EDITOR: (),
}


@dataclass(frozen=True)
class TeamPage(PostPage):
    template = "editors/team"
    editors: tuple[Editor, ...]
    viewer: Editor
    sections: tuple[Section, ...] = ()

    def keyboard(self, label: Label) -> Keyboard:
        below = _BELOW[self.viewer.role]
        invitations = [Button(label("invite", role=role), press=Invite(role)) for role in below]
        return (*rows(invitations, 1), *(self._of(person, label) for person in self._below()))

    def _below(self) -> tuple[Editor, ...]:
        """Whom the viewer decides on, as far as there is room for buttons."""
        below = _BELOW[self.viewer.role]
        return first_choices(p for p in self.editors if p.role in below)[:_MOST_ROWS]

    def _of(self, person: Editor, label: Label) -> tuple[Button, ...]:
        """What can be decided on one person, side by side."""
        dismissal = _dismissal(person, label)
        if not may_assign(self.viewer, person):
            return (dismissal,)
        return (Button(label("own_sections"), press=ShowOwnSections(person.user_id)), dismissal)

    def context(self) -> Mapping[str, Any]:
        return {
            "own": {p.user_id: _own(p, self.sections) for p in self.editors if p.is_bound},
            "editors": self.editors[:MOST_PEOPLE],
            "more": max(len(self.editors) - MOST_PEOPLE, 0),
            "viewer": self.viewer,
            "may_invite": bool(_BELOW[self.viewer.role]),
            "may_dismiss": bool(self._below()),
            "may_assign": any(may_assign(self.viewer, person) for person in self._below()),
        }


def _own(person: Editor, sections: tuple[Section, ...]) -> list[Section]:
    return [section for section in sections if section.id in person.section_ids]


@dataclass(frozen=True)
class OwnSections(PostPage):
    """The sections that are an editor's own, with a switch for each that there is."""

    template = "editors/own_sections"
    editor: Editor
    sections: tuple[Section, ...]

    def keyboard(self, label: Label) -> Keyboard:
        switches = (self._switch(section) for section in first_choices(self.sections))
        return (*rows(switches, 2), (Button(label("ready"), press=ShowTeam()),))

    def _switch(self, section: Section) -> Button:
        on = section.id in self.editor.section_ids
        press = AssignSection(self.editor.user_id, section.id, on=not on)
        return switch(section_name(section), press, on=on)

    def context(self) -> Mapping[str, Any]:
        return {"editor": self.editor, "own": _own(self.editor, self.sections)}


def _dismissal(person: Editor, label: Label) -> Button:
    words = label("dismiss", name=short(person.name, _NAME_LIMIT))
    return Button(words, press=Dismiss(person.user_id, sure=False))


@dataclass(frozen=True)
class DismissQuestion(PostPage):
    template = "editors/dismiss_question"
    editor: Editor

    def keyboard(self, label: Label) -> Keyboard:
        sure = Dismiss(self.editor.user_id, sure=True)
        return (
            (Button(label("dismiss_sure"), press=sure),),
            (Button(label("back"), press=ShowTeam()),),
        )


@dataclass(frozen=True)
class AccessTaken(PostPage):
    """What a person is told who was dismissed."""

    template = "editors/access_taken"


@dataclass(frozen=True)
class InvitationPage(PostPage):
    """A one-time link, to be passed on by hand."""

    template = "editors/invitation"
    link: str
    role: Role
    expires_at: datetime


@dataclass(frozen=True)
class Welcomed(PostPage):
    """Somebody has become a person of the desk."""

    template = "editors/welcomed"
    editor: Editor
