"""What an answer of Telegram, or of the line to it, means for a delivery."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeGuard

from bot.domain.delivery import (
    Audience,
    Delivery,
    GivenUp,
    Moved,
    Outcome,
    PinSettled,
    Rejected,
    Retry,
    Shown,
    Skipped,
    Unknown,
    Unpaid,
    Unreachable,
    Withdrawn,
)


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


@dataclass(frozen=True, slots=True)
class NotSent:
    """The request never left: no connection."""

    reason: str


@dataclass(frozen=True, slots=True)
class Lost:
    """The request was written and no answer came, or one that says nothing (5xx)."""

    reason: str


Answer = Accepted | Refusal | NotSent | Lost

MAX_ATTEMPTS = 12
LONGEST_WAIT = timedelta(minutes=5)
TOKEN_UNKNOWN_WAIT = timedelta(seconds=30)  # whoever renews the token sees it go on soon
_RETRY_AFTER = re.compile(r"retry after ([0-9]{1,9})")
_SHORTEST_RETRY, _LONGEST_RETRY = 1.0, 7 * 86_400.0  # seconds; beyond them it is no wait to heed
_LARGEST_ID = 2**52 - 1  # Telegram's own border for ids; no table takes more than 2**63
_ERRORS = range(400, 600)

# Telegram's words for a chat that takes nothing from this bot (telegram.md §5).
_UNREACHABLE = (
    "bot was blocked by the user",
    "user is deactivated",
    "bot was kicked",
    "bot is not a member",
    "bot can't initiate conversation",
    "chat not found",
    "peer_id_invalid",
    "not enough rights",
    "need administrator rights",
    "have no rights to send",
    "chat_write_forbidden",
    "group chat was deactivated",
    "group chat was deleted",
    "channel_private",
    "bots can't send messages to bots",
)
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
# Nowhere documented; said of Stars and of paid messages elsewhere in Telegram's interfaces.
_NOT_PAID = ("balance", "stars", "paid_", "paid broadcast", "payment_required")
_DELETED_WITHIN = timedelta(hours=48)
_GONE_ALREADY = ("message to delete not found", "message_id_invalid")
_UNCHANGED = ("message is not modified",)
_PINNED_ALREADY = ("chat_not_modified",)
_NOT_THERE_TO_PIN = ("message to pin not found", "message_id_invalid")
_MAY_NOT_PIN = ("not enough rights", "need administrator rights", "chat_admin_required")
_GONE = ("message to edit not found", "message_id_invalid")


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
    return _says(refusal, _UNREACHABLE) or refusal.code == 403  # noqa: PLR2004 - Forbidden


def means_token(refusal: Refusal) -> bool:
    """Whether Telegram does not know the token any more: everything stops and keeps its place."""
    return refusal.code in (401, 404)


def is_about_payment(refusal: Refusal) -> bool:
    """Whether Telegram does not send a message for Stars, rather than not at all."""
    return refusal.code in (400, 402, 403) and _says(refusal, _NOT_PAID)


def is_unchanged(refusal: Refusal) -> bool:
    return _says(refusal, _UNCHANGED)


def is_deleted(refusal: Refusal) -> bool:
    """The message that was to be deleted is not there any more."""
    return _says(refusal, _GONE_ALREADY)


def is_gone(refusal: Refusal) -> bool:
    """The message that was to be edited is not there any more.

    One that cannot be edited is: it shows what it showed.
    """
    return _says(refusal, _GONE)


def says_gone(reason: str) -> bool:
    """Whether a row's reason is that its message is not there any more."""
    return any(known in reason.lower() for known in _GONE)


def _says(refusal: Refusal, words: tuple[str, ...]) -> bool:
    said = refusal.description.lower()
    return any(known in said for known in words)


def wait_before(attempt: int) -> timedelta:
    """How long to wait after this attempt failed: 1 s, 2 s, 4 s … at most five minutes."""
    return min(timedelta(seconds=2 ** min(attempt - 1, 20)), LONGEST_WAIT)


@dataclass(frozen=True, slots=True)
class SendPolicy:
    """What the settings say about unknown sends."""

    look_up_after: timedelta = timedelta(seconds=20)
    send_again_to_readers: bool = True


def judge_send(
    answer: Answer, delivery: Delivery, revision: int, *, now: datetime, policy: SendPolicy
) -> Outcome:
    """What became of a first post."""
    match answer:
        case Accepted(result):
            return _judge_accepted(result, delivery, revision, now, policy)
        case NotSent(reason):
            return _try_later(delivery, now, reason)
        case Lost(reason):
            return _unknown(delivery, now, reason, policy)
        case Refusal() if delivery.paid and is_about_payment(answer):
            return Unpaid(now, answer.description)
        case Refusal():
            return _judge_refusal(answer, delivery, now)


def judge_edit(
    answer: Answer, delivery: Delivery, revision: int, *, now: datetime, policy: SendPolicy
) -> Outcome:
    """What became of an edit: one that may or may not have arrived is simply repeated.

    But not before it has arrived or never will: it must not come after a newer one.
    """
    shown = Shown(delivery.message_id, revision)
    answer = _with_result(answer)
    match answer:
        case Accepted():
            return shown
        case Lost(reason) if delivery.audience is not Audience.DESK:
            wait = max(wait_before(delivery.attempts), policy.look_up_after)
            return Retry(now + wait, reason)
        case NotSent(reason) | Lost(reason):
            return _try_later(delivery, now, reason)
        case Refusal() if is_unchanged(answer):
            return shown
        case Refusal() if is_gone(answer):
            return Skipped(answer.description)
        case Refusal():
            return _judge_refusal(answer, delivery, now)


def _with_result(answer: Answer) -> Answer:
    """Whoever says yes without saying what was done need not have done it; Telegram does say."""
    if isinstance(answer, Accepted) and not answer.result:
        return Lost("an answer without its result")
    return answer


def may_delete(delivery: Delivery, now: datetime) -> bool:
    """Whether Telegram still lets the bot delete the message: it has to be younger than 48 hours.

    In channels as in private chats, whatever the bot's rights (telegram.md §7).
    """
    return delivery.first_shown_at is None or now - delivery.first_shown_at < _DELETED_WITHIN


def judge_deletion(answer: Answer, delivery: Delivery, *, now: datetime) -> Outcome | None:
    """What became of a deletion; None: Telegram does not delete it, so it is to be overwritten.

    Why it does not (too old, no right to, words that nobody knows) makes no difference.
    """
    answer = _with_result(answer)
    match answer:
        case Accepted():
            return Withdrawn("deleted")
        case NotSent(reason) | Lost(reason):
            return _try_later(delivery, now, reason)
        case Refusal() if is_deleted(answer):
            return Withdrawn("it was not there any more")
        case Refusal():
            outcome = _judge_refusal(answer, delivery, now)
            return None if _is_final(outcome, delivery) else outcome


def judge_overwriting(
    answer: Answer, delivery: Delivery, *, now: datetime, policy: SendPolicy
) -> Outcome:
    """What became of an edit into the withdrawal notice.

    Whatever refuses it for good leaves the post where it stands: the desk has to know.
    """
    outcome = judge_edit(answer, delivery, delivery.revision, now=now, policy=policy)
    match outcome:
        case Shown():
            return Withdrawn("overwritten")
        case Skipped():
            return Withdrawn("it was not there any more")
        case Unreachable(reason) | Rejected(reason) if _is_final(outcome, delivery):
            return GivenUp(reason)
        case _:
            return outcome


def _is_final(outcome: Outcome, delivery: Delivery) -> bool:
    """Whether a withdrawal was refused for good; a reader who left is another matter."""
    unreachable = isinstance(outcome, Unreachable) and delivery.audience is Audience.CHANNEL
    return unreachable or isinstance(outcome, GivenUp | Rejected)


def judge_pin(answer: Answer, delivery: Delivery, *, now: datetime) -> Outcome:
    """What became of a pin: one that may or may not have arrived is simply repeated.

    That the bot may not pin, or that Telegram does not, says nothing against the post.
    """
    match answer:
        case Accepted():
            return PinSettled()
        case NotSent(reason) | Lost(reason):
            return _try_later(delivery, now, reason)
        case Refusal() if _says(answer, _PINNED_ALREADY + _NOT_THERE_TO_PIN):
            return PinSettled()
        case Refusal() if _says(answer, _MAY_NOT_PIN):
            return PinSettled(answer.description)
        case Refusal():
            outcome = _judge_refusal(answer, delivery, now)
            hopeless = isinstance(outcome, GivenUp | Rejected)
            return PinSettled(answer.description) if hopeless else outcome


def judge_unpinning(
    answer: Answer, withdrawn: Withdrawn, delivery: Delivery, *, now: datetime
) -> Outcome:
    """What became of a withdrawn post that may be pinned: only a wait puts its end off."""
    match answer:
        case NotSent(reason) | Lost(reason):
            return _try_later(delivery, now, reason)
        case Refusal(retry_after=float()):
            return _judge_refusal(answer, delivery, now)
        case _:
            return withdrawn


def _judge_accepted(
    result: object, delivery: Delivery, revision: int, now: datetime, policy: SendPolicy
) -> Outcome:
    """The post has arrived; where its number cannot be read, a channel's is looked for."""
    match result:
        case {"message_id": message_id} if is_id(message_id) and message_id > 0:
            return Shown(message_id, revision)
        case _ if delivery.audience is Audience.CHANNEL:
            return _unknown(delivery, now, "an answer without a message", policy)
        case _:
            return Shown(None, revision)


def _unknown(delivery: Delivery, now: datetime, reason: str, policy: SendPolicy) -> Outcome:
    if delivery.audience is Audience.CHANNEL:
        return Unknown(now + policy.look_up_after, reason)
    if delivery.audience is Audience.READER and not policy.send_again_to_readers:
        return Skipped(f"may have arrived: {reason}")
    if delivery.attempts >= MAX_ATTEMPTS:
        return GivenUp(reason, in_doubt=True)
    return Unknown(now + wait_before(delivery.attempts), reason)


def _try_later(delivery: Delivery, now: datetime, reason: str) -> Outcome:
    """A line that is down says nothing against the row: it is tried for as long as it takes."""
    return Retry(now + wait_before(delivery.attempts), reason)


def _judge_refusal(refusal: Refusal, delivery: Delivery, now: datetime) -> Outcome:
    if refusal.retry_after is not None:
        wait = timedelta(seconds=refusal.retry_after)
        return Retry(now + wait, refusal.description, counts=False)
    if refusal.migrate_to not in (None, delivery.chat_id):
        return Moved(refusal.migrate_to)
    if means_token(refusal):
        return Retry(now + TOKEN_UNKNOWN_WAIT, refusal.description, counts=False)
    if is_unreachable(refusal):
        return Unreachable(refusal.description)
    if _says(refusal, _BAD_CONTENT):
        return Rejected(refusal.description)
    return GivenUp(refusal.description)
