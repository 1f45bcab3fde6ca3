"""The people of the desk and the readers, and what each may do."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from bot.domain.article import Article
from bot.domain.errors import RefusedError
from bot.domain.reading_times import zone_of
from bot.domain.routing import Pace
from bot.domain.section import Section

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
    """A person of the desk. `user_id` is the Telegram id, which is the private chat's id too.

    `section_ids` are the sections that are theirs; none: all are.
    """

    user_id: int
    name: str
    role: Role
    language: str
    section_ids: frozenset[int] = frozenset()

    @property
    def is_owner(self) -> bool:
        return self.role is Role.OWNER

    @property
    def decides_on_feeds(self) -> bool:
        """Whether this person may connect feeds, and say what becomes of their items."""
        return self.role in (Role.OWNER, Role.CHIEF)

    @property
    def is_bound(self) -> bool:
        """Whether there are sections that are not this person's; a chief has all."""
        return self.role is Role.EDITOR and bool(self.section_ids)

    def decides_in(self, section_id: int) -> bool:
        """Whether articles of this section are among those that this person may publish."""
        return not self.is_bound or section_id in self.section_ids

    @property
    def makes_sections(self) -> bool:
        return not self.is_bound

    @property
    def sets_rules(self) -> bool:
        """Whether this person may say in which sections two people have to agree."""
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


def is_group(chat_id: int) -> bool:
    """Whether several people talk there, and not one with the bot: as Telegram numbers chats."""
    return chat_id < 0


@dataclass(frozen=True, slots=True)
class Reader:
    """A private chat that follows topics, or a group. `id` grows with every new reader."""

    id: int
    language: str
    state: ReaderState
    reads: str | None = None  # articles of this language alone
    pace: Pace = Pace.INSTANT
    paused_until: datetime | None = None
    paged: bool = False  # reads articles in pages
    zone: str | None = None  # by its IANA name; none: the newsroom's


@dataclass(frozen=True, slots=True)
class Person:
    """Whoever writes to the bot, or presses a button: all that handlers need to know of them.

    A group that follows sections is known by the same, and its `user_id` is the group's.
    `sections` are all that there are, `hidden` the ids of those that readers are
    not offered, `follows` of those that the person follows.
    """

    user_id: int
    editor: Editor | None = None
    reader: Reader | None = None
    follows: frozenset[int] = frozenset()
    sections: tuple[Section, ...] = ()
    hidden: frozenset[int] = frozenset()

    @property
    def offered(self) -> tuple[Section, ...]:
        """What may be followed and read; a hidden section is there for those who follow it."""
        return tuple(s for s in self.sections if s.id not in self.hidden - self.follows)

    @property
    def language(self) -> str | None:
        """The one that they have chosen, or were given when they came; None for a stranger."""
        known = self.editor or self.reader
        return known.language if known else None

    @property
    def zone(self) -> tzinfo | None:
        """That of their clock, by which all that they ask for is dated; None: the newsroom's."""
        return zone_of(self.reader.zone) if self.reader else None

    @property
    def is_active(self) -> bool:
        """Whether teasers go to them."""
        reader = self.reader
        return reader is not None and reader.state is ReaderState.ACTIVE and not self.paused_until

    @property
    def paused_until(self) -> datetime | None:
        """Until when they want nothing; None: they do now."""
        return self.reader.paused_until if self.reader else None

    @property
    def is_stopped(self) -> bool:
        """Whether nothing is sent until they say otherwise.

        They asked for that; or it is a group that could not be written to: unlike a person who has
        blocked the bot, it may be looking at this.
        """
        if self.reader is None:
            return False
        blocked = is_group(self.user_id) and self.reader.state is ReaderState.BLOCKED
        return blocked or self.reader.state is ReaderState.STOPPED

    def section(self, section_id: int) -> Section:
        """Raises `RefusedError` where there is no such section."""
        for section in self.sections:
            if section_id == section.id or section_id in section.taken_over:
                return section
        raise RefusedError("section_unknown")

    def following(self, section_id: int, *, on: bool) -> "Person":
        one = frozenset([section_id])
        return replace(self, follows=self.follows | one if on else self.follows - one)

    def at(self, now: datetime) -> "Person":
        """The same without a pause that is over."""
        until = self.paused_until
        if self.reader is None or until is None or until > now:
            return self
        return replace(self, reader=replace(self.reader, paused_until=None))

    def reading_in_pages(self, *, on: bool) -> "Person":
        return replace(self, reader=self.reader and replace(self.reader, paged=on))


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


# --- what each may do; docs/reference.md has it in a table ---


def decides(editor: Editor, article: Article) -> bool:
    """Whether this person may publish the article, correct it, take it back or send it again."""
    return article.section is None or editor.decides_in(article.section.id)


def edits(editor: Editor, article: Article) -> bool:
    """Whether this person may change a draft or discard it: also their own of any section.

    What is out is corrected by whoever decides, whose ever it was.
    """
    own = article.created_by == editor.user_id and not article.is_published
    return own or decides(editor, article)


def check_decides(editor: Editor, article: Article) -> None:
    """Raises `RefusedError`: `section_not_yours`."""
    _check(decides(editor, article), article)


def check_edits(editor: Editor, article: Article) -> None:
    """Raises `RefusedError`: `section_not_yours`."""
    _check(edits(editor, article), article)


def _check(may: bool, article: Article) -> None:  # noqa: FBT001 - it is what is checked
    if not may:
        name = article.section.name if article.section else ""
        raise RefusedError("section_not_yours", id=article.id, section=name)


def may_invite(editor: Editor, role: Role) -> bool:
    """An owner invites anybody, a chief invites editors."""
    return editor.is_owner or (editor.role is Role.CHIEF and role is Role.EDITOR)


def may_dismiss(editor: Editor, other: Editor) -> bool:
    """An owner dismisses anybody, a chief dismisses editors."""
    return may_invite(editor, other.role)


def may_assign(editor: Editor, other: Editor) -> bool:
    """Owners and chiefs say which sections are an editor's own."""
    return other.role is Role.EDITOR and may_invite(editor, Role.EDITOR)
