"""When feeds are asked, what an offer shows, and what the desk hears of a feed's troubles."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from bot.domain.errors import RefusedError
from bot.domain.feeds import Feed, FeedState
from bot.fetching import Fetched, Fetcher
from tests import tables
from tests.builders import IHOR, OLENA, a_channel, an_owner
from tests.feeds import HEADLINES, URL, a_feed, an_item
from tests.usecases.newsdesk import Newsdesk

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NEW = "https://bastion.example/new/rss"


@pytest.fixture
async def desk(newsdesk: Newsdesk) -> Newsdesk:
    await a_channel(newsdesk.storage)
    return newsdesk


async def told(desk: Newsdesk, chat_id: int = OLENA) -> list[str]:
    return [name for name, _ in desk.notices(chat_id)]


# --- offers ---


@pytest.mark.parametrize("count", [0, 4, 5, 6])
async def test_an_offer_shows_the_newest_five_the_newest_first(desk: Newsdesk, count: int) -> None:
    items = [an_item(n, f"Новина {n}", at=desk.clock() + n * MINUTE) for n in range(count)]
    desk.web.says(a_feed(*reversed(items)))
    await desk.offered()
    ((_, offer),) = desk.notices(OLENA)
    assert offer["total"] == count
    shown = [headline for headline, _ in offer["items"]]
    assert shown == [f"Новина {n}" for n in reversed(range(count))][:5]


@pytest.mark.parametrize("count", [7, 8, 9])
async def test_an_offer_names_eight_categories_and_counts_the_rest(
    desk: Newsdesk, count: int
) -> None:
    items = [an_item(n, f"Новина {n}", category=f"Рубрика {n}") for n in range(count)]
    desk.web.says(a_feed(*items))
    await desk.offered()
    ((_, offer),) = desk.notices(OLENA)
    assert (len(offer["categories"]), offer["more"]) == (min(count, 8), max(count - 8, 0))
    assert {label for _, _, label in offer["categories"]} == {None}


async def test_what_is_offered_knows_its_title_and_its_categories_and_is_told_at_once(
    desk: Newsdesk,
) -> None:
    desk.web.says(a_feed(an_item(1, category="World")))
    desk.woken()
    number = await desk.offered(by=an_owner(IHOR))
    assert desk.woken()
    assert (await told(desk, IHOR), await told(desk, OLENA)) == (["feed_offered"], [])
    feed = await desk.feeds.agree(number, first=0, by=an_owner())
    assert (feed.title, [c.name for c in feed.categories]) == ("Бастіон", ["World"])


async def test_what_is_declined_while_it_is_read_is_offered_no_more(desk: Newsdesk) -> None:
    desk.web.says(a_feed(an_item(1)))

    async def decline(_url: str) -> None:
        await desk.feeds.decline(1, by=an_owner())

    desk.web.meanwhile = decline
    await desk.offered()
    assert desk.notices() == []
    assert await desk.feeds.feeds() == ()


@pytest.mark.parametrize(("days", "is_kept"), [(7, True), (8, False)])
async def test_an_offer_stands_for_a_week(desk: Newsdesk, days: int, *, is_kept: bool) -> None:
    desk.web.says(a_feed(an_item(1)))
    number = await desk.offered()
    desk.clock.pass_by((days * DAY).total_seconds())
    await desk.poller.tidy()
    if is_kept:
        assert await desk.feeds.agree(number, first=0, by=an_owner())
        return
    with pytest.raises(RefusedError, match=r"^feed_unknown$"):
        await desk.feeds.agree(number, first=0, by=an_owner())


async def test_a_feed_that_a_page_names_and_that_is_connected_is_offered_by_nobody(
    desk: Newsdesk,
) -> None:
    desk.web.says(a_feed(an_item(1)))
    feed = await desk.connected()
    await desk.forget_notices()
    page = f'<link rel="alternate" type="application/rss+xml" href="{URL}">'.encode()
    desk.web.says(page, "https://bastion.example/all")
    desk.woken()
    number = await desk.offered("https://bastion.example/all", an_owner(IHOR))
    assert desk.woken()
    assert desk.notices(IHOR) == [("feed_known", {"id": feed.id, "title": "Бастіон"})]
    with pytest.raises(RefusedError, match=r"^feed_unknown$"):
        await desk.feeds.agree(number, first=0, by=an_owner())


async def test_an_answer_without_a_feed_is_none(desk: Newsdesk) -> None:
    desk.web.answers(304)
    await desk.offered()
    ((name, details),) = desk.notices(OLENA)
    assert (name, details["code"], details["url"]) == ("feed_not_read", "not_a_feed", URL)


# --- answers ---


async def connected(desk: Newsdesk) -> Feed:
    desk.web.says(a_feed(an_item(1)), etag='"1"', last_modified="Wed")
    feed = await desk.connected()
    await desk.forget_notices()
    desk.woken()
    return feed


async def test_an_answer_is_noted_with_what_it_says_of_itself(desk: Newsdesk) -> None:
    before = await connected(desk)
    assert (before.etag, before.last_modified) == ('"1"', "Wed")
    desk.web.says(a_feed(an_item(1), title="Нова назва"), etag='"2"')
    await desk.next_poll()
    after = await desk.feeds.feed(before.id)
    assert (after.title, after.etag, after.last_modified) == ("Нова назва", '"2"', None)
    assert after.heard_at == desk.clock()
    assert after.next_poll_at == desk.clock() + 5 * MINUTE
    assert desk.woken()


async def test_an_answer_without_a_title_or_without_news_keeps_what_is_known(
    desk: Newsdesk,
) -> None:
    before = await connected(desk)
    desk.web.says(a_feed(title=""), etag='"2"')
    await desk.next_poll()
    assert (await desk.feeds.feed(before.id)).title == "Бастіон"
    desk.web.answers(304, etag='"3"')
    await desk.next_poll()
    after = await desk.feeds.feed(before.id)
    assert (after.title, after.etag) == ("Бастіон", '"2"')


async def test_what_was_left_for_the_next_poll_comes_soon_and_whole(desk: Newsdesk) -> None:
    before = await connected(desk)
    bare = [an_item(n, f"Новина про {'о' * n}зеро", lead=None) for n in range(2, 14)]
    desk.web.says(a_feed(*bare, an_item(1)), etag='"2"')
    await desk.next_poll()
    after = await desk.feeds.feed(before.id)
    assert (after.etag, after.next_poll_at) == ('"1"', desk.clock() + MINUTE)
    assert after.heard_at == desk.clock()


# --- failures ---


async def test_a_failing_feed_is_asked_ever_later_and_told_of_the_third_time(
    desk: Newsdesk,
) -> None:
    feed = await connected(desk)
    desk.web.fails("site_too_slow")
    waits = []
    for failures in range(1, 9):
        await desk.next_poll()
        known = await desk.feeds.feed(feed.id)
        assert known.next_poll_at
        waits.append((known.next_poll_at - desk.clock()) / MINUTE)
        assert known.failures == failures
        assert known.state is (FeedState.BROKEN if failures >= 3 else FeedState.ACTIVE)
        assert await told(desk) == (["feed_broken"] if failures >= 3 else [])
        assert desk.woken()
    assert waits == [10, 20, 40, 80, 160, 320, 360, 360]
    assert known.trouble
    assert known.trouble.code == "site_too_slow"


async def test_a_full_disk_is_no_failure_of_the_feed(desk: Newsdesk) -> None:
    feed = await connected(desk)
    desk.web.says(a_feed(an_item(7)))
    await tables.refuse(desk.storage, "article", "INSERT", saying=tables.FULL)
    with pytest.raises(DBAPIError, match=tables.FULL[0]):
        await desk.next_poll()
    await tables.take_again(desk.storage, "article")
    known = await desk.feeds.feed(feed.id)
    assert (known.state, known.failures, known.trouble) == (FeedState.ACTIVE, 0, None)
    await desk.next_poll()
    assert (await desk.articles())[-1].content.headline == HEADLINES[0]


async def test_a_feed_that_works_again_counts_anew_and_the_desk_hears_of_it_once(
    desk: Newsdesk,
) -> None:
    feed = await connected(desk)
    desk.web.fails()
    for _ in range(3):
        await desk.next_poll()
    desk.web.answers(304)
    for _ in range(2):
        await desk.next_poll()
    known = await desk.feeds.feed(feed.id)
    assert (known.state, known.failures, known.trouble) == (FeedState.ACTIVE, 0, None)
    assert desk.notices(OLENA)[-1] == ("feed_works", {"id": feed.id, "title": "Бастіон"})
    assert await told(desk) == ["feed_broken", "feed_works"]


async def test_the_desk_chat_hears_of_it_where_there_is_one(desk: Newsdesk) -> None:
    await connected(desk)
    poller = desk.another(desk_chat_id=-77, fetcher=desk.web).feed_poller
    desk.web.answers(410)
    desk.clock.pass_by(300)
    await poller.poll_due()
    desk.web.answers(304)
    desk.clock.pass_by(6 * 3600)
    await poller.poll_due()
    assert await told(desk, -77) == ["feed_broken", "feed_works"]
    assert await told(desk) == []


@pytest.mark.parametrize("fails", [True, False])
async def test_a_feed_that_is_removed_while_it_is_asked_is_told_of_no_more(
    desk: Newsdesk, *, fails: bool
) -> None:
    feed = await connected(desk)
    if fails:
        desk.web.answers(410)

    async def remove(_url: str) -> None:
        desk.web.meanwhile = None
        await desk.feeds.remove(feed.id, by=an_owner())

    desk.web.meanwhile = remove
    await desk.next_poll()
    assert await desk.feeds.feeds() == ()
    assert desk.notices() == []


# --- moves ---


def moves(desk: Newsdesk, new: str | None) -> None:
    desk.web.pages[URL] = Fetched(200, new or URL, {}, a_feed(), moved_to=new)


async def test_a_move_counts_only_where_it_is_told_three_times_in_a_row(desk: Newsdesk) -> None:
    feed = await connected(desk)
    other = "https://bastion.example/other"
    for new, counted in (
        (NEW, (NEW, 1)),
        (NEW, (NEW, 2)),
        (other, (other, 1)),
        (NEW, (NEW, 1)),
        (None, (None, 0)),
        (NEW, (NEW, 1)),
        (NEW, (NEW, 2)),
    ):
        moves(desk, new)
        await desk.next_poll()
        known = await desk.feeds.feed(feed.id)
        assert (known.moves_to, known.moves) == counted
        assert known.url == URL
    await desk.next_poll()
    known = await desk.feeds.feed(feed.id)
    assert (known.url, known.moves_to, known.moves) == (NEW, None, 0)


async def test_a_feed_does_not_move_where_another_is_asked_already(desk: Newsdesk) -> None:
    feed = await connected(desk)
    desk.web.says(a_feed(), NEW)
    await desk.connected(NEW)
    moves(desk, NEW)
    for _ in range(4):
        await desk.next_poll()
    assert (await desk.feeds.feed(feed.id)).url == URL


# --- when ---


async def test_no_feed_is_asked_before_its_time_and_none_twice(desk: Newsdesk) -> None:
    feed = await connected(desk)
    asked = len(desk.web.asked)
    desk.clock.pass_by(299)
    await desk.poller.poll_due()
    assert len(desk.web.asked) == asked
    desk.clock.pass_by(1)
    for _ in range(2):
        await desk.poller.poll_due()
    assert len(desk.web.asked) == asked + 1
    assert feed.next_poll_at == desk.clock()


async def test_what_a_killed_process_had_in_hand_is_asked_again_after_three_minutes(
    desk: Newsdesk,
) -> None:
    await connected(desk)
    desk.clock.pass_by(300)
    async with desk.storage.writing() as tx:
        now = desk.clock()
        assert await tx.feeds.take_due(now, now + timedelta(minutes=3), 5)
    asked = len(desk.web.asked)
    for seconds, more in ((0, 0), (179, 0), (1, 1)):
        desk.clock.pass_by(seconds)
        await desk.another(fetcher=desk.web).feed_poller.poll_due()
        assert len(desk.web.asked) == asked + more


async def test_new_categories_stand_behind_the_known_ones(desk: Newsdesk) -> None:
    feed = await connected(desk)
    desk.web.says(a_feed(an_item(2, category="Politics"), an_item(1, category="Різне")))
    await desk.next_poll()
    known = await desk.feeds.feed(feed.id)
    assert [c.name for c in known.categories] == ["Світ", "Politics", "Різне"]


class Waiting(Fetcher):
    """Answers once it is let go; counts who waits."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.are_eight, self.let_go = asyncio.Event(), asyncio.Event()

    async def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched:  # noqa: ARG002
        self.asked.append(url)
        if len(self.asked) == 8:
            self.are_eight.set()
        await self.let_go.wait()
        return Fetched(304, url)


async def many_due(desk: Newsdesk, count: int) -> None:
    async with desk.storage.writing() as tx:
        for number in range(count):
            url = f"https://{number}.example/rss"
            feed = await tx.feeds.ask_for(url, MINUTE, OLENA, desk.clock())
            await tx.feeds.change(feed.id, state=FeedState.ACTIVE)


async def test_eight_sites_are_asked_at_once_and_nobody_else_while_they_wait(
    desk: Newsdesk,
) -> None:
    await many_due(desk, 10)
    site = Waiting()
    poller = desk.another(fetcher=site).feed_poller
    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        tasks.create_task(poller.poll_due())
        await site.are_eight.wait()
        await poller.poll_due()
        assert len(site.asked) == 8
        site.let_go.set()
    assert len(set(site.asked)) == len(site.asked) == 10


async def test_a_slow_site_holds_its_own_place_and_leaves_the_others_free(
    desk: Newsdesk,
) -> None:
    await many_due(desk, 3)
    site = Waiting()
    poller = desk.another(fetcher=site).feed_poller
    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        for asked in (3, 8):
            tasks.create_task(poller.poll_due())
            while len(site.asked) < asked:  # noqa: ASYNC110 - three are asked without a word
                await asyncio.sleep(0.005)
            await many_due(desk, 10)
            poller.next_look.at_once()
        await poller.poll_due()
        assert len(site.asked) == 8
        site.let_go.set()
    assert len(set(site.asked)) == 10


async def test_what_was_left_over_is_whole_again_in_the_next_answer(desk: Newsdesk) -> None:
    """A feed that is paused while it is polled has not taken all: the answer is not noted."""
    feed = await connected(desk)

    async def pause(url: str) -> None:
        if "/news/" in url:
            await desk.feeds.set_paused(feed.id, on=True, by=an_owner())

    desk.web.meanwhile = pause
    desk.web.says(a_feed(an_item(2, lead=None), an_item(1)), etag='"2"')
    await desk.next_poll()
    paused = await desk.feeds.feed(feed.id)
    assert (paused.state, paused.etag) == (FeedState.PAUSED, '"1"')
    assert await desk.articles() == []
