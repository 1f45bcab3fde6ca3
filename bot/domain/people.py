"""The people of the desk and the readers, and what each may do."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

INVITATION_LASTS = timedelta(hours=24)


class Role(StrEnum):
    """What a person of the desk may do; an owner also decides on people and channels."""

    OWNER = "owner"
    CHIEF = "chief"
    EDITOR = "editor"


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
class Invitation:
    """A one-time link that makes whoever opens it a person of the desk."""

    role: Role
    invited_by: int | None
    expires_at: datetime
    used_by: int | None = None

    def open_to(self, user_id: int, now: datetime) -> bool:
        """Whether this person may still use it; whoever has used it may press it again."""
        return self.used_by == user_id or (self.used_by is None and now < self.expires_at)


def invitation_expiry(now: datetime) -> datetime:
    return now + INVITATION_LASTS


def language_of(code: str | None, default: str) -> str:
    """The language for a person whose Telegram speaks `code` (an IETF tag, or nothing)."""
    if code is None:
        return default
    return "uk" if code.split("-", maxsplit=1)[0] in {"uk", "be", "ru"} else "en"
