"""What an answer of Telegram, or of the line to it, means for a delivery."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.api_answers import (
    Accepted,
    Answer,
    Lost,
    NotSent,
    Refusal,
    is_about_payment,
    is_about_thread,
    is_bad_content,
    is_gone,
    is_id,
    is_pinned,
    is_unchanged,
    is_unreachable,
    means_token,
)
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
from bot.domain.people import is_group
from bot.domain.reasons import Reason, ReasonCode

MAX_ATTEMPTS = 12
LONGEST_WAIT = timedelta(minutes=5)
TOKEN_UNKNOWN_WAIT = timedelta(seconds=5)  # short: it may be a passing fault of Telegram
CLOSED_GROUP_WAIT = timedelta(hours=1)  # between tries, of which there are twelve at most
DELETED_WITHIN = timedelta(hours=48)


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
        case NotSent(reason=reason):
            return _try_later(delivery, now, reason)
        case Lost(reason=reason):
            return _unknown(delivery, now, reason, policy)
        case Refusal() if delivery.paid and is_about_payment(answer):
            return Unpaid(now, answer.reason)
        case Refusal():
            return _judge_refusal(answer, delivery, now)


def judge_edit(
    answer: Answer, delivery: Delivery, revision: int, *, now: datetime, policy: SendPolicy
) -> Outcome:
    """What became of an edit: one that may or may not have arrived is simply repeated.

    The repetition waits until the first one has arrived or never will, lest that come after a
    newer edit. The desk does not wait: its message is edited again at once, and once more then.
    """
    shown = Shown(delivery.message_id, revision)
    answer = _with_result(answer)
    match answer:
        case Accepted():
            return shown
        case Lost(reason=reason):
            return _edit_again(delivery, now, now + policy.look_up_after, reason)
        case NotSent(reason=reason):
            return _try_later(delivery, now, reason)
        case Refusal() if is_unchanged(answer):
            return shown
        case Refusal() if is_gone(answer):
            return Skipped(answer.reason)
        case Refusal():
            return _judge_refusal(answer, delivery, now)


def _edit_again(
    delivery: Delivery, now: datetime, settled_at: datetime, reason: Reason
) -> Outcome:
    at = now + wait_before(delivery.attempts)
    if delivery.audience is Audience.DESK:
        return Retry(at, reason, may_arrive_until=settled_at)
    return Retry(max(at, settled_at), reason)


def _with_result(answer: Answer) -> Answer:
    """Whoever says yes without saying what was done need not have done it; Telegram does say."""
    if isinstance(answer, Accepted) and not answer.result:
        return Lost("an answer without its result")
    return answer


def may_delete(delivery: Delivery, now: datetime) -> bool:
    """Whether Telegram still lets the bot delete the message: it has to be younger than 48 hours.

    In channels as in private chats, whatever the bot's rights (telegram.md §7).
    """
    return delivery.first_shown_at is None or now - delivery.first_shown_at < DELETED_WITHIN


def judge_deletion(answer: Answer, delivery: Delivery, *, now: datetime) -> Outcome | None:
    """What became of a deletion; None: Telegram does not delete it, so it is to be overwritten.

    Why it does not (too old, no right to, words that nobody knows) makes no difference.
    """
    answer = _with_result(answer)
    match answer:
        case Accepted():
            return Withdrawn(Reason(ReasonCode.DELETED))
        case NotSent(reason=reason) | Lost(reason=reason):
            return _try_later(delivery, now, reason)
        case Refusal() if is_gone(answer):
            return Withdrawn(Reason(ReasonCode.GONE))
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
            return Withdrawn(Reason(ReasonCode.OVERWRITTEN))
        case Skipped():
            return Withdrawn(Reason(ReasonCode.GONE))
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
        case NotSent(reason=reason) | Lost(reason=reason):
            return _try_later(delivery, now, reason)
        case Refusal() if is_gone(answer) or is_pinned(answer):
            return PinSettled()
        case Refusal() if answer.reason.code is ReasonCode.RIGHTS:
            return PinSettled(answer.reason)
        case Refusal():
            outcome = _judge_refusal(answer, delivery, now)
            hopeless = isinstance(outcome, GivenUp | Rejected)
            return PinSettled(answer.reason) if hopeless else outcome


def judge_unpinning(
    answer: Answer, withdrawn: Withdrawn, delivery: Delivery, *, now: datetime
) -> Outcome:
    """What became of unpinning a withdrawn post: any answer settles it, except a wait."""
    match answer:
        case NotSent(reason=reason) | Lost(reason=reason):
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
        case [*messages] if ids := _numbers(messages):
            return Shown(ids[0], revision, more_ids=ids[1:])
        case _ if delivery.audience is Audience.CHANNEL:
            return _unknown(delivery, now, Lost("an answer without a message").reason, policy)
        case _:
            return Shown(None, revision)


def _numbers(messages: Sequence[object]) -> tuple[int, ...]:
    """The numbers of an album's messages; none where not all can be read."""
    ids = [message.get("message_id") for message in messages if isinstance(message, Mapping)]
    known = tuple(number for number in ids if is_id(number) and number > 0)
    return known if len(known) == len(messages) else ()


def _unknown(delivery: Delivery, now: datetime, reason: Reason, policy: SendPolicy) -> Outcome:
    if delivery.audience is Audience.CHANNEL:
        return Unknown(now + policy.look_up_after, reason)
    if delivery.audience is Audience.READER and not policy.send_again_to_readers:
        return Skipped(Reason(ReasonCode.MAY_HAVE_ARRIVED, reason.words))
    if delivery.attempts >= MAX_ATTEMPTS:
        return GivenUp(reason, in_doubt=True)
    return Unknown(now + wait_before(delivery.attempts), reason)


def _try_later(delivery: Delivery, now: datetime, reason: Reason) -> Outcome:
    """Try again for as long as it takes: that the line is down says nothing against the row."""
    return Retry(now + wait_before(delivery.attempts), reason)


def _judge_refusal(refusal: Refusal, delivery: Delivery, now: datetime) -> Outcome:
    if refusal.retry_after is not None:
        wait = timedelta(seconds=refusal.retry_after)
        return Retry(now + wait, refusal.reason, counts=False)
    if refusal.migrate_to not in (None, delivery.chat_id):
        return Moved(refusal.migrate_to)
    if means_token(refusal):
        return Retry(now + TOKEN_UNKNOWN_WAIT, refusal.reason, counts=False)
    # The desk's chat may be a forum, and «General» closed to the bot.
    desks = delivery.audience is Audience.DESK and is_about_thread(refusal)
    if desks or is_unreachable(refusal):
        return _judge_closed_door(refusal, delivery, now)
    if is_bad_content(refusal):
        return Rejected(refusal.reason)
    return GivenUp(refusal.reason)


def _judge_closed_door(refusal: Refusal, delivery: Delivery, now: datetime) -> Outcome:
    """A group that follows sections may be closed for the night: nobody says when it opens."""
    follows = delivery.audience is Audience.READER and is_group(delivery.chat_id)
    closed = refusal.reason.code is ReasonCode.RIGHTS
    if follows and closed and delivery.attempts < MAX_ATTEMPTS:
        return Retry(now + CLOSED_GROUP_WAIT, refusal.reason)
    return Unreachable(refusal.reason)
