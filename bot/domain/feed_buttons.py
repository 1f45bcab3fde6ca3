"""What a pressed button says of feeds; `bot.domain.buttons` packs and reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class ShowFeeds:
    pass


@dataclass(frozen=True, slots=True)
class ShowFeed:
    feed_id: int


@dataclass(frozen=True, slots=True)
class AskFeed:
    """The next text is to be the address of a new feed."""


@dataclass(frozen=True, slots=True)
class AgreeFeed:
    """Connect an offered feed, and publish so many of its newest items."""

    feed_id: int
    first: int


@dataclass(frozen=True, slots=True)
class DeclineFeed:
    feed_id: int


@dataclass(frozen=True, slots=True)
class PublishFeed:
    """Whether new items go out at once, or wait for the desk."""

    feed_id: int
    on: bool


@dataclass(frozen=True, slots=True)
class ShowFeedSections:
    feed_id: int


@dataclass(frozen=True, slots=True)
class SetFeedSection:
    """The section of items whose categories say nothing; 0: none."""

    feed_id: int
    section_id: int


@dataclass(frozen=True, slots=True)
class ShowCategories:
    feed_id: int


@dataclass(frozen=True, slots=True)
class ShowCategory:
    """The category at this place among the feed's: places stay."""

    feed_id: int
    place: int


@dataclass(frozen=True, slots=True)
class SetCategory:
    """The section that the category at this place means; 0: none."""

    feed_id: int
    place: int
    section_id: int


@dataclass(frozen=True, slots=True)
class AskFilter:
    """The next text is to be the feed's filter."""

    feed_id: int


@dataclass(frozen=True, slots=True)
class ClearFilter:
    feed_id: int


@dataclass(frozen=True, slots=True)
class SetInterval:
    feed_id: int
    minutes: int


@dataclass(frozen=True, slots=True)
class PauseFeed:
    """Ask a feed no more for now, or (`on` false) again."""

    feed_id: int
    on: bool


@dataclass(frozen=True, slots=True)
class CheckFeed:
    """Ask a feed at once."""

    feed_id: int


@dataclass(frozen=True, slots=True)
class RemoveFeed:
    """Disconnect a feed; `sure` is the second press."""

    feed_id: int
    sure: bool


@dataclass(frozen=True, slots=True)
class CancelFeedQuestion:
    """What the editor was asked about feeds needs no answer."""


FeedPress = (
    ShowFeeds
    | ShowFeed
    | AskFeed
    | AgreeFeed
    | DeclineFeed
    | PublishFeed
    | ShowFeedSections
    | SetFeedSection
    | ShowCategories
    | ShowCategory
    | SetCategory
    | AskFilter
    | ClearFilter
    | SetInterval
    | PauseFeed
    | CheckFeed
    | RemoveFeed
    | CancelFeedQuestion
)

FEED_PRESSES: Final[Mapping[str, type[FeedPress]]] = {
    "feeds": ShowFeeds,
    "feed": ShowFeed,
    "newfeed": AskFeed,
    "agree": AgreeFeed,
    "decline": DeclineFeed,
    "atonce": PublishFeed,
    "fsections": ShowFeedSections,
    "fsection": SetFeedSection,
    "fcats": ShowCategories,
    "fcat": ShowCategory,
    "fmap": SetCategory,  # short, for three numbers
    "filter": AskFilter,
    "unfilter": ClearFilter,
    "interval": SetInterval,
    "fpause": PauseFeed,
    "fcheck": CheckFeed,
    "fremove": RemoveFeed,
    "fcancel": CancelFeedQuestion,
}
