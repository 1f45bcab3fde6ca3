"""What a pressed button says of the threads of a group with topics."""

from dataclasses import dataclass

from bot.domain.forum import AS_THE_REST
from bot.domain.press import OfChannel


@dataclass(frozen=True, slots=True)
class ShowForum(OfChannel):
    """In which thread each section's posts stand."""

    word = "forum"
    done_late = True


@dataclass(frozen=True, slots=True)
class _OfPlace(OfChannel):
    """`section_id`: whose posts; `REST`: of all that have no thread of their own."""

    section_id: int


@dataclass(frozen=True, slots=True)
class ShowThreads(_OfPlace):
    """Choose a section's thread among those that there are."""

    word = "threads"
    done_late = True


@dataclass(frozen=True, slots=True)
class SetThread(_OfPlace):
    """Let its posts stand there from now on; `AS_THE_REST`: where others do."""

    word = "thread"
    thread_id: int


@dataclass(frozen=True, slots=True)
class MakeThread(_OfPlace):
    """Open a new thread, named like the section, for its posts.

    `instead_of`: the one that it had when the button was drawn, so that a second press makes none.
    """

    word = "newthread"
    instead_of: int = AS_THE_REST
