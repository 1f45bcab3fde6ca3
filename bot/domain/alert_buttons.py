"""Buttons by which the desk answers what the bot cannot know."""

from dataclasses import dataclass

from bot.domain.press import Press


@dataclass(frozen=True, slots=True)
class SettleUnknown(Press):
    """An editor looked into the channel: the post is there, or it is not."""

    word = "settle"
    delivery_id: int
    there: bool


@dataclass(frozen=True, slots=True)
class TakenAway(Press):
    """An editor removed by hand the post that Telegram did not let the bot take back."""

    word = "gone"
    delivery_id: int


@dataclass(frozen=True, slots=True)
class DecideOnReaders(Press):
    """None of the first readers could be reached: go on all the same, or let these posts be."""

    word = "readers"
    go_on: bool
