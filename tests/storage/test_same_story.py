"""What tells the same story is found again, and what an article names as related."""

from datetime import timedelta

import pytest

from bot.domain.article import ArticleState
from storage.storage import Storage
from tests.builders import a_content, a_draft, a_published_article, an_altered
from tests.clock import NOON

PORT = "Порт Роттердама відкрив зелений термінал"
DAY = timedelta(days=1)


async def near(
    storage: Storage, headline: str = f"Оновлено: {PORT}", **content: object
) -> list[int]:
    async with storage.reading() as tx:
        found = await tx.stories.candidates(a_content(headline, **content), NOON)
    return [article.id for article in found]


@pytest.mark.parametrize(("days", "found"), [(-3, False), (-2, True), (2, True), (3, False)])
async def test_nearly_the_same_headline_is_found_within_two_days(
    storage: Storage, days: int, *, found: bool
) -> None:
    article_id = await a_published_article(storage, PORT, published_at=NOON + days * DAY)
    assert await near(storage) == ([article_id] if found else [])


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


async def test_articles_are_found_by_their_headlines_however_spelt(storage: Storage) -> None:
    public = await a_published_article(storage, PORT)
    await a_draft(storage, PORT)
    await a_published_article(storage, "Інше")
    async with storage.reading() as tx:
        found = await tx.stories.with_headlines([f"«{PORT.upper()}»!", "Немає"])
        assert await tx.stories.with_headlines([]) == []
    assert [article.id for article in found] == [public]
