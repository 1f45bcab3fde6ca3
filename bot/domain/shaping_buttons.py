"""What a pressed button says of how a channel's posts follow upon each other."""

from dataclasses import dataclass

from bot.domain.press import OfChannel, Press


@dataclass(frozen=True, slots=True)
class ShowRoundUps(OfChannel):
    """Choose when a channel's posts become a round-up."""

    word = "roundups"
    done_late = True


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
    done_late = True


@dataclass(frozen=True, slots=True)
class SetPinned(OfChannel):
    """For so many hours, or until the next one; 0: for ever."""

    word = "pinfor"
    hours: int


@dataclass(frozen=True, slots=True)
class TryRouting(OfChannel):
    """What these sections, as a mask, would have meant lately; nothing is changed."""

    word = "tryroutes"
    done_late = True
    proposed: int


@dataclass(frozen=True, slots=True)
class TrySection(Press):
    """The same from a section's page: choose the channel to try it for."""

    word = "trysection"
    done_late = True
    section_id: int


@dataclass(frozen=True, slots=True)
class ApplyRouting(OfChannel):
    """Send them there from now on, if the channel still has those of `base`."""

    word = "routes"
    proposed: int
    base: int
