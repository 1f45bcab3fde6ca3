"""When a feed is asked again, when it counts as broken, and which section its items go to."""

from datetime import timedelta

import pytest

from bot.domain.feeds import (
    Category,
    Feed,
    FeedFault,
    FeedState,
    next_poll,
    next_try,
)
from tests.clock import NOON

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def a_subscription(state: FeedState = FeedState.ACTIVE) -> Feed:
    categories = (Category("Спорт", 6), Category("Головне"), Category("World", 1))
    return Feed(1, "https://a.example/rss", state, section_id=4, categories=categories)


@pytest.mark.parametrize(
    ("interval", "wish", "wait"),
    [
        (5 * MINUTE, None, 5 * MINUTE),
        (5 * MINUTE, 2 * MINUTE, 5 * MINUTE),
        (5 * MINUTE, 20 * MINUTE, 20 * MINUTE),
        (5 * MINUTE, 24 * HOUR, 6 * HOUR),
        (timedelta(), timedelta(), MINUTE),
    ],
)
def test_after_an_answer_a_feed_is_asked_again_in(
    interval: timedelta, wish: timedelta | None, wait: timedelta
) -> None:
    assert next_poll(interval, wish, NOON) == NOON + wait


def test_each_failure_doubles_the_time_up_to_six_hours() -> None:
    waits = [next_try(5 * MINUTE, failures, None, NOON) - NOON for failures in (1, 2, 3, 7, 99)]
    assert waits == [10 * MINUTE, 20 * MINUTE, 40 * MINUTE, 6 * HOUR, 6 * HOUR]
    assert next_try(5 * MINUTE, 1, HOUR, NOON) == NOON + HOUR


def test_a_feed_breaks_once_after_three_failures_or_when_it_is_gone() -> None:
    down, gone = FeedFault("site_unreachable"), FeedFault("site_status", {"status": 410})
    active, broken = a_subscription(), a_subscription(FeedState.BROKEN)
    assert [active.breaks(failures, down) for failures in (1, 2, 3)] == [False, False, True]
    assert active.breaks(1, gone)
    assert not broken.breaks(9, down)


@pytest.mark.parametrize(
    ("categories", "section"),
    [(["СПОРТ"], 6), (["Головне", "world"], 1), (["Інше"], 4), ([], 4)],
)
def test_an_item_goes_to_the_section_of_its_first_category_that_means_one(
    categories: list[str], section: int
) -> None:
    assert a_subscription().section_of(categories) == section


def test_new_categories_stand_behind_those_that_are_known() -> None:
    seen = [Category("Нове", 2), Category("спорт", 1)]
    kept = a_subscription().with_categories(seen)
    assert [c.name for c in kept] == ["Спорт", "Головне", "World", "Нове"]
    assert kept[0].section_id == 6
