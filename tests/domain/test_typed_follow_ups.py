"""Which article one goes on from is read as people type it; anything else is no answer."""

import pytest

from bot.domain.typed_follow_ups import number_of_earlier, said_to_follow


@pytest.mark.parametrize("text", ["7", "№7", "№ 7", "#7", "No. 7", "no 7", " 7. "])
def test_a_number_is_an_answer_and_not_said_without_being_asked(text: str) -> None:
    assert (number_of_earlier(text), said_to_follow(text)) == (7, None)


@pytest.mark.parametrize(
    "text",
    [
        "продовження №7",
        "Продовження 7",
        "продовження до №7",
        "продовження статті № 7.",
        "↪️ Продовження №7",
        "follow-up #7",
        "Follow up 7",
        "followup to No. 7",
        "↪️ Follow-up to No. 7",
    ],
)
def test_the_words_for_a_follow_up_are_read_whether_asked_for_or_not(text: str) -> None:
    assert (number_of_earlier(text), said_to_follow(text)) == (7, 7)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "№",
        "продовження",
        "продовження №",
        "продовження №7 і №8",
        "продовження теми 7 листопада",
        "Продовження №7: міст відкрили",
        "непродовження №7",
        "-7",
        "7,5",
        "7" * 19,  # more than a database can hold
    ],
)
def test_anything_else_is_none(text: str) -> None:
    assert (number_of_earlier(text), said_to_follow(text)) == (None, None)
