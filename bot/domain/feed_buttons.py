"""What a pressed button says of feeds."""

from dataclasses import dataclass

from bot.domain.press import OfFeed, Press


@dataclass(frozen=True, slots=True)
class ShowFeeds(Press):
    word = "feeds"
    done_late = True


@dataclass(frozen=True, slots=True)
class ShowFeed(OfFeed):
    word = "feed"
    done_late = True


@dataclass(frozen=True, slots=True)
class AskFeed(Press):
    """The next text is to be the address of a new feed."""

    word = "newfeed"


@dataclass(frozen=True, slots=True)
class AgreeFeed(OfFeed):
    """Connect an offered feed, and publish so many of its newest items."""

    word = "agree"
    first: int


@dataclass(frozen=True, slots=True)
class DeclineFeed(OfFeed):
    word = "decline"


@dataclass(frozen=True, slots=True)
class PublishFeed(OfFeed):
    """Whether new items go out at once, or wait for the desk."""

    word = "atonce"
    on: bool


@dataclass(frozen=True, slots=True)
class ShowFeedSections(OfFeed):
    word = "fsections"
    done_late = True


@dataclass(frozen=True, slots=True)
class SetFeedSection(OfFeed):
    """The section of items whose categories say nothing; 0: none."""

    word = "fsection"
    section_id: int


@dataclass(frozen=True, slots=True)
class ShowCategories(OfFeed):
    word = "fcats"
    done_late = True


@dataclass(frozen=True, slots=True)
class ShowCategory(OfFeed):
    """The category at this place among the feed's: places stay."""

    word = "fcat"
    done_late = True
    place: int


@dataclass(frozen=True, slots=True)
class SetCategory(OfFeed):
    """The section that the category at this place means; 0: none."""

    word = "fmap"  # short, for three numbers
    place: int
    section_id: int


@dataclass(frozen=True, slots=True)
class AskFilter(OfFeed):
    """The next text is to be the feed's filter."""

    word = "filter"


@dataclass(frozen=True, slots=True)
class ClearFilter(OfFeed):
    word = "unfilter"


@dataclass(frozen=True, slots=True)
class SetInterval(OfFeed):
    word = "interval"
    minutes: int


@dataclass(frozen=True, slots=True)
class PauseFeed(OfFeed):
    """Ask a feed no more for now, or (`on` false) again."""

    word = "fpause"
    on: bool


@dataclass(frozen=True, slots=True)
class CheckFeed(OfFeed):
    """Ask a feed at once."""

    word = "fcheck"
    done_late = True


@dataclass(frozen=True, slots=True)
class RemoveFeed(OfFeed):
    """Disconnect a feed; `sure` is the second press."""

    word = "fremove"
    sure: bool


@dataclass(frozen=True, slots=True)
class CancelFeedQuestion(Press):
    """What the editor was asked about feeds needs no answer."""

    word = "fcancel"
    done_late = True
