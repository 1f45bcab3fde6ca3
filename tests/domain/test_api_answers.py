"""Telegram's answers are told apart by their words and numbers, each at its border."""

from typing import Any

import pytest

from bot.domain.api_answers import (
    Lost,
    Refusal,
    is_about_payment,
    is_bad_content,
    is_gone,
    is_id,
    is_pinned,
    is_unchanged,
    is_unreachable,
    means_token,
    of_new_method,
    read_answer,
)
from bot.domain.reasons import ReasonCode


@pytest.mark.parametrize(
    ("value", "may_be"),
    [
        *((number, True) for number in (1, -1, 2**52 - 1, 1 - 2**52)),
        *((number, False) for number in (0, 2**52, -(2**52))),
        *((odd, False) for odd in (True, 5.0, "5", None, [5])),
    ],
)
def test_a_number_of_a_chat_or_message_is_within_telegrams_border(
    value: object, *, may_be: bool
) -> None:
    assert is_id(value) is may_be


def read(status: int, **body: Any) -> Refusal:
    answer = read_answer(status, {"ok": False} | body)
    assert isinstance(answer, Refusal)
    return answer


@pytest.mark.parametrize(("told", "code"), [(399, 409), (400, 400), (499, 499), (600, 409)])
def test_an_error_has_a_code_of_the_four_hundreds(told: int, code: int) -> None:
    assert read(409, error_code=told).code == code


@pytest.mark.parametrize("told", [500, 599])
def test_an_error_from_500_on_leaves_open_whether_it_was_done(told: int) -> None:
    answer = read_answer(200, {"ok": False, "error_code": told, "description": "Bad Gateway"})
    assert answer == Lost(f"{told} Bad Gateway")


@pytest.mark.parametrize(
    ("told", "seconds"),
    [(0.99, 1.0), (1.5, 1.5), (604_799.5, 604_799.5), (604_800, 604_800.0), (10**9, 604_800.0)],
)
def test_a_wait_is_of_a_second_to_a_week(told: float, seconds: float) -> None:
    assert read(429, parameters={"retry_after": told}).retry_after == seconds


@pytest.mark.parametrize(("code", "seconds"), [(428, None), (429, 1.0), (430, None)])
def test_whoever_is_told_of_too_many_requests_alone_waits_for_a_second(
    code: int, seconds: float | None
) -> None:
    assert read(code).retry_after == seconds


@pytest.mark.parametrize(
    ("words", "seconds"),
    [
        ("Too Many Requests: retry after 0012", 12.0),
        ("retry after 123456789", 604_800.0),
        ("RETRY AFTER 12", 12.0),
        ("retry after a while", None),
    ],
)
def test_a_wait_may_stand_in_the_words_alone(words: str, seconds: float | None) -> None:
    assert read(400, description=words).retry_after == seconds


@pytest.mark.parametrize(
    ("parameters", "migrated"),
    [
        ({"migrate_to_chat_id": -1009}, -1009),
        ({"migrate_to_chat_id": "-1009"}, None),
        ({"migrate_to_chat_id": 2**60}, None),
        ({}, None),
        ([-1009], None),
        ("odd", None),
    ],
)
def test_a_group_moves_to_a_number_alone(parameters: object, migrated: int | None) -> None:
    assert read(400, parameters=parameters).migrate_to == migrated


MEANINGS = {
    ReasonCode.BLOCKED: ["bot was blocked by the user"],
    ReasonCode.DEACTIVATED: ["user is deactivated"],
    ReasonCode.REMOVED: ["bot was kicked", "bot is not a member", "CHANNEL_PRIVATE"],
    ReasonCode.RIGHTS: [
        *("not enough rights", "need administrator rights", "have no rights"),
        *("CHAT_WRITE_FORBIDDEN", "CHAT_ADMIN_REQUIRED"),
    ],
    ReasonCode.GONE: [
        *(f"message to {verb} not found" for verb in ("edit", "delete", "forward", "pin")),
        *("message not found", "MESSAGE_ID_INVALID"),
    ],
    ReasonCode.NOT_EDITABLE: ["message can't be edited"],
    ReasonCode.NOT_FORWARDED: ["message can't be forwarded", "CHAT_FORWARDS_RESTRICTED"],
    ReasonCode.CHAT_UNKNOWN: ["chat not found", "PEER_ID_INVALID"],
    ReasonCode.CHAT_GONE: ["group chat was deactivated", "group chat was deleted"],
    ReasonCode.NEVER_STARTED: ["bot can't initiate conversation with a user"],
    ReasonCode.TO_A_BOT: ["bots can't send messages to bots"],
    ReasonCode.TOO_LONG: ["message is too long"],
    ReasonCode.TOO_FEW_STARS: ["not enough Stars", "BALANCE_TOO_LOW"],
    ReasonCode.REFUSED: ["something new under the sun"],
}
CLOSED = {
    *(ReasonCode.BLOCKED, ReasonCode.DEACTIVATED, ReasonCode.REMOVED, ReasonCode.RIGHTS),
    *(ReasonCode.CHAT_UNKNOWN, ReasonCode.CHAT_GONE),
    *(ReasonCode.NEVER_STARTED, ReasonCode.TO_A_BOT),
}


@pytest.mark.parametrize("code", MEANINGS)
def test_words_have_a_meaning_and_some_close_the_chat(code: ReasonCode) -> None:
    for words in MEANINGS[code]:
        refusal = Refusal(400, f"Bad Request: {words}")
        assert refusal.reason.code is code, words
        assert is_unreachable(refusal) is (code in CLOSED), words
        assert is_gone(refusal) is (code is ReasonCode.GONE), words
        assert is_unreachable(Refusal(403, words))


def test_a_method_that_a_server_lacks_says_nothing_of_the_token() -> None:
    assert not means_token(Refusal(404, "Not Found: method not found"))
    lacking = of_new_method(Refusal(404, "Not Found"))
    assert isinstance(lacking, Refusal)
    assert (lacking.code, means_token(lacking)) == (404, False)
    for other in (Refusal(401, "Unauthorized"), Refusal(400, "Bad Request"), Lost("")):
        assert of_new_method(other) is other


@pytest.mark.parametrize("code", [400, 401, 402, 403, 404, 405, 409])
def test_two_numbers_mean_the_token_whatever_the_words(code: int) -> None:
    refusal = Refusal(code, "")
    assert means_token(refusal) is (code in (401, 404))
    expected = ReasonCode.TOKEN_UNKNOWN if code in (401, 404) else ReasonCode.REFUSED
    assert refusal.reason.code is expected
    assert is_unreachable(refusal) is (code == 403)
    assert Refusal(code, "", retry_after=5.0).reason.code is ReasonCode.SLOW_DOWN
    assert is_about_payment(Refusal(code, "BALANCE")) is (code in (400, 402, 403))


@pytest.mark.parametrize(
    "words", ["balance is low", "3 Stars", "PAID_MEDIA", "paid broadcast", "PAYMENT_REQUIRED"]
)
def test_words_of_payment_are_known(words: str) -> None:
    assert is_about_payment(Refusal(402, words))
    assert not is_about_payment(Refusal(402, "something else"))


@pytest.mark.parametrize(
    "words",
    [
        *("can't parse entities", "message is too long", "message text is empty", "BUTTON_X"),
        *("text must be non-empty", "text must be encoded in UTF-8", "inline keyboard expected"),
        *("ENTITY_X", "ENTITIES_X", "WEBPAGE_X", "URL_INVALID", "REPLY_MARKUP_X"),
    ],
)
def test_what_is_said_of_a_text_holds_in_every_chat(words: str) -> None:
    assert is_bad_content(Refusal(400, f"Bad Request: {words}"))
    assert not is_bad_content(Refusal(400, "Bad Request: something else"))


def test_what_is_done_already_is_no_failure() -> None:
    unchanged = Refusal(400, "Bad Request: message is not modified: the same")
    pinned = Refusal(400, "Bad Request: CHAT_NOT_MODIFIED")
    assert (is_unchanged(unchanged), is_pinned(unchanged)) == (True, False)
    assert (is_unchanged(pinned), is_pinned(pinned)) == (False, True)
