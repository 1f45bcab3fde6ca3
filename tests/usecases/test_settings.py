"""What the desk wants of a feed: each wish is one change, kept, shown, and heeded at once."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from bot.domain.errors import RefusedError
from bot.domain.feeds import FIRST_CHOICES, INTERVALS, Category, Feed, FeedState
from bot.domain.filters import WrittenFilter
from bot.domain.question_kinds import Asked
from tests.builders import IHOR, OLENA, POLITYKA, SVIT, an_owner
from tests.feeds import URL, a_feed, an_item
from tests.usecases.newsdesk import Newsdesk

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
OTHER = "https://other.example/rss"
Deed = Callable[[Newsdesk, int], Awaitable[object]]


@pytest.fixture
async def feed(newsdesk: Newsdesk) -> Feed:
    """The first of two feeds with two categories each, polled once."""
    items = (an_item(2, category="Різне"), an_item(1, category="Тег"))
    for url in (URL, OTHER):
        newsdesk.web.says(a_feed(*items, title=f"Стрічка {url}"), url)
        await newsdesk.connected(url)
    newsdesk.woken()
    return await newsdesk.feeds.feed(1)


WISHES: dict[str, tuple[Deed, Callable[[Feed], Feed]]] = {
    "publish": (
        lambda desk, n: desk.feeds.set_publish(n, on=True, by=an_owner()),
        lambda feed: replace(feed, publish=True),
    ),
    "not publish": (
        lambda desk, n: desk.feeds.set_publish(n, on=False, by=an_owner()),
        lambda feed: feed,
    ),
    "section": (
        lambda desk, n: desk.feeds.set_section(n, POLITYKA, by=an_owner()),
        lambda feed: replace(feed, section_id=POLITYKA),
    ),
    "no section": (
        lambda desk, n: desk.feeds.set_section(n, 0, by=an_owner()),
        lambda feed: feed,
    ),
    "category": (
        lambda desk, n: desk.feeds.set_category(n, 1, SVIT, by=an_owner()),
        lambda feed: replace(
            feed, categories=(feed.categories[0], Category(feed.categories[1].name, SVIT))
        ),
    ),
    "no category": (
        lambda desk, n: desk.feeds.set_category(n, 0, 0, by=an_owner()),
        lambda feed: feed,
    ),
    "interval": (
        lambda desk, n: desk.feeds.set_interval(n, 30, by=an_owner()),
        lambda feed: replace(feed, interval=30 * MINUTE),
    ),
    "pause": (
        lambda desk, n: desk.feeds.set_paused(n, on=True, by=an_owner()),
        lambda feed: replace(feed, state=FeedState.PAUSED),
    ),
    "no filter": (
        lambda desk, n: desk.feeds.clear_filter(n, by=an_owner()),
        lambda feed: feed,
    ),
    "check": (
        lambda desk, n: desk.feeds.check_now(n, by=an_owner()),
        lambda feed: feed,
    ),
    "resume": (
        lambda desk, n: desk.feeds.set_paused(n, on=False, by=an_owner()),
        lambda feed: feed,
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("wish", WISHES)
async def test_a_wish_changes_what_it_says_of_its_feed_and_nothing_else(
    newsdesk: Newsdesk, feed: Feed, wish: str
) -> None:
    deed, change = WISHES[wish]
    other = await newsdesk.feeds.feed(2)
    for _ in range(2):
        changed = await deed(newsdesk, 1)
        assert changed == await newsdesk.feeds.feed(1)
        assert isinstance(changed, Feed)
        wanted = replace(change(feed), next_poll_at=changed.next_poll_at)
        assert changed == wanted
    assert await newsdesk.feeds.feed(2) == other


@pytest.mark.parametrize(
    ("wish", "waits"),
    [
        ("check", timedelta()),
        ("interval", 30 * MINUTE),
        ("publish", 5 * MINUTE),
        ("section", 5 * MINUTE),
        ("resume", 5 * MINUTE),
    ],
)
async def test_a_feed_is_asked_when_the_desk_says(
    newsdesk: Newsdesk, feed: Feed, wish: str, waits: timedelta
) -> None:
    assert feed.next_poll_at == newsdesk.clock() + 5 * MINUTE
    await WISHES[wish][0](newsdesk, 1)
    assert (await newsdesk.feeds.feed(1)).next_poll_at == newsdesk.clock() + waits


@pytest.mark.slow
@pytest.mark.parametrize("wish", ["publish", "section", "interval", "pause", "check", "resume"])
async def test_the_poller_looks_at_once_what_the_desk_has_said(
    newsdesk: Newsdesk, feed: Feed, wish: str
) -> None:
    await newsdesk.poller.poll_due()
    assert newsdesk.poller.next_look.seconds_left() > 0
    await WISHES[wish][0](newsdesk, feed.id)
    assert newsdesk.poller.next_look.seconds_left() == 0


async def test_a_feed_that_is_added_or_agreed_to_is_polled_at_once(newsdesk: Newsdesk) -> None:
    newsdesk.web.says(a_feed(an_item(1)))
    await newsdesk.poller.poll_due()
    feeds = newsdesk.feeds
    for deed in (
        partial(feeds.add, URL, by=an_owner()),
        partial(feeds.agree, 1, first=0, by=an_owner()),
    ):
        asked = len(newsdesk.web.asked)
        await deed()
        assert newsdesk.poller.next_look.seconds_left() == 0
        await newsdesk.poller.poll_due()
        assert len(newsdesk.web.asked) == asked + 1
        await newsdesk.poller.poll_due()  # nothing is due any more
        assert newsdesk.poller.next_look.seconds_left() > 0


# --- what is refused ---


async def test_a_feed_is_asked_as_often_as_may_be_chosen_and_no_other(
    newsdesk: Newsdesk, feed: Feed
) -> None:
    for minutes in (0, 2, 61, -1):
        with pytest.raises(RefusedError, match=r"^feed_unknown$"):
            await newsdesk.feeds.set_interval(1, minutes, by=an_owner())
        assert await newsdesk.feeds.feed(1) == feed
    for minutes in INTERVALS:
        changed = await newsdesk.feeds.set_interval(1, minutes, by=an_owner())
        assert changed.interval == minutes * MINUTE


async def test_a_category_that_is_not_there_means_nothing(newsdesk: Newsdesk, feed: Feed) -> None:
    for place in (-1, 2, 404):
        with pytest.raises(RefusedError, match=r"^feed_unknown$"):
            await newsdesk.feeds.set_category(1, place, SVIT, by=an_owner())
        assert await newsdesk.feeds.feed(1) == feed


async def test_a_section_that_is_not_there_is_meant_by_nothing(
    newsdesk: Newsdesk, feed: Feed
) -> None:
    for deed in (
        newsdesk.feeds.set_section(1, 404, by=an_owner()),
        newsdesk.feeds.set_category(1, 0, 404, by=an_owner()),
    ):
        with pytest.raises(RefusedError, match=r"^section_unknown$"):
            await deed
    assert await newsdesk.feeds.feed(1) == feed


@pytest.mark.parametrize("number", [3, 404])
async def test_nothing_is_wished_of_a_feed_that_is_not_connected(
    newsdesk: Newsdesk, feed: Feed, number: int
) -> None:
    newsdesk.web.says(a_feed(an_item(1)), "https://third.example/rss")
    assert await newsdesk.offered("https://third.example/rss") == 3
    for deed in (
        *(deed(newsdesk, number) for deed, _ in WISHES.values()),
        newsdesk.feeds.feed(number),
        newsdesk.feeds.remove(number, by=an_owner()),
        newsdesk.feeds.ask_filter(number, by=an_owner()),
    ):
        with pytest.raises(RefusedError, match=r"^feed_unknown$"):
            await deed
        assert [one.id for one in await newsdesk.feeds.feeds()] == [feed.id, 2]


@pytest.mark.parametrize(
    ("written", "url"),
    [
        (URL, URL),
        (f"  {URL}\n", URL),
        (f"Ось стрічка: {URL}, прошу", URL),
        ("bastion.example/rss", "https://bastion.example/rss"),
    ],
)
async def test_an_address_is_found_in_what_is_written(
    newsdesk: Newsdesk, written: str, url: str
) -> None:
    added = await newsdesk.feeds.add(written, by=an_owner(IHOR))
    assert (added.url, added.state, added.added_by) == (url, FeedState.ASKED, IHOR)
    assert (added.interval, added.next_poll_at) == (5 * MINUTE, newsdesk.clock())


async def test_what_is_no_address_is_refused_as_it_was_written(newsdesk: Newsdesk) -> None:
    with pytest.raises(RefusedError) as refused:
        await newsdesk.feeds.add("  не адреса ", by=an_owner())
    assert (refused.value.code, refused.value.details) == (
        "address_invalid",
        {"url": "не адреса"},
    )


# --- agreeing and going ---


@pytest.mark.parametrize("first", [*FIRST_CHOICES, 2, -1, 100])
async def test_whoever_agrees_says_how_many_of_the_newest_go_out(
    newsdesk: Newsdesk, first: int
) -> None:
    newsdesk.web.says(a_feed(an_item(1)))
    offered = await newsdesk.offered()
    newsdesk.clock.pass_by(60)
    agreed = await newsdesk.feeds.agree(offered, first=first, by=an_owner(IHOR))
    assert agreed.first == (first if first in FIRST_CHOICES else 0)
    assert (agreed.state, agreed.added_by) == (FeedState.ACTIVE, IHOR)
    assert agreed.next_poll_at == newsdesk.clock()


async def test_a_feed_that_was_not_read_yet_cannot_be_agreed_to_but_declined(
    newsdesk: Newsdesk,
) -> None:
    asked = await newsdesk.feeds.add(URL, by=an_owner())
    with pytest.raises(RefusedError, match=r"^feed_unknown$"):
        await newsdesk.feeds.agree(asked.id, first=0, by=an_owner())
    for _ in range(2):
        await newsdesk.feeds.decline(asked.id, by=an_owner())
    await newsdesk.poller.poll_due()
    assert newsdesk.web.asked == []


async def test_agreeing_again_changes_nothing_of_a_feed_that_is_paused(
    newsdesk: Newsdesk, feed: Feed
) -> None:
    paused = await newsdesk.feeds.set_paused(feed.id, on=True, by=an_owner())
    assert await newsdesk.feeds.agree(feed.id, first=5, by=an_owner(IHOR)) == paused
    await newsdesk.feeds.decline(feed.id, by=an_owner())
    assert await newsdesk.feeds.feed(feed.id) == paused


async def test_a_paused_feed_is_asked_anew_and_forgets_what_was_with_it(
    newsdesk: Newsdesk, feed: Feed
) -> None:
    newsdesk.web.says(a_feed(an_item(1)), etag='"1"', last_modified="Wed")
    await newsdesk.next_poll()
    newsdesk.web.fails()
    await newsdesk.next_poll()
    known = await newsdesk.feeds.feed(feed.id)
    assert (known.etag, known.failures) == ('"1"', 1)
    assert known.trouble
    await newsdesk.feeds.set_paused(feed.id, on=True, by=an_owner())
    newsdesk.clock.pass_by(3600)
    checked = await newsdesk.feeds.check_now(feed.id, by=an_owner())
    assert checked == replace(known, state=FeedState.PAUSED), "a paused feed is not asked"
    resumed = await newsdesk.feeds.set_paused(feed.id, on=False, by=an_owner())
    assert resumed == replace(
        known,
        state=FeedState.ACTIVE,
        next_poll_at=newsdesk.clock(),
        heard_at=None,
        failures=0,
        trouble=None,
        etag=None,
        last_modified=None,
    )


async def test_a_removed_feed_is_gone_with_its_question_alone(
    newsdesk: Newsdesk, feed: Feed
) -> None:
    for by, number in ((an_owner(), 1), (an_owner(IHOR), 2)):
        await newsdesk.feeds.ask_filter(number, by=by)
        await newsdesk.questions.stands_in(70 + number, of=by)
    newsdesk.woken()
    assert await newsdesk.feeds.remove(feed.id, by=an_owner()) == f"Стрічка {URL}"
    assert newsdesk.woken()
    assert [one.id for one in await newsdesk.feeds.feeds()] == [2]
    assert await newsdesk.questions.open(an_owner()) is None
    other = await newsdesk.questions.open(an_owner(IHOR))
    assert other
    assert (other.about, other.feed_id) == (Asked.FILTER, 2)
    assert [name for name, _ in newsdesk.notices(OLENA)][-1] == "question_ended"


# --- questions ---


async def test_asking_and_answering_wake_the_worker(newsdesk: Newsdesk, feed: Feed) -> None:
    for deed in (
        partial(newsdesk.feeds.ask_address, by=an_owner()),
        partial(newsdesk.feeds.ask_filter, feed.id, by=an_owner()),
        partial(newsdesk.answer, "Харків"),
    ):
        newsdesk.woken()
        await deed()
        assert newsdesk.woken()


async def test_a_filter_that_was_written_is_kept_and_cleared(
    newsdesk: Newsdesk, feed: Feed
) -> None:
    asked = await newsdesk.feeds.ask_filter(feed.id, by=an_owner())
    assert asked == feed
    changed = await newsdesk.answer("Харків, -гороскоп")
    assert changed.filter == WrittenFilter(("Харків",), ("гороскоп",))
    assert await newsdesk.questions.open(an_owner()) is None
    assert (await newsdesk.feeds.feed(2)).filter == WrittenFilter()
    cleared = await newsdesk.feeds.clear_filter(feed.id, by=an_owner())
    assert cleared == feed


async def test_an_answer_ends_the_question_that_it_answers_and_no_newer_one(
    newsdesk: Newsdesk, feed: Feed
) -> None:
    """Two texts at once: the first answers, and the second question stands."""
    owner = an_owner()
    await newsdesk.feeds.ask_filter(feed.id, by=owner)
    first = await newsdesk.questions.open(owner)
    assert first
    await newsdesk.feeds.ask_address(by=owner)
    await newsdesk.feeds.answer(first, "Харків", by=owner)
    still = await newsdesk.questions.open(owner)
    assert still
    assert still.about is Asked.FEED


@pytest.mark.parametrize(("about", "answer"), [("feed", URL), ("filter", "Харків")])
async def test_the_message_of_a_question_says_that_it_was_answered(
    newsdesk: Newsdesk, feed: Feed, about: str, answer: str
) -> None:
    if about == "feed":
        await newsdesk.feeds.ask_address(by=an_owner())
    else:
        await newsdesk.feeds.ask_filter(feed.id, by=an_owner())
    await newsdesk.questions.stands_in(70, of=an_owner())
    await newsdesk.answer(answer)
    name, told = newsdesk.notices(OLENA)[-1]
    assert (name, told["about"], told["ending"]) == ("question_ended", about, "answered")
