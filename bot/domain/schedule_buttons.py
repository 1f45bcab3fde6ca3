"""What a pressed button says of when an article goes out."""

from dataclasses import dataclass

from bot.domain.press import OfArticle, OfChannel, Press


@dataclass(frozen=True, slots=True)
class OfTime(OfArticle):
    """`embargo`: it is about the moment before which nobody can publish."""

    embargo: bool


@dataclass(frozen=True, slots=True)
class AskWhen(OfTime):
    """Ask for a time in a message of its own."""

    word = "when"


@dataclass(frozen=True, slots=True)
class EditWhen(OfTime):
    """The same in place of what the message shows."""

    word = "time"


@dataclass(frozen=True, slots=True)
class ShowMonth(OfTime):
    """The days of a month; `day` is one of them, as all days are: counted from the year 1."""

    word = "month"
    done_late = True
    day: int


@dataclass(frozen=True, slots=True)
class ShowDay(OfTime):
    """The hours of a day."""

    word = "day"
    done_late = True
    day: int


@dataclass(frozen=True, slots=True)
class ShowHour(OfTime):
    """The minutes of an hour, which begins so many minutes after 1970."""

    word = "hour"
    done_late = True
    start: int


@dataclass(frozen=True, slots=True)
class SetTime(OfTime):
    """At this moment, in minutes since 1970."""

    word = "at"
    minutes: int


@dataclass(frozen=True, slots=True)
class ClearTime(OfTime):
    """It waits for somebody to publish it; or, of an embargo, anybody may."""

    word = "untimed"


@dataclass(frozen=True, slots=True)
class SetBreaking(OfArticle):
    """Whether it goes out as breaking at its time."""

    word = "timedflash"
    on: bool


@dataclass(frozen=True, slots=True)
class ShowScheduled(OfArticle):
    """One article of the queue."""

    word = "queued"
    done_late = True


@dataclass(frozen=True, slots=True)
class ShowQueue(Press):
    """A page of what goes out by itself; 0 is the soonest."""

    word = "queue"
    done_late = True
    page: int


# --- where it goes, and how ---


@dataclass(frozen=True, slots=True)
class ShowOutlets(OfArticle):
    """Where a draft goes once it is published, and whether with sound, in a message of its own."""

    word = "outlets"
    done_late = True


@dataclass(frozen=True, slots=True)
class SetOutlet(OfArticle):
    """Whether with sound, to readers, to channels; `part` is a field of `outlets.Outlets`."""

    word = "outlet"
    part: str
    on: bool


@dataclass(frozen=True, slots=True)
class SetOutletChannel(OfArticle):
    """Whether it goes to a channel that its section goes to."""

    word = "outchannel"
    chat_id: int
    on: bool


@dataclass(frozen=True, slots=True)
class ShowEarlier(OfArticle):
    """Choose the article that a draft goes on from."""

    word = "earlier"


@dataclass(frozen=True, slots=True)
class SetFollowed(OfArticle):
    """The draft goes on from that one; 0: from none."""

    word = "followed"
    earlier_id: int


@dataclass(frozen=True, slots=True)
class ShowSpacing(OfChannel):
    """Choose how far apart a channel's ordinary posts come."""

    word = "spacing"
    done_late = True


@dataclass(frozen=True, slots=True)
class SetSpacing(OfChannel):
    word = "space"
    minutes: int
