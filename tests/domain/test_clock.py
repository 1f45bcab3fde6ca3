"""Time goes on, whatever is done to the machine's clock."""

from datetime import timedelta

import pytest

from bot.domain.clock import SteadyClock
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


def test_a_clock_that_is_kept_right_bit_by_bit_is_followed() -> None:
    machine = Machine()
    for _ in range(100):
        machine.pass_by(1)
        machine.wall.now -= 0.01 * SECOND
        assert machine.clock() == machine.wall()
