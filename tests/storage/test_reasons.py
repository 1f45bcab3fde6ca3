"""A reason comes back from its two columns as it went in."""

import pytest

from bot.domain.reasons import Reason, ReasonCode
from storage.reasons import as_reason, because


@pytest.mark.parametrize(
    ("reason", "code", "words"),
    [
        (None, None, None),
        (Reason(ReasonCode.BLOCKED), "blocked", None),
        (Reason(ReasonCode.REFUSED, "Bad Request"), "refused", "Bad Request"),
    ],
)
def test_a_reason_is_its_code_and_the_words_that_there_are(
    reason: Reason | None, code: str | None, words: str | None
) -> None:
    assert because(reason) == {"reason": code, "reason_words": words}
    assert as_reason(code, words) == reason


def test_no_code_is_no_reason() -> None:
    assert as_reason("", "words without a code") is None


def test_null_characters_in_words_are_replaced() -> None:
    assert because(Reason(ReasonCode.REFUSED, "Bad\0"))["reason_words"] == "Bad\ufffd"
