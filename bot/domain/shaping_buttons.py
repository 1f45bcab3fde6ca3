"""What a pressed button says of how a channel's posts follow upon each other."""

from dataclasses import dataclass

from bot.domain.press import OfChannel


@dataclass(frozen=True, slots=True)
class ShowRoundUps(OfChannel):
    """Choose when a channel's posts become a round-up."""

    word = "roundups"


@dataclass(frozen=True, slots=True)
class SetRoundUp(OfChannel):
    """More than so many posts in so many minutes; zeros: never."""

    word = "roundup"
    posts: int
    minutes: int


@dataclass(frozen=True, slots=True)
class ShowPinned(OfChannel):
    """Choose for how long breaking posts stay on top."""

    word = "pinned"


@dataclass(frozen=True, slots=True)
class SetPinned(OfChannel):
    """For so many hours, or until the next one; 0: for ever."""

    word = "pinfor"
    hours: int
