"""Who gets an article, and why: what a reader follows, mutes and reads, and when they want it.

`storage.routing` says the same to the database for a hundred thousand readers at once; a test
with random audiences holds that both agree.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.topics import Matter, Topic


class Why(StrEnum):
    """Why a reader gets an article, or does not."""

    FOLLOWED = "followed"
    NOT_FOLLOWED = "not_followed"
    MUTED = "muted"
    OTHER_LANGUAGE = "other_language"
    NOT_BREAKING = "not_breaking"


class Pace(StrEnum):
    """How a reader wants news: as they come, gathered in digests, or only breaking ones."""

    INSTANT = "instant"
    DIGEST = "digest"
    BREAKING = "breaking"


@dataclass(frozen=True, slots=True)
class Choices:
    """What a reader has chosen; `reads`: articles of this language alone (None: of all)."""

    follows: frozenset[Topic] = frozenset()
    mutes: frozenset[Topic] = frozenset()
    reads: str | None = None
    breaking_only: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a reader gets an article, and why; `topic`: the one that decided, if any."""

    why: Why
    topic: Topic | None = None

    @property
    def wanted(self) -> bool:
        return self.why is Why.FOLLOWED


def wants(choices: Choices, matter: Matter, *, language: str | None, breaking: bool) -> Verdict:
    """Whether a reader wants an article; what they mute comes before what they follow."""
    if muted := _first(choices.mutes, matter):
        return Verdict(Why.MUTED, muted)
    if choices.reads and language and choices.reads != language:
        return Verdict(Why.OTHER_LANGUAGE)
    followed = _first(choices.follows, matter)
    if followed is None:
        return Verdict(Why.NOT_FOLLOWED)
    if choices.breaking_only and not breaking:
        return Verdict(Why.NOT_BREAKING)
    return Verdict(Why.FOLLOWED, followed)


def _first(topics: frozenset[Topic], matter: Matter) -> Topic | None:
    """The most telling topic: a word rather than the section."""
    found = [topic for topic in topics if matter.has(topic)]
    return max(found, key=lambda topic: (topic.kind, topic.key), default=None)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a reader's times mean at present, as moments.

    What is released from `holds_from` on waits for the next digest; so does, from `capped_from`
    on, what is not breaking. The last digest has dealt with all that was released before
    `cut_at`. Nothing is sent before `paused_until`.
    """

    holds_from: datetime | None = None
    capped_from: datetime | None = None
    cut_at: datetime | None = None
    paused_until: datetime | None = None

    def waits(self, released_at: datetime, *, breaking: bool) -> bool:
        """Whether the article is kept for the next digest."""
        capped = not breaking and _is_from(self.capped_from, released_at)
        return capped or _is_from(self.holds_from, released_at)

    def is_open(self, released_at: datetime) -> bool:
        """Whether the article is not dealt with yet, and the reader takes anything."""
        return not any(at and released_at < at for at in (self.cut_at, self.paused_until))

    def comes_at_once(self, released_at: datetime, *, breaking: bool) -> bool:
        return self.is_open(released_at) and not self.waits(released_at, breaking=breaking)


def _is_from(start: datetime | None, at: datetime) -> bool:
    return start is not None and at >= start
