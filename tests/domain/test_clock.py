"""Time goes on, whatever is done to the machine's clock."""

from datetime import datetime, timedelta

import pytest

from bot.domain.clock import NextLook, SteadyClock
from tests.clock import NOON, Clock

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


class Machine:
    """A clock that can be set, beside one that cannot."""

    def __init__(self) -> None:
        self.wall = Clock()
        self.up = 100.0
        self.clock = SteadyClock(self.wall, lambda: self.up)

    def pass_by(self, seconds: float) -> None:
        self.wall.pass_by(seconds)
        self.up += seconds


def test_the_time_is_the_machines() -> None:
    machine = Machine()
    machine.pass_by(5)
    assert machine.clock() == NOON + 5 * SECOND


@pytest.mark.parametrize("back", [HOUR, 1.5 * SECOND])
def test_a_clock_that_is_set_back_stops_nothing(back: timedelta) -> None:
    machine = Machine()
    machine.wall.now -= back
    for tenths in range(1, 4):
        machine.pass_by(0.1)
        assert machine.clock() == NOON + tenths * SECOND / 10


def test_a_clock_that_is_set_forward_is_followed_also_after_it_was_set_back() -> None:
    machine = Machine()
    machine.wall.now -= HOUR
    machine.pass_by(1)
    machine.clock()
    machine.wall.now += 2 * HOUR
    assert machine.clock() == NOON + HOUR + SECOND


def test_a_clock_that_is_set_back_by_a_second_is_followed() -> None:
    machine = Machine()
    machine.wall.now -= SECOND
    assert machine.clock() == machine.wall()


def test_a_clock_that_is_kept_right_bit_by_bit_is_followed() -> None:
    machine = Machine()
    for _ in range(100):
        machine.pass_by(1)
        machine.wall.now -= 0.01 * SECOND
        assert machine.clock() == machine.wall()


def test_rows_are_looked_at_when_one_falls_due_or_somebody_says_so() -> None:
    clock = Clock()
    look = NextLook(clock, at_least_every=10 * SECOND)
    assert look.is_now()
    look.found(NOON + 3 * SECOND)
    assert look.seconds_left() == 3
    assert not look.is_now()
    look.at_once()
    assert look.is_now()
    look.found(None)
    assert look.seconds_left() == 10
    clock.pass_by(10)
    assert look.is_now()


def test_what_is_written_during_a_look_is_for_the_next_one() -> None:
    look = NextLook(Clock())
    assert look.is_now()
    look.at_once()
    look.found(None)
    assert look.is_now()


def test_a_look_that_ends_in_a_fault_is_due_again() -> None:
    look = NextLook(Clock())
    assert look.is_now()
    look.found(None)
    look.at_once()
    assert look.is_now()
    assert look.is_now(), "the look before has found nothing: the disk was away"


# --- when rows are looked at ---


def test_the_first_look_is_at_once_and_the_next_when_something_falls_due() -> None:
    clock = Clock()
    look = NextLook(clock, at_least_every=HOUR)
    assert look.is_now()
    look.found(NOON + 5 * SECOND)
    assert not look.is_now()
    clock.pass_by(4)
    assert not look.is_now()
    clock.pass_by(1)
    assert look.is_now()


@pytest.mark.parametrize("due_at", [None, NOON + 2 * HOUR])
def test_rows_are_looked_at_now_and_then_whatever_was_found(due_at: datetime | None) -> None:
    clock = Clock()
    look = NextLook(clock, at_least_every=HOUR)
    look.is_now()
    look.found(due_at)
    clock.pass_by(3599)
    assert not look.is_now()
    clock.pass_by(1)
    assert look.is_now()


def test_whoever_is_told_looks_at_once_and_only_once() -> None:
    look = NextLook(Clock(), at_least_every=HOUR)
    look.is_now()
    look.found(None)
    look.at_once()
    assert look.is_now()
    look.found(None)
    assert not look.is_now()


def test_as_long_as_no_look_has_said_when_it_is_time() -> None:
    look = NextLook(Clock(), at_least_every=HOUR)
    assert look.is_now()
    assert look.is_now()
