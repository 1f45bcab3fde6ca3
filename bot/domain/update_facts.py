"""What Telegram tells the bot, as far as the order of the work depends on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

Update = Mapping[str, Any]

MOST_BEGINNINGS = 3  # so often an update is begun that never comes to its end
_LARGEST_ID = 2**53
_DATES = ("edit_date", "date")


@dataclass(frozen=True, slots=True)
class KeptUpdate:
    """An update that is written down: it was asked for at `asked_at` or later.

    `asked_by`: and by then, as what Telegram told after it shows; None: that is not known.
    `begun`: how often its handling was begun in runs that did not come to its end.
    `of_desk`: a person of the desk sent it.
    """

    update: Update
    asked_at: datetime
    begun: int = 0
    of_desk: bool = False
    asked_by: datetime | None = None
    id: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", self.update["update_id"])

    @property
    def is_given_up(self) -> bool:
        """Whether it has ended the process so often that it is not begun any more."""
        return self.begun >= MOST_BEGINNINGS

    @property
    def is_suspect(self) -> bool:
        """Whether it may be what ended the process: the next time it is begun alone."""
        return self.begun == MOST_BEGINNINGS - 1


_WRITTEN = ("message", "edited_message")
_GROUPS = ("group", "supergroup")


def is_update(value: object) -> bool:
    """Whether a value that came as an update can be told from others."""
    if not isinstance(value, Mapping):
        return False
    number = value.get("update_id")
    return type(number) is int and 0 <= number < _LARGEST_ID


def content_of(update: Update) -> tuple[str, Mapping[str, Any]]:
    """The kind of an update, by Telegram's name, and what it holds."""
    for kind, content in update.items():
        if isinstance(content, Mapping):
            return kind, content
    return "", {}


def chat_of(update: Update) -> int:
    """Whose line an update stands in: the chat's, or the person's who pressed a button.

    So do people stand in their own line who write in a group: the desk's do not wait for others'.
    """
    kind, content = content_of(update)
    chat = content.get("chat")
    if kind in _WRITTEN and isinstance(chat, Mapping) and chat.get("type") in _GROUPS:
        return sender_of(update) or _id(chat)
    return _id(chat) or sender_of(update)


def sender_of(update: Update) -> int:
    """The person who sent an update; 0 for nobody."""
    _, content = content_of(update)
    return _id(content.get("from"))


def name_of_sender(update: Update) -> str:
    """What the person calls themselves, or else their number."""
    _, content = content_of(update)
    sender = content.get("from")
    known = sender if isinstance(sender, Mapping) else {}
    names = [known.get(key) for key in ("first_name", "last_name")]
    return " ".join(name for name in names if isinstance(name, str)) or str(sender_of(update))


def press_of(update: Update) -> str | None:
    """By which id a pressed button is answered."""
    kind, content = content_of(update)
    number = content.get("id")
    return number if kind == "callback_query" and isinstance(number, str) else None


def wish_of(update: Update) -> tuple[object, ...] | None:
    """What is asked for: equal for a text that is sent again and a button pressed again."""
    kind, content = content_of(update)
    if kind == "message" and isinstance(content.get("text"), str):
        return (chat_of(update), content["text"])
    if kind == "callback_query" and isinstance(content.get("data"), str):
        message = content.get("message")
        number = message.get("message_id") if isinstance(message, Mapping) else None
        return (chat_of(update), content["data"], number if type(number) is int else None)
    return None


def earliest(update: Update, since: datetime) -> datetime:
    """When an update was asked for, at the earliest.

    `since`: up to then Telegram has told us everything. A press bears no date, and the date of a
    message is by another clock: it counts only where it is later.
    """
    return max(since, date_of(update) or since)


def date_of(update: Update) -> datetime | None:
    """When an update was made, by Telegram's clock; None for what bears no date, as a press."""
    _, content = content_of(update)
    for key in _DATES:
        seconds = content.get(key)
        if type(seconds) is int and 0 < seconds < _LARGEST_DATE:
            return datetime.fromtimestamp(seconds, UTC)
    return None


_LARGEST_DATE = 2**37  # datetime ends at 253,402,300,799


def _id(who: object) -> int:
    """Whose it is; 0 for nobody, and for a number that no database would take."""
    number = who.get("id") if isinstance(who, Mapping) else None
    return number if type(number) is int and -_LARGEST_ID < number < _LARGEST_ID else 0
