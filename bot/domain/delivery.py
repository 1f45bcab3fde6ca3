"""What is owed to a chat, what it shows now, and what an answer of Telegram means for it."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import NamedTuple

from bot.domain.reasons import Reason


class Kind(StrEnum):
    """What a delivery's subject is.

    `article`: a teaser for a channel or a reader; `round_up`: several in one post of a channel;
    `digest`: what waited for a reader. The desk's own messages are deliveries too, so that a kill
    loses none: `card` shows an editor a draft, `progress` how a publication goes, `notice` what
    happened.
    """

    ARTICLE = "article"
    ROUND_UP = "round_up"
    CARD = "card"
    PROGRESS = "progress"
    NOTICE = "notice"
    DIGEST = "digest"


class State(StrEnum):
    """Where a delivery stands."""

    DUE = "due"
    SENDING = "sending"
    SHOWN = "shown"
    UNKNOWN = "unknown"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    SKIPPED = "skipped"


class Lane(IntEnum):
    """Whose turn comes first; a lower number goes before a higher one.

    `paid`: readers of a breaking story whose broadcast the desk pays for; where it does not go on
    at the paid pace, they are breaking readers. These come behind every channel: a channel's post
    costs them one slot, and they would cost it an hour.
    """

    REPLY = 0
    BREAKING = 1
    PAID = 2
    CHANNEL = 3
    BREAKING_READER = 4
    READER = 5
    DIGEST = 6


class Audience(StrEnum):
    """Who sits in the chat of a delivery."""

    CHANNEL = "channel"
    READER = "reader"
    DESK = "desk"


class Delivery(NamedTuple):
    """A claimed row of the ledger: one subject in one chat.

    `message_id` is the message that the chat shows (none yet, or not known); `revision` is the one
    it shows; `unknown` says that an earlier send may or may not have arrived, and
    `sent_revision` and `sent_at` which one and when, `sent_after` the highest message id that was
    known in the channel before (None: the group was another chat then), and `sent_print` what it
    said (a `fingerprints.Print`; of a progress report, what stands there, exactly), with which
    pictures (`sent_pictures`, by their unique ids). `pictures`
    are those that stand there, and `more_ids` an album's other messages. `to_pin`: the message is
    to be pinned yet; `to_unpin`: it was on top for long enough.
    `newest` is the published article's revision and `language` the reader's, both as they were
    when the row was claimed; `proves`: Telegram had not taken that revision yet. `paid`: it is
    sent for Stars, if it comes to that.

    A tuple, since one is made for each message: a frozen dataclass sets so many fields by a call
    each, which takes 4 microseconds.
    """

    id: int
    kind: Kind
    subject_id: int
    chat_id: int
    audience: Audience
    lane: Lane
    attempts: int
    message_id: int | None = None
    revision: int = 0
    unknown: bool = False
    sent_revision: int | None = None
    sent_at: datetime | None = None
    sent_after: int | None = None
    sent_print: str | None = None
    first_shown_at: datetime | None = None
    to_pin: bool = False
    newest: int | None = None
    language: str | None = None
    paid: bool = False
    to_unpin: bool = False
    by_hand: bool = False  # somebody has changed its words since: they are not written over
    more_ids: tuple[int, ...] = ()
    pictures: tuple[str, ...] = ()
    sent_pictures: tuple[str, ...] = ()
    proves: bool = False

    @property
    def message_ids(self) -> tuple[int, ...]:
        """All that the chat shows of it."""
        return () if self.message_id is None else (self.message_id, *self.more_ids)

    @property
    def is_look(self) -> bool:
        """A look-up waits for other look-ups, and takes up no room of posts that leave."""
        return self.unknown and self.audience is Audience.CHANNEL


# --- outcomes: what became of one claimed row -------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shown:
    """The chat shows this revision now, in this message (None: nobody knows which)."""

    message_id: int | None
    revision: int
    refresh_at: datetime | None = None  # a progress report that goes on
    said: str | None = None  # the exact print of its words, of such a report
    by_hand: bool = False  # found, and somebody has changed its words since
    more_ids: tuple[int, ...] = ()  # of an album's other messages
    pictures: tuple[str, ...] = ()  # by their unique ids


@dataclass(frozen=True, slots=True)
class Retry:
    """Not done: try again at `at`. A wait that Telegram asked for is no attempt.

    `may_arrive_until`: an edit that nobody waits for may be done after the next one.
    """

    at: datetime
    reason: Reason
    counts: bool = True
    may_arrive_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Unpaid:
    """Surely not done: Telegram takes no payment for it, so that its story goes on for free."""

    at: datetime
    reason: Reason


@dataclass(frozen=True, slots=True)
class Unknown:
    """The send may or may not have arrived; `at` is when to look, or to send again."""

    at: datetime
    reason: Reason


@dataclass(frozen=True, slots=True)
class Undecided:
    """It could not be told whether the post is in the channel: the desk is asked.

    `may_be`: the messages that it is, if it is there; none where nobody knows which.
    """

    reason: Reason
    may_be: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Absent:
    """Looked: the post is not in the channel, so it is owed as before."""


@dataclass(frozen=True, slots=True)
class Partial:
    """Only some messages of an album stand there: they are to go, and it is owed as a whole."""

    message_ids: tuple[int, ...]
    pictures: tuple[str, ...]
    reason: Reason


@dataclass(frozen=True, slots=True)
class Cleared:
    """The chat shows nothing of it any more, to make room for what it is to show: owed anew."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The chat takes nothing from the bot: a reader is switched off, a channel is paused."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class Moved:
    """The group became a supergroup with this id."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class ThreadRefused:
    """Surely not done: the forum's thread takes no post, so that it goes to another one."""

    thread_id: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class GivenUp:
    """Refused for good; `in_doubt`: or it may have arrived after all."""

    reason: Reason
    in_doubt: bool = False


@dataclass(frozen=True, slots=True)
class Rejected:
    """Telegram refuses the text itself, so that every other chat would get the same answer."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The chat shows the article no more: the message is gone, or says that it was withdrawn."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class PinSettled:
    """The post is pinned, or will not be: `trouble` says what the desk has to know, if anything.

    What the chat shows is not touched by it; `is_outdated` where that is not the newest.
    """

    trouble: Reason | None = None
    is_outdated: bool = False


@dataclass(frozen=True, slots=True)
class Skipped:
    """Nothing is owed any more."""

    reason: Reason


Outcome = (
    Shown
    | Retry
    | Unpaid
    | Unknown
    | Undecided
    | Absent
    | Partial
    | Cleared
    | Unreachable
    | Moved
    | ThreadRefused
    | GivenUp
    | Rejected
    | Withdrawn
    | PinSettled
    | Skipped
)
