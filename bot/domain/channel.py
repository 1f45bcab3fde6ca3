"""Channels: which chats receive posts by themselves, and how those are shown."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.errors import RefusedError
from bot.domain.forum import Threads
from bot.domain.picture import Layout
from bot.domain.quiet_hours import QuietHours
from bot.domain.round_up import RoundUpRule

SPACINGS: Final = (0, 5, 10, 15, 30, 60)  # minutes between two posts of a channel
PINNED_HOURS: Final = (0, 1, 3, 6, 12, 24)
USUAL_TEMPLATE: Final = "usual"


class ChannelState(StrEnum):
    """Whether a channel receives posts.

    `offered`: a stranger made the bot administrator and no owner has agreed; `paused`: the bot
    may not post there, its queue is kept; `left`: the bot is no member any more.
    """

    OFFERED = "offered"
    ACTIVE = "active"
    PAUSED = "paused"
    LEFT = "left"


def check_spacing(minutes: int) -> None:
    """Raises `RefusedError` for what nobody was offered."""
    if minutes not in SPACINGS:
        raise RefusedError("spacing_invalid")


def check_pinned_hours(hours: int) -> None:
    """Raises `RefusedError` for what nobody was offered."""
    if hours not in PINNED_HOURS:
        raise RefusedError("pinned_hours_invalid")


def free_at(last: datetime | None, spacing: int, now: datetime) -> datetime:
    """When a channel's next ordinary post may come, after the last one."""
    return max(now, last + timedelta(minutes=spacing)) if last and spacing else now


@dataclass(frozen=True, slots=True)
class Channel:
    """A Telegram chat that receives posts by itself.

    `pins`: it pins the breaking ones, for so many `pinned_hours` (0: for ever); `layout`: how its
    posts show pictures; `template`: by which they are made; `spacing`: so many minutes lie between
    two posts, but for breaking ones; `round_up`: when posts become one; `threads`: those of a
    group with topics in which posts stand.
    """

    chat_id: int
    title: str
    username: str | None
    state: ChannelState
    section_ids: frozenset[int] = frozenset()
    pins: bool = False
    pinned_hours: int = 0
    quiet: QuietHours | None = None
    layout: Layout = Layout.ABOVE
    template: str = USUAL_TEMPLATE
    spacing: int = 0
    round_up: RoundUpRule | None = None
    threads: Threads | None = field(default=None, hash=False)
    is_group: bool = False

    @property
    def is_taken(self) -> bool:
        """Whether posts go there, or wait until they can."""
        return self.state in (ChannelState.ACTIVE, ChannelState.PAUSED)

    def thread_for(self, section_id: int | None) -> int | None:
        """The one that the desk wants a section's posts in; None: there are none."""
        return None if self.threads is None else self.threads.meant_for(section_id)

    def shares_thread(self, section_id: int | None) -> frozenset[int] | None:
        """Its sections whose posts stand in the same thread; None: there are none."""
        if self.threads is None:
            return None
        meant = self.threads.meant_for(section_id)
        return frozenset(i for i in self.section_ids if self.threads.meant_for(i) == meant)


@dataclass(frozen=True, slots=True)
class Rights:
    """What Telegram says the bot may do in a channel."""

    member: bool
    may_post: bool
