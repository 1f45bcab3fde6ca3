"""Which posts of the queue will come later than their time, since a channel's posts keep apart."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.channel import Channel, free_at
from bot.domain.outlets import Outlets


@dataclass(frozen=True, slots=True)
class Timed:
    """What goes out by itself, as far as that depends on it."""

    article_id: int
    at: datetime
    section_id: int
    breaking: bool
    outlets: Outlets


@dataclass(frozen=True, slots=True)
class Later:
    """No sooner than `until` in the channel of that title, and in so many others."""

    title: str
    until: datetime
    others: int = 0


def foresee(
    queue: Iterable[Timed], channels: Iterable[Channel], last: Mapping[int, datetime]
) -> dict[int, Later]:
    """By articles; `queue` in its order, `last`: when each channel's last post was to come.

    Of round-ups nobody knows: what joins one waits for nothing.
    """
    spaced = [c for c in channels if c.is_taken and c.spacing and c.round_up is None]
    last, later = dict(last), dict[int, Later]()
    for timed in queue:
        found = []
        for channel in spaced:
            chat_id = channel.chat_id
            if timed.section_id in channel.section_ids and timed.outlets.take(chat_id):
                before = None if timed.breaking else last.get(chat_id)
                at = free_at(before, channel.spacing, timed.at)
                last[chat_id] = max(at, last.get(chat_id, at))
                found += [(at, channel.title)] if at > timed.at else []
        if found:
            until, title = max(found)
            later[timed.article_id] = Later(title, until, len(found) - 1)
    return later
