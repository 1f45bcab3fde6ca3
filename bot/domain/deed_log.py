"""The log: who of the desk did what, when, and what it changed.

A deed names whoever did it and what it was done to. Of readers, and of texts that nobody changed,
it knows nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.domain.article import Article, Content
from bot.domain.channel import Channel
from bot.domain.feeds import Feed, FeedState
from bot.domain.people import Editor
from bot.domain.section import Section
from bot.domain.text import shorten

LONGEST_VALUE: Final = 1_000  # characters of a text before or after; revisions have it whole
PAGE: Final = 8  # deeds
MOMENTS: Final = frozenset({"date", "scheduled", "embargo"})  # parts that are points in time


class Did(StrEnum):
    """What was done; the values are stored."""

    PUBLISHED = "published"
    CORRECTED = "corrected"
    RETRACTED = "retracted"
    REPLAYED = "replayed"
    EDITED = "edited"
    WANTED = "wanted"  # published, by a second person
    DENIED = "denied"  # to publish what was wanted
    DISCARDED = "discarded"
    RESTORED = "restored"
    KEPT_APART = "kept_apart"
    SETTLED = "settled"  # whether a post in doubt is there
    TAKEN_AWAY = "taken_away"  # a post, by hand
    KEPT_THEIRS = "kept_theirs"  # what somebody made of a post by hand
    RESTORED_OURS = "restored_ours"
    READERS_DECIDED = "readers_decided"
    SECTION_MADE = "section_made"
    SECTION_CHANGED = "section_changed"
    SECTIONS_MERGED = "sections_merged"
    CHANNEL_TAKEN = "channel_taken"
    CHANNEL_DECLINED = "channel_declined"
    CHANNEL_CHANGED = "channel_changed"
    CHANNEL_RESUMED = "channel_resumed"
    INVITED = "invited"
    JOINED = "joined"
    ASSIGNED = "assigned"  # sections that are an editor's own
    DISMISSED = "dismissed"
    FEED_ADDED = "feed_added"
    FEED_CHANGED = "feed_changed"
    FEED_REMOVED = "feed_removed"
    WRITER_BLOCKED = "writer_blocked"  # of a letter: by its number, and not by whom it is
    WRITER_UNBLOCKED = "writer_unblocked"


class About(StrEnum):
    """What it was done to."""

    ARTICLE = "article"
    POST = "post"
    READERS = "readers"
    SECTION = "section"
    CHANNEL = "channel"
    PERSON = "person"
    FEED = "feed"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Change:
    """One part, before and after; None where there was or is nothing.

    Parts and what are no texts of people's own are stable codes (`on`, `chief`, `paused`).
    """

    part: str
    before: str | None = None
    after: str | None = None

    @classmethod
    def switched(cls, part: str, *, on: bool) -> "Change":
        return cls(part, "off" if on else "on", "on" if on else "off")


@dataclass(frozen=True, slots=True)
class Subject:
    """The thing by its number and by what it was called then; a post has the chat's name."""

    about: About
    number: int | None = None
    name: str = ""

    @classmethod
    def article(cls, article: Article) -> "Subject":
        return cls(About.ARTICLE, article.id, article.content.headline)

    @classmethod
    def section(cls, section: Section) -> "Subject":
        return cls(About.SECTION, section.id, section.name)

    @classmethod
    def channel(cls, channel: Channel) -> "Subject":
        return cls(About.CHANNEL, channel.chat_id, channel.title)

    @classmethod
    def person(cls, person: Editor) -> "Subject":
        return cls(About.PERSON, person.user_id, person.name)

    @classmethod
    def feed(cls, feed: Feed) -> "Subject":
        return cls(About.FEED, feed.id, feed.name)


@dataclass(frozen=True, slots=True)
class Deed:
    """`by` is the Telegram id of whoever did it, None for a source; `by_name` as it was then."""

    at: datetime
    by: int | None
    by_name: str
    did: Did
    subject: Subject
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class LogPage:
    """Some deeds, the newest first; `page` counts from 0.

    `article_id`: of one article alone; `by`: of what one person has done.
    """

    deeds: tuple[Deed, ...]
    page: int
    total: int
    article_id: int | None = None
    by: Editor | None = None

    @property
    def pages(self) -> int:
        return max(-(-self.total // PAGE), 1)


def deed(
    did: Did, subject: Subject, changes: Iterable[Change] = (), *, by: Editor | str, at: datetime
) -> Deed:
    """`by`: a person of the desk, or a source by its name. Long texts are shortened."""
    number, name = (by.user_id, by.name) if isinstance(by, Editor) else (None, by)
    return Deed(at, number, name, did, subject, tuple(map(_short, changes)))


def _short(change: Change) -> Change:
    before, after = (
        value and shorten(value, LONGEST_VALUE) for value in (change.before, change.after)
    )
    return Change(change.part, before, after)


def changes_of(old: Content, new: Content) -> tuple[Change, ...]:
    """What two texts of an article differ in; of the body the paragraphs that do."""
    parts = (
        ("headline", old.headline, new.headline),
        ("lead", old.lead, new.lead),
        ("text", *_paragraphs(old.body, new.body)),
        ("date", _iso(old.published_at), _iso(new.published_at)),
        ("author", old.author, new.author),
        ("tags", ", ".join(old.tags) or None, ", ".join(new.tags) or None),
        ("link", old.link, new.link),
        ("captions", _joined(old.captions), _joined(new.captions)),
        ("pictures", _joined(_pictures(old)), _joined(_pictures(new))),
    )
    return tuple(Change(*part) for part in parts if part[1] != part[2])


def _pictures(content: Content) -> Iterator[str]:
    return (image.url for image in content.images)


def _paragraphs(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str | None, str | None]:
    return (
        _joined([line for line in old if line not in new]),
        _joined([line for line in new if line not in old]),
    )


def _joined(lines: Iterable[str]) -> str | None:
    return "\n".join(lines) or None


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def section_change(old: Section | None, new: Section | None) -> tuple[Change, ...]:
    """That an article goes into another section."""
    before, after = (section.name if section else None for section in (old, new))
    return () if before == after else (Change("section", before, after),)


def time_changes(old: Article, new: Article) -> tuple[Change, ...]:
    """That an article goes out, or may go out, at another time."""
    parts = (
        ("scheduled", _goes_out(old), _goes_out(new)),
        ("embargo", _iso(old.embargo_until), _iso(new.embargo_until)),
    )
    return tuple(Change(*part) for part in parts if part[1] != part[2])


def _goes_out(article: Article) -> str | None:
    return _iso(article.scheduled.at if article.scheduled else None)


def feed_changes(old: Feed, new: Feed, sections: Mapping[int, str]) -> tuple[Change, ...]:
    """What the desk has changed of a feed. `sections`: their names by their numbers."""
    parts = zip(_of_feed(old, sections), _of_feed(new, sections), strict=False)
    return tuple(
        Change(part, before, after) for (part, before), (_, after) in parts if before != after
    )


def _of_feed(feed: Feed, sections: Mapping[int, str]) -> list[tuple[str, str | None]]:
    def name_of(section_id: int | None) -> str | None:
        return None if section_id is None else sections.get(section_id)

    minutes = int(feed.interval.total_seconds()) // 60
    paused = feed.state is FeedState.PAUSED
    means = [(c.name, name_of(c.section_id)) for c in feed.categories]
    return [
        ("publish", "on" if feed.publish else "off"),
        ("section", name_of(feed.section_id)),
        ("filter", feed.filter.as_typed or None),
        ("interval", str(minutes)),
        ("paused", "on" if paused else "off"),
        *(("category", f"{name} → {section}" if section else name) for name, section in means),
    ]
