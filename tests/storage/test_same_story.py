"""What tells the same story is found again, and what an article names as related."""

from datetime import timedelta

import pytest

from bot.domain.article import ArticleState, Reading, Related
from storage.imports import NewArticle
from storage.storage import Storage
from tests.builders import a_content, a_draft, a_published_article, an_altered
from tests.clock import NOON

PORT = "Порт Роттердама відкрив зелений термінал"
DAY, MOMENT = timedelta(days=1), timedelta(milliseconds=1)


async def near(
    storage: Storage, headline: str = f"Оновлено: {PORT}", **content: object
) -> list[int]:
    async with storage.reading() as tx:
        found = await tx.stories.candidates(a_content(headline, **content), NOON)
    return [article.id for article in found]


AT_BORDERS = {-2 * DAY - MOMENT: False, -2 * DAY: True, 2 * DAY: True, 2 * DAY + MOMENT: False}


async def test_nearly_the_same_headline_is_found_within_two_days(storage: Storage) -> None:
    ids = {
        apart: await a_published_article(storage, PORT, published_at=NOON + apart)
        for apart in AT_BORDERS
    }
    within = [ids[apart] for apart, found in AT_BORDERS.items() if found]
    assert await near(storage) == within[::-1]


async def test_without_a_date_it_is_found_within_two_days_of_its_release(storage: Storage) -> None:
    ids = {
        apart: await a_published_article(storage, PORT, published_at=None) for apart in AT_BORDERS
    }
    async with storage.writing() as tx:
        for apart, article_id in ids.items():
            await an_altered(tx, article_id, released_at=NOON + apart)
    within = [ids[apart] for apart, found in AT_BORDERS.items() if found]
    assert await near(storage) == within[::-1]
    assert await near(storage, published_at=None) == within[::-1]


@pytest.mark.parametrize(("apart", "found"), AT_BORDERS.items())
async def test_an_undated_draft_is_found_within_two_days_of_its_coming(
    storage: Storage, apart: timedelta, *, found: bool
) -> None:
    draft = await a_draft(storage, PORT, published_at=None)
    assert await near(storage, published_at=NOON + apart) == ([draft] if found else [])


async def test_of_many_that_are_nearly_the_same_the_five_newest_are_shown(
    storage: Storage,
) -> None:
    drafts = [await a_draft(storage, PORT, published_at=NOON + DAY) for _ in range(6)]
    assert await near(storage) == drafts[:0:-1]


@pytest.mark.slow
async def test_of_very_many_the_newest_two_thousand_are_compared(storage: Storage) -> None:
    port = a_content(PORT, published_at=NOON + DAY)
    others = [a_content(f"Зовсім інше {n}", published_at=NOON + DAY) for n in range(1998)]
    async with storage.writing() as tx:
        await tx.imports.add(
            [NewArticle(Reading(c), None, NOON) for c in (port, port, *others, port)], NOON
        )
    assert await near(storage) == [2001, 2]


async def test_the_state_decides_what_is_compared(storage: Storage) -> None:
    ids = {}
    for state in ArticleState:
        ids[state] = await a_draft(storage, PORT)
        async with storage.writing() as tx:
            await an_altered(tx, ids[state], state=state)
    ignored = {ArticleState.DISCARDED, ArticleState.MERGED}
    assert {*await near(storage)} == {ids[state] for state in {*ArticleState} - ignored}


async def test_a_page_without_a_date_is_compared_by_when_it_came(storage: Storage) -> None:
    published = await a_published_article(storage, PORT, published_at=None)
    draft = await a_draft(storage, f"{PORT} (фото)", published_at=None)
    assert await near(storage) == [draft, published]
    assert await near(storage, published_at=None) == [draft, published]
    assert await near(storage, published_at=NOON - 3 * DAY) == []


async def test_what_the_desk_threw_away_is_like_nothing(storage: Storage) -> None:
    article_id = await a_draft(storage, PORT)
    async with storage.writing() as tx:
        await an_altered(tx, article_id, state=ArticleState.DISCARDED)
    assert await near(storage) == []


async def test_what_shares_the_page_comes_before_news_of_the_same(storage: Storage) -> None:
    page = await a_draft(storage, "Зовсім інше", link="https://example.com/1", published_at=None)
    news = await a_draft(storage, PORT, published_at=NOON + DAY)
    assert await near(storage, link="http://www.example.com/1/") == [page, news]


def naming(*headlines: str) -> list[Related]:
    return [Related("Світ", each, None, None) for each in headlines]


async def test_articles_are_found_by_their_headlines_however_spelt(storage: Storage) -> None:
    public = await a_published_article(storage, PORT)
    await a_draft(storage, PORT)
    other = await a_published_article(storage, "Інше")
    async with storage.reading() as tx:
        items = naming(f"«{PORT.upper()}»!", "Немає", "Інше")
        found = await tx.stories.meant_by(items, but=other)
        assert await tx.stories.meant_by([], but=other) == ()
    assert [article.id for article in found] == [public]
    assert found[0].content.headline == PORT


async def test_of_the_same_headline_the_newest_is_meant_and_none_that_came_later(
    storage: Storage,
) -> None:
    first, second, third = [await a_published_article(storage, PORT) for _ in range(3)]
    async with storage.writing() as tx:
        await an_altered(tx, first, released_at=NOON + DAY, state=ArticleState.ARCHIVED)
        for but, before, expected in (
            (second, None, [first]),
            (second, NOON, [first]),  # they came in at noon
            (second, NOON - MOMENT, []),
        ):
            found = await tx.stories.meant_by(naming(PORT), but=but, before=before)
            assert [article.id for article in found] == expected
        await an_altered(tx, first, state=ArticleState.DISCARDED)
        found = await tx.stories.meant_by(naming(PORT), but=second)
    assert [article.id for article in found] == [third]
