"""One poll of a feed, by what a site answers."""

from datetime import UTC, timedelta
from typing import Any

import pytest

from bot.domain.feeds import Feed, FeedState
from bot.fetching import Fetched
from bot.intake.executor import Parsing
from bot.usecases.feeds.fetch import Failed, FeedFetch, Polled, wish_of
from tests.clock import NOON, Clock
from tests.feeds import URL, Web, a_feed, an_item

SECOND, YEAR = timedelta(seconds=1), timedelta(days=365)
PAGE = "https://bastion.example/"
KNOWN = Feed(1, URL, FeedState.ACTIVE)


@pytest.fixture
def web() -> Web:
    return Web()


@pytest.fixture
def feeds(web: Web, clock: Clock) -> FeedFetch:
    return FeedFetch(web, clock, UTC, Parsing())


def naming(*feeds: str) -> bytes:
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="{url}">' for url in feeds
    )
    return f"<html><head>{links}</head><body><h1>Бастіон</h1></body></html>".encode()


async def polled(feeds: FeedFetch, known: Feed = KNOWN) -> Polled:
    found = await feeds.fetch(known)
    assert isinstance(found, Polled)
    return found


# --- how long a site wants to be left alone ---


@pytest.mark.parametrize(
    ("headers", "wish"),
    [
        ({}, None),
        ({"retry-after": "0"}, timedelta()),
        ({"retry-after": " 90 "}, 90 * SECOND),
        ({"retry-after": str(365 * 86_400)}, YEAR),
        ({"retry-after": str(365 * 86_400 + 1)}, YEAR),
        ({"retry-after": "9" * 400}, YEAR),
        ({"retry-after": "1.5"}, None),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "٣"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "Wed, 10 May 2023 12:01:30 GMT"}, 90 * SECOND),
        ({"retry-after": "Wed, 10 May 2023 11:59:00 GMT"}, timedelta()),
        ({"retry-after": "Wed, 10 May 2033 12:00:00 GMT"}, YEAR),
        ({"retry-after": "Wed, 10 May 2023 12:01:30 -0000"}, None),
        ({"cache-control": "max-age=60"}, 60 * SECOND),
        ({"cache-control": 'Public , MAX-AGE = "60"'}, None),
        ({"cache-control": 'Public , MAX-AGE="60"'}, 60 * SECOND),
        ({"cache-control": "max-age= 60 , max-age=7"}, 60 * SECOND),
        ({"cache-control": "s-maxage=5, no-cache"}, None),
        ({"cache-control": "max-age=1e3"}, None),
        ({"cache-control": "max-age"}, None),
        ({"cache-control": "max-age=60", "retry-after": "90"}, 90 * SECOND),
        ({"cache-control": "max-age=60", "retry-after": "soon"}, None),
    ],
)
def test_a_site_may_say_how_long_it_wants_to_be_left_alone(
    headers: dict[str, str], wish: timedelta | None
) -> None:
    assert wish_of(Fetched(200, URL, headers), NOON) == wish


@pytest.mark.parametrize(
    ("header", "ttl", "wish"),
    [
        (None, "", None),
        ("max-age=600", "", timedelta(minutes=10)),
        (None, "<ttl>20</ttl>", timedelta(minutes=20)),
        ("max-age=600", "<ttl>20</ttl>", timedelta(minutes=20)),
        ("max-age=1800", "<ttl>20</ttl>", timedelta(minutes=30)),
    ],
)
async def test_of_what_the_site_and_its_feed_wish_the_longer_holds(
    web: Web, feeds: FeedFetch, header: str | None, ttl: str, wish: timedelta | None
) -> None:
    web.says(a_feed(an_item(), more=ttl), **({"cache_control": header} if header else {}))
    assert (await polled(feeds)).wish == wish


# --- answers ---


@pytest.mark.parametrize("status", [200, 201, 299])
async def test_an_answer_that_went_well_is_read(web: Web, feeds: FeedFetch, status: int) -> None:
    web.pages[URL] = Fetched(status, URL, {}, a_feed(an_item()))
    found = await polled(feeds)
    assert found.feed
    assert [item.id for item in found.feed.items] == ["1"]


@pytest.mark.parametrize("status", [100, 199, 300, 303, 305, 403, 404, 410, 500])
async def test_any_other_answer_fails_with_its_status(
    web: Web, feeds: FeedFetch, status: int
) -> None:
    web.pages[URL] = Fetched(status, URL, {"retry-after": "90"}, a_feed(an_item()))
    failed = await feeds.fetch(KNOWN)
    assert isinstance(failed, Failed)
    assert failed.trouble.code == "site_status"
    assert failed.trouble.details == {"url": URL, "status": status}
    assert failed.wish == 90 * SECOND
    assert failed.trouble.is_final is (status == 410)


async def test_nothing_new_is_no_feed_and_no_failure(web: Web, feeds: FeedFetch) -> None:
    new = "https://bastion.example/new"
    web.pages[URL] = Fetched(304, new, {"cache-control": "max-age=60"}, moved_to=new)
    assert await polled(feeds) == Polled(new, wish=60 * SECOND, moved_to=new)


async def test_a_site_that_is_away_fails_by_its_code(web: Web, feeds: FeedFetch) -> None:
    web.fails("site_too_slow")
    failed = await feeds.fetch(KNOWN)
    assert isinstance(failed, Failed)
    assert (failed.trouble.code, failed.wish) == ("site_too_slow", None)


KEPT: list[tuple[str | None, bool]] = [
    (None, False),
    ('"1"', True),
    ("я" * 1_000, True),
    ("я" * 1_001, False),
    ("a\r\nX-Evil: 1", False),
    ("a\x00", False),
]


@pytest.mark.parametrize(("told", "kept"), KEPT)
@pytest.mark.parametrize("name", ["etag", "last_modified"])
async def test_what_cannot_be_sent_back_as_it_came_is_not_kept(
    web: Web, feeds: FeedFetch, name: str, told: str | None, *, kept: bool
) -> None:
    given: dict[str, Any] = {name: told} if told else {}
    web.says(a_feed(an_item()), **given)
    found = await polled(feeds)
    both = {"etag": found.etag, "last_modified": found.last_modified}
    assert both == {"etag": None, "last_modified": None} | ({name: told} if kept else {})


# --- a feed that somebody has named ---


async def discovered(feeds: FeedFetch, url: str = PAGE) -> Polled | Failed:
    return await feeds.discover(url)


async def test_a_feed_is_found_at_its_own_address(web: Web, feeds: FeedFetch) -> None:
    web.says(a_feed(an_item()))
    found = await discovered(feeds, URL)
    assert isinstance(found, Polled)
    assert (found.url, found.by_page) == (URL, False)


async def test_a_feed_that_has_moved_for_good_is_found_at_its_new_address(
    web: Web, feeds: FeedFetch
) -> None:
    new = "https://bastion.example/new"
    web.pages[URL] = Fetched(200, "https://cdn.example/rss", {}, a_feed(an_item()), moved_to=new)
    found = await discovered(feeds, URL)
    assert isinstance(found, Polled)
    assert (found.url, found.by_page) == (new, False)
    web.says(naming(URL), PAGE)
    found = await discovered(feeds)
    assert isinstance(found, Polled)
    assert (found.url, found.by_page) == (new, True)


async def test_of_the_feeds_that_a_page_names_the_first_is_taken(
    web: Web, feeds: FeedFetch
) -> None:
    web.says(naming(URL, "https://bastion.example/second"), PAGE)
    web.says(a_feed(an_item()))
    found = await discovered(feeds)
    assert isinstance(found, Polled)
    assert (found.url, found.by_page) == (URL, True)
    assert web.addresses() == [PAGE, URL]


@pytest.mark.parametrize(
    ("page", "code"),
    [
        (Fetched(200, PAGE, {}, naming()), "not_a_feed"),
        (Fetched(404, PAGE, {}, naming(URL)), "site_status"),
        (Fetched(200, PAGE, {}, naming("https://bastion.example/404")), "site_status"),
        (Fetched(200, PAGE, {}, naming(PAGE)), "not_a_feed"),
    ],
)
async def test_a_page_that_leads_to_no_feed_fails(
    web: Web, feeds: FeedFetch, page: Fetched, code: str
) -> None:
    web.pages[PAGE] = page
    web.says(a_feed(an_item()))
    failed = await discovered(feeds)
    assert isinstance(failed, Failed)
    assert failed.trouble.code == code
