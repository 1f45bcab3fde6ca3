"""How many requests a second Telegram takes: falls at once, rises slowly."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.rate import Rate

MINUTE = timedelta(minutes=1)
TEN = Rate(10, floor=2)


def test_without_a_refusal_it_is_the_setting_however_long_it_goes_on() -> None:
    assert TEN.risen(1000 * MINUTE) == TEN
    assert (TEN.per_second, TEN.is_full, TEN.is_lowest) == (10, True, False)


def test_it_falls_by_a_fifth_and_never_below_its_floor() -> None:
    assert TEN.fallen().per_second == 8
    assert TEN.fallen().fallen().per_second == pytest.approx(6.4)
    low = TEN
    for _ in range(20):
        low = low.fallen()
    assert (low.per_second, low.is_lowest) == (2, True)


def test_it_rises_by_a_tenth_of_the_setting_a_minute_and_then_is_the_setting_again() -> None:
    fallen = Rate(30).fallen()
    assert fallen.risen(MINUTE).per_second == pytest.approx(27)
    assert not fallen.risen(1.9 * MINUTE).is_full
    assert fallen.risen(2.1 * MINUTE) == Rate(30)


def test_a_rate_that_has_risen_to_the_setting_has_nothing_left_of_the_refusal() -> None:
    assert Rate(10, learned=9).risen(MINUTE) == Rate(10)
    assert Rate(10, learned=10).is_full


def test_a_rate_without_a_floor_falls_below_one_a_second() -> None:
    assert Rate(0.5).fallen().per_second == pytest.approx(0.4)


def test_a_rate_that_was_never_refused_is_not_the_lowest() -> None:
    assert not Rate(1, floor=2).is_lowest
    assert Rate(10, learned=2, floor=2).is_lowest
    assert not Rate(10, learned=2.1, floor=2).is_lowest


def test_a_setting_below_what_was_learned_holds_at_once() -> None:
    assert Rate(5, learned=8).per_second == 5


def test_a_setting_below_its_floor_is_not_raised_by_a_refusal() -> None:
    assert Rate(1, floor=2).fallen().per_second == 1


@given(
    st.floats(0.1, 1000),
    st.lists(st.one_of(st.none(), st.floats(0, 10_000)), max_size=30),
)
def test_it_is_never_above_the_setting_and_never_below_the_floor(
    setting: float, steps: list[float | None]
) -> None:
    rate = Rate(setting, floor=setting / 5)
    for step in steps:
        before = rate.per_second
        rate = rate.fallen() if step is None else rate.risen(timedelta(seconds=step))
        assert setting / 5 <= rate.per_second <= setting
        assert rate.per_second <= before if step is None else rate.per_second >= before
