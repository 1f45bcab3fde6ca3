"""A pause is typed as a length or as a day, by the reader's own clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.errors import RefusedError
from bot.domain.pauses import read_pause

KYIV, LISBON = ZoneInfo("Europe/Kyiv"), ZoneInfo("Europe/Lisbon")
FRIDAY = datetime(2026, 11, 27, 20, 25, tzinfo=KYIV).astimezone(UTC)


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("3 дні", 72),
        ("на тиждень", 168),
        ("12 годин", 12),
        ("1 година", 1),
        ("день", 24),
        ("на добу", 24),
        ("2 місяці", 1440),
        ("for 2 weeks", 336),
        ("3d", 72),
        ("1 Day", 24),
        ("три дні", 72),
        ("п’ять днів", 120),
        ("пять днів", 120),
        ("Two days", 48),
        ("30 хвилин", 0.5),
        ("рік", 24 * 365),
    ],
)
def test_a_pause_is_typed_in_either_language(typed: str, hours: float) -> None:
    assert read_pause(typed, FRIDAY, KYIV) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("typed", "until"),
    [
        ("до понеділка", (11, 30, 0, 0)),
        ("до п’ятниці", (12, 4, 0, 0)),
        ("до пятниці", (12, 4, 0, 0)),
        ("ДО ЗАВТРА", (11, 28, 0, 0)),
        ("до завтра о 9", (11, 28, 9, 0)),
        ("до 22:30", (11, 27, 22, 30)),
        ("до 8:00", (11, 28, 8, 0)),
        ("до ранку", (11, 28, 9, 0)),
        ("до обіду", (11, 28, 12, 0)),
        ("until midnight", (11, 28, 0, 0)),
        ("до 15 грудня", (12, 15, 0, 0)),
        ("до 15.12", (12, 15, 0, 0)),
        ("до кінця тижня", (11, 30, 0, 0)),
        ("until Monday", (11, 30, 0, 0)),
        ("until tomorrow 9am", (11, 28, 9, 0)),
        ("till 9 December", (12, 9, 0, 0)),
    ],
)
def test_a_pause_may_end_on_a_day(typed: str, until: tuple[int, int, int, int]) -> None:
    for zone in (KYIV, LISBON):
        assert FRIDAY + read_pause(typed, FRIDAY, zone) == datetime(2026, *until, tzinfo=zone)


@pytest.mark.parametrize("typed", ["0", "off", "Закінчити"])
def test_a_pause_is_ended_by_a_word(typed: str) -> None:
    assert read_pause(typed, FRIDAY, KYIV) == timedelta()


def test_a_day_without_a_midnight_begins_an_hour_later() -> None:
    beirut = ZoneInfo("Asia/Beirut")
    before = datetime(2026, 3, 27, 12, tzinfo=UTC)
    assert before + read_pause("до 29 березня", before, beirut) == datetime(
        2026, 3, 29, 1, tzinfo=beirut
    )


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "",
            "колись",
            "0 днів",
            "999 місяців",
            "3",
            "дні 3",
            "-1 день",
            "до",
            "до 8",
            "до колись",
        ),
        *("до 8", "до вчора", "до сьогодні", "до 31 лютого", "до 1 січня 2030"),
    ],
)
def test_what_is_no_length_is_refused(typed: str) -> None:
    with pytest.raises(RefusedError, match="pause_not_read"):
        read_pause(typed, FRIDAY, KYIV)
