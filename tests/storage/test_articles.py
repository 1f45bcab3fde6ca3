"""In which order articles are found, how many of them, and which one counts."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.article import Article, ArticleState
from bot.domain.shelves import Shelf
from storage.storage import Storage
from tests.builders import (
    POLITYKA,
    SVIT,
    a_content,
    a_draft,
    a_published_article,
    a_section,
    an_altered,
)
from tests.clock import NOON

HOUR = timedelta(hours=1)
LINK = "https://example.com/terminal"


def numbers(found: Iterable[Article]) -> list[int]:
    return [article.id for article in found]


async def set_state(storage: Storage, *article_ids: int, state: ArticleState) -> None:
    async with storage.writing() as tx:
        for article_id in article_ids:
            await an_altered(tx, article_id, state=state)


@pytest.mark.slow
async def test_of_drafts_the_newest_come_first_and_nothing_else_does(storage: Storage) -> None:
    first, second, third = [await a_draft(storage, name) for name in ("Перша", "Друга", "Третя")]
    for number, state in enumerate(ArticleState):
        if state is not ArticleState.DRAFT:
            await set_state(storage, await a_draft(storage, f"Новина {number}"), state=state)
    async with storage.reading() as tx:
        assert numbers(await tx.articles.drafts(9)) == [third, second, first]
        assert numbers(await tx.articles.drafts(2)) == [third, second]


@pytest.mark.slow
async def test_the_archive_is_read_page_by_page_by_the_dates_that_are_printed(
    storage: Storage,
) -> None:
    by_state = {state: await a_draft(storage, state) for state in ArticleState}
    for state, article_id in by_state.items():
        await set_state(storage, article_id, state=state)
    public = [by_state[ArticleState.PUBLISHED], by_state[ArticleState.ARCHIVED]]
    newest = await a_published_article(storage, "Найновіша", published_at=NOON + HOUR)
    other = await a_published_article(storage, "Інша", section_id=POLITYKA)
    async with storage.writing() as tx:
        for article_id in (*public, other):
            await an_altered(tx, article_id, released_at=NOON + 2 * HOUR)
        expected = [newest, other, *sorted(public, reverse=True)]
        assert numbers(await tx.archive.published(None, 99, 0)) == expected
        assert numbers(await tx.archive.published(None, 2, 1)) == expected[1:3]
        assert numbers(await tx.archive.published(SVIT, 1, 1)) == [max(public)]
        assert await tx.archive.count(Shelf()) == 4
        assert await tx.archive.count(Shelf(a_section())) == 3
        assert await tx.archive.count(Shelf(a_section(number=POLITYKA))) == 1


@pytest.mark.slow
async def test_of_articles_that_are_alike_the_closest_come_first_and_those_taken_back_last(
    storage: Storage,
) -> None:
    content = a_content("Міст", link=LINK)
    later: dict[str, Any] = {"published_at": NOON + HOUR}
    by_time = [await a_draft(storage, name) for name in ("Перша", "Друга")]
    by_name = [await a_draft(storage, "Міст!", **later) for _ in range(2)]
    by_page = [await a_draft(storage, name, link=LINK, **later) for name in ("Третя", "Четверта")]
    back_page = await a_draft(storage, "П’ята", link=LINK)
    back_name = await a_draft(storage, "«Міст»")
    await a_draft(storage, "Зовсім інше", link="https://example.com/other", **later)
    for state in (ArticleState.DISCARDED, ArticleState.MERGED):
        await set_state(storage, await a_draft(storage, "Міст", link=LINK), state=state)
    await set_state(storage, by_time[0], state=ArticleState.PUBLISHED)
    await set_state(storage, by_name[0], state=ArticleState.ARCHIVED)
    await set_state(storage, back_page, back_name, state=ArticleState.RETRACTED)
    async with storage.reading() as tx:
        assert numbers(await tx.articles.alike(content)) == [
            *reversed(by_page),
            *reversed(by_name),
            *reversed(by_time),
            back_page,
            back_name,
        ]


async def test_of_very_many_alike_twenty_are_looked_at(storage: Storage) -> None:
    drafts = [await a_draft(storage, "Міст") for _ in range(21)]
    async with storage.reading() as tx:
        assert numbers(await tx.articles.alike(a_content("Міст"))) == drafts[:0:-1]
