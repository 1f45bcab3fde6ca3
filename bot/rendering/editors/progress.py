"""How far a publication has come, in a few lines and in full."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.buttons import ShowStatus
from bot.domain.delivery import State
from bot.domain.desk import Status
from bot.domain.post import Button, Keyboard
from bot.domain.progress import ChannelProgress, Progress
from bot.rendering.pages import Label, PostPage

MOST_CHANNELS = 12
MOST_REASONS = 5
# What an editor has to look at stands first.
_ORDER = (State.FAILED, State.UNKNOWN, State.SKIPPED, State.SENDING, State.DUE, State.SHOWN)


@dataclass(frozen=True)
class ProgressPage(PostPage):
    template = "editors/progress"
    status: Status

    def keyboard(self, label: Label) -> Keyboard:
        return ((Button(label("status"), press=ShowStatus(self.status.article.id)),),)

    def context(self) -> Mapping[str, Any]:
        return _context(self.status)


@dataclass(frozen=True)
class StatusPage(PostPage):
    template = "editors/status"
    status: Status

    def keyboard(self, label: Label) -> Keyboard:
        return ((Button(label("refresh"), press=ShowStatus(self.status.article.id)),),)

    def context(self) -> Mapping[str, Any]:
        return {**_context(self.status), "reasons": _reasons(self.status.progress)}


def _context(status: Status) -> dict[str, Any]:
    progress = status.progress
    channels = sorted(progress.channels, key=lambda channel: _ORDER.index(channel.state))
    return {
        "article": status.article,
        "progress": progress,
        "channels": channels[:MOST_CHANNELS],
        "more_channels": max(len(channels) - MOST_CHANNELS, 0),
        "all_shown": all(_is_shown(channel) for channel in channels),
        "readers_failed": sum(progress.readers.get(s, 0) for s in (State.FAILED, State.SKIPPED)),
    }


def _is_shown(channel: ChannelProgress) -> bool:
    return channel.state is State.SHOWN


def _reasons(progress: Progress) -> list[tuple[str, int]]:
    by_count = sorted(progress.reasons.items(), key=lambda item: -item[1])
    return by_count[:MOST_REASONS]
