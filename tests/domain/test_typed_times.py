"""A time as people type it is the moment that they mean, or is refused."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import RefusedError
from bot.domain.typed_times import read_time

KYIV = ZoneInfo("Europe/Kyiv")
NOW = datetime(2026, 11, 26, 12, 15, 20, tzinfo=KYIV).astimezone(UTC)  # a Thursday
# The night to 25 October 2026 has 03:00–03:59 twice, the one to 28 March 2027 not at all.
BEFORE_AUTUMN = datetime(2026, 10, 24, 12, tzinfo=UTC)
BEFORE_SPRING = datetime(2027, 3, 27, 12, tzinfo=UTC)


def read(text: str, now: datetime = NOW) -> str:
    """What the clock on the wall shows then, and its distance from Greenwich."""
    return read_time(text, now, KYIV).strftime("%Y-%m-%d %H:%M %z")


def refused(text: str, now: datetime = NOW) -> str:
    with pytest.raises(RefusedError) as refusal:
        read_time(text, now, KYIV)
    assert refusal.value.details["text"] == text
    return refusal.value.code


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("завтра о 9", "11-27 09:00"),
        ("завтра о дев’ятій", "11-27 09:00"),
        ("завтра о девятій", "11-27 09:00"),
        ("завтра о пів на девяту", "11-27 08:30"),
        ("у пятницю вранці", "11-27 09:00"),
        ("завтра о пів на десяту", "11-27 09:30"),
        ("о сьомій вечора", "11-26 19:00"),
        ("tomorrow at half past seven", "11-27 07:30"),
        ("half past twelve", "11-26 12:30"),
        ("a quarter past eight tomorrow", "11-27 08:15"),
        ("завтра вранці о 8", "11-27 08:00"),
        ("увечері о 8", "11-26 20:00"),
        ("завтра в обід", "11-27 12:00"),
        ("завтра в 9", "11-27 09:00"),
        ("завтра 9", "11-27 09:00"),
        ("сьогодні 18.30", "11-26 18:30"),
        ("через дві години", "11-26 14:16"),
        ("через півтори години", "11-26 13:46"),
        ("через 1,5 год", "11-26 13:46"),
        ("через чверть години", "11-26 12:31"),
        ("in two hours", "11-26 14:16"),
        ("Завтра, о 9:30.", "11-27 09:30"),
        ("завтра об 11", "11-27 11:00"),
        ("на завтра на 9", "11-27 09:00"),
        ("о 19:30 завтра", "11-27 19:30"),
        ("післязавтра о 7.45", "11-28 07:45"),
        ("19:30", "11-26 19:30"),
        ("19.30", "11-26 19:30"),
        ("о 19 годині", "11-26 19:00"),
        ("о 9 вечора", "11-26 21:00"),
        ("сьогодні ввечері", "11-26 19:00"),
        ("сьогодні після обіду", "11-26 15:00"),
        ("завтра опівдні", "11-27 12:00"),
        ("через 2 години", "11-26 14:16"),
        ("через годину 30 хв", "11-26 13:46"),
        ("через 1 годину і 30 хвилин", "11-26 13:46"),
        ("через пів години", "11-26 12:46"),
        ("через півгодини", "11-26 12:46"),
        ("за 10 хвилин", "11-26 12:26"),
        ("через 2 дні", "11-28 12:16"),
        ("через тиждень", "12-03 12:16"),
        ("у п'ятницю вранці", "11-27 09:00"),
        ("у п’ятницю вранці", "11-27 09:00"),
        ("у четвер о 19", "11-26 19:00"),
        ("у четвер о 9", "12-03 09:00"),
        ("пн 8:00", "11-30 08:00"),
        ("наступного понеділка о 8", "11-30 08:00"),
        ("наступної п'ятниці о 8", "12-04 08:00"),
        ("15 грудня о 10:00", "12-15 10:00"),
        ("15 грудня 2026 року о 10:00", "12-15 10:00"),
        ("15.12 о 9", "12-15 09:00"),
        ("15.12.2026 9:30", "12-15 09:30"),
        ("2026-12-15 09:30", "12-15 09:30"),
        ("tomorrow at 9", "11-27 09:00"),
        ("tomorrow noon", "11-27 12:00"),
        ("in 2 hours", "11-26 14:16"),
        ("in half an hour", "11-26 12:46"),
        ("in 1 hour and 30 minutes", "11-26 13:46"),
        ("in a week", "12-03 12:16"),
        ("Friday morning", "11-27 09:00"),
        ("on Friday at 9 am", "11-27 09:00"),
        ("next Friday at 8", "12-04 08:00"),
        ("9:05 pm", "11-26 21:05"),
        ("9pm", "11-26 21:00"),
        ("tonight", "11-26 19:00"),
        ("December 15 at 10", "12-15 10:00"),
        ("15 December 2026, 10:00", "12-15 10:00"),
    ],
)
def test_a_time_is_read_in_the_newsrooms_zone(text: str, meant: str) -> None:
    assert read(text) == f"2026-{meant} +0200"


def test_a_day_without_a_year_is_the_next_one() -> None:
    assert read("10 травня о 9") == "2027-05-10 09:00 +0300"
    assert read("26 листопада о 12:16") == "2026-11-26 12:16 +0200"


def test_29_february_is_of_the_next_year_that_has_it() -> None:
    at_the_end_of_2027 = datetime(2027, 12, 1, 9, tzinfo=UTC)
    assert read("29 лютого о 9", at_the_end_of_2027) == "2028-02-29 09:00 +0200"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("сьогодні о 9", "time_past"),
        ("вчора о 9", "time_past"),
        ("опівночі", "time_not_read"),  # of which night?
        ("завтра о пів на першу", "time_not_read"),
        ("у 9 березня", "time_not_read"),
        ("о 9", "time_past"),
        ("12:15", "time_past"),
        ("26 листопада о 12:15", "time_past"),
        ("10.05.2023 15:25", "time_past"),
        ("вчора", "time_past"),  # an hour would not help
        ("10.05.2023", "time_past"),
        ("сьогодні", "time_without_hour"),
        ("через 400 днів", "time_too_far"),
        ("10.05.2031 15:25", "time_too_far"),
        ("завтра", "time_without_hour"),
        ("29 лютого о 9", "time_too_far"),  # the next one is in 2028
        ("31 лютого", "time_no_such_day"),
        ("31 лютого о 9", "time_no_such_day"),
        ("31.04.2027 о 9", "time_no_such_day"),
        ("у п'ятницю", "time_without_hour"),
        ("15 грудня", "time_without_hour"),
        ("10.05", "time_without_hour"),  # the tenth of May, or five past ten: nobody knows
        ("25:70", "time_not_read"),
        ("31 квітня о 9", "time_no_such_day"),
        ("хтозна-коли", "time_not_read"),
        ("9", "time_not_read"),
        ("через", "time_not_read"),
        ("через 5 літрів", "time_not_read"),
        ("", "time_not_read"),
        ("завтра о 9" + " " * 3 + "а" * 100, "time_not_read"),
    ],
)
def test_what_is_over_or_unclear_is_refused(text: str, code: str) -> None:
    assert refused(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "о 9",
        "12:15",
        "12.15",
        "в 9",
        "пів на восьму ранку",
        "о пів на дев'яту",
        "о дев'ятій",
        "вранці",
        "опівдні",
        "на 9",
        "9 ранку",
        "at 9",
        "9am",
        "зранку о 9",
    ],
)
def test_of_a_time_that_is_over_today_it_is_known_that_tomorrow_may_be_meant(text: str) -> None:
    """So that whoever types «о 9» in the evening is told what to write: that is understood."""
    with pytest.raises(RefusedError) as caught:
        read_time(text, NOW, KYIV)
    assert caught.value.details["names_day"] is False
    assert read(f"завтра {text}").startswith("2026-11-27")


@pytest.mark.parametrize(
    "text", ["вчора о 9", "сьогодні о 9", "26 листопада о 9", "10.05.2023 15:25"]
)
def test_of_a_day_that_is_over_tomorrow_is_not_meant(text: str) -> None:
    with pytest.raises(RefusedError) as caught:
        read_time(text, NOW, KYIV)
    assert caught.value.details["names_day"] is True


def test_a_time_that_the_clock_leaves_out_is_refused() -> None:
    assert refused("завтра о 3:30", BEFORE_SPRING) == "time_skipped"
    assert read("завтра о 2:59", BEFORE_SPRING) == "2027-03-28 02:59 +0200"
    assert read("завтра о 4:00", BEFORE_SPRING) == "2027-03-28 04:00 +0300"


def test_of_a_time_that_comes_twice_the_first_is_meant_that_is_not_over() -> None:
    assert read("завтра о 3:30", BEFORE_AUTUMN) == "2026-10-25 03:30 +0300"
    between = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)  # 03:45 for the first time
    assert read("3:30", between) == "2026-10-25 03:30 +0200"
    assert refused("3:30", between + timedelta(hours=1)) == "time_past"


def test_hours_pass_as_they_do_and_days_by_the_calendar() -> None:
    at_night = datetime(2026, 10, 25, 0, 15, tzinfo=UTC)  # 03:15 for the first time
    assert read("через 2 години", at_night) == "2026-10-25 04:15 +0200"
    assert read("через добу", BEFORE_AUTUMN) == "2026-10-25 15:00 +0200"
    assert read("через день", BEFORE_AUTUMN) == "2026-10-25 15:00 +0200"
    assert read("через день", BEFORE_SPRING) == "2027-03-28 14:00 +0300"


@pytest.mark.slow
@given(st.text(max_size=70), st.integers(0, 10**7))
def test_whatever_is_typed_is_a_moment_to_come_or_refused(text: str, minutes: int) -> None:
    now = NOW + timedelta(minutes=minutes)
    try:
        at = read_time(text, now, KYIV)
    except RefusedError:
        return
    assert at.astimezone(UTC) > now
