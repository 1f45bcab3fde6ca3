"""Connected feeds: one to an address, polled when they are due, by one process at a time."""

from datetime import timedelta

import pytest

from bot.domain.feeds import Category, Feed, FeedFault, FeedState
from bot.domain.filters import WrittenFilter
from bot.domain.question_kinds import Asked, Question
from storage.storage import Storage
from tests.builders import IHOR, OLENA, SVIT, is_due
from tests.clock import NOON

URL = "https://bastion.example/rss"
MINUTE = timedelta(minutes=1)
SOON = NOON + timedelta(minutes=10)


async def asked(storage: Storage, url: str = URL, by: int = OLENA) -> Feed:
    async with storage.writing() as tx:
        return await tx.feeds.ask_for(url, 5 * MINUTE, by, NOON)


async def active(storage: Storage, url: str = URL) -> Feed:
    feed = await asked(storage, url)
    async with storage.writing() as tx:
        await tx.feeds.change(feed.id, state=FeedState.ACTIVE)
    return await now_is(storage, feed.id)


async def now_is(storage: Storage, number: int) -> Feed:
    async with storage.reading() as tx:
        feed = await tx.feeds.feed(number)
    assert feed
    return feed


@pytest.mark.parametrize(
    "other", ["http://bastion.example/rss", "https://www.bastion.example/rss/", URL]
)
async def test_one_feed_has_one_row_however_its_address_is_written(
    storage: Storage, other: str
) -> None:
    first = await active(storage)
    assert await asked(storage, other, by=IHOR) == first


async def test_what_nobody_has_agreed_to_is_asked_for_anew(storage: Storage) -> None:
    first = await asked(storage)
    async with storage.writing() as tx:
        await tx.feeds.change(first.id, state=FeedState.OFFERED)
    again = await asked(storage, by=IHOR)
    assert (again.id, again.state, again.added_by) == (first.id, FeedState.ASKED, IHOR)


async def test_a_feed_in_hand_is_not_taken_by_another(storage: Storage) -> None:
    feed = await active(storage)
    async with storage.writing() as tx:
        assert [one.id for one in await tx.feeds.take_due(NOON, SOON, 5)] == [feed.id]
        assert await tx.feeds.take_due(NOON, SOON, 5) == []
        assert not is_due(await tx.feeds.next_poll(), NOON)
        assert is_due(await tx.feeds.next_poll(), SOON), "a killed poll is taken up again"


@pytest.mark.parametrize("state", [FeedState.PAUSED, FeedState.OFFERED])
async def test_what_is_paused_or_not_agreed_to_is_not_polled(
    storage: Storage, state: FeedState
) -> None:
    feed = await active(storage)
    async with storage.writing() as tx:
        await tx.feeds.change(feed.id, state=state)
        assert not is_due(await tx.feeds.next_poll(), SOON)
        assert await tx.feeds.take_due(SOON, SOON, 5) == []


async def test_what_the_desk_decides_comes_back(storage: Storage) -> None:
    feed = await active(storage)
    categories = (Category("Спорт", SVIT), Category("Різне"))
    phrases = WrittenFilter(("Харків",), ("гороскоп", "знижки"))
    async with storage.writing() as tx:
        await tx.feeds.set_categories(feed.id, categories)
        await tx.feeds.set_filter(feed.id, phrases)
        await tx.feeds.change(feed.id, section_id=SVIT, publish=True)
    kept = await now_is(storage, feed.id)
    assert (kept.categories, kept.filter) == (categories, phrases)
    assert (kept.section_id, kept.publish) == (SVIT, True)


async def test_a_broken_feed_works_again_after_one_answer_and_a_paused_one_stays_so(
    storage: Storage,
) -> None:
    feed = await active(storage)
    trouble = FeedFault("site_status", {"status": 500})
    async with storage.writing() as tx:
        await tx.feeds.failed(feed, trouble, SOON, breaks=True)
    broken = await now_is(storage, feed.id)
    assert (broken.state, broken.failures) == (FeedState.BROKEN, 1)
    assert broken.trouble == trouble
    async with storage.writing() as tx:
        await tx.feeds.heard(feed.id, SOON, etag='W/"1"')
    works = await now_is(storage, feed.id)
    assert (works.state, works.failures, works.trouble) == (FeedState.ACTIVE, 0, None)
    async with storage.writing() as tx:
        await tx.feeds.change(feed.id, state=FeedState.PAUSED)
        await tx.feeds.heard(feed.id, SOON)
    assert (await now_is(storage, feed.id)).state is FeedState.PAUSED


async def test_a_feed_does_not_move_to_where_another_is(storage: Storage) -> None:
    first, second = await active(storage), await active(storage, "https://b.example/rss")
    async with storage.writing() as tx:
        assert not await tx.feeds.move(first.id, second.url)
        assert await tx.feeds.move(first.id, "https://c.example/rss")
        assert await tx.feeds.at("https://c.example/rss")
        assert await tx.feeds.at(URL) is None


async def test_a_removed_feed_takes_the_open_question_about_it_along(storage: Storage) -> None:
    feed = await active(storage)
    async with storage.writing() as tx:
        asked = Question(OLENA, Asked.FILTER, feed_id=feed.id)
        await tx.questions.ask(asked, NOON)
        assert await tx.questions.about_feed(feed.id) == [asked]
        await tx.feeds.remove(feed.id)
        assert await tx.questions.of(OLENA) is None
        assert await tx.feeds.connected() == []


async def test_what_nobody_agreed_to_is_forgotten_and_nothing_else(storage: Storage) -> None:
    await asked(storage, "https://b.example/rss")
    feed = await active(storage)
    async with storage.writing() as tx:
        await tx.feeds.forget_undecided(SOON)
        assert [one.id for one in await tx.feeds.connected()] == [feed.id]
        assert await tx.feeds.at("https://b.example/rss") is None
