"""How numbers, moments and long words are said."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.renderer import SHIPPED
from bot.rendering.words import (
    city,
    count,
    duration,
    elapsed,
    megabytes,
    moments,
    number,
    one_line,
    short,
    times_since,
    within_quotes,
)
from tests.rendering.examples import KYIV, NOW

moment = moments(KYIV, lambda: NOW)
time_since = times_since(KYIV, lambda: NOW)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "0 новин"),
        (1, "1 новина"),
        (2, "2 новини"),
        (4, "4 новини"),
        (5, "5 новин"),
        (11, "11 новин"),
        (12, "12 новин"),
        (21, "21 новина"),
        (22, "22 новини"),
        (25, "25 новин"),
        (101, "101 новина"),
        (111, "111 новин"),
        (1001, "1 001 новина"),
        (1_000_000, "1 000 000 новин"),
    ],
)
def test_ukrainian_nouns_agree_with_their_number(value: int, expected: str) -> None:
    said = count("uk", value, ("новина", "новини", "новин"))
    assert said == expected.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("value", "expected"), [(0, "0 stories"), (1, "1 story"), (2, "2 stories"), (21, "21 stories")]
)
def test_english_nouns_agree_with_their_number(value: int, expected: str) -> None:
    assert count("en", value, ("story", "stories")) == expected.replace(" ", "\u00a0")


def test_long_numbers_are_grouped() -> None:
    assert [number(n) for n in (7, 999, 1000, 1234567)] == [
        "7",
        "999",
        "1\u00a0000",
        "1\u00a0234\u00a0567",
    ]
    assert [number(n, "en") for n in (999, 1234567)] == ["999", "1,234,567"]


@pytest.mark.parametrize(
    ("language", "at", "expected"),
    [
        ("uk", datetime(2026, 5, 10, 15, 25, tzinfo=KYIV), "10 травня, 15:25"),
        ("uk", datetime(2023, 5, 10, 15, 25, tzinfo=KYIV), "10 травня 2023, 15:25"),
        ("uk", datetime(2027, 1, 1, 0, 5, tzinfo=KYIV), "1 січня 2027, 00:05"),
        ("en", datetime(2026, 5, 10, 15, 25, tzinfo=KYIV), "10 May, 15:25"),
        ("en", datetime(2023, 5, 10, 9, 5, tzinfo=KYIV), "10 May 2023, 09:05"),
    ],
)
def test_a_moment_is_said_with_its_year_unless_it_is_this_one(
    language: str, at: datetime, expected: str
) -> None:
    assert moment(language, at) == expected


def test_a_moment_is_said_in_the_newsrooms_zone() -> None:
    assert moment("uk", datetime(2025, 12, 31, 22, 30, tzinfo=UTC)) == "1 січня, 00:30"


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2026, 11, 24, 15, 40, tzinfo=KYIV), "15:40"),
        (datetime(2026, 11, 24, 21, 59, tzinfo=UTC), "23:59"),
        (datetime(2026, 11, 24, 22, 5, tzinfo=UTC), "25 листопада, 00:05"),
    ],
)
def test_a_later_moment_has_its_date_only_when_it_is_another_day_in_the_newsroom(
    at: datetime, expected: str
) -> None:
    assert time_since("uk", at, NOW.astimezone(UTC)) == expected


def test_a_moment_beside_none_has_its_date() -> None:
    assert time_since("en", NOW, None) == "24 November, 12:30"


@pytest.mark.parametrize(
    ("seconds", "ukrainian", "english"),
    [
        (-3, "0,1 с", "0.1 sec"),  # two clocks that do not agree
        (0.34, "0,4 с", "0.4 sec"),
        (2.9, "2 с", "2 sec"),
        (60, "1 хв", "1 min"),
        (250, "4 хв 10 с", "4 min 10 sec"),
        (11_105, "3 год 5 хв", "3 hr 5 min"),
        (90_061, "1 дн. 1 год", "1 day 1 hr"),
        (86_405, "1 дн.", "1 day"),
    ],
)
def test_a_duration_is_said_in_its_two_largest_units(
    seconds: float, ukrainian: str, english: str
) -> None:
    time = timedelta(seconds=seconds)
    assert duration("uk", time).replace("\u00a0", " ") == ukrainian
    assert duration("en", time).replace("\u00a0", " ") == english


def test_every_city_is_said_in_the_readers_language() -> None:
    assert [city("uk", zone) for zone in ("Europe/Kyiv", "Europe/Moscow", "Asia/Almaty")] == [
        "Київ",
        "Москва",
        "Алмати",
    ]
    assert city("en", "America/New_York") == "New York"
    assert city("uk", "Etc/Nowhere") == "Nowhere"


def test_what_is_over_a_limit_is_never_said_to_be_equal_to_it() -> None:
    assert [megabytes(n) for n in (10, 1_000_000, 1_000_001, 60_000_000)] == ["1", "1", "2", "60"]


def test_line_breaks_become_blanks_and_no_break_spaces_stay() -> None:
    assert one_line(" 10\u00a0млн \r\n гривень\t") == "10\u00a0млн гривень"


@given(st.text(), st.integers(1, 50))
def test_short_words_are_one_line_within_the_limit(text: str, limit: int) -> None:
    words = short(text, limit)
    assert len(words.encode("utf-16-le")) // 2 <= limit
    assert "\n" not in words


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, 1), (59, 59), (60, 60), (250, 240), (-5, 1), (7_260, 7_260), (7_299, 7_260)],
)
def test_how_long_ago_that_was_is_said_in_whole_minutes(seconds: int, said: int) -> None:
    at = NOW - timedelta(seconds=seconds)
    assert elapsed(at, NOW) == timedelta(seconds=said)


def test_quotes_within_quotes_are_of_the_other_kind() -> None:
    assert within_quotes("uk", "Театр «Березіль» повертається") == "Театр „Березіль“ повертається"
    assert within_quotes("en", "The “loudest” quiet") == "The ‘loudest’ quiet"


def test_every_headline_that_a_template_puts_in_quotes_is_within_them() -> None:
    bare = re.compile(r"[«“]\{\{ [^{}]*\|heading\(\d+\) \}\}[»”]")
    templates = [(file.name, file.read_text("utf-8")) for file in SHIPPED.rglob("*.j2")]
    assert not [name for name, text in templates if bare.search(text)]
