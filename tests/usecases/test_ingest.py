"""What a feed's items become at the borders: how old, how many, how bare, and what it says."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.article import Article, ArticleState
from bot.domain.delivery import Kind
from bot.domain.feeds import FLOOD, STALE, Feed
from bot.fetching import Fetched
from bot.intake.executor import Parsing
from bot.intake.web.web_page import read_web_page
from tests.builders import CHANNEL, OLENA, SVIT, a_channel, an_owner
from tests.clock import NOON
from tests.feeds import HEADLINES, a_feed, an_item
from tests.usecases.newsdesk import Newsdesk

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
PAGE_1 = "https://bastion.example/news/1"


@pytest.fixture
async def desk(newsdesk: Newsdesk) -> Newsdesk:
    await a_channel(newsdesk.storage)
    return newsdesk


async def connected(desk: Newsdesk, *, publish: bool = True) -> Feed:
    """A feed that was empty when it was polled first."""
    desk.web.says(a_feed())
    feed = await desk.connected(publish=publish)
    desk.clock.pass_by(300)
    return feed


async def taken(desk: Newsdesk, *items: str, **headers: str) -> list[Article]:
    """What there is once these items were polled, at once."""
    desk.web.says(a_feed(*items), **headers)
    await desk.feeds.check_now(1, by=an_owner())
    await desk.poller.poll_due()
    return await desk.articles()


def bare(number: int, **fields: str) -> str:
    return an_item(number, fields.pop("headline", ""), lead=None)


def a_page(lead: str = "Черг на ньому вже немає", *, more: str = "") -> bytes:
    return f"""<!doctype html><html lang="uk"><head><title>Міст | Вісті</title>
<meta property="article:published_time" content="2023-05-10T11:25:00+03:00">{more}</head>
<body><h1>Міст відкрили</h1><p class="lead">{lead}</p>
<p>Рух новим мостом запустили вчора, першим їхав трамвай із дітьми.</p></body></html>""".encode()


# --- how old, and how far ahead ---


@pytest.mark.parametrize(("age", "count"), [(STALE - SECOND, 1), (STALE, 0), (STALE + SECOND, 0)])
async def test_what_is_three_days_old_when_it_is_seen_first_is_no_news(
    desk: Newsdesk, age: timedelta, count: int
) -> None:
    await connected(desk)
    assert len(await taken(desk, an_item(1, at=desk.clock() - age))) == count


async def test_what_was_no_news_is_none_later(desk: Newsdesk) -> None:
    await connected(desk)
    assert await taken(desk, an_item(1, at=desk.clock() - STALE)) == []
    assert await taken(desk, an_item(1, at=desk.clock())) == []


@pytest.mark.parametrize(("ahead", "is_kept"), [(timedelta(), True), (SECOND, False)])
async def test_a_date_that_lies_ahead_is_none(
    desk: Newsdesk, ahead: timedelta, *, is_kept: bool
) -> None:
    await connected(desk)
    (article,) = await taken(desk, an_item(1, at=desk.clock() + ahead))
    assert article.content.published_at == (desk.clock() if is_kept else None)
    assert ("no_date" in article.warnings) is not is_kept
    assert article.is_published


# --- how many at once ---


def many(count: int, first: int = 1) -> list[str]:
    return [
        an_item(
            n,
            " ".join(chr(ord("а") + n) * length for length in range(4, 9)),
            guid=f"new {n}",
            link=f"https://b.example/{n}",
        )
        for n in range(first, first + count)
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("count", "state", "told"),
    [(FLOOD, ArticleState.PUBLISHED, 0), (FLOOD + 1, ArticleState.DRAFT, 1)],
)
async def test_more_at_once_than_news_can_be_are_a_flood(
    desk: Newsdesk, count: int, state: ArticleState, told: int
) -> None:
    feed = await connected(desk)
    await desk.forget_notices()
    articles = await taken(desk, *many(count))
    assert len(articles) == count
    assert {article.state for article in articles} == {state}
    flood = ("feed_flood", {"id": feed.id, "title": "Бастіон", "count": count})
    assert desk.notices(OLENA) == [flood] * told
    assert desk.owed(Kind.CARD, OLENA) == []
    assert len(desk.owed(Kind.ARTICLE, CHANNEL)) == (0 if told else count)


async def test_what_was_asked_for_is_published_and_no_part_of_a_flood(desk: Newsdesk) -> None:
    desk.web.says(a_feed(*(an_item(n, at=NOON + n * SECOND) for n in (3, 2, 1))))
    await desk.connected(first=3)
    articles = await desk.articles()
    assert {article.state for article in articles} == {ArticleState.PUBLISHED}
    assert len(articles) == 3
    assert "feed_flood" not in [name for name, _ in desk.notices()]
    assert not (await desk.feeds.feed(1)).publish


# --- the first sight, and the next ones ---


async def test_of_what_stands_in_a_feed_at_first_only_what_is_asked_for_is_taken(
    desk: Newsdesk,
) -> None:
    desk.web.says(a_feed(*(an_item(n, at=NOON + n * SECOND) for n in (3, 2, 1))))
    await desk.connected(first=1)
    assert [a.content.headline for a in await desk.articles()] == [HEADLINES[2]]
    again = [an_item(n, at=NOON + n * SECOND, guid=f"anew {n}") for n in (2, 1)]
    await taken(desk, *again)
    assert len(await desk.articles()) == 1, "the others are known by their pages"


async def test_what_waits_to_be_taken_is_taken_though_it_was_polled_before(
    desk: Newsdesk,
) -> None:
    feed = await connected(desk)
    async with desk.storage.writing() as tx:
        await tx.origins.see(feed.source, {"1": "asked for", "2": None}, desk.clock())
    (article,) = await taken(desk, an_item(2), an_item(1, at=NOON - 30 * 24 * HOUR))
    assert article.content.headline == HEADLINES[0]
    assert article.is_published


# --- what goes out, and what waits ---


@pytest.mark.parametrize("publish", [True, False])
async def test_new_items_go_out_or_lie_before_the_desk(desk: Newsdesk, *, publish: bool) -> None:
    await connected(desk, publish=publish)
    (article,) = await taken(desk, an_item(1))
    assert article.is_published is publish
    assert desk.owed(Kind.CARD, OLENA) == ([] if publish else [article.id])
    (changed,) = await taken(desk, an_item(1, lead="Про це повідомили вже ввечері."))
    assert changed.is_published is publish, "a change publishes nothing"
    assert changed.content.opening == "Про це повідомили вже ввечері."


async def test_a_change_publishes_no_draft_though_its_feed_publishes_by_now(
    desk: Newsdesk,
) -> None:
    await connected(desk, publish=False)
    await taken(desk, an_item(1))
    await desk.feeds.set_publish(1, on=True, by=an_owner())
    (changed,) = await taken(desk, an_item(1, lead="Про це повідомили вже ввечері."))
    assert changed.is_draft
    assert changed.content.opening == "Про це повідомили вже ввечері."


async def test_what_a_filter_keeps_back_is_neither_shown_nor_taken_later(desk: Newsdesk) -> None:
    await connected(desk, publish=False)
    await desk.feeds.ask_filter(1, by=an_owner())
    await desk.answer("-міст")
    (article,) = await taken(desk, an_item(2), an_item(1))
    assert article.content.headline == HEADLINES[1]


# --- the page of a bare item ---


@pytest.mark.parametrize("status", [200, 299, 199, 300, 404])
async def test_only_a_page_that_came_well_is_read(desk: Newsdesk, status: int) -> None:
    await connected(desk)
    desk.web.pages[PAGE_1] = Fetched(status, PAGE_1, {}, a_page())
    (article,) = await taken(desk, bare(1))
    lead = "Черг на ньому вже немає" if status in (200, 299) else None
    assert article.content.lead == lead
    assert article.content.headline == HEADLINES[0]


async def test_a_page_is_read_in_the_letters_that_its_site_says(desk: Newsdesk) -> None:
    await connected(desk)
    page = a_page("Їх уже немає").decode().encode("cp1251")
    desk.web.says(page, PAGE_1, content_type="text/html; charset=windows-1251")
    (article,) = await taken(desk, bare(1))
    assert article.content.lead == "Їх уже немає"


async def test_the_page_of_what_says_enough_is_not_asked_for(desk: Newsdesk) -> None:
    await connected(desk)
    desk.web.says(a_page(), PAGE_1)
    (article,) = await taken(desk, an_item(1))
    assert article.content.opening == "Про це повідомили в міській раді."
    assert PAGE_1 not in desk.web.addresses()
    await taken(desk, an_item(1, lead="Про це повідомили вже ввечері."))
    assert PAGE_1 not in desk.web.addresses()


async def test_pages_of_a_flood_are_not_asked_for(desk: Newsdesk) -> None:
    await connected(desk)
    articles = await taken(desk, bare(30), *many(FLOOD))
    assert len(articles) == FLOOD + 1
    assert not [url for url in desk.web.addresses() if "news/30" in url]


async def test_a_bare_item_that_changed_has_its_pages_new_words_or_keeps_the_old(
    desk: Newsdesk,
) -> None:
    await connected(desk)
    desk.web.says(a_page(), PAGE_1)
    await taken(desk, bare(1))
    desk.web.says(a_page("Рух знову перекрили"), PAGE_1)
    (changed,) = await taken(desk, bare(1, headline="Міст через Рось закрили"))
    assert (changed.content.headline, changed.content.lead, changed.revision) == (
        "Міст через Рось закрили",
        "Рух знову перекрили",
        2,
    )
    desk.web.answers(500, PAGE_1)
    (kept,) = await taken(desk, bare(1, headline="Міст через Рось знову відкрили"))
    assert (kept.content.headline, kept.content.lead, kept.revision) == (
        "Міст через Рось знову відкрили",
        "Рух знову перекрили",
        3,
    )


@pytest.mark.slow
@pytest.mark.parametrize(("seconds", "count"), [(2, 11), (3, 11), (4, 9)])
async def test_pages_are_asked_for_ten_times_or_half_a_minute(
    desk: Newsdesk, seconds: int, count: int
) -> None:
    """Each page takes so long; what is no bare item needs none, and the rest waits."""
    await connected(desk)

    async def slow(url: str) -> None:
        if "/news/" in url:
            desk.clock.pass_by(seconds)

    desk.web.meanwhile = slow
    names = [f"Новина про {'о' * n}зеро" for n in range(1, 13)]
    items = [an_item(n, name, lead=None) for n, name in enumerate(names, start=1)]
    whole = an_item(40, "Їжаки прокинулися раніше", at=NOON - MINUTE)
    articles = await taken(desk, *reversed(items), whole)
    assert len([a for a in articles if a.content.headline in names]) == count - 1
    assert len(articles) == count


class StumblingAtPages(Parsing):
    """A reader with a fault in what reads web pages."""

    async def __call__(self, read: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if read is read_web_page:
            raise ZeroDivisionError("a fault of ours")
        return await super().__call__(read, *args, **kwargs)


async def test_an_item_is_news_though_a_fault_of_ours_keeps_its_page_from_being_read(
    desk: Newsdesk, caplog: pytest.LogCaptureFixture
) -> None:
    feed = await connected(desk)
    desk.poller = desk.another(fetcher=desk.web, parsing=StumblingAtPages()).feed_poller
    desk.web.says(a_page(), PAGE_1)
    (article,) = await taken(desk, bare(1))
    assert (article.content.headline, article.content.lead) == (HEADLINES[0], None)
    assert (await desk.feeds.feed(feed.id)).failures == 0
    assert [each.getMessage() for each in caplog.records] == [
        "the page of an item could not be read"
    ]


# --- several feeds ---


async def test_an_items_section_is_printed_and_found(desk: Newsdesk) -> None:
    await connected(desk, publish=False)
    await desk.feeds.set_section(1, SVIT, by=an_owner())
    (article,) = await taken(desk, an_item(1, category="Дозвілля"))
    assert article.section
    assert article.section.id == SVIT


async def test_what_its_site_calls_no_page_is_read_as_none(desk: Newsdesk) -> None:
    await connected(desk)
    desk.web.says(a_page(), PAGE_1, content_type="application/pdf")
    (article,) = await taken(desk, bare(1))
    assert article.content.lead is None
