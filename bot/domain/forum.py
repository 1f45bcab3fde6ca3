"""Threads of a group with topics: in which one a section's posts stand, and what else they may."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

# Telegram's number of the thread that every forum has, and that no message names.
GENERAL: Final = 1
GENERAL_NAME: Final = "General"  # in all languages
AS_THE_REST: Final = 0  # of a section for which the desk has chosen no thread
REST: Final = 0  # stands for what has no thread of its own, where a section is named


class ThreadState(StrEnum):
    """`closed`: Telegram has refused a post, since the bot may not write there; `gone`: deleted.

    A closed one in which the bot may write, having the right to manage topics, is open to it.
    """

    OPEN = "open"
    CLOSED = "closed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Thread:
    """One that the bot has seen; how an old one is called shows once somebody writes there."""

    id: int
    name: str | None
    state: ThreadState = ThreadState.OPEN

    def tried_again(self) -> "Thread":
        """As the desk wants it: whether it is open to the bot the next post shows."""
        return replace(self, state=ThreadState.OPEN)


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a message in a group tells of its threads.

    `is_news`: the name is the one of now, and not that which the thread was opened with.
    """

    thread_id: int | None = None
    name: str | None = None
    is_forum: bool = True
    is_news: bool = False
    reopened: bool = False


@dataclass(frozen=True, slots=True)
class Threads:
    """Which the desk has chosen for sections (`own`), and for all others (`rest`)."""

    rest: int = GENERAL
    own: Mapping[int, int] = field(default_factory=dict)

    def meant_for(self, section_id: int | None) -> int:
        """The thread that the desk wants a section's posts in."""
        return self.rest if section_id is None else self.own.get(section_id, self.rest)

    def open_for(self, meant: int, known: Mapping[int, Thread]) -> int:
        """Where a post that is meant for a thread goes now: news wait for no key."""
        for wanted in (meant, self.rest):
            if wanted == GENERAL or _is_open(known.get(wanted)):
                return wanted
        return GENERAL


def _is_open(thread: Thread | None) -> bool:
    return thread is None or thread.state is ThreadState.OPEN


def as_seen(known: Thread | None, seen: Sighting) -> Thread | None:
    """What is to be written down of a thread in which a message was seen; None for nothing."""
    if seen.thread_id is None:
        return None
    named = known.name if known else None
    name = seen.name if seen.is_news or named is None else named
    closed = known is not None and known.state is ThreadState.CLOSED and not seen.reopened
    now = Thread(
        seen.thread_id,
        name or named,
        ThreadState.CLOSED if closed else ThreadState.OPEN,
    )
    return None if now == known else now
