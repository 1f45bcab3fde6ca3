"""What a pressed button says: packed into Telegram's 64 bytes, and read again."""

import re
from dataclasses import MISSING, astuple, dataclass, fields

from bot.domain import (  # noqa: F401 - theirs as well
    alert_buttons,
    archive_buttons,
    desk_buttons,
    feed_buttons,
    field_buttons,
    figures_buttons,
    finding_buttons,
    forum_buttons,
    group_buttons,
    hand_buttons,
    letter_buttons,
    own_buttons,
    picture_buttons,
    post_buttons,
    privacy_buttons,
    reading_buttons,
    reading_here,
    saved_buttons,
    schedule_buttons,
    search_buttons,
    shaping_buttons,
    topic_buttons,
)
from bot.domain.press import PRESSES, OfArticle, OfChannel, Press

CALLBACK_LIMIT = 64  # bytes (Bot API, InlineKeyboardButton.callback_data)


@dataclass(frozen=True, slots=True)
class Publish(OfArticle):
    """`asked`: what the editor was asked before, and says yes to (`Preflight.mark`)."""

    word = "publish"
    breaking: bool
    asked: int = 0


@dataclass(frozen=True, slots=True)
class NotYet(OfArticle):
    """The draft is rather not published for now."""

    word = "notyet"
    done_late = True


@dataclass(frozen=True, slots=True)
class AskPayment(OfArticle):
    """Before a broadcast costs Stars, whoever may spend them is told how many at most."""

    word = "askpay"
    done_late = True


@dataclass(frozen=True, slots=True)
class Pay(OfArticle):
    """Publish as breaking, with a paid broadcast to readers, or (`sure` false) rather not."""

    word = "pay"
    sure: bool


@dataclass(frozen=True, slots=True)
class ChooseSection(OfArticle):
    """Open the list of sections on a card, or (`open` false) go back to the card's buttons."""

    word = "sections"
    done_late = True
    open: bool


@dataclass(frozen=True, slots=True)
class SetSection(OfArticle):
    word = "section"
    section_id: int


@dataclass(frozen=True, slots=True)
class MakeSection(OfArticle):
    """Make a section of the name that is printed on the page."""

    word = "newsection"


@dataclass(frozen=True, slots=True)
class AddLink(OfArticle):
    word = "link"


@dataclass(frozen=True, slots=True)
class CancelQuestion(OfArticle):
    """What the editor was asked about an article (a link, a correction) needs no answer."""

    word = "cancel"
    done_late = True


@dataclass(frozen=True, slots=True)
class Discard(OfArticle):
    word = "discard"


@dataclass(frozen=True, slots=True)
class Correct(Press):
    """Make the draft the newest revision of the published article that it resembles.

    `marked`: the posts say that they were updated, and when.
    """

    word = "correct"
    draft_id: int
    article_id: int
    marked: bool = True  # so that a button of the first version still says what it said


@dataclass(frozen=True, slots=True)
class KeepApart(Press):
    """The draft is a new article after all."""

    word = "apart"
    draft_id: int


@dataclass(frozen=True, slots=True)
class ShowCard(OfArticle):
    word = "card"
    done_late = True


@dataclass(frozen=True, slots=True)
class ShowStatus(OfArticle):
    word = "status"
    done_late = True


@dataclass(frozen=True, slots=True)
class AskRetraction(OfArticle):
    """Before an article is taken back, the desk is asked whether it means it."""

    word = "askretract"
    done_late = True


@dataclass(frozen=True, slots=True)
class Retract(OfArticle):
    """Take an article back from every chat; `tell`: whoever had it gets a notice."""

    word = "retract"
    tell: bool


@dataclass(frozen=True, slots=True)
class KeepPosted(OfArticle):
    """The article is not taken back after all."""

    word = "keep"
    done_late = True


@dataclass(frozen=True, slots=True)
class Replay(OfArticle):
    """Send an article again to the chats where it failed."""

    word = "replay"


@dataclass(frozen=True, slots=True)
class TakeChannel(OfChannel):
    """An owner's answer to an offered channel."""

    word = "take"
    taken: bool


@dataclass(frozen=True, slots=True)
class RouteSection(OfChannel):
    """Whether a section's articles go to a channel."""

    word = "route"
    section_id: int
    on: bool


@dataclass(frozen=True, slots=True)
class ShowChannel(OfChannel):
    word = "channel"
    done_late = True


@dataclass(frozen=True, slots=True)
class ShowChannels(Press):
    word = "channels"
    done_late = True


@dataclass(frozen=True, slots=True)
class ResumeChannel(OfChannel):
    """Try a paused channel again."""

    word = "resume"


@dataclass(frozen=True, slots=True)
class SetPins(OfChannel):
    """Whether a channel pins its breaking posts."""

    word = "pins"
    on: bool


@dataclass(frozen=True, slots=True)
class ShowQuietHours(OfChannel):
    """Choose when a channel's ordinary posts make no sound."""

    word = "hours"
    done_late = True


@dataclass(frozen=True, slots=True)
class SetQuietHours(OfChannel):
    """A channel's quiet hours, in minutes after midnight; where both are one moment, none."""

    word = "hush"  # a longer one would leave too little room for three numbers
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Invite(Press):
    """Make a one-time link for a new person of the desk. `role` is a value of people.Role."""

    word = "invite"
    role: str


@dataclass(frozen=True, slots=True)
class Dismiss(Press):
    """Take a person off the desk; `sure` is the second press."""

    word = "dismiss"
    user_id: int
    sure: bool


@dataclass(frozen=True, slots=True)
class ShowTeam(Press):
    word = "team"
    done_late = True


@dataclass(frozen=True, slots=True)
class Follow(Press):
    """Whether a reader follows a section, pressed on the list of topics."""

    word = "follow"
    done_late = True
    section_id: int
    on: bool


@dataclass(frozen=True, slots=True)
class FollowHere(Press):
    """The same, pressed under a teaser."""

    word = "here"
    done_late = True
    section_id: int
    on: bool


@dataclass(frozen=True, slots=True)
class Read(OfArticle):
    word = "read"
    done_late = True


@dataclass(frozen=True, slots=True)
class ShowTopics(Press):
    word = "topics"
    done_late = True


@dataclass(frozen=True, slots=True)
class Speak(Press):
    word = "speak"
    done_late = True
    language: str


_WHOLE = re.compile(r"-?[0-9]{1,18}")
_WORD = re.compile(r"[a-z]{1,16}")


def pack(press: Press, drawn: int | None = None) -> str:
    """The callback data of a button: its word and values, with colons between.

    `drawn`, behind an at sign: the version of the article that the button was drawn for.
    """
    values = (str(int(v)) if isinstance(v, int) else v for v in astuple(press))
    data = ":".join((press.word, *values))
    return data if drawn is None else f"{data}@{drawn}"


def unpack(data: str | None) -> Press | None:
    """What a button said, or None for data that no button of ours carries."""
    said, _, drawn = (data or "").partition("@")
    if drawn and not _WHOLE.fullmatch(drawn):
        return None
    word, *values = said.split(":")
    kind = PRESSES.get(word)
    if kind is None or not _needed(kind) <= len(values) <= len(fields(kind)):
        return None
    read = [_read(f.type, v) for f, v in zip(fields(kind), values, strict=False)]
    return None if None in read else kind(*read)


def drawn_in(data: str | None) -> int | None:
    """The version of its article that a button was drawn for, if it says so."""
    _, _, drawn = (data or "").partition("@")
    return int(drawn) if _WHOLE.fullmatch(drawn) else None


def _needed(kind: type[Press]) -> int:
    """How many values a button has to carry: those that came later have a default."""
    return sum(field.default is MISSING for field in fields(kind))


def _read(kind: object, value: str) -> int | bool | str | None:
    if kind is str:
        return value if _WORD.fullmatch(value) else None
    if kind is bool:
        return {"0": False, "1": True}.get(value)
    return int(value) if _WHOLE.fullmatch(value) else None
