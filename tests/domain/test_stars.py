"""What a paid broadcast costs."""

import pytest

from bot.domain.stars import FREE_PER_SECOND, PAID_PER_SECOND, messages_for, most_stars


@pytest.mark.parametrize(
    ("messages", "stars"), [(0, 0), (1, 1), (10, 1), (11, 2), (12_400, 1240), (12_401, 1241)]
)
def test_a_tenth_of_a_star_for_each_message_is_rounded_up(messages: int, stars: int) -> None:
    assert most_stars(messages) == stars


def test_telegram_sends_thirty_a_second_for_nothing_and_a_thousand_for_stars() -> None:
    assert (FREE_PER_SECOND, PAID_PER_SECOND) == (30, 1000)


@pytest.mark.parametrize(
    ("balance", "messages"),
    [
        ({"amount": 0}, 0),
        ({"amount": 12}, 120),
        ({"amount": 12, "nanostar_amount": 340_000_000}, 123),
        ({"amount": 0, "nanostar_amount": 99_999_999}, 0),
    ],
)
def test_a_balance_pays_for_whole_messages(balance: dict[str, int], messages: int) -> None:
    assert messages_for(balance) == messages


@pytest.mark.parametrize("odd", [{}, True, {"amount": None}, {"amount": "many"}])
def test_what_is_no_balance_is_taken_for_none(odd: object) -> None:
    with pytest.raises(ValueError, match=r"Stars|literal"):
        messages_for(odd)  # type: ignore[arg-type]
