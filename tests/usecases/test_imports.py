"""Imported pages are in the archive once, whatever of them was known."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.admission_rule import Admission
from bot.domain.article import ArticleState, Content, Reading, Revision
from bot.domain.delivery import Kind
from bot.usecases.imports import Imported
from tests.builders import a_content, a_draft, an_editor
from tests.clock import NOON
from tests.journeys.pages import a_page
from tests.usecases.house import House

LINK = "https://example.com/news/terminal"
CHANGED = ("Будівництво тривало п’ять років.",)


async def kept(house: House, *contents: Content) -> list[tuple[int, Admission]]:
    """The numbers of the articles that these pages are, and what became of each."""
    found = await house.imports.keep([Reading(content) for content in contents])
    return [(one.article_id, one.outcome) for one in found]


async def revisions(house: House) -> list[Revision]:
    async with house.storage.reading() as tx:
        return await tx.articles.revisions(1)


async def test_an_imported_article_is_in_the_archive_once_and_posted_nowhere(
    house: House,
) -> None:
    assert await kept(house, a_content()) == [(1, Admission.NEW)]
    assert await kept(house, a_content()) == [(1, Admission.KNOWN)]
    article = await house.article(1)
    assert (article.state, article.released_at) == (ArticleState.ARCHIVED, NOON)
    assert article.section
    assert article.section.name == "Світ"
    assert [revision.content for revision in await revisions(house)] == [a_content()]
    assert house.owed(Kind.ARTICLE, None) == []


async def test_an_imported_article_without_a_date_stands_where_it_came_in(house: House) -> None:
    assert (await house.archived(a_content(published_at=None))).released_at == house.clock()


async def test_pages_that_come_together_are_told_apart_in_their_order(house: House) -> None:
    first, second = a_content(), a_content("Інша новина", section="КУЛІНАРІЯ")
    assert await kept(house, first, second, first, replace(second, link=LINK)) == [
        (1, Admission.NEW),
        (2, Admission.NEW),
        (1, Admission.KNOWN),
        (2, Admission.KNOWN),
    ]


async def test_no_pages_are_no_articles(house: House) -> None:
    assert await kept(house) == []


async def test_the_same_text_with_another_link_and_other_spaces_is_one_article(
    house: House,
) -> None:
    await kept(house, a_content(link=LINK, body=("Ціна — 5 грн.",)))
    again = a_content(link="https://example.org/1", body=("Ціна\u00a0—  5 грн.",))
    assert await kept(house, again) == [(1, Admission.KNOWN)]


async def test_a_new_text_at_a_known_address_is_the_next_revision_in_the_archive(
    house: House,
) -> None:
    old, new = a_content(link=LINK), a_content(link=f"{LINK}/?utm_source=tg", body=CHANGED)
    await kept(house, old)
    assert await kept(house, new, new) == [(1, Admission.CHANGED), (1, Admission.KNOWN)]
    assert await kept(house, new) == [(1, Admission.KNOWN)]
    assert [revision.content for revision in await revisions(house)] == [old, new]


async def test_two_texts_at_one_address_that_come_together_are_two_revisions(
    house: House,
) -> None:
    old, new = a_content(link=LINK), a_content(link=LINK, body=CHANGED)
    assert await kept(house, old, new) == [(1, Admission.NEW), (1, Admission.CHANGED)]
    article = await house.article(1)
    assert (article.content, article.revision, article.state) == (new, 2, ArticleState.ARCHIVED)
    assert [(one.number, one.content) for one in await revisions(house)] == [(1, old), (2, new)]


async def test_a_new_text_moves_its_article_where_it_says_and_else_leaves_it_there(
    house: House,
) -> None:
    first = a_content(link=LINK)
    await kept(house, first)
    for section, found in (
        ("ПОЛІТИКА", "Політика"),
        ("Кулінарія", "Політика"),
        (None, "Політика"),
    ):
        changed = replace(first, section=section, body=(f"Нове: {section}.",))
        assert await kept(house, changed) == [(1, Admission.CHANGED)]
        article = await house.article(1)
        assert article.section
        assert article.section.name == found


async def test_a_text_that_was_changed_is_known_no_more_and_may_come_back(house: House) -> None:
    old, new = a_content(link=LINK), a_content(link=LINK, body=CHANGED)
    assert [outcome for _, outcome in await kept(house, old, new, old)] == [
        Admission.NEW,
        Admission.CHANGED,
        Admission.CHANGED,
    ]
    article = await house.article(1)
    assert (article.content, article.revision) == (old, 3)


async def test_what_an_import_says_of_each_page_is_what_became_of_its_article(
    house: House,
) -> None:
    draft = await house.pasted(a_page(link=LINK))
    other = a_content("Інша новина", body=("Слова.",))
    held, new = await house.imports.keep(
        [Reading(replace(draft.content, body=CHANGED)), Reading(other)]
    )
    assert held == Imported(draft.id, draft.content.headline, ArticleState.DRAFT, Admission.HELD)
    assert new == Imported(new.article_id, "Інша новина", ArticleState.ARCHIVED, Admission.NEW)


async def test_a_discarded_page_without_a_date_stands_in_the_archive_where_it_came_in(
    house: House,
) -> None:
    number = await a_draft(house.storage, published_at=None)
    await house.publishing.discard(number, by=an_editor())
    house.clock.pass_by(60)
    content = (await house.article(number)).content
    assert await kept(house, content, content) == [
        (number, Admission.NEW),
        (number, Admission.KNOWN),
    ]
    assert (await house.article(number)).released_at == house.clock()


async def test_an_address_that_all_pages_of_a_site_share_makes_no_one_article_of_them(
    house: House,
) -> None:
    first = a_content("Перша новина", link="https://example.com/news", body=("Раз.",))
    later = NOON + timedelta(hours=1)
    second = replace(first, headline="Зовсім інше", body=("Два.",), published_at=later)
    assert await kept(house, first, second) == [(1, Admission.NEW), (2, Admission.NEW)]
    assert await kept(house, first, second) == [(1, Admission.KNOWN), (2, Admission.KNOWN)]


@pytest.mark.parametrize("publish", [True, False])
async def test_a_new_text_of_what_the_desk_has_in_hand_changes_nothing(
    house: House, *, publish: bool
) -> None:
    draft = await house.pasted(a_page(link=LINK))
    if publish:
        await house.publishing.publish(draft.id)
    changed = replace(draft.content, body=CHANGED)
    assert await kept(house, changed, changed) == [(draft.id, Admission.HELD)] * 2
    assert (await house.article(draft.id)).content == draft.content


async def test_an_import_does_not_bring_back_what_was_taken_back(house: House) -> None:
    article = await house.published(a_page())
    await house.retraction.retract(article.id, by=an_editor())
    assert await kept(house, article.content) == [(article.id, Admission.KNOWN)]
    assert (await house.article(article.id)).state is ArticleState.RETRACTED


async def test_importing_a_discarded_page_puts_it_into_the_archive(house: House) -> None:
    draft = await house.pasted(a_page())
    await house.publishing.discard(draft.id, by=an_editor())
    assert await kept(house, draft.content) == [(draft.id, Admission.NEW)]
    assert (await house.article(draft.id)).state is ArticleState.ARCHIVED


async def test_an_archived_article_can_be_published(house: House) -> None:
    article = await house.archived(a_content())
    assert (await house.publishing.publish(article.id)).article.is_published


async def test_whoever_works_goes_before_an_import(house: House) -> None:
    draft = await house.pasted(a_page())
    done: list[str] = []

    async def bring() -> None:
        await house.imports.keep([Reading(a_content("Інша новина"))])
        done.append("imported")

    async def work() -> None:
        await house.publishing.show_card(draft.id, by=an_editor())
        done.append("shown")

    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks, house.storage.writing():
        tasks.create_task(bring())
        await asyncio.sleep(0)
        tasks.create_task(work())
        await asyncio.sleep(0)
    assert done == ["shown", "imported"]
