"""How far a publication has come: what the ledger says of one article."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.delivery import State
from bot.domain.post_links import post_link
from bot.domain.reasons import Reason

_SETTLED = (State.SHOWN, State.FAILED, State.WITHDRAWN, State.SKIPPED)


@dataclass(frozen=True, slots=True)
class ChannelProgress:
    """One channel: the state of its post, and why, where something is wrong.

    `to_pin`: the post stands there, and what is due yet is its pin. `by_hand`: somebody has
    changed it, so that corrections wait for the desk's word. `in_round_up`: the post names others
    as well. `paused`: the bot may not post there, and the post waits until it may.
    """

    chat_id: int
    title: str
    username: str | None
    state: State
    message_id: int | None = None
    revision: int = 0
    reason: Reason | None = None
    to_pin: bool = False
    by_hand: bool = False
    in_round_up: bool = False
    paused: bool = False
    waits_until: datetime | None = None  # for its channel's last post to be long enough ago

    @property
    def post_link(self) -> str | None:
        """The address of the post in the channel."""
        return post_link(self.chat_id, self.username, self.message_id)


@dataclass(frozen=True, slots=True)
class Spaced:
    """A post that waits `until` its channel's last one is long enough ago."""

    article_id: int
    headline: str
    title: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """The sums of one article.

    `readers` counts rows by state, `reasons` what went wrong, `maybe_twice` those who may have
    received it twice, since nobody could tell whether the first time had arrived. `untracked`
    are those of the readers shown whose rows are kept as sums alone: their messages stay as they
    are. `replayable` is to how many chats a replay would send, or where it would try once more to
    take back; `standing` are the readers who keep a message at which nothing more is tried.
    `readers_wait`: none of many could be reached, and the others wait for the desk's word.
    """

    channels: tuple[ChannelProgress, ...] = ()
    readers: Mapping[State, int] = field(default_factory=dict)
    reasons: Mapping[Reason, int] = field(default_factory=dict)
    maybe_twice: int = 0
    untracked: int = 0
    replayable: int = 0
    standing: int = 0
    readers_wait: bool = False
    counting: bool = False
    first_shown_at: datetime | None = None
    last_shown_at: datetime | None = None

    @property
    def reader_total(self) -> int:
        return sum(self.readers.values())

    @property
    def readers_shown(self) -> int:
        return self.readers.get(State.SHOWN, 0)

    @property
    def channels_shown(self) -> int:
        return sum(channel.state is State.SHOWN for channel in self.channels)

    @property
    def spaced(self) -> tuple[ChannelProgress, ...]:
        """The channels where it waits for the last post to be long enough ago."""
        return tuple(channel for channel in self.channels if channel.waits_until)

    @property
    def is_final(self) -> bool:
        """Whether nothing moves any more (a post that waits for the desk's answer still does)."""
        readers_open = sum(n for state, n in self.readers.items() if state not in _SETTLED)
        channels_open = any(channel.state not in _SETTLED for channel in self.channels)
        return not (self.counting or readers_open or channels_open)
