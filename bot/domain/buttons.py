"""What a pressed button says: packed into Telegram's 64 bytes, and read again.

A button carries ids and the state it asks for («follow section 3: yes»), never «the other way
round», so that a second press changes nothing.
"""

import re
from dataclasses import MISSING, astuple, dataclass, fields
from typing import Final

from bot.domain.feed_buttons import FEED_PRESSES, FeedPress
from bot.domain.field_buttons import FIELD_PRESSES, FieldPress

CALLBACK_LIMIT = 64  # bytes (Bot API, InlineKeyboardButton.callback_data)


@dataclass(frozen=True, slots=True)
class Publish:
    article_id: int
    breaking: bool


@dataclass(frozen=True, slots=True)
class AskPayment:
    """Before a broadcast costs Stars, whoever may spend them is told how many at most."""

    article_id: int


@dataclass(frozen=True, slots=True)
class Pay:
    """Publish as breaking, with a paid broadcast to readers, or (`sure` false) rather not."""

    article_id: int
    sure: bool


@dataclass(frozen=True, slots=True)
class ChooseSection:
    """Open the list of sections on a card, or (`open` false) go back to the card's buttons."""

    article_id: int
    open: bool


@dataclass(frozen=True, slots=True)
class SetSection:
    article_id: int
    section_id: int


@dataclass(frozen=True, slots=True)
class MakeSection:
    """Make a section of the name that is printed on the page."""

    article_id: int


@dataclass(frozen=True, slots=True)
class AddLink:
    article_id: int


@dataclass(frozen=True, slots=True)
class CancelQuestion:
    """What the editor was asked about an article (a link, a correction) needs no answer."""

    article_id: int


@dataclass(frozen=True, slots=True)
class Discard:
    article_id: int


@dataclass(frozen=True, slots=True)
class Correct:
    """Make the draft the newest revision of the published article that it resembles.

    `marked`: the posts say that they were updated, and when.
    """

    draft_id: int
    article_id: int
    marked: bool = True  # so that a button of the first version still says what it said


@dataclass(frozen=True, slots=True)
class KeepApart:
    """The draft is a new article after all."""

    draft_id: int


@dataclass(frozen=True, slots=True)
class ShowCard:
    article_id: int


@dataclass(frozen=True, slots=True)
class ShowStatus:
    article_id: int


@dataclass(frozen=True, slots=True)
class AskRetraction:
    """Before an article is taken back, the desk is asked whether it means it."""

    article_id: int


@dataclass(frozen=True, slots=True)
class Retract:
    """Take an article back from every chat; `tell`: whoever had it gets a notice."""

    article_id: int
    tell: bool


@dataclass(frozen=True, slots=True)
class KeepPosted:
    """The article is not taken back after all."""

    article_id: int


@dataclass(frozen=True, slots=True)
class Replay:
    """Send an article again to the chats where it failed."""

    article_id: int


@dataclass(frozen=True, slots=True)
class TakeChannel:
    """An owner's answer to an offered channel."""

    chat_id: int
    taken: bool


@dataclass(frozen=True, slots=True)
class RouteSection:
    """Whether a section's articles go to a channel."""

    chat_id: int
    section_id: int
    on: bool


@dataclass(frozen=True, slots=True)
class ShowChannel:
    chat_id: int


@dataclass(frozen=True, slots=True)
class ShowChannels:
    pass


@dataclass(frozen=True, slots=True)
class ResumeChannel:
    """Try a paused channel again."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class SetPins:
    """Whether a channel pins its breaking posts."""

    chat_id: int
    on: bool


@dataclass(frozen=True, slots=True)
class ShowQuietHours:
    """Choose when a channel's ordinary posts make no sound."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class SetQuietHours:
    """A channel's quiet hours, in minutes after midnight; where both are one moment, none."""

    chat_id: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Invite:
    """Make a one-time link for a new person of the desk. `role` is a value of people.Role."""

    role: str


@dataclass(frozen=True, slots=True)
class Dismiss:
    """Take a person off the desk; `sure` is the second press."""

    user_id: int
    sure: bool


@dataclass(frozen=True, slots=True)
class ShowTeam:
    pass


@dataclass(frozen=True, slots=True)
class SettleUnknown:
    """An editor looked into the channel: the post is there, or it is not."""

    delivery_id: int
    there: bool


@dataclass(frozen=True, slots=True)
class TakenAway:
    """An editor removed by hand the post that Telegram did not let the bot take back."""

    delivery_id: int


@dataclass(frozen=True, slots=True)
class DecideOnReaders:
    """None of the first readers could be reached: go on all the same, or let these posts be."""

    go_on: bool


@dataclass(frozen=True, slots=True)
class Follow:
    """Whether a reader follows a section, pressed on the list of topics."""

    section_id: int
    on: bool


@dataclass(frozen=True, slots=True)
class FollowHere:
    """The same, pressed under a teaser."""

    section_id: int
    on: bool


@dataclass(frozen=True, slots=True)
class Read:
    article_id: int


@dataclass(frozen=True, slots=True)
class Browse:
    """A page of the archive; section 0 is all sections, page 0 the newest."""

    section_id: int
    page: int


@dataclass(frozen=True, slots=True)
class ShowTopics:
    pass


@dataclass(frozen=True, slots=True)
class ShowArchive:
    pass


@dataclass(frozen=True, slots=True)
class Speak:
    language: str


Press = (
    Publish
    | AskPayment
    | Pay
    | ChooseSection
    | SetSection
    | MakeSection
    | AddLink
    | FieldPress
    | CancelQuestion
    | Discard
    | Correct
    | KeepApart
    | ShowCard
    | ShowStatus
    | AskRetraction
    | Retract
    | KeepPosted
    | Replay
    | TakeChannel
    | RouteSection
    | ShowChannel
    | ShowChannels
    | ResumeChannel
    | SetPins
    | ShowQuietHours
    | SetQuietHours
    | Invite
    | Dismiss
    | ShowTeam
    | SettleUnknown
    | TakenAway
    | DecideOnReaders
    | Follow
    | FollowHere
    | Read
    | Browse
    | ShowTopics
    | ShowArchive
    | Speak
    | FeedPress
)

_NAMES: Final[dict[str, type[Press]]] = {
    "publish": Publish,
    "askpay": AskPayment,
    "pay": Pay,
    "sections": ChooseSection,
    "section": SetSection,
    "newsection": MakeSection,
    "link": AddLink,
    **FIELD_PRESSES,
    "cancel": CancelQuestion,
    "discard": Discard,
    "correct": Correct,
    "apart": KeepApart,
    "card": ShowCard,
    "status": ShowStatus,
    "askretract": AskRetraction,
    "retract": Retract,
    "keep": KeepPosted,
    "replay": Replay,
    "take": TakeChannel,
    "route": RouteSection,
    "channel": ShowChannel,
    "channels": ShowChannels,
    "resume": ResumeChannel,
    "pins": SetPins,
    "hours": ShowQuietHours,
    "hush": SetQuietHours,  # a longer name would leave too little room for three numbers
    "invite": Invite,
    "dismiss": Dismiss,
    "team": ShowTeam,
    "settle": SettleUnknown,
    "gone": TakenAway,
    "readers": DecideOnReaders,
    "follow": Follow,
    "here": FollowHere,
    "read": Read,
    "browse": Browse,
    "topics": ShowTopics,
    "archive": ShowArchive,
    "speak": Speak,
    **FEED_PRESSES,
}
_NAME_OF: Final = {kind: name for name, kind in _NAMES.items()}
_WHOLE = re.compile(r"-?[0-9]{1,18}")
_WORD = re.compile(r"[a-z]{1,16}")


def pack(press: Press) -> str:
    """The callback data of a button: its name and values, with colons between."""
    values = (str(int(v)) if isinstance(v, int) else v for v in astuple(press))
    return ":".join((_NAME_OF[type(press)], *values))


def unpack(data: str | None) -> Press | None:
    """What a button said, or None for data that no button of ours carries."""
    name, *values = (data or "").split(":")
    kind = _NAMES.get(name)
    if kind is None or not _needed(kind) <= len(values) <= len(fields(kind)):
        return None
    read = [_read(f.type, v) for f, v in zip(fields(kind), values, strict=False)]
    return None if None in read else kind(*read)  # type: ignore[arg-type]


def _needed(kind: type[Press]) -> int:
    """How many values a button has to carry: those that came later have a default."""
    return sum(field.default is MISSING for field in fields(kind))


def _read(kind: object, value: str) -> int | bool | str | None:
    if kind is str:
        return value if _WORD.fullmatch(value) else None
    if kind is bool:
        return {"0": False, "1": True}.get(value)
    return int(value) if _WHOLE.fullmatch(value) else None
