"""What an answer means for a delivery, at the borders of what it leaves open."""

from datetime import timedelta

import pytest

from bot.domain.api_answers import Accepted, Answer, Lost, NotSent, Refusal
from bot.domain.delivery import (
    Audience,
    Delivery,
    GivenUp,
    Kind,
    Lane,
    Outcome,
    Retry,
    Shown,
    Unknown,
    Unreachable,
)
from bot.domain.reasons import Reason, ReasonCode
from bot.domain.verdicts import (
    MAX_ATTEMPTS,
    TOKEN_UNKNOWN_WAIT,
    SendPolicy,
    judge_edit,
    judge_overwriting,
    judge_send,
    wait_before,
)
from tests.builders import a_delivery, said
from tests.clock import NOON

CHANNEL, READER, DESK = Audience
POLICY = SendPolicy()
SECOND = timedelta(seconds=1)


def judged(answer: Answer, audience: Audience, **fields: int) -> Outcome:
    row = a_delivery(audience=audience, **fields)
    return judge_send(answer, row, 3, now=NOON, policy=POLICY)


@pytest.mark.parametrize(
    "result", [{}, {"message_id": 0}, {"message_id": -5}, {"message_id": "5"}]
)
def test_a_post_without_a_number_is_looked_for_in_a_channel_alone(result: object) -> None:
    doubt = Reason(ReasonCode.NO_ANSWER, "an answer without a message")
    assert judged(Accepted(result), CHANNEL) == Unknown(NOON + 20 * SECOND, doubt)
    for audience in (READER, DESK):
        assert judged(Accepted(result), audience) == Shown(None, revision=3)
        assert judged(Accepted({"message_id": 1}), audience) == Shown(1, revision=3)


@pytest.mark.parametrize("audience", [READER, DESK])
def test_a_lost_message_is_given_up_after_the_twelfth_time(audience: Audience) -> None:
    assert MAX_ATTEMPTS == 12
    lost = Lost("timeout")
    assert isinstance(judged(lost, audience, attempts=11), Unknown)
    assert judged(lost, audience, attempts=12) == GivenUp(lost.reason, in_doubt=True)


def test_whoever_renews_the_token_waits_for_half_a_minute_at_most() -> None:
    assert timedelta() < TOKEN_UNKNOWN_WAIT <= 30 * SECOND


@pytest.mark.parametrize("result", [None, False, {}])
def test_a_yes_that_says_nothing_was_done_is_no_yes(result: object) -> None:
    row = a_delivery(audience=DESK, message_id=5)
    outcome = judge_edit(Accepted(result), row, 3, now=NOON, policy=POLICY)
    assert outcome == Retry(
        NOON + SECOND, Reason(ReasonCode.NO_ANSWER, "an answer without its result")
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


def test_a_wait_before_the_first_attempt_is_half_a_second() -> None:
    assert wait_before(0) == SECOND / 2
    assert wait_before(9) == 256 * SECOND
    assert wait_before(10) == 300 * SECOND


def test_a_row_has_shown_and_sent_nothing_until_it_says_so() -> None:
    row = Delivery(7, Kind.ARTICLE, 12, -1, CHANNEL, Lane.CHANNEL, attempts=1)
    assert (row.revision, row.unknown, row.to_pin, row.paid) == (0, False, False, False)
    assert not Shown(5, 1).by_hand
    assert Retry(NOON, said("")).counts
    assert not GivenUp(said("")).in_doubt


def test_lanes_are_kept_by_number_and_a_lower_one_goes_first() -> None:
    assert {lane.name: lane.value for lane in Lane} == {
        "REPLY": 0,
        "BREAKING": 1,
        "PAID": 2,
        "CHANNEL": 3,
        "BREAKING_READER": 4,
        "READER": 5,
    }
