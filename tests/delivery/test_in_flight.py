"""No second may see more requests arrive than Telegram allows, whatever stalls on the way."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.in_flight import InFlight

RATE = 10


def test_a_full_second_has_no_room_and_the_next_one_has() -> None:
    window = InFlight(RATE)
    flights = [window.leave(0.0) for _ in range(RATE + 1)]
    for flight in flights:
        window.release(flight, 0.01)
    wait = window.wait(0.02)
    assert 0 < wait <= 1
    assert window.wait(0.02 + wait + 0.01) == 0


def room(window: InFlight, now: float) -> int:
    """How many more may leave now."""
    count = 0
    while window.wait(now) == 0:
        window.leave(now)
        count += 1
    return count


@pytest.mark.parametrize(
    ("rate", "most"), [(1, 2), (5.5, 7), (29, 30), (49.5, 51), (100, 102), (1000, 1020)]
)
def test_there_is_room_for_one_more_and_at_a_high_rate_for_a_fiftieth(
    rate: float, most: int
) -> None:
    window = InFlight(rate)
    assert room(window, 0.0) == most
    window.keep_to(1000)
    assert room(window, 0.0) == 1020 - most


def test_an_answer_that_comes_long_after_nobody_waits_for_it_counts_no_more() -> None:
    window = InFlight(1)
    late = window.leave(0.0)
    assert window.wait(3.0) == 0
    window.release(late, 3.0)
    assert room(window, 3.0) == 2
    assert room(window, 10.0) == 2


def test_a_request_that_is_answered_makes_room_a_second_later_and_no_sooner() -> None:
    window = InFlight(RATE)
    for _ in range(RATE + 1):
        window.release(window.leave(0.0), 0.5)
    assert window.wait(0.9) > 0
    assert window.wait(1.51) == 0


def test_what_is_under_way_may_arrive_at_any_moment() -> None:
    window = InFlight(RATE)
    for _ in range(RATE + 1):
        window.leave(0.0)
    assert window.wait(1.5) > 0


def test_a_request_that_is_never_answered_holds_nothing_up_for_long() -> None:
    window = InFlight(RATE)
    for _ in range(RATE + 1):
        window.leave(0.0)
    assert window.wait(2.5) == 0


def test_a_clock_that_was_set_back_does_not_stop_everything() -> None:
    window = InFlight(RATE)
    for _ in range(RATE + 1):
        window.release(window.leave(1000.0), 1000.01)
    assert window.wait(10.0) == 0


def test_an_answer_that_comes_twice_counts_once() -> None:
    window = InFlight(RATE)
    flight = window.leave(0.0)
    window.release(flight, 0.1)
    window.release(flight, 0.2)
    for _ in range(RATE):
        assert window.wait(0.3) == 0
        window.leave(0.3)
    assert window.wait(0.3) > 0


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(0.0, 0.3), st.floats(0.01, 0.5)),
        min_size=20,
        max_size=120,
    )
)
def test_no_second_sees_more_arrivals_than_there_is_room_for(
    requests: list[tuple[float, float]],
) -> None:
    """Each leaves when the window lets it, arrives half-way, and is answered."""
    window, now = InFlight(RATE), 0.0
    arrivals: list[float] = []
    under_way: list[tuple[float, object]] = []
    window.release(window.leave(-5.0), -4.99)  # the quickest round trip there can be
    for pause, round_trip in requests:
        now += pause
        while True:
            for landed_at, flight in sorted(under_way, key=lambda entry: entry[0]):
                if landed_at <= now:
                    window.release(flight, landed_at)  # type: ignore[arg-type]
            under_way = [entry for entry in under_way if entry[0] > now]
            wait = window.wait(now)
            if wait == 0:
                break
            now += wait
        flight = window.leave(now)
        under_way.append((now + round_trip, flight))
        arrivals.append(now + round_trip / 2)
    for start in arrivals:
        assert sum(start <= arrival < start + 1 for arrival in arrivals) <= RATE + 1
