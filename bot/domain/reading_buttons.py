"""What the buttons around a reader's times and digests say."""

from dataclasses import dataclass

from bot.domain.press import Press


@dataclass(frozen=True, slots=True)
class ShowReading(Press):
    """A reader's settings, or the choice for one of them: `what` is of reading_times.SETTINGS."""

    word = "reading"
    done_late = True
    what: str


@dataclass(frozen=True, slots=True)
class SetReading(Press):
    """Set one of them; `value` says to what, by its place in the list or its minutes.

    Of the hours of digests it adds one («hour») or takes it out («nohour»).
    """

    word = "set"
    done_late = True
    what: str
    value: int


@dataclass(frozen=True, slots=True)
class PauseReading(Press):
    """Nothing for so many hours; 0 ends a pause."""

    word = "pauseme"
    done_late = True
    hours: int


@dataclass(frozen=True, slots=True)
class TurnDigest(Press):
    """Another page of a digest."""

    word = "digest"
    done_late = True
    digest_id: int
    page: int
