"""A printed date becomes the moment it names, or nothing with the reason."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.date_words import MONTHS
from bot.intake.dates import DateDoubt, moment, read_date

KYIV = ZoneInfo("Europe/Kyiv")
COPIED = datetime(2024, 2, 29, 18, 30, tzinfo=KYIV)


def read(text: str, copied_at: datetime | None = None) -> tuple[str | None, DateDoubt | None]:
    said = read_date(text)
    assert said is not None, f"{text} is no date"
    at, trouble = moment(said, KYIV, copied_at)
    return (at.isoformat() if at else None), trouble


@pytest.mark.parametrize(
    "text",
    [
        "10.05.2023, 15:25",
        "10.5.2023 15:25",
        "10.05.23, 15:25",
        "10/05/2023 15:25",
        "10-05-2023, 15:25",
        "10.05.2023 о 15:25",
        "10.05.2023, 15.25",
        "10.05.2023 р., 15:25",
        "10.05.2023 | 15:25",
        "15:25, 10.05.2023",
        "15:25 10 травня 2023",
        "15:25 | 10.05.2023",
        "10 травня 2023, 15:25",
        "10 ТРАВНЯ 2023, 15:25",
        "10 травня 2023 року, 15:25",
        "10 травня 2023 року о 15:25",
        "10 травня 2023 р. 15:25",
        "10 трав. 2023, 15:25",
        "Середа, 10 травня 2023, 15:25",
        "середа 10 травня 2023 15:25",
        "Опубліковано: 10 травня 2023, 15:25",
        "Дата: 10.05.2023, 15:25",
        "10. 5. 2023, 15:25",
        "Сьогодні середа, 10 травня, 2023, 15:25",
        "Dzisiaj, 10 maja 2023, 15:25",
        "Stand: 10.05.2023 15:25 Uhr",
        "10 мая 2023 г., 15:25",
        "10 мая 2023, 15:25",
        "May 10, 2023, 3:25 pm",
        "May 10, 2023 at 3:25 p.m.",
        "Wed, 10 May 2023 15:25",
        "10 May 2023, 15:25",
        "Published: May 10, 2023 15:25",
        "2023-05-10T15:25",
        "2023-05-10 15:25:00",
        "2023-05-10T15:25:00+03:00",
        "2023-05-10T12:25:00Z",
        "2023-05-10T12:25:00.123Z",
        "10.05.2023, 15:25 (за Києвом)",
        "10 May 2023, 12:25 UTC",
    ],
)
def test_one_moment_in_many_spellings(text: str) -> None:
    assert read(text) == ("2023-05-10T15:25:00+03:00", None)


@pytest.mark.parametrize(
    "text",
    [
        "10. Mai 2023, 15:25 Uhr",
        "Mittwoch, 10. Mai 2023 um 15.25 Uhr",
        "10 mai 2023 à 15h25",
        "Publié le 10/05/2023 à 15:25",
        "mercredi 10 mai 2023 à 15 h 25",
        "10 de mayo de 2023 a las 15:25",
        "10 MAY 2023 - 15:25",
        "10.mai.2023 às 15h25",
        "10 maja 2023, godz. 15:25",
        "Opublikowano: 10 maja 2023 r., godz. 15:25",
        "10 maja 2023 roku o 15:25",
        "10. mája 2023 o 15:25",
        "10 mai 2023, ora 15:25",
        "Am 10. Mai 2023 um 15.25 Uhr",
        "10 maggio 2023 alle 15:25",
    ],
)
def test_dates_of_the_papers_of_europe(text: str) -> None:
    assert read(text) == ("2023-05-10T15:25:00+03:00", None)


@pytest.mark.parametrize(
    "text",
    [
        "Зустріч 10.05.2023, 15:25",
        "10.05.2023, 15:25 у Києві",
        "травень",
        "травня 2023",
        "2023",
        "15",
        "15:25 дня",
        "10 друзів",
        "сьогодні вранці",
        "у травні 2023 року",
        "10.05.2023 — день, коли все почалося",
        "",
    ],
)
def test_what_is_more_or_less_than_a_date_is_none(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    "text",
    ["31.04.2023, 10:00", "29 лютого 2023, 10:00", "10.13.2023, 10:00", "0.05.2023, 10:00",
     "10.05.2023, 24:10", "10.05.2023, 10:75", "31 вересня, 10:00", "00.00.0000, 00:00"],
)  # fmt: skip
def test_a_day_or_an_hour_that_does_not_exist_is_impossible(text: str) -> None:
    assert read(text, COPIED) == (None, DateDoubt.IMPOSSIBLE)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("сьогодні, 15:25", "2024-02-29T15:25:00+02:00"),
        ("Сьогодні о 23:50", "2024-02-29T23:50:00+02:00"),  # the clock of the copier may be wrong
        ("вчора, 07:05", "2024-02-28T07:05:00+02:00"),
        ("вчора о 7:05", "2024-02-28T07:05:00+02:00"),
        ("позавчора, 07:05", "2024-02-27T07:05:00+02:00"),
        ("yesterday, 7:05 am", "2024-02-28T07:05:00+02:00"),
        ("29 лютого, 20:00", "2024-02-29T20:00:00+02:00"),
        ("1 березня, 10:00", "2023-03-01T10:00:00+02:00"),
        ("25 червня, 16:43", "2023-06-25T16:43:00+03:00"),
        ("28.02, 16:43", "2024-02-28T16:43:00+02:00"),
        ("25 June, 4:43 pm", "2023-06-25T16:43:00+03:00"),
    ],
)
def test_without_a_year_it_is_the_latest_such_day_not_after_the_copying(
    text: str, at: str
) -> None:
    assert read(text, COPIED) == (at, None)
    assert read(text) == (None, DateDoubt.UNCLEAR)


def test_a_leap_day_without_a_year_goes_back_to_the_last_one() -> None:
    copied_at = datetime(2023, 6, 1, tzinfo=KYIV)
    assert read("29 лютого, 10:00", copied_at) == ("2020-02-29T10:00:00+02:00", None)


def test_the_day_of_copying_is_meant_in_the_zone_of_the_page() -> None:
    late_in_london = datetime(2024, 5, 9, 22, 30, tzinfo=UTC)
    assert read("сьогодні, 00:10", late_in_london) == ("2024-05-10T00:10:00+03:00", None)


def test_an_hour_alone_stays_unclear_whenever_it_was_copied() -> None:
    assert read("15:25", COPIED) == (None, DateDoubt.UNCLEAR)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("щойно", ("2023-03-26T04:20:00+03:00", None)),
        ("хвилину тому", ("2023-03-26T04:19:00+03:00", None)),
        ("35 хв тому", ("2023-03-26T02:45:00+02:00", None)),
        ("2 години тому", ("2023-03-26T01:20:00+02:00", None)),
        ("an hour ago", ("2023-03-26T02:20:00+02:00", None)),
        ("1 day ago", ("2023-03-25T00:00:00+02:00", DateDoubt.TIMELESS)),
        ("3 дні тому", ("2023-03-23T00:00:00+02:00", DateDoubt.TIMELESS)),
        ("тиждень тому", ("2023-03-19T00:00:00+02:00", DateDoubt.TIMELESS)),
    ],
)
def test_what_was_so_long_ago_is_counted_back_from_the_time_of_copying(
    text: str, expected: tuple[str | None, DateDoubt | None]
) -> None:
    copied_at = datetime(2023, 3, 26, 4, 20, 40, tzinfo=KYIV)  # the clock went forward at 03:00
    assert read(text, copied_at) == expected
    assert read(text) == (None, DateDoubt.UNCLEAR)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("26.03.2023, 02:59", ("2023-03-26T02:59:00+02:00", None)),
        ("26.03.2023, 03:00", (None, DateDoubt.IMPOSSIBLE)),
        ("26.03.2023, 03:59", (None, DateDoubt.IMPOSSIBLE)),
        ("26.03.2023, 04:00", ("2023-03-26T04:00:00+03:00", None)),
        ("29.10.2023, 02:59", ("2023-10-29T02:59:00+03:00", None)),
        ("29.10.2023, 03:00", ("2023-10-29T03:00:00+03:00", DateDoubt.AMBIGUOUS)),
        ("29.10.2023, 03:59", ("2023-10-29T03:59:00+03:00", DateDoubt.AMBIGUOUS)),
        ("29.10.2023, 04:00", ("2023-10-29T04:00:00+02:00", None)),
    ],
)
def test_clock_changes_in_kyiv(text: str, expected: tuple[str | None, DateDoubt | None]) -> None:
    assert read(text) == expected


def test_a_day_without_an_hour_is_its_beginning_and_says_so() -> None:
    assert read("10 травня 2023") == ("2023-05-10T00:00:00+03:00", DateDoubt.TIMELESS)


def test_every_month_is_known_by_twelve_numbers() -> None:
    assert set(MONTHS.values()) == set(range(1, 13))


@given(
    st.datetimes(
        min_value=datetime.fromisoformat("1990-01-01"),
        max_value=datetime.fromisoformat("2040-01-01"),
    )
)
def test_every_printed_minute_is_read_back_or_never_was(at: datetime) -> None:
    at = at.replace(second=0, microsecond=0)
    said = read_date(f"{at.day}.{at.month:02}.{at.year}, {at.hour}:{at.minute:02}")
    assert said is not None
    found, trouble = moment(said, KYIV, None)
    if found is None:
        assert trouble is DateDoubt.IMPOSSIBLE
        assert at.replace(tzinfo=KYIV).astimezone(UTC).astimezone(KYIV).replace(tzinfo=None) != at
    else:
        assert found.replace(tzinfo=None) == at


@given(st.text(max_size=90))
def test_any_text_is_a_date_or_none(text: str) -> None:
    said = read_date(text)
    if said:
        moment(said, KYIV, COPIED)


@given(st.from_regex(r"\A\d{1,4}[./-]\d{1,4}[./-]\d{1,4}( \d{1,2}:\d{2})?\Z"))
def test_any_figures_in_the_shape_of_a_date_give_a_moment_or_a_reason(text: str) -> None:
    said = read_date(text)
    if said:
        at, trouble = moment(said, KYIV, COPIED)
        assert at is not None or trouble is not None
