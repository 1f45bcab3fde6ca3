"""The people of the desk: who they are, whom one may invite or take off."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.buttons import Dismiss, Invite, ShowTeam
from bot.domain.people import Editor, Role
from bot.domain.post import Button, Keyboard, rows
from bot.rendering.keyboards import first_choices
from bot.rendering.page import Label, PostPage
from bot.rendering.words import short

MOST_PEOPLE = 50
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

    def keyboard(self, label: Label) -> Keyboard:
        below = _BELOW[self.viewer.role]
        invitations = [Button(label("invite", role=role), press=Invite(role)) for role in below]
        people = (person for person in self.editors if person.role in below)
        return (
            *rows(invitations, 1),
            *rows((_dismissal(person, label) for person in first_choices(people)), 1),
        )

    def context(self) -> Mapping[str, Any]:
        return {
            "editors": self.editors[:MOST_PEOPLE],
            "more": max(len(self.editors) - MOST_PEOPLE, 0),
            "viewer": self.viewer,
        }


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
