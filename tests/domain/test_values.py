"""The small values that everything else is made of."""

from datetime import UTC, datetime, timedelta

from bot.domain.clock import system_clock
from bot.domain.errors import RefusedError
from bot.domain.post import NO_PREVIEW, Button, Post, Preview, rows


def test_buttons_are_laid_out_in_rows_and_the_last_may_be_short() -> None:
    buttons = [Button(str(n)) for n in range(5)]
    assert [[b.text for b in row] for row in rows(buttons, 2)] == [["0", "1"], ["2", "3"], ["4"]]
    assert rows([], 2) == ()


def test_a_post_has_no_preview_and_no_buttons_unless_it_is_given_them() -> None:
    assert Post("…").preview == NO_PREVIEW
    assert NO_PREVIEW.url is None
    assert Post("…").keyboard == ()


def test_a_preview_is_small_unless_it_is_to_be_large() -> None:
    assert not Preview("https://news.example/1").large


def test_a_refusal_carries_the_facts_of_its_sentence() -> None:
    refusal = RefusedError("page_too_long", length=110_000, limit=100_000)
    assert refusal.code == str(refusal) == "page_too_long"
    assert refusal.details == {"length": 110_000, "limit": 100_000}


def test_the_clock_says_what_time_it_is_in_utc() -> None:
    now = system_clock()
    assert now.tzinfo is UTC
    assert abs(now - datetime.now(UTC)) < timedelta(minutes=1)
