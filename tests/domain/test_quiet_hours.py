"""Quiet hours go by the clock on the newsroom's wall."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import RefusedError
from bot.domain.quiet_hours import DAY, QuietHours, quiet_hours

KYIV = ZoneInfo("Europe/Kyiv")


def at(clock: str) -> datetime:
    """A winter night's moment in Kyiv, given as any program gives moments: in UTC."""
    return datetime.fromisoformat(f"2023-12-10T{clock}:00+02:00").astimezone(ZoneInfo("UTC"))


@pytest.mark.parametrize(
    ("clock", "quiet"),
    [
        ("21:59", False),
        ("22:00", True),
        ("23:30", True),
        ("00:00", True),
        ("06:59", True),
        ("07:00", False),
        ("12:00", False),
    ],
)
def test_quiet_hours_may_span_midnight(clock: str, *, quiet: bool) -> None:
    assert QuietHours(22 * 60, 7 * 60).is_quiet(at(clock), KYIV) is quiet


@pytest.mark.parametrize(
    ("clock", "quiet"), [("23:59", False), ("00:00", True), ("05:59", True), ("06:00", False)]
)
def test_quiet_hours_within_a_day_end_with_it(clock: str, *, quiet: bool) -> None:
    assert QuietHours(0, 6 * 60).is_quiet(at(clock), KYIV) is quiet


def test_quiet_hours_go_by_the_newsrooms_clock_in_summer_too() -> None:
    summer = datetime.fromisoformat("2023-07-10T19:30:00+00:00")  # 22:30 in Kyiv
    assert QuietHours(22 * 60, 7 * 60).is_quiet(summer, KYIV)
    assert not QuietHours(22 * 60, 7 * 60).is_quiet(summer, ZoneInfo("UTC"))


@given(st.integers(0, DAY - 1), st.integers(0, DAY - 1))
def test_each_day_has_as_many_quiet_minutes_as_lie_between_start_and_end(
    start: int, end: int
) -> None:
    hours = quiet_hours(start, end)
    first = at("00:00")
    day = [first + timedelta(minutes=minute) for minute in range(DAY)]
    minutes = sum(hours.is_quiet(moment, KYIV) for moment in day) if hours else 0
    assert minutes == (end - start) % DAY


def test_a_day_has_as_many_minutes_as_a_clock_shows() -> None:
    assert DAY == 1440
    assert quiet_hours(0, DAY - 1) == QuietHours(0, 23 * 60 + 59)


def test_hours_that_end_as_they_begin_are_none() -> None:
    assert quiet_hours(420, 420) is None


@pytest.mark.parametrize(("start", "end"), [(-1, 0), (0, -1), (DAY, 0), (0, DAY)])
def test_no_clock_shows_hours_beyond_the_day(start: int, end: int) -> None:
    with pytest.raises(RefusedError, match=r"^hours_invalid$"):
        quiet_hours(start, end)
