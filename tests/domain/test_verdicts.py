"""What an answer of Telegram means: for a first post, and for an edit."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.api_answers import (
    Accepted,
    Answer,
    Lost,
    NotSent,
    Refusal,
    read_answer,
)
from bot.domain.delivery import (
    Audience,
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
from bot.domain.reasons import Reason, ReasonCode
from bot.domain.verdicts import (
    MAX_ATTEMPTS,
    TOKEN_UNKNOWN_WAIT,
    SendPolicy,
    judge_deletion,
    judge_edit,
    judge_overwriting,
    judge_pin,
    judge_send,
    judge_unpinning,
    may_delete,
    wait_before,
)
from tests.builders import a_delivery, said
from tests.clock import NOON

POLICY = SendPolicy(look_up_after=timedelta(seconds=20))
CAREFUL = SendPolicy(send_again_to_readers=False)

UNREACHABLE = (
    (403, "Forbidden: bot was blocked by the user"),
    (403, "Forbidden: user is deactivated"),
    (403, "Forbidden: bot was kicked from the channel chat"),
    (403, "Forbidden: bot is not a member of the channel chat"),
    (403, "Forbidden: bot can't initiate conversation with a user"),
    (403, "Forbidden: bots can't send messages to bots"),
    (403, "Forbidden: something that nobody has seen yet"),
    (400, "Bad Request: chat not found"),
    (400, "Bad Request: PEER_ID_INVALID"),
    (400, "Bad Request: not enough rights to send text messages to the chat"),
    (400, "Bad Request: need administrator rights in the channel chat"),
    (400, "Bad Request: have no rights to send a message"),
    (400, "Bad Request: CHAT_WRITE_FORBIDDEN"),
    (400, "Bad Request: group chat was deactivated"),
    (400, "Bad Request: CHANNEL_PRIVATE"),
    (400, "Bad Request: group chat was deleted"),
    # The same words under another code.
    (400, "Bad Request: bot was blocked by the user"),
    (400, "Bad Request: user is deactivated"),
    (400, "Bad Request: bot was kicked from the supergroup chat"),
    (400, "Bad Request: bot is not a member of the supergroup chat"),
    (400, "Bad Request: bot can't initiate conversation with a user"),
    (400, "Bad Request: bots can't send messages to bots"),
)
REJECTED = (
    "Bad Request: can't parse entities: Unexpected end tag at byte offset 5",
    "Bad Request: message text is empty",
    "Bad Request: message is too long",
    "Bad Request: BUTTON_URL_INVALID",
    "Bad Request: BUTTON_DATA_INVALID",
    "Bad Request: text must be non-empty",
    "Bad Request: text must be encoded in UTF-8",
    "Bad Request: inline keyboard button text is expected",
    "Bad Request: ENTITY_BOUNDS_INVALID",
    "Bad Request: ENTITIES_TOO_LONG",
    "Bad Request: WEBPAGE_CURL_FAILED",
    "Bad Request: URL_INVALID",
    "Bad Request: REPLY_MARKUP_TOO_LONG",
)


def judged(answer: Answer, policy: SendPolicy = POLICY, **delivery: Any) -> Outcome:
    """A first post's outcome."""
    return judge_send(answer, a_delivery(**delivery), 3, now=NOON, policy=policy)


@pytest.mark.parametrize(
    "refusal",
    [
        Refusal(400, "Bad Request: BALANCE_TOO_LOW"),
        Refusal(402, "Payment required: not enough Stars"),
        Refusal(403, "Forbidden: paid broadcast is not allowed for the bot"),
    ],
)
def test_a_refused_payment_ends_what_is_paid_for_and_nothing_else(refusal: Refusal) -> None:
    assert judged(refusal, paid=True) == Unpaid(NOON, refusal.reason)
    assert not isinstance(judged(refusal), Unpaid)


@pytest.mark.parametrize(
    "refusal",
    [
        Refusal(403, "Forbidden: bot was blocked by the user"),
        Refusal(403, "Forbidden: bot can't initiate conversation with a user"),
        Refusal(400, "Bad Request: chat not found"),
        Refusal(429, "Too Many Requests: retry after 3", retry_after=3.0),
    ],
)
def test_what_is_no_word_of_payment_means_for_stars_what_it_always_means(
    refusal: Refusal,
) -> None:
    assert judged(refusal, paid=True) == judged(refusal)


def test_what_no_topic_of_the_desks_forum_takes_is_for_the_owners() -> None:
    """Elsewhere another topic may take it, or it has failed."""
    closed = Refusal(400, "Bad Request: TOPIC_CLOSED")
    assert judged(closed, audience=Audience.DESK) == Unreachable(closed.reason)
    assert judged(closed) == GivenUp(closed.reason)


def edited(answer: Answer, **delivery: Any) -> Outcome:
    """An edit's outcome."""
    shows = {"message_id": 50, "revision": 2}
    return judge_edit(answer, a_delivery(**(shows | delivery)), 3, now=NOON, policy=POLICY)


# --- reading ---


@pytest.mark.parametrize(
    ("status", "body", "answer"),
    [
        (200, {"ok": True, "result": {"message_id": 5}}, Accepted({"message_id": 5})),
        (200, {"ok": True, "result": True}, Accepted(result=True)),
        (200, None, Lost("HTTP 200 without a readable answer")),
        (502, {"html": "Bad Gateway"}, Lost("HTTP 502 without a readable answer")),
        (200, {"ok": "yes"}, Lost("HTTP 200 without a readable answer")),
        (
            500,
            {"ok": False, "error_code": 500, "description": "Internal Server Error: restart"},
            Lost("500 Internal Server Error: restart"),
        ),
        (
            400,
            {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"},
            Refusal(400, "Bad Request: chat not found"),
        ),
        (404, {"ok": False}, Refusal(404, "")),
        (
            429,
            {
                "ok": False,
                "error_code": 429,
                "description": "Too Many Requests: retry after 7",
                "parameters": {"retry_after": 7},
            },
            Refusal(429, "Too Many Requests: retry after 7", retry_after=7.0),
        ),
        (429, {"ok": False, "error_code": 429}, Refusal(429, "", retry_after=1.0)),
        (
            400,
            {"ok": False, "description": "Failed to send message #2: … Retry after 8"},
            Refusal(400, "Failed to send message #2: … Retry after 8", retry_after=8.0),
        ),
        (
            400,
            {"ok": False, "description": "upgraded", "parameters": {"migrate_to_chat_id": -1009}},
            Refusal(400, "upgraded", migrate_to=-1009),
        ),
    ],
)
def test_an_http_answer_is_read_for_what_it_says(
    status: int, body: dict[str, Any] | None, answer: Answer
) -> None:
    assert read_answer(status, body) == answer


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("soon", 5.0),  # as the words say
        (None, 5.0),
        ([7], 5.0),
        (True, 5.0),
        (float("nan"), 5.0),
        ("7", 7.0),
        (2.5, 2.5),
        (0, 1.0),
        (-30, 1.0),
        (10**30, 604_800.0),
        (10**400, 5.0),
    ],
)
def test_a_wait_of_any_form_is_a_wait_of_a_second_to_a_week(told: object, seconds: float) -> None:
    body = {"description": "Too Many Requests: retry after 5", "parameters": {"retry_after": told}}
    answer = read_answer(429, {"ok": False, "error_code": 429} | body)
    assert isinstance(answer, Refusal)
    assert answer.retry_after == seconds


@pytest.mark.parametrize(
    ("status", "told", "code"),
    [
        (403, "403", 403),
        (403, "Forbidden", 403),
        (403, None, 403),
        (200, None, 400),
        (200, 0, 400),
        (409, [409], 409),
        (429, 10**30, 429),
        (400, True, 400),
    ],
)
def test_a_code_of_any_form_is_telegrams_or_else_https(
    status: int, told: object, code: int
) -> None:
    answer = read_answer(status, {"ok": False, "error_code": told, "description": None})
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.description) == (code, "")


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from([2**31, 2**63, 2**64 - 1, 10**400, -1, 0, 429, 401, "soon", "7", ""])
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)
PARAMETERS = st.fixed_dictionaries({}, optional={"retry_after": JSON, "migrate_to_chat_id": JSON})
RESULTS = JSON | st.fixed_dictionaries({"message_id": JSON})
BODIES = st.none() | st.fixed_dictionaries(
    {"ok": st.booleans() | JSON},
    optional={
        "result": RESULTS,
        "error_code": JSON,
        "description": JSON,
        "parameters": PARAMETERS | JSON,
    },
)


@pytest.mark.slow
@settings(max_examples=500, deadline=None)
@given(st.sampled_from([200, 400, 401, 403, 429, 500, 502]), BODIES)
def test_whatever_stands_in_an_answer_every_row_gets_an_outcome_that_can_be_written_down(
    status: int, body: dict[str, Any] | None
) -> None:
    answer = read_answer(status, body)
    soon, far = NOON, NOON + timedelta(days=8)
    outcomes = [
        judged(answer),
        judged(answer, paid=True),
        edited(answer),
        deleted(answer),
        judge_pin(answer, a_delivery(message_id=5), now=NOON),
        judge_unpinning(
            answer, Withdrawn(Reason(ReasonCode.DELETED)), a_delivery(message_id=5), now=NOON
        ),
    ]
    for outcome in outcomes:
        match outcome:
            case Shown(message_id=number):
                assert number is not None
                assert 0 < abs(number) < 2**63
            case Retry(at=at) | Unknown(at=at):
                assert soon < at < far
            case Moved(chat_id=number):
                assert 0 < abs(number) < 2**63


def test_a_group_that_moved_to_itself_has_not_moved() -> None:
    answer = Refusal(400, "upgraded", migrate_to=a_delivery().chat_id)
    assert judged(answer) == GivenUp(said("upgraded"))


# --- a first post ---


def test_an_accepted_post_is_shown_in_its_message() -> None:
    assert judged(Accepted({"message_id": 50})) == Shown(50, revision=3)


def test_an_answer_without_a_message_leaves_it_open_whether_there_is_one() -> None:
    assert isinstance(judged(Accepted(result=True)), Unknown)


def test_a_request_that_never_left_is_tried_again() -> None:
    assert judged(NotSent("no connection"), attempts=3) == Retry(
        NOON + timedelta(seconds=4), NotSent("no connection").reason
    )


def test_a_lost_post_to_a_channel_is_to_be_looked_up_after_it_has_settled() -> None:
    assert judged(Lost("timeout"), attempts=99) == Unknown(
        NOON + timedelta(seconds=20), Lost("timeout").reason
    )


def test_a_lost_post_to_a_reader_is_to_be_sent_again_soon() -> None:
    lost = judged(Lost("timeout"), audience=Audience.READER)
    assert lost == Unknown(NOON + timedelta(seconds=1), Lost("timeout").reason)


def test_a_lost_post_to_a_reader_is_left_alone_where_the_settings_say_so() -> None:
    lost = judged(Lost("timeout"), CAREFUL, audience=Audience.READER)
    assert lost == Skipped(Reason(ReasonCode.MAY_HAVE_ARRIVED, "timeout"))


def test_the_desk_is_sent_a_lost_message_again_whatever_the_settings_say_of_readers() -> None:
    lost = judged(Lost("timeout"), CAREFUL, audience=Audience.DESK)
    assert lost == Unknown(NOON + timedelta(seconds=1), Lost("timeout").reason)


def test_a_post_that_may_arrive_every_time_is_not_sent_for_ever() -> None:
    last = judged(Lost("timeout"), audience=Audience.READER, attempts=MAX_ATTEMPTS)
    assert last == GivenUp(Lost("timeout").reason, in_doubt=True)


def test_a_line_that_is_down_says_nothing_against_a_post() -> None:
    assert isinstance(judged(NotSent("no connection"), attempts=1000), Retry)


def test_a_wait_that_telegram_asks_for_is_no_attempt_however_many_there_were() -> None:
    answer = judged(Refusal(429, "retry after 90", retry_after=90.0), attempts=MAX_ATTEMPTS)
    assert answer == Retry(
        NOON + timedelta(seconds=90), Reason(ReasonCode.SLOW_DOWN, "retry after 90"), counts=False
    )


def test_a_group_that_became_a_supergroup_is_followed() -> None:
    assert judged(Refusal(400, "upgraded", migrate_to=-1009)) == Moved(-1009)


@pytest.mark.parametrize("code", [401, 404])
def test_a_token_that_telegram_does_not_know_costs_no_post_its_place(code: int) -> None:
    answer = judged(Refusal(code, "Unauthorized"), attempts=MAX_ATTEMPTS)
    assert answer == Retry(
        NOON + TOKEN_UNKNOWN_WAIT, Reason(ReasonCode.TOKEN_UNKNOWN, "Unauthorized"), counts=False
    )


@pytest.mark.parametrize(("code", "words"), UNREACHABLE)
def test_a_chat_that_takes_nothing_from_the_bot_is_told_from_a_bad_post(
    code: int, words: str
) -> None:
    assert judged(Refusal(code, words)) == Unreachable(said(words))


@pytest.mark.parametrize("words", REJECTED)
def test_a_text_that_telegram_rejects_is_told_from_one_chats_own_trouble(words: str) -> None:
    assert judged(Refusal(400, words)) == Rejected(said(words))
    assert edited(Refusal(400, words)) == Rejected(said(words))


def test_a_refusal_that_nobody_has_seen_yet_is_given_up_in_its_words() -> None:
    words = "Bad Request: something new under the sun"
    assert judged(Refusal(400, words)) == GivenUp(said(words))


# --- an edit ---


def test_an_accepted_edit_shows_the_new_revision_in_the_same_message() -> None:
    assert edited(Accepted(result=True)) == Shown(50, revision=3)


def test_an_edit_that_changes_nothing_is_done() -> None:
    words = "Bad Request: message is not modified: specified new message content and …"
    assert edited(Refusal(400, words)) == Shown(50, revision=3)


@pytest.mark.parametrize(
    "words",
    [
        "Bad Request: message to edit not found",
        "Bad Request: MESSAGE_ID_INVALID",
    ],
)
def test_an_edit_of_a_message_that_is_gone_is_owed_no_more(words: str) -> None:
    assert edited(Refusal(400, words)) == Skipped(said(words))


@pytest.mark.parametrize(
    ("answer", "audience", "seconds"),
    [
        (NotSent("no connection"), Audience.CHANNEL, 2),
        (Lost("timeout"), Audience.CHANNEL, 20),  # not before it can arrive no more
        (Lost("timeout"), Audience.READER, 20),
        (NotSent("no connection"), Audience.DESK, 2),
    ],
)
def test_an_edit_that_may_or_may_not_have_arrived_is_simply_repeated(
    answer: NotSent | Lost, audience: Audience, seconds: int
) -> None:
    outcome = edited(answer, attempts=2, audience=audience)
    assert outcome == Retry(NOON + timedelta(seconds=seconds), answer.reason)
    assert isinstance(edited(answer, attempts=1000), Retry)


def test_an_edit_of_the_desks_is_repeated_at_once_and_its_last_moment_kept() -> None:
    outcome = edited(Lost("timeout"), attempts=2, audience=Audience.DESK)
    at, until = (NOON + timedelta(seconds=seconds) for seconds in (2, 20))
    assert outcome == Retry(at, Lost("timeout").reason, may_arrive_until=until)


def test_an_edit_that_telegram_does_not_allow_leaves_the_old_text_standing() -> None:
    words = "Bad Request: message can't be edited"
    assert edited(Refusal(400, words)) == GivenUp(said(words))


def test_an_edit_waits_and_meets_closed_doors_as_a_post_does() -> None:
    assert isinstance(edited(Refusal(429, "", retry_after=2.0)), Retry)
    assert isinstance(edited(Refusal(403, "Forbidden: bot was kicked")), Unreachable)


# --- taking back ---


def deleted(answer: Answer, **delivery: Any) -> Outcome | None:
    """A deletion's outcome."""
    return judge_deletion(answer, a_delivery(**({"message_id": 50} | delivery)), now=NOON)


@pytest.mark.parametrize(
    ("age", "may"),
    [
        (timedelta(), True),
        (timedelta(hours=47, minutes=59), True),
        (timedelta(hours=48), False),
        (timedelta(days=30), False),
        (None, True),
    ],
)
def test_telegram_lets_a_bot_delete_what_is_younger_than_48_hours(
    age: timedelta | None,
    may: bool,  # noqa: FBT001 - a column of the table
) -> None:
    shown_at = None if age is None else NOON - age
    assert may_delete(a_delivery(first_shown_at=shown_at), NOON) is may


def test_a_deleted_post_is_withdrawn_and_one_that_was_gone_already_is_too() -> None:
    assert deleted(Accepted(result=True)) == Withdrawn(Reason(ReasonCode.DELETED))
    gone = deleted(Refusal(400, "Bad Request: message to delete not found"))
    assert gone == Withdrawn(Reason(ReasonCode.GONE))


def test_a_post_that_telegram_does_not_delete_is_left_to_be_overwritten() -> None:
    assert deleted(Refusal(400, "Bad Request: message can't be deleted for everyone")) is None
    assert deleted(Refusal(400, "Bad Request: MESSAGE_DELETE_FORBIDDEN")) is None


@pytest.mark.parametrize("answer", [NotSent("no connection"), Lost("timeout")])
def test_a_deletion_that_may_or_may_not_have_arrived_is_simply_repeated(
    answer: NotSent | Lost,
) -> None:
    assert deleted(answer) == Retry(NOON + timedelta(seconds=1), answer.reason)


def test_a_deletion_waits_as_a_post_does() -> None:
    assert isinstance(deleted(Refusal(429, "", retry_after=2.0)), Retry)
    assert isinstance(deleted(Refusal(401, "Unauthorized")), Retry)
    assert deleted(Refusal(400, "", migrate_to=-5)) == Moved(-5)


def test_a_reader_who_has_left_keeps_the_message() -> None:
    left = Refusal(403, "Forbidden: bot was blocked by the user")
    reader = {"audience": Audience.READER}
    assert deleted(left, **reader) == Unreachable(left.reason)
    row = a_delivery(message_id=50, **reader)
    kept = judge_overwriting(left, row, now=NOON, policy=POLICY)
    assert kept == Unreachable(left.reason)


@pytest.mark.parametrize(
    "words",
    [
        "Bad Request: message can't be edited",
        "Bad Request: not enough rights to edit the message",
        "Bad Request: CHAT_ADMIN_REQUIRED",
        "Forbidden: bot was kicked from the channel chat",
        "Bad Request: can't parse entities",
        "Bad Request: something new under the sun",
    ],
)
def test_a_channels_post_that_can_neither_be_deleted_nor_overwritten_stands(words: str) -> None:
    answer = Refusal(403 if words.startswith("Forbidden") else 400, words)
    assert deleted(answer) is None
    row = a_delivery(message_id=50)
    assert judge_overwriting(answer, row, now=NOON, policy=POLICY) == GivenUp(said(words))


def test_a_post_that_was_gone_before_it_could_be_overwritten_is_withdrawn() -> None:
    gone = Refusal(400, "Bad Request: message to edit not found")
    outcome = judge_overwriting(gone, a_delivery(message_id=50), now=NOON, policy=POLICY)
    assert outcome == Withdrawn(Reason(ReasonCode.GONE))


def test_a_post_that_says_it_was_withdrawn_is_withdrawn() -> None:
    row = a_delivery(message_id=50, revision=2)
    done = judge_overwriting(Accepted(result=True), row, now=NOON, policy=POLICY)
    assert done == Withdrawn(Reason(ReasonCode.OVERWRITTEN))
    lost = judge_overwriting(Lost("timeout"), row, now=NOON, policy=POLICY)
    assert lost == Retry(NOON + POLICY.look_up_after, Lost("timeout").reason)


# --- waiting ---


def test_the_waits_double_from_one_second_to_five_minutes() -> None:
    waits = [wait_before(attempt).total_seconds() for attempt in range(1, 12)]
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]


@given(st.integers(min_value=0, max_value=10_000))
def test_no_wait_is_longer_than_five_minutes(attempt: int) -> None:
    assert timedelta() < wait_before(attempt) <= timedelta(minutes=5)


# --- pins ---


def pinned(answer: Answer) -> Outcome:
    return judge_pin(answer, a_delivery(message_id=50, revision=1, to_pin=True), now=NOON)


@pytest.mark.parametrize(
    "answer",
    [
        Accepted(result=True),
        Refusal(400, "Bad Request: CHAT_NOT_MODIFIED"),
        Refusal(400, "Bad Request: message to pin not found"),
        Refusal(400, "Bad Request: MESSAGE_ID_INVALID"),
    ],
)
def test_a_pin_is_settled_by_what_stands_or_by_what_is_gone(answer: Answer) -> None:
    assert pinned(answer) == PinSettled()


@pytest.mark.parametrize(
    "words",
    [
        "Bad Request: not enough rights to manage pinned messages in the chat",
        "Bad Request: not enough rights to pin a message",
        "Bad Request: need administrator rights in the channel chat",
        "Bad Request: CHAT_ADMIN_REQUIRED",
        "Bad Request: message can't be pinned",
        "Bad Request: BUTTON_DATA_INVALID",
    ],
)
def test_a_pin_that_telegram_refuses_is_the_desks_affair_and_no_fault_of_the_post(
    words: str,
) -> None:
    assert pinned(Refusal(400, words)) == PinSettled(said(words))


@pytest.mark.parametrize("answer", [NotSent("no connection"), Lost("timed out")])
def test_a_pin_in_doubt_is_simply_repeated(answer: Answer) -> None:
    outcome = pinned(answer)
    assert isinstance(outcome, Retry)
    assert outcome.counts


def test_a_pin_waits_as_long_as_telegram_asks_and_follows_its_chat() -> None:
    wait = pinned(Refusal(429, "Too Many Requests: retry after 7", retry_after=7.0))
    assert wait == Retry(
        NOON + timedelta(seconds=7),
        Reason(ReasonCode.SLOW_DOWN, "Too Many Requests: retry after 7"),
        counts=False,
    )
    assert pinned(Refusal(400, "upgraded to a supergroup", migrate_to=-1005)) == Moved(-1005)
    kicked = "Forbidden: bot was kicked from the channel chat"
    assert pinned(Refusal(403, kicked)) == Unreachable(said(kicked))


WITHDRAWN = Withdrawn(Reason(ReasonCode.OVERWRITTEN))


def unpinned(answer: Answer) -> Outcome:
    return judge_unpinning(answer, WITHDRAWN, a_delivery(message_id=50), now=NOON)


@pytest.mark.parametrize(
    "answer",
    [
        Accepted(result=True),
        Refusal(400, "Bad Request: message to unpin not found"),
        Refusal(400, "Bad Request: not enough rights to manage pinned messages in the chat"),
    ],
)
def test_a_withdrawn_post_is_withdrawn_whether_or_not_it_was_pinned(answer: Answer) -> None:
    assert unpinned(answer) == WITHDRAWN


@pytest.mark.parametrize(
    "answer",
    [
        NotSent("no connection"),
        Lost("timed out"),
        Refusal(429, "Too Many Requests: retry after 7", retry_after=7.0),
    ],
)
def test_a_withdrawn_post_is_not_done_before_its_pin_is_known_to_be_gone(answer: Answer) -> None:
    assert isinstance(unpinned(answer), Retry)


# --- at the borders ---

CHANNEL, READER, DESK = Audience
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    "result", [{}, {"message_id": 0}, {"message_id": -5}, {"message_id": "5"}]
)
def test_a_post_without_a_number_is_looked_for_in_a_channel_alone(result: object) -> None:
    doubt = Reason(ReasonCode.NO_ANSWER, "an answer without a message")
    assert judged(Accepted(result), audience=CHANNEL) == Unknown(NOON + 20 * SECOND, doubt)
    for audience in (READER, DESK):
        assert judged(Accepted(result), audience=audience) == Shown(None, revision=3)
        assert judged(Accepted({"message_id": 1}), audience=audience) == Shown(1, revision=3)


@pytest.mark.parametrize("audience", [READER, DESK])
def test_a_lost_message_is_given_up_after_the_twelfth_time(audience: Audience) -> None:
    assert MAX_ATTEMPTS == 12
    assert SendPolicy().look_up_after == 20 * SECOND
    lost = Lost("timeout")
    assert isinstance(judged(lost, audience=audience, attempts=11), Unknown)
    assert judged(lost, audience=audience, attempts=12) == GivenUp(lost.reason, in_doubt=True)


def test_a_token_that_is_unknown_for_a_moment_holds_up_for_seconds() -> None:
    assert timedelta() < TOKEN_UNKNOWN_WAIT <= 5 * SECOND


@pytest.mark.parametrize("result", [None, False, {}])
def test_a_yes_that_says_nothing_was_done_is_no_yes(result: object) -> None:
    row = a_delivery(audience=DESK, message_id=5)
    outcome = judge_edit(Accepted(result), row, 3, now=NOON, policy=POLICY)
    assert outcome == Retry(
        NOON + SECOND,
        Reason(ReasonCode.NO_ANSWER, "an answer without its result"),
        may_arrive_until=NOON + POLICY.look_up_after,
    )


def test_a_wait_for_a_lost_edit_is_the_longer_of_two() -> None:
    lost = Lost("timeout")
    for attempts, seconds in ((1, 20), (5, 20), (6, 32), (20, 300)):
        row = a_delivery(attempts=attempts, message_id=5)
        outcome = judge_edit(lost, row, 3, now=NOON, policy=POLICY)
        assert outcome == Retry(NOON + seconds * SECOND, lost.reason)


def test_a_withdrawal_that_only_has_to_wait_waits() -> None:
    row = a_delivery(message_id=5)
    for answer in (NotSent("no connection"), Refusal(429, "", retry_after=5.0)):
        outcome = judge_overwriting(answer, row, now=NOON, policy=POLICY)
        assert isinstance(outcome, Retry)


@pytest.mark.parametrize("audience", [READER, DESK])
def test_only_a_channels_lost_rights_are_the_end_of_a_withdrawal(audience: Audience) -> None:
    words = "Forbidden: bot was blocked by the user"
    row = a_delivery(audience=audience, message_id=5)
    outcome = judge_overwriting(Refusal(403, words), row, now=NOON, policy=POLICY)
    assert outcome == Unreachable(said(words))


@pytest.mark.parametrize("words", ["not enough rights to send text", "CHAT_WRITE_FORBIDDEN"])
def test_a_readers_group_that_is_closed_for_the_night_is_tried_until_the_morning(
    words: str,
) -> None:
    closed = Refusal(400, f"Bad Request: {words}")
    group: dict[str, Any] = {"audience": READER, "chat_id": -7}
    for attempts in (1, 11):
        again = Retry(NOON + timedelta(hours=1), closed.reason)
        assert judged(closed, **group, attempts=attempts) == again
    assert judged(closed, **group, attempts=12) == Unreachable(closed.reason)
    gone = Refusal(403, "Forbidden: bot was kicked from the group chat")
    assert judged(gone, **group) == Unreachable(gone.reason)
    for audience, chat_id in ((READER, 7), (Audience.CHANNEL, -7), (DESK, -7)):
        assert judged(closed, audience=audience, chat_id=chat_id) == Unreachable(closed.reason)


def test_a_wait_before_the_first_attempt_is_half_a_second() -> None:
    assert wait_before(0) == SECOND / 2
    assert wait_before(9) == 256 * SECOND
    assert wait_before(10) == 300 * SECOND
