"""What another routing of a channel would have meant for what was published lately."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.domain.article import Article
from bot.domain.channel import Channel
from bot.domain.section import Section

SPAN: Final = timedelta(days=2)
# A button has room for so many sections, by their numbers; others stay as they are.
_BITS: Final = 59


def as_mask(section_ids: Iterable[int]) -> int:
    """Sections as one number that a button carries."""
    return sum(1 << number for number in set(section_ids) if 0 < number < _BITS)


def with_mask(channel: Channel, mask: int) -> frozenset[int]:
    """The channel's sections if they were those of a button."""
    kept = {number for number in channel.section_ids if number >= _BITS}
    return frozenset(kept | {number for number in range(1, _BITS) if mask >> number & 1})


def can_be_tried(section: Section) -> bool:
    return 0 < section.id < _BITS


@dataclass(frozen=True, slots=True)
class RoutingTrial:
    """`proposed` are the sections that are tried, as a mask; `base` those of now.

    Of what was published lately, `before` articles went by the routing of now; `more` would have
    come besides, `fewer` would not have come.
    """

    channel: Channel
    sections: tuple[Section, ...]
    proposed: int
    base: int
    before: int
    more: tuple[Article, ...]
    fewer: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class SectionTrial:
    """The channels for which another routing of a section may be tried.

    Of what was published lately, `count` articles are of it.
    """

    section: Section
    channels: tuple[Channel, ...]
    count: int

    def proposed(self, channel: Channel) -> int:
        """The sections of a channel with this one, if it has not; or else without."""
        return as_mask(channel.section_ids ^ {self.section.id})
