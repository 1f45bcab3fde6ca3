"""The people of the desk and the readers, and what each may do."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.audience import Section
from bot.domain.errors import RefusedError

INVITATION_LASTS = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class BotIdentity:
    """Which bot of Telegram's this is. Its number stays; its name and its token may change."""

    id: int
    username: str

    def __str__(self) -> str:
        return f"@{self.username} (id {self.id})"


class Role(StrEnum):
    """What a person of the desk may do; an owner also decides on people and channels."""

    OWNER = "owner"
    CHIEF = "chief"
    EDITOR = "editor"

    @property
    def rank(self) -> int:
        """0 is the highest."""
        return list(Role).index(self)


@dataclass(frozen=True, slots=True)
class Editor:
    """A person of the desk. `user_id` is the Telegram id, which is the private chat's id too."""

    user_id: int
    name: str
    role: Role
    language: str

    @property
    def is_owner(self) -> bool:
        return self.role is Role.OWNER

    @property
    def decides_on_feeds(self) -> bool:
        """Whether this person may connect feeds, and say what becomes of their items."""
        return self.role in (Role.OWNER, Role.CHIEF)

    @property
    def exports_log(self) -> bool:
        """Whether this person may have the log as a file, with everybody's Telegram ids."""
        return self.role in (Role.OWNER, Role.CHIEF)

    @property
    def may_pay(self) -> bool:
        """Whether this person may spend the bot's Stars."""
        return self.role in (Role.OWNER, Role.CHIEF)


class ReaderState(StrEnum):
    """Whether teasers go to a reader: asked to stop, or cannot be reached any more."""

    ACTIVE = "active"
    STOPPED = "stopped"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Reader:
    """A private chat that follows topics. `id` grows with every new reader."""

    id: int
    chat_id: int
    language: str
    state: ReaderState


@dataclass(frozen=True, slots=True)
class Person:
    """Whoever writes to the bot, or presses a button: all that handlers need to know of them.

    `sections` are all that there are, `follows` the ids of those that the person follows.
    """

    user_id: int
    editor: Editor | None = None
    reader: Reader | None = None
    follows: frozenset[int] = frozenset()
    sections: tuple[Section, ...] = ()

    @property
    def language(self) -> str | None:
        """The one that they have chosen, or were given when they came; None for a stranger."""
        known = self.editor or self.reader
        return known.language if known else None

    @property
    def is_active(self) -> bool:
        """Whether teasers go to them."""
        return self.reader is not None and self.reader.state is ReaderState.ACTIVE

    def section(self, section_id: int) -> Section:
        """Raises `RefusedError` where there is no such section."""
        for section in self.sections:
            if section.id == section_id:
                return section
        raise RefusedError("section_unknown")

    def following(self, section_id: int, *, on: bool) -> "Person":
        one = frozenset([section_id])
        return replace(self, follows=self.follows | one if on else self.follows - one)


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time link that makes whoever opens it a person of the desk."""

    role: Role
    invited_by: int | None
    expires_at: datetime
    used_by: int | None = None


def invitation_expiry(now: datetime) -> datetime:
    return now + INVITATION_LASTS


def language_of(code: str | None, default: str) -> str:
    """The language for a person whose Telegram speaks `code` (an IETF tag, or nothing)."""
    if not code:
        return default
    return "uk" if code.partition("-")[0] in {"uk", "be", "ru"} else "en"


def may_invite(editor: Editor, role: Role) -> bool:
    """An owner invites anybody, a chief invites editors."""
    return editor.is_owner or (editor.role is Role.CHIEF and role is Role.EDITOR)


def may_dismiss(editor: Editor, other: Editor) -> bool:
    """An owner dismisses anybody, a chief dismisses editors."""
    return may_invite(editor, other.role)
