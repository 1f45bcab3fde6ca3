"""What the desk is told of how the bot itself runs: halts, the clock, faults of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.rendering.page import PostPage


@dataclass(frozen=True)
class _Waits(PostPage):
    """`until` is in seconds since 1970; `title` names the one channel that waits, if it is one."""

    until: int
    title: str | None = None

    def context(self) -> Mapping[str, Any]:
        return {**super().context(), "until": datetime.fromtimestamp(self.until, UTC)}


@dataclass(frozen=True)
class Halted(_Waits):
    """Telegram has asked for a long wait: of one channel, or (no title) of everything."""

    template = "editors/notices/halted"


@dataclass(frozen=True)
class HaltOver(_Waits):
    """Another chat was taken, so that only the one that was refused waits on."""

    template = "editors/notices/halt_over"


@dataclass(frozen=True)
class ClockSetBack(PostPage):
    """The machine's clock was set back by so many seconds."""

    template = "editors/notices/clock_set_back"
    seconds: int

    def context(self) -> Mapping[str, Any]:
        return {"by": timedelta(seconds=self.seconds)}


@dataclass(frozen=True)
class JobFails(PostPage):
    """A job of the bot's own, by its name, fails again and again; `error` is the kind of fault."""

    template = "editors/notices/job_fails"
    job: str
    error: str
