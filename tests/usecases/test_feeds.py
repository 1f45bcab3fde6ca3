"""Feeds are added with a look at them first, and their items become articles, each once."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.domain.article import Article, ArticleState
from bot.domain.delivery import Kind
from bot.domain.errors import RefusedError
from bot.domain.feeds import FLOOD, Feed, FeedState
from bot.domain.people import Role
from bot.domain.question_kinds import Asked
from bot.fetching import Fetched, Fetcher
from storage.storage import Storage
from tests import tables
from tests.builders import CHANNEL, IHOR, OLENA, POLITYKA, SVIT, a_channel, an_editor, an_owner
from tests.clock import NOON
from tests.feeds import HEADLINES, URL, a_feed, an_item
from tests.usecases.newsdesk import Newsdesk

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
async def desk(newsdesk: Newsdesk) -> Newsdesk:
    await a_channel(newsdesk.storage)
    return newsdesk


# --- adding ------------------------------------------------------------------------------------


async def test_a_feed_is_shown_before_anything_of_it_is_kept_or_posted(desk: Newsdesk) -> None:
    desk.web.says(a_feed(*(an_item(n, category="World") for n in (3, 2, 1))))
    await desk.feeds.add(f"Ось: {URL}", by=an_owner())
    await desk.poller.poll_due()
    ((name, offer),) = desk.notices(OLENA)
    assert name == "feed_offered"
    assert offer["title"] == "Бастіон"
    assert offer["total"] == 3
    assert [headline for headline, _ in offer["items"]] == [HEADLINES[n] for n in (2, 1, 0)]
    assert offer["categories"] == [["World", 3, "🌍 Світ"]]
    assert await desk.feeds.feeds() == ()
    assert await desk.articles() == []
    await desk.poller.poll_due()
    assert len(desk.web.asked) == 1, "what is offered is not polled"


async def test_at_first_sight_all_items_count_as_seen(desk: Newsdesk) -> None:
    desk.web.says(a_feed(an_item(2), an_item(1)))
    await desk.connected(publish=True)
    assert await desk.articles() == []
    desk.web.says(a_feed(an_item(3), an_item(2), an_item(1)))
    await desk.next_poll()
    (article,) = await desk.articles()
    assert article.content.headline == HEADLINES[2]
    assert article.state is ArticleState.PUBLISHED


@pytest.mark.parametrize("first", [1, 3])
async def test_the_newest_are_published_where_that_is_asked_for_however_old(
    desk: Newsdesk, first: int
) -> None:
    old = NOON - 30 * DAY
    desk.web.says(a_feed(*(an_item(n, at=old + n * HOUR) for n in (5, 4, 3, 2, 1))))
    await desk.connected(first=first)
    articles = await desk.articles()
    assert [a.content.headline for a in articles] == list(HEADLINES[5 - first : 5])
    assert {a.state for a in articles} == {ArticleState.PUBLISHED}


async def test_a_page_that_names_its_feed_is_as_good_as_its_address(desk: Newsdesk) -> None:
    page = f"""<html><head><link rel="alternate" type="application/rss+xml"
    title="Коментарі" href="/comments/feed"><link rel=alternate type="application/rss+xml"
    href="{URL}"></head><body><h1>Бастіон</h1></body></html>""".encode()
    desk.web.says(page, "https://bastion.example/")
    desk.web.says(a_feed(an_item()))
    await desk.feeds.add("bastion.example", by=an_owner())
    desk.web.pages["https://bastion.example"] = desk.web.pages["https://bastion.example/"]
    await desk.poller.poll_due()
    ((name, offer),) = desk.notices(OLENA)
    assert (name, offer["url"], offer["page"]) == ("feed_offered", URL, "https://bastion.example")
    feed = await desk.feeds.agree(offer["id"], first=0, by=an_owner())
    assert feed.url == URL


async def test_what_is_no_feed_is_told_of_and_forgotten(desk: Newsdesk) -> None:
    desk.web.says(b"<html><body>Hello</body></html>")
    added = await desk.feeds.add(URL, by=an_owner())
    await desk.poller.poll_due()
    ((name, told),) = desk.notices(OLENA)
    assert (name, told["code"], told["url"]) == ("feed_not_read", "not_a_feed", URL)
    with pytest.raises(RefusedError, match=r"^feed_unknown$"):
        await desk.feeds.agree(added.id, first=0, by=an_owner())


async def test_a_feed_that_is_connected_is_not_connected_twice(desk: Newsdesk) -> None:
    desk.web.says(a_feed(an_item()))
    feed = await desk.connected()
    again = await desk.feeds.add("http://www.bastion.example/rss/", by=an_owner())
    assert again.id == feed.id
    assert again.state is FeedState.ACTIVE
    page = f'<link rel="alternate" type="application/atom+xml" href="{URL}">'.encode()
    desk.web.says(page, "https://bastion.example/all")
    await desk.feeds.add("https://bastion.example/all", by=an_owner())
    await desk.poller.poll_due()
    assert desk.notices(OLENA)[-1] == ("feed_known", {"id": feed.id, "title": "Бастіон"})


async def test_a_page_whose_feed_somebody_else_was_offered_is_offered_all_the_same(
    desk: Newsdesk,
) -> None:
    """Nobody has agreed to that one: whoever asks last may be the one who does."""
    desk.web.says(a_feed(an_item()))
    await desk.offered()
    page = f'<link rel="alternate" type="application/rss+xml" href="{URL}">'.encode()
    desk.web.says(page, "https://bastion.example/all")
    desk.woken()
    number = await desk.offered("https://bastion.example/all", by=an_owner(IHOR))
    ((name, offer),) = desk.notices(IHOR)
    assert (name, offer["id"]) == ("feed_offered", number)
    assert desk.woken(), "whoever waits for it is told at once"
    assert (await desk.feeds.agree(number, first=0, by=an_owner())).url == URL


async def test_agreeing_and_declining_twice_change_nothing(desk: Newsdesk) -> None:
    desk.web.says(a_feed(an_item()))
    feed = await desk.connected()
    assert (await desk.feeds.agree(feed.id, first=5, by=an_owner())).first == 0
    await desk.feeds.decline(feed.id, by=an_owner())
    assert await desk.feeds.feed(feed.id)


async def test_a_declined_feed_and_an_old_offer_are_forgotten(desk: Newsdesk) -> None:
    desk.web.says(a_feed(an_item()))
    offered = await desk.offered()
    await desk.feeds.decline(offered, by=an_owner())
    with pytest.raises(RefusedError, match=r"^feed_unknown$"):
        await desk.feeds.agree(offered, first=0, by=an_owner())
    late = await desk.offered()
    desk.clock.pass_by(8 * 86_400)
    await desk.poller.tidy()
    with pytest.raises(RefusedError, match=r"^feed_unknown$"):
        await desk.feeds.agree(late, first=0, by=an_owner())


@pytest.mark.parametrize("address", ["", "привіт", "ftp://bastion.example/rss", "https://a"])
async def test_what_is_no_address_is_refused(desk: Newsdesk, address: str) -> None:
    with pytest.raises(RefusedError, match=r"^address_invalid$"):
        await desk.feeds.add(address, by=an_owner())


async def test_chiefs_decide_and_editors_only_look(desk: Newsdesk) -> None:
    desk.web.says(a_feed(an_item()))
    feed = await desk.connected(by=an_editor(role=Role.CHIEF))
    editor = an_editor()
    assert await desk.feeds.feeds() == (feed,)
    for deed in (
        desk.feeds.add(URL, by=editor),
        desk.feeds.agree(feed.id, first=0, by=editor),
        desk.feeds.decline(feed.id, by=editor),
        desk.feeds.set_publish(feed.id, on=True, by=editor),
        desk.feeds.set_section(feed.id, SVIT, by=editor),
        desk.feeds.set_category(feed.id, 0, SVIT, by=editor),
        desk.feeds.set_interval(feed.id, 1, by=editor),
        desk.feeds.clear_filter(feed.id, by=editor),
        desk.feeds.set_paused(feed.id, on=True, by=editor),
        desk.feeds.set_paused(feed.id, on=False, by=editor),
        desk.feeds.check_now(feed.id, by=editor),
        desk.feeds.remove(feed.id, by=editor),
        desk.feeds.ask_address(by=editor),
        desk.feeds.ask_filter(feed.id, by=editor),
    ):
        with pytest.raises(RefusedError, match=r"^chiefs_only$"):
            await deed
    assert await desk.feeds.feeds() == (feed,)


# --- polling -----------------------------------------------------------------------------------


async def test_new_items_wait_for_the_desk_with_a_card_unless_they_go_out_at_once(
    desk: Newsdesk,
) -> None:
    desk.web.says(a_feed())
    feed = await desk.connected()
    desk.web.says(a_feed(an_item(1)))
    await desk.next_poll()
    (waiting,) = await desk.articles()
    assert waiting.is_draft
    assert desk.owed(Kind.CARD, OLENA) == [waiting.id]
    assert desk.owed(Kind.ARTICLE, CHANNEL) == []
    await desk.feeds.set_publish(feed.id, on=True, by=an_owner())
    desk.web.says(a_feed(an_item(2), an_item(1)))
    await desk.next_poll()
    published = (await desk.articles())[1]
    assert desk.owed(Kind.ARTICLE, CHANNEL) == [published.id]
    assert desk.owed(Kind.CARD, OLENA) == [waiting.id]


async def test_the_oldest_of_the_new_items_comes_first(desk: Newsdesk) -> None:
    desk.web.says(a_feed())
    await desk.connected(publish=True)
    desk.web.says(a_feed(*(an_item(n, at=NOON - n * MINUTE) for n in (2, 1, 3))))
    await desk.next_poll()
    assert [a.content.headline for a in await desk.articles()] == [HEADLINES[n] for n in (2, 1, 0)]


async def test_what_the_site_sent_is_sent_back_exactly_and_304_costs_nothing(
    desk: Newsdesk,
) -> None:
    desk.web.says(a_feed(), etag='W/"a b-1"', last_modified="Wed, 10 May 2023 9:00:00 GMT")
    feed = await desk.connected()
    desk.web.answers(304)
    await desk.next_poll()
    _, conditions = desk.web.asked[-1]
    assert conditions == {
        "If-None-Match": 'W/"a b-1"',
        "If-Modified-Since": "Wed, 10 May 2023 9:00:00 GMT",
    }
    later = await desk.feeds.feed(feed.id)
    assert later.heard_at == desk.clock()
    assert later.etag == 'W/"a b-1"'


@pytest.mark.slow
@pytest.mark.parametrize(
    ("headers", "more", "minutes"),
    [
        ({}, "", 5),
        ({"cache_control": "public, max-age=60"}, "", 5),
        ({"cache_control": "public, max-age=1200"}, "", 20),
        ({"cache_control": "max-age=864000"}, "", 360),
        ({"cache_control": "max-age=x, no-cache"}, "", 5),
        ({}, "<ttl>30</ttl>", 30),
        ({}, "<ttl>soon</ttl>", 5),
    ],
)
async def test_a_site_may_ask_to_be_left_alone_for_a_while(
    desk: Newsdesk, headers: dict[str, str], more: str, minutes: int
) -> None:
    desk.web.says(a_feed(more=more), **headers)
    feed = await desk.connected()
    assert feed.next_poll_at == desk.clock() + minutes * MINUTE


@pytest.mark.parametrize(
    ("told", "minutes"),
    [("1800", 30), ("Wed, 10 May 2023 14:00:00 GMT", 120), ("99999999", 360), ("x", 10)],
)
async def test_a_failing_site_may_say_when_to_come_back(
    desk: Newsdesk, told: str, minutes: int
) -> None:
    desk.web.says(a_feed())
    feed = await desk.connected()
    desk.clock.now = NOON
    await desk.feeds.check_now(feed.id, by=an_owner())
    desk.web.answers(503, retry_after=told)
    await desk.poller.poll_due()
    assert (await desk.feeds.feed(feed.id)).next_poll_at == NOON + minutes * MINUTE


async def test_a_feed_that_breaks_is_told_of_once_and_once_when_it_works_again(
    desk: Newsdesk,
) -> None:
    desk.web.says(a_feed())
    feed = await desk.connected()
    await desk.forget_notices()
    desk.web.fails("site_too_slow")
    for _ in range(5):
        await desk.next_poll()
    ((name, told),) = desk.notices(OLENA)
    assert (name, told["code"], told["title"]) == ("feed_broken", "site_too_slow", "Бастіон")
    broken = await desk.feeds.feed(feed.id)
    assert (broken.state, broken.failures) == (FeedState.BROKEN, 5)
    desk.web.says(a_feed(an_item(1)))
    for _ in range(2):
        await desk.next_poll()
    assert [name for name, _ in desk.notices(OLENA)] == ["feed_broken", "feed_works"]
    assert (await desk.feeds.feed(feed.id)).state is FeedState.ACTIVE
    assert len(await desk.articles()) == 1


async def test_a_feed_that_is_gone_breaks_at_once(desk: Newsdesk) -> None:
    desk.web.says(a_feed())
    feed = await desk.connected()
    desk.web.answers(410)
    await desk.next_poll()
    assert desk.notices(OLENA)[-1][0] == "feed_broken"
    assert (await desk.feeds.feed(feed.id)).next_poll_at == desk.clock() + 6 * HOUR


async def test_a_fault_of_ours_with_one_feed_stops_no_other(
    desk: Newsdesk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.web.says(a_feed())
    other = "https://other.example/rss"
    desk.web.says(a_feed(), other)
    broken, well = await desk.connected(), await desk.connected(other)
    desk.web.pages[URL] = RuntimeError("a fault")
    await desk.next_poll()
    assert (await desk.feeds.feed(broken.id)).failures == 1
    assert (await desk.feeds.feed(well.id)).failures == 0
    assert "could not be polled" in caplog.text


async def test_a_fault_of_ours_with_one_item_stops_no_other_and_is_tried_again(
    desk: Newsdesk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.web.says(a_feed())
    feed = await desk.connected(publish=True)
    await tables.refuse(desk.storage, "article", "INSERT", "NEW.link LIKE '%/news/1'")
    desk.web.says(a_feed(an_item(2), an_item(1, at=NOON - MINUTE)), etag='"2"')
    await desk.next_poll()
    assert [a.content.headline for a in await desk.articles()] == [HEADLINES[1]]
    assert (await desk.feeds.feed(feed.id)).failures == 1
    assert "could not be taken" in caplog.text
    await tables.take_again(desk.storage, "article")
    await desk.next_poll()
    assert len(await desk.articles()) == 2


async def test_a_fault_of_ours_with_an_asked_feed_is_told_to_whoever_asked(
    desk: Newsdesk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.web.pages[URL] = RuntimeError("a fault")
    await desk.offered()
    assert [(name, told["code"]) for name, told in desk.notices(OLENA)] == [
        ("feed_not_read", "feed_fault")
    ]
    assert "could not be polled" in caplog.text


async def test_several_feeds_are_asked_at_once_and_no_transaction_waits_for_a_site(
    desk: Newsdesk,
) -> None:
    site = SlowSite(desk.storage)
    poller = desk.another(fetcher=site).feed_poller
    async with desk.storage.writing() as tx:
        for number in range(20):
            url = f"https://{number}.example/rss"
            feed = await tx.feeds.ask_for(url, MINUTE, OLENA, NOON)
            await tx.feeds.change(feed.id, state=FeedState.ACTIVE)
    for _ in range(2):
        await poller.poll_due()
    assert site.asked == 20
    assert site.most_at_once == 8


@dataclass
class SlowSite(Fetcher):
    """Each of its answers waits until somebody else has written to the database."""

    storage: Storage
    asked: int = 0
    at_once: int = 0
    most_at_once: int = 0

    async def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched:  # noqa: ARG002
        self.asked += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        async with asyncio.timeout(10), self.storage.writing():
            pass
        self.at_once -= 1
        return Fetched(304, url)


async def test_a_new_address_is_believed_when_it_was_told_three_times(desk: Newsdesk) -> None:
    new = "https://bastion.example/new/rss"
    desk.web.says(a_feed())
    feed = await desk.connected()
    desk.web.pages[URL] = Fetched(200, new, {}, a_feed(), moved_to=new)
    desk.web.says(a_feed(), new)
    for _ in range(2):
        await desk.next_poll()
    assert (await desk.feeds.feed(feed.id)).url == URL
    await desk.next_poll()
    assert (await desk.feeds.feed(feed.id)).url == new
    await desk.next_poll()
    assert desk.web.addresses()[-1] == new


async def test_a_removed_or_paused_feed_brings_nothing_any_more(desk: Newsdesk) -> None:
    desk.web.says(a_feed())
    feed = await desk.connected(publish=True)
    await desk.feeds.set_paused(feed.id, on=True, by=an_owner())
    desk.web.says(a_feed(an_item(1)))
    await desk.next_poll()
    assert await desk.articles() == []
    await desk.feeds.set_paused(feed.id, on=False, by=an_owner())
    await desk.poller.poll_due()
    assert await desk.articles() == [], "what came in the pause was seen"
    assert await desk.feeds.remove(feed.id, by=an_owner()) == "Бастіон"
    desk.web.says(a_feed(an_item(2)))
    await desk.next_poll()
    assert await desk.articles() == []


# --- items -------------------------------------------------------------------------------------


async def published(desk: Newsdesk, *items: str, **settings: object) -> list[Article]:
    """What becomes of these new items of a feed that publishes at once."""
    desk.web.says(a_feed())
    await desk.connected(publish=True, **settings)  # type: ignore[arg-type]
    desk.web.says(a_feed(*items))
    await desk.next_poll()
    return await desk.articles()


async def test_an_item_that_changes_is_the_next_revision_and_its_post_is_corrected(
    desk: Newsdesk,
) -> None:
    (first,) = await published(desk, an_item(1))
    await desk.show_everything()
    desk.web.says(a_feed(an_item(1, lead="Про це повідомили вже ввечері, о восьмій.")))
    await desk.next_poll()
    (changed,) = await desk.articles()
    assert (changed.id, changed.revision) == (first.id, 2)
    assert desk.owed(Kind.ARTICLE, CHANNEL) == [first.id]


async def test_what_an_item_says_no_more_is_gone_from_its_article(desk: Newsdesk) -> None:
    """Only an item that is nothing but a headline keeps the words that its page gave."""
    by = "<author>desk@bastion.example (Олена Коваль)</author>"
    (first,) = await published(desk, an_item(1, more=by))
    assert first.content.author
    desk.web.says(a_feed(an_item(1, lead="Про це повідомили в обласній раді.")))
    await desk.next_poll()
    (changed,) = await desk.articles()
    assert changed.revision == 2
    assert changed.content.author is None


async def test_a_feed_is_read_in_the_letters_that_its_site_says(desk: Newsdesk) -> None:
    """Its declaration stands in the header alone."""
    desk.web.says(a_feed())
    await desk.connected(publish=True)
    said = a_feed(an_item(1)).decode().replace(' encoding="UTF-8"', "").encode("cp1251")
    desk.web.says(said, content_type="text/xml; charset=windows-1251")
    await desk.next_poll()
    assert [a.content.headline for a in await desk.articles()] == [HEADLINES[0]]


async def test_noise_about_an_item_changes_nothing(desk: Newsdesk) -> None:
    (first,) = await published(desk, an_item(1))
    await desk.show_everything()
    noise = "<comments>https://bastion.example/1#comments</comments>"
    picture = '<enclosure url="https://bastion.example/1.jpg?t=5" type="image/jpeg"/>'
    desk.web.says(a_feed(an_item(1, at=NOON + MINUTE, more=noise + picture)))
    await desk.next_poll()
    assert await desk.articles() == [first]
    assert desk.owed(Kind.ARTICLE, CHANNEL) == []


async def test_an_item_that_vanishes_or_is_told_again_changes_nothing(desk: Newsdesk) -> None:
    (first,) = await published(desk, an_item(1))
    for items in ((), (an_item(1),), (an_item(1),)):
        desk.web.says(a_feed(*items))
        await desk.next_poll()
    assert await desk.articles() == [first]


async def test_an_item_that_is_old_when_it_is_seen_first_is_never_posted(desk: Newsdesk) -> None:
    assert await published(desk, an_item(1, at=NOON - 4 * DAY)) == []


async def test_an_item_whose_date_lies_ahead_is_taken_at_once_without_that_date(
    desk: Newsdesk,
) -> None:
    (article,) = await published(desk, an_item(1, at=NOON + 3 * HOUR))
    assert article.content.published_at is None
    assert "no_date" in article.warnings
    desk.clock.pass_by(4 * 3600)
    await desk.next_poll()
    assert (await desk.articles())[0].revision == 1


async def test_a_site_that_numbers_its_items_anew_is_known_by_their_pages(desk: Newsdesk) -> None:
    desk.web.says(a_feed(*(an_item(n) for n in (3, 2, 1))))
    await desk.connected(publish=True)
    desk.web.says(a_feed(*(an_item(n, guid=f"https://new/{n}") for n in (4, 3, 2, 1))))
    await desk.next_poll()
    assert [a.content.headline for a in await desk.articles()] == [HEADLINES[3]]


async def test_a_flood_waits_without_cards_and_the_desk_is_told_once(desk: Newsdesk) -> None:
    many = [
        an_item(n, f"Новина {'и' * n} номер {n}", guid=f"new {n}", link=f"https://b.example/{n}")
        for n in range(1, FLOOD + 3)
    ]
    articles = await published(desk, *many)
    assert len(articles) == FLOOD + 2
    assert {a.state for a in articles} == {ArticleState.DRAFT}
    assert desk.owed(Kind.CARD, OLENA) == []
    for _ in range(2):
        await desk.next_poll()
    told = [details for name, details in desk.notices(OLENA) if name == "feed_flood"]
    assert [details["count"] for details in told] == [FLOOD + 2]


@pytest.mark.slow
async def test_as_many_items_as_news_can_be_are_published_and_one_more_is_a_flood(
    desk: Newsdesk,
) -> None:
    many = [
        an_item(n, unlike_all_others(n), guid=f"new {n}", link=f"https://b.example/{n}")
        for n in range(1, FLOOD + 1)
    ]
    articles = await published(desk, *many)
    assert len(articles) == FLOOD
    assert {a.state for a in articles} == {ArticleState.PUBLISHED}


def unlike_all_others(number: int) -> str:
    """A headline that shares no word with any other."""
    return " ".join(chr(ord("а") + number) * length for length in range(4, 9))


async def test_what_is_left_of_a_flood_stays_one_after_a_kill(desk: Newsdesk) -> None:
    """Killed in the middle, the rest looks few; it is not published for that."""
    many = [an_item(n, f"Новина {n}", link=f"https://b.example/{n}") for n in range(1, 3)]
    desk.web.says(a_feed())
    feed = await desk.connected(publish=True)
    async with desk.storage.writing() as tx:
        await tx.origins.see(feed.source, {"1": "flooded", "2": "flooded"}, NOON)
    desk.web.says(a_feed(*many))
    await desk.next_poll()
    assert {a.state for a in await desk.articles()} == {ArticleState.DRAFT}


async def test_a_flood_that_is_not_taken_at_once_is_told_of_once(desk: Newsdesk) -> None:
    """Killed before its first item, poll after poll, the desk hears of it the first time."""
    bare = an_item(1, lead=None)
    (known,) = await published(desk, bare)
    many = [
        an_item(n, f"Новина {'и' * n} номер {n}", link=f"https://b.example/{n}")
        for n in range(2, FLOOD + 4)
    ]
    changed = an_item(1, "Міст через Рось закрили знову", lead=None)
    desk.web.says(a_feed(*many, changed), etag='"2"')
    desk.web.pages["https://bastion.example/news/1"] = Killed()
    for _ in range(3):
        with pytest.raises(Killed):
            await desk.next_poll()
    assert [article.id for article in await desk.articles()] == [known.id]
    del desk.web.pages["https://bastion.example/news/1"]
    await desk.next_poll()
    drafts = [article for article in await desk.articles() if article.id != known.id]
    assert {article.state for article in drafts} == {ArticleState.DRAFT}
    assert len(drafts) == FLOOD + 2
    told = [details for name, details in desk.notices(OLENA) if name == "feed_flood"]
    assert [details["count"] for details in told] == [FLOOD + 2]


async def test_a_poll_that_is_killed_midway_loses_nothing_and_doubles_nothing(
    desk: Newsdesk,
) -> None:
    desk.web.says(a_feed())
    await desk.connected(publish=True)
    bare = an_item(2, lead=None)
    desk.web.says(a_feed(an_item(3), bare, an_item(1)), etag='"2"')
    desk.web.pages["https://bastion.example/news/2"] = Killed()
    desk.clock.pass_by(300)
    with pytest.raises(Killed):
        await desk.poller.poll_due()
    assert len(await desk.articles()) == 1
    del desk.web.pages["https://bastion.example/news/2"]
    desk.clock.pass_by(600)
    await desk.poller.poll_due()
    assert [a.content.headline for a in await desk.articles()] == list(HEADLINES[:3])


class Killed(BaseException):
    """The process ends here."""


async def test_what_the_feed_does_not_say_is_read_from_the_items_page(desk: Newsdesk) -> None:
    desk.web.says(PAGE, "https://bastion.example/news/1")
    (article,) = await published(desk, an_item(1, lead=None))
    assert article.content.headline == HEADLINES[0], "the feed's own words win"
    assert article.content.lead == "Черг на ньому вже немає"
    desk.web.pages.pop("https://bastion.example/news/1")
    desk.web.says(a_feed(an_item(1, "Міст через Рось нарешті відкрили", lead=None)))
    await desk.next_poll()
    (changed,) = await desk.articles()
    assert changed.content.headline == "Міст через Рось нарешті відкрили"
    assert changed.content.lead == "Черг на ньому вже немає"


async def test_an_item_whose_page_cannot_be_read_is_taken_as_the_feed_says(
    desk: Newsdesk,
) -> None:
    desk.web.fails(url="https://bastion.example/news/1")
    articles = await published(desk, an_item(1, lead=None), an_item(2, lead=None))
    assert [a.content.lead for a in articles] == [None, None]


async def test_no_more_pages_than_ten_are_fetched_in_one_poll_and_the_rest_in_the_next(
    desk: Newsdesk,
) -> None:
    names = [f"Новина про {'о' * n}зеро" for n in range(1, 13)]
    items = [an_item(n, name, lead=None) for n, name in enumerate(names, start=1)]
    desk.web.says(a_feed())
    await desk.connected(publish=True)
    desk.web.says_once(a_feed(*items), etag='"2"')
    await desk.next_poll()
    assert len(await desk.articles()) == 10
    desk.clock.pass_by(60)
    await desk.poller.poll_due()
    assert len(await desk.articles()) == 12


@pytest.mark.parametrize("removed", [False, True])
async def test_what_is_paused_or_removed_while_it_is_polled_brings_nothing_more(
    desk: Newsdesk, *, removed: bool
) -> None:
    desk.web.says(a_feed())
    feed = await desk.connected(publish=True)
    desk.web.says(a_feed(an_item(2, lead=None), an_item(1, at=NOON - MINUTE)))

    async def decide(url: str) -> None:
        if url.endswith("/news/2"):
            if removed:
                await desk.feeds.remove(feed.id, by=an_owner())
            else:
                await desk.feeds.set_paused(feed.id, on=True, by=an_owner())

    desk.web.meanwhile = decide
    await desk.next_poll()
    assert [a.content.headline for a in await desk.articles()] == [HEADLINES[0]]


@pytest.mark.parametrize("fails", [False, True])
async def test_check_now_is_not_lost_while_the_feed_is_polled(
    desk: Newsdesk, *, fails: bool
) -> None:
    desk.web.says(a_feed())
    feed = await desk.connected()

    async def press(_url: str) -> None:
        desk.web.meanwhile = None
        await desk.feeds.check_now(feed.id, by=an_owner())
        if fails:
            desk.web.fails()

    desk.web.meanwhile = press
    await desk.next_poll()
    asked = len(desk.web.asked)
    await desk.poller.poll_due()
    assert len(desk.web.asked) == asked + 1


async def test_sections_come_of_categories_then_of_the_feed(desk: Newsdesk) -> None:
    desk.web.says(a_feed(an_item(9, category="Головне"), an_item(8, category="Politics")))
    feed = await desk.connected(publish=True)
    assert [(c.name, c.section_id) for c in feed.categories] == [
        ("Politics", POLITYKA),
        ("Головне", None),
    ]
    desk.web.says(a_feed(an_item(1, category="Politics"), an_item(2, category="Головне")))
    await desk.next_poll()
    by_category = {a.content.headline: a for a in await desk.articles()}
    assert by_category[HEADLINES[0]].section == await desk.section(POLITYKA)
    assert by_category[HEADLINES[1]].section is None
    assert by_category[HEADLINES[1]].is_draft, "held: nobody knows where it belongs"
    await desk.feeds.set_category(feed.id, 1, SVIT, by=an_owner())
    await desk.feeds.set_category(feed.id, 0, 0, by=an_owner())
    await desk.feeds.set_section(feed.id, SVIT, by=an_owner())
    desk.web.says(a_feed(an_item(3, category="Politics"), an_item(4, category="Нова")))
    await desk.next_poll()
    assert {a.section for a in (await desk.articles())[2:]} == {await desk.section(SVIT)}
    kept = await desk.feeds.feed(feed.id)
    assert [c.name for c in kept.categories] == ["Politics", "Головне", "Нова"]


async def test_a_filter_lets_words_through_in_all_their_forms(desk: Newsdesk) -> None:
    desk.web.says(a_feed())
    feed = await desk.connected(publish=True)
    await desk.feeds.ask_filter(feed.id, by=an_owner())
    await desk.answer("Міст, лелека, -вистава")
    desk.web.says(a_feed(*(an_item(n) for n in (5, 3, 2, 1))))
    await desk.next_poll()
    assert [a.content.headline for a in await desk.articles()] == list(HEADLINES[:2])
    await desk.feeds.clear_filter(feed.id, by=an_owner())
    await desk.next_poll()
    assert len(await desk.articles()) == 2, "what was kept back once is not news later"


async def test_an_item_that_the_desk_has_already_is_no_second_article(desk: Newsdesk) -> None:
    desk.web.says(a_feed())
    first = await desk.connected(publish=True)
    other = "https://other.example/rss"
    desk.web.says(a_feed(), other)
    await desk.connected(other, publish=True)
    for url in (URL, other):
        desk.web.says(a_feed(an_item(1)), url)
    await desk.next_poll()
    assert len(await desk.articles()) == 1
    assert first.id == 1


# --- questions ---------------------------------------------------------------------------------


async def test_the_next_text_is_the_address_that_was_asked_for(desk: Newsdesk) -> None:
    owner = an_owner()
    assert await desk.questions.open(owner) is None
    await desk.feeds.ask_address(by=owner)
    asked = await desk.questions.open(owner)
    assert asked
    assert asked.is_answered_by(URL)
    assert await desk.questions.open(an_editor(IHOR)) is None
    assert not asked.is_answered_by("Заголовок\n\nПерший абзац статті.")
    with pytest.raises(RefusedError, match=r"^address_invalid$"):
        await desk.answer("не адреса")
    assert await desk.questions.open(owner) == asked, "the question stays open"
    assert (await desk.answer(URL)).url == URL
    assert await desk.questions.open(owner) is None


async def test_a_question_about_feeds_gives_way_to_the_next_question(desk: Newsdesk) -> None:
    desk.web.says(a_feed(an_item(1)))
    await published(desk, an_item(1))
    owner = an_owner()
    await desk.feeds.ask_address(by=owner)
    await desk.publishing.ask_correction(1, by=owner)
    asked = await desk.questions.open(owner)
    assert asked
    assert asked.about is Asked.CORRECTION
    await desk.feeds.ask_address(by=owner)
    assert await desk.questions.cancel(None, by=owner)
    assert not await desk.questions.cancel(None, by=owner)


async def test_an_article_is_no_answer_to_the_question_for_a_filter(desk: Newsdesk) -> None:
    desk.web.says(a_feed())
    feed: Feed = await desk.connected()
    await desk.feeds.ask_filter(feed.id, by=an_owner())
    asked = await desk.questions.open(an_owner())
    assert asked
    assert not asked.is_answered_by("слово " * 300)
    with pytest.raises(RefusedError, match=r"^filter_too_long$"):
        await desk.answer("ш" * 101)


async def test_a_feed_that_is_removed_outdates_what_was_asked_of_it(desk: Newsdesk) -> None:
    desk.web.says(a_feed())
    feed: Feed = await desk.connected()
    await desk.feeds.ask_filter(feed.id, by=an_owner())
    await desk.questions.stands_in(70, of=an_owner())
    await desk.feeds.remove(feed.id, by=an_owner())
    template, details = desk.notices()[-1]
    assert (template, details["about"], details["ending"], details["title"]) == (
        "question_ended",
        "filter",
        "outdated",
        feed.name,
    )


PAGE = """<!doctype html><html lang="uk"><head><title>Міст | Вісті</title>
<meta property="article:published_time" content="2023-05-10T11:25:00+03:00"></head>
<body><h1>Міст відкрили</h1><p class="lead">Черг на ньому вже немає</p>
<p>Рух новим мостом запустили вчора, першим їхав трамвай із дітьми.</p></body></html>""".encode()
