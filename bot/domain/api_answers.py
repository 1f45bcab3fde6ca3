"""What Telegram, or the line to it, answers: read once, and given its code."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, TypeGuard

from bot.domain.reasons import THREAD_REFUSED, Reason, ReasonCode


@dataclass(frozen=True, slots=True)
class Accepted:
    result: Any


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error answer of the Bot API. `retry_after` is in seconds."""

    code: int
    description: str
    retry_after: float | None = None
    migrate_to: int | None = None

    @property
    def reason(self) -> Reason:
        return Reason(self._reason_code(), self.description)

    def _reason_code(self) -> ReasonCode:
        known = (code for code, words in _MEANINGS.items() if _says(self, words))
        if code := next(known, None):
            return code
        if self.retry_after is not None:
            return ReasonCode.SLOW_DOWN
        return ReasonCode.TOKEN_UNKNOWN if means_token(self) else ReasonCode.REFUSED


@dataclass(frozen=True, slots=True)
class NotSent:
    """The request never left: no connection."""

    words: str

    @property
    def reason(self) -> Reason:
        return Reason(ReasonCode.NO_CONNECTION, self.words)


@dataclass(frozen=True, slots=True)
class Lost:
    """The request was written and no answer came, or one that says nothing (5xx)."""

    words: str

    @property
    def reason(self) -> Reason:
        return Reason(ReasonCode.NO_ANSWER, self.words)


Answer = Accepted | Refusal | NotSent | Lost

_RETRY_AFTER = re.compile(r"retry after ([0-9]{1,9})")
_SHORTEST_RETRY, _LONGEST_RETRY = 1.0, 7 * 86_400.0  # seconds; beyond them it is no wait to heed
_LARGEST_ID = 2**52 - 1  # Telegram's own border for ids; no table takes more than 2**63
_ERRORS = range(400, 600)

# What Telegram's words mean (telegram.md §5). The first that fits holds. A chat that Telegram
# hides from the bot is one that it was put out of.
_MEANINGS: Final[Mapping[ReasonCode, tuple[str, ...]]] = {
    ReasonCode.BLOCKED: ("bot was blocked by the user",),
    ReasonCode.DEACTIVATED: ("user is deactivated",),
    ReasonCode.REMOVED: ("bot was kicked", "bot is not a member", "channel_private"),
    ReasonCode.RIGHTS: (
        "not enough rights",
        "need administrator rights",
        "have no rights",
        "chat_write_forbidden",
        "chat_admin_required",
    ),
    ReasonCode.GONE: (
        "message to edit not found",
        "message to delete not found",
        "message to forward not found",
        "message to pin not found",
        "message not found",
        "message_id_invalid",
    ),
    ReasonCode.NOT_EDITABLE: ("message can't be edited",),
    ReasonCode.NOT_FORWARDED: ("message can't be forwarded", "chat_forwards_restricted"),
    ReasonCode.CHAT_UNKNOWN: ("chat not found", "peer_id_invalid"),
    ReasonCode.CHAT_GONE: ("group chat was deactivated", "group chat was deleted"),
    ReasonCode.NEVER_STARTED: ("can't initiate conversation",),
    ReasonCode.TO_A_BOT: ("bots can't send messages to bots",),
    ReasonCode.TOO_LONG: ("message is too long",),
    ReasonCode.TOPIC_CLOSED: ("topic_closed",),
    ReasonCode.TOPIC_GONE: ("message thread not found", "topic_deleted", "topic_id_invalid"),
    ReasonCode.TOO_FEW_STARS: ("not enough stars", "balance_too_low"),
}
# Those of a chat that takes nothing from this bot.
_UNREACHABLE: Final = {
    ReasonCode.BLOCKED,
    ReasonCode.DEACTIVATED,
    ReasonCode.REMOVED,
    ReasonCode.RIGHTS,
    ReasonCode.CHAT_UNKNOWN,
    ReasonCode.CHAT_GONE,
    ReasonCode.NEVER_STARTED,
    ReasonCode.TO_A_BOT,
}
# What Telegram says of a text, its entities, buttons or preview, whatever the chat.
_BAD_CONTENT = (
    "can't parse",
    "message is too long",
    "text is empty",
    "text must be non-empty",
    "text must be encoded",
    "button_",
    "inline keyboard",
    "entity_",
    "entities_",
    "webpage_",
    "url_invalid",
    "reply_markup_",
)
_NO_METHOD: Final = "method not found"  # telegram-bot-api, Client.cpp
# Nowhere documented; said of Stars and of paid messages elsewhere in Telegram's interfaces.
_NOT_PAID = ("balance", "stars", "paid_", "paid broadcast", "payment_required")
# Of a photo by its file id (telegram-bot-api, Client.cpp; TDLib's errors of files).
_BAD_PICTURE = (
    "file identifier",
    "file_id",
    "file reference",
    "file_reference",
    "type of file mismatch",
    "media_empty",
    "media_invalid",
    "photo_invalid",
    "photo_ext_invalid",
    "image_process_failed",
)
_HALF_DONE = ("failed to send message #",)
_NOT_BEGUN = ("failed to send message #1 ",)
_UNCHANGED = ("message is not modified",)
_PINNED_ALREADY = ("chat_not_modified",)


def read_answer(status: int, body: Mapping[str, Any] | None) -> Answer:
    """What an HTTP answer of the Bot API says; a 5xx leaves open whether it was done.

    Whatever stands in a field, a proxy's nonsense included, it is an answer and never an error.
    """
    if body is None or not isinstance(body.get("ok"), bool):
        return Lost(f"HTTP {status} without a readable answer")
    if body["ok"]:
        return Accepted(body.get("result"))
    code = _error_code(body.get("error_code"), status)
    said = body.get("description")
    words = said if isinstance(said, str) else ""
    if code >= 500:  # noqa: PLR2004 - HTTP's own border
        return Lost(f"{code} {words}")
    extra = body.get("parameters")
    if not isinstance(extra, Mapping):
        extra = {}
    migrate_to = extra.get("migrate_to_chat_id")
    return Refusal(
        code,
        words,
        _wait(code, words, extra.get("retry_after")),
        migrate_to if is_id(migrate_to) else None,
    )


def is_id(value: object) -> TypeGuard[int]:
    """Whether it may be the number of a chat or a message."""
    return type(value) is int and 0 < abs(value) <= _LARGEST_ID


def _error_code(told: object, status: int) -> int:
    """The code of an error: Telegram's own, or else HTTP's; 400 where neither names one."""
    code = _number(told)
    return next((int(c) for c in (code, status) if c is not None and c in _ERRORS), 400)


def _wait(code: int, words: str, told: object) -> float | None:
    """Seconds to wait, also where they stand only in the words (several messages at once)."""
    seconds = _number(told)
    if seconds is None and (found := _RETRY_AFTER.search(words.lower())):
        seconds = float(found[1])
    if seconds is None:
        return _SHORTEST_RETRY if code == 429 else None  # noqa: PLR2004 - Too Many Requests
    return min(max(seconds, _SHORTEST_RETRY), _LONGEST_RETRY)


def _number(told: object) -> float | None:
    """What is meant by a number, or by one that is written as text; None for anything else."""
    if isinstance(told, bool) or not isinstance(told, int | float | str):
        return None
    try:
        number = float(told)
    except (ValueError, OverflowError):
        return None
    return None if math.isnan(number) else number


def is_unreachable(refusal: Refusal) -> bool:
    return refusal.reason.code in _UNREACHABLE or refusal.code == 403  # noqa: PLR2004 - Forbidden


def means_token(refusal: Refusal) -> bool:
    """Whether Telegram does not know the token any more: everything stops and keeps its place.

    A server that is older than the bot says of a method that it lacks that *this* is not found.
    """
    return refusal.code in (401, 404) and not _says(refusal, (_NO_METHOD,))


def of_new_method(answer: Answer) -> Answer:
    """The answer to a method that servers may lack: this is not found then, and not the token."""
    if isinstance(answer, Refusal) and answer.code == 404:  # noqa: PLR2004 - Not Found
        return replace(answer, description=f"{_NO_METHOD}: {answer.description}")
    return answer


def is_about_payment(refusal: Refusal) -> bool:
    """Whether Telegram does not send a message for Stars, rather than not at all."""
    return refusal.code in (400, 402, 403) and _says(refusal, _NOT_PAID)


def is_bad_picture(refusal: Refusal) -> bool:
    """Whether Telegram does not take a picture, or does not know it any more."""
    return _says(refusal, _BAD_PICTURE)


def is_half_done(refusal: Refusal) -> bool:
    """Whether some messages of an album may have arrived before one was refused.

    None has where the first one finds no thread to stand in.
    """
    no_thread = is_about_thread(refusal) and _says(refusal, _NOT_BEGUN)
    return _says(refusal, _HALF_DONE) and not no_thread


def is_about_thread(refusal: Refusal) -> bool:
    """Whether a thread of a forum is closed to the bot, or is not there."""
    return refusal.reason.code in THREAD_REFUSED


def is_unchanged(refusal: Refusal) -> bool:
    return _says(refusal, _UNCHANGED)


def is_gone(refusal: Refusal) -> bool:
    """The message that was to be edited, deleted, pinned or looked at is not there any more.

    One that cannot be edited is: it shows what it showed.
    """
    return refusal.reason.code is ReasonCode.GONE


def has_nothing_to_edit(refusal: Refusal) -> bool:
    """Whether an edit finds what it wants, or nothing that it could change."""
    return is_unchanged(refusal) or refusal.reason.code in (
        ReasonCode.GONE,
        ReasonCode.NOT_EDITABLE,
    )


def is_pinned(refusal: Refusal) -> bool:
    """The message that was to be pinned is."""
    return _says(refusal, _PINNED_ALREADY)


def is_bad_content(refusal: Refusal) -> bool:
    """Whether Telegram refuses the text itself, whatever the chat."""
    return _says(refusal, _BAD_CONTENT)


def _says(refusal: Refusal, words: tuple[str, ...]) -> bool:
    said = refusal.description.lower()
    return any(known in said for known in words)
