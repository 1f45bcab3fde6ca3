"""When a feed is asked again, when it counts as broken, and which section its items go to."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.feeds import (
    FIRST_CHOICES,
    FLOOD,
    INTERVALS,
    MOST_CATEGORIES,
    MOVES_TO_BELIEVE,
    STALE,
    USUAL_INTERVAL,
    Category,
    Feed,
    FeedFault,
    FeedState,
    next_poll,
    next_try,
)
from tests.clock import NOON

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
SECOND = timedelta(seconds=1)


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
        (5 * MINUTE, 6 * HOUR - MINUTE, 6 * HOUR - MINUTE),
        (30 * SECOND, None, MINUTE),
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
    assert next_try(MINUTE, 8, None, NOON) == NOON + 256 * MINUTE
    assert next_try(MINUTE, 10**9, None, NOON) == NOON + 6 * HOUR


def test_a_feed_breaks_once_after_three_failures_or_when_it_is_gone() -> None:
    down, gone = FeedFault("site_unreachable"), FeedFault("site_status", {"status": 410})
    assert not FeedFault("site_status", {"status": 404}).is_final
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


def test_of_very_many_categories_the_first_sixty_are_kept() -> None:
    seen = [Category(f"Нове {n}") for n in range(99)]
    kept = a_subscription().with_categories(seen)
    assert len(kept) == MOST_CATEGORIES == 60
    assert kept[-1] == seen[56]


@pytest.mark.parametrize("state", FeedState)
def test_a_feed_is_connected_once_somebody_has_agreed(state: FeedState) -> None:
    agreed = state not in (FeedState.ASKED, FeedState.OFFERED)
    assert a_subscription(state).is_connected is agreed


def test_a_feed_is_known_by_its_number_and_called_by_its_title() -> None:
    feed = a_subscription()
    assert (feed.source, feed.name) == ("feed:1", "https://a.example/rss")
    assert replace(feed, title="Вісті").name == "Вісті"


def test_a_site_is_asked_for_what_is_new_since_its_last_answer() -> None:
    feed = a_subscription()
    assert feed.conditions == {}
    assert replace(feed, etag='W/"1"').conditions == {"If-None-Match": 'W/"1"'}
    both = replace(feed, etag='"2"', last_modified="Wed, 10 May 2023 12:00:00 GMT")
    assert both.conditions == {
        "If-None-Match": '"2"',
        "If-Modified-Since": "Wed, 10 May 2023 12:00:00 GMT",
    }


def test_a_new_feed_publishes_nothing_by_itself_and_has_failed_at_nothing() -> None:
    feed = Feed(1, "https://a.example/rss", FeedState.ASKED)
    assert not feed.publish
    assert (feed.first, feed.failures, feed.moves, feed.added_by) == (0, 0, 0, 0)
    assert feed.interval == USUAL_INTERVAL == 5 * MINUTE


def test_what_the_desk_is_offered_and_what_is_held_to_be_odd() -> None:
    """docs/reference.md tells people of these numbers."""
    assert INTERVALS == (1, 5, 15, 30, 60)
    assert FIRST_CHOICES == (0, 1, 3, 5)
    assert (STALE, FLOOD, MOVES_TO_BELIEVE) == (72 * HOUR, 20, 3)
