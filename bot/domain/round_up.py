"""When posts of a channel become a round-up: one post that grows by editing."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.domain.errors import RefusedError

# Articles in one: with headlines of `HEADLINE` units they always fit into a message.
MOST: Final = 20
HEADLINE: Final = 140


@dataclass(frozen=True, slots=True)
class RoundUpRule:
    """What a channel is to have beyond so many `posts` in so many `minutes` is rounded up."""

    posts: int
    minutes: int

    @property
    def span(self) -> timedelta:
        return timedelta(minutes=self.minutes)

    def __str__(self) -> str:
        """«3/10», as the log says it."""
        return f"{self.posts}/{self.minutes}"


RULES: Final = tuple(RoundUpRule(*each) for each in ((3, 10), (3, 30), (5, 30), (5, 60), (10, 60)))


def rule_of(posts: int, minutes: int) -> RoundUpRule | None:
    """One of those that are offered; zeros: none. Raises `RefusedError` for any other."""
    if not posts and not minutes:
        return None
    rule = RoundUpRule(posts, minutes)
    if rule not in RULES:
        raise RefusedError("round_up_invalid")
    return rule


@dataclass(frozen=True, slots=True)
class RoundUp:
    """One round-up of a channel; `article_ids` are those that it names, in their order.

    `thread_id`: that it is meant for, in a group with topics.
    """

    id: int
    chat_id: int
    revision: int
    article_ids: tuple[int, ...]
    thread_id: int | None = None
