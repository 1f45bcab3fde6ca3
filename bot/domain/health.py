"""How the newsroom's machinery does, and what of it the desk should worry about."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.channel import USUAL_TEMPLATE, Channel, ChannelState
from bot.domain.notice import Notice
from bot.domain.own_notices import (
    ChannelSilent,
    ChannelSpeaks,
    PostsMove,
    PostsStuck,
    TemplateFails,
    TemplateWorks,
)

STUCK_AFTER = timedelta(minutes=15)  # a post for a channel was due for so long
_SILENT, _TEMPLATE, _QUEUE = "silent:", "template:", "queue"  # the keys of worries


@dataclass(frozen=True, slots=True)
class Queue:
    """Posts for channels that are due and may leave; `since`: the one that waits longest."""

    posts: int
    since: datetime | None = None

    def is_stuck(self, now: datetime) -> bool:
        return self.since is not None and now - self.since >= STUCK_AFTER


@dataclass(frozen=True, slots=True)
class Health:
    """`silent` are channels, by id, with their titles, that nothing came out in for long.

    `kept`: posts that wait until the bot may post in `paused` channels again. `spaced`: posts that
    keep their distance from the one before, the next of them at `next_at`. `in_doubt`: posts of
    which nobody knows whether they stand. `faulty`: messages that the bot fails to make.
    `refused`: articles, by number, whose text Telegram does not take; `given_up`: others
    with a post that could not be sent, edited or removed. `readers_stopped`: readers get nothing
    until the desk decides. `by_usual`: channels whose own template makes no posts, so that they
    are made by the usual one. `desk_heard`: the desk's chat takes what is for it.
    `heard_at`: when Telegram was last heard; None: never. `halted_until`: Telegram asked to wait.
    """

    at: datetime
    queue: Queue
    spaced: int = 0
    next_at: datetime | None = None
    readers_waiting: int = 0
    in_doubt: int = 0
    faulty: int = 0
    refused: tuple[int, ...] = ()
    given_up: tuple[int, ...] = ()
    readers_stopped: bool = False
    desk_heard: bool = True
    paused: tuple[str, ...] = ()
    kept: int = 0
    silent: Mapping[int, str] = field(default_factory=dict)
    broken_feeds: tuple[str, ...] = ()
    by_usual: tuple[str, ...] = ()
    heard_at: datetime | None = None
    halted_until: datetime | None = None
    processes: tuple[str, ...] = ()

    @property
    def is_stuck(self) -> bool:
        return self.queue.is_stuck(self.at)

    @property
    def is_well(self) -> bool:
        places = self.paused, self.silent, self.broken_feeds, self.by_usual
        posts = self.is_stuck, self.in_doubt, self.faulty, self.refused, self.given_up
        talk = self.readers_stopped, not self.desk_heard, self.halted_until
        return not any((*places, *posts, *talk))


@dataclass(frozen=True, slots=True)
class Worry:
    """What the desk is told of once, when it begins."""

    key: str
    notice: Notice


def worries_of(
    now: datetime, queue: Queue, silent: Mapping[int, str], silent_after: timedelta
) -> list[Worry]:
    """What there is to worry about now."""
    hours = silent_after // timedelta(hours=1)
    worries = [
        Worry(f"{_SILENT}{chat_id}", ChannelSilent(title, hours))
        for chat_id, title in silent.items()
    ]
    if queue.is_stuck(now) and queue.since:
        worries.append(Worry(_QUEUE, PostsStuck(queue.posts, queue.since)))
    return worries


def worry_of_template(channel: Channel, fault: str) -> Worry:
    return Worry(
        f"{_TEMPLATE}{channel.chat_id}", TemplateFails(channel.title, channel.template, fault)
    )


def made_by_usual(channels: Iterable[Channel], worries: AbstractSet[str]) -> tuple[str, ...]:
    """The titles of those whose own template is known to make no posts."""
    return tuple(c.title for c in channels if f"{_TEMPLATE}{c.chat_id}" in worries)


def channel_of(key: str) -> int | None:
    """The channel that a worry is about; None where it is about none."""
    _, _, chat_id = key.partition(":")
    return int(chat_id) if chat_id else None


def over(key: str, channel: Channel | None) -> Notice | None:
    """What the desk is told when a worry is over; nothing of a channel that takes no posts."""
    if key == _QUEUE:
        return PostsMove()
    if channel is None or channel.state is not ChannelState.ACTIVE:
        return None
    if key.startswith(_TEMPLATE):
        own = channel.template != USUAL_TEMPLATE
        return TemplateWorks(channel.title, channel.template) if own else None
    return ChannelSpeaks(channel.title) if channel.section_ids else None
