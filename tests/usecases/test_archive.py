"""The archive by section, author, tag and day, as readers go through it."""

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.article import Reading
from bot.domain.errors import RefusedError
from bot.domain.shelves import Edge, ShelfKey, ShelfPage
from bot.domain.topics import TopicKind, tag_topic
from bot.usecases.archive import NAMES, PAGE_SIZE
from tests.builders import (
    OLENA,
    POLITYKA,
    SVIT,
    a_content,
    a_draft,
    a_published_article,
    an_owner,
    hired,
)
from tests.clock import NOON
from tests.usecases.house import House

KYIV, NEW_YORK = ZoneInfo("Europe/Kyiv"), "America/New_York"


async def archived(house: House, *contents: dict[str, Any]) -> list[int]:
    readings = [
        Reading(a_content(f"Новина {number}", body=(f"Текст {number}.",), **given))
        for number, given in enumerate(contents)
    ]
    return [kept.article_id for kept in await house.imports.keep(readings)]


def numbers(page: ShelfPage) -> list[int]:
    return [article.id for article in page.articles]


async def tags(house: House) -> dict[str, int]:
    page = await house.archive.names("tag", 0)
    return {each.topic.name: each.articles for each in page.names}


async def key_of(house: House, tag: str) -> ShelfKey:
    async with house.storage.reading() as tx:
        topic = tag_topic(tag)
        return ShelfKey((await tx.archive_names.spelled([topic]))[topic].id, is_name=True)


async def walked(house: House, key: ShelfKey = ShelfKey()) -> list[list[int]]:  # noqa: B008
    """All pages of a shelf, one after the other."""
    pages = [await house.archive.page(key)]
    while pages[-1].has_older:
        pages.append(await house.archive.page(key, edge=Edge(pages[-1].articles[-1].id)))
    return [numbers(page) for page in pages]


@pytest.mark.parametrize("count", [0, 1, PAGE_SIZE, PAGE_SIZE + 1, 2 * PAGE_SIZE + 3])
async def test_the_archive_comes_in_pages_and_the_way_back_is_the_same(
    house: House, count: int
) -> None:
    ids = [await a_published_article(house.storage, f"Новина {n}") for n in range(count)]
    await a_draft(house.storage, "Чернетка")
    pages = await walked(house)
    assert [number for page in pages for number in page] == ids[::-1]
    assert {len(page) for page in pages[:-1]} <= {PAGE_SIZE}
    page = await house.archive.page()
    assert (page.total, page.is_many, page.has_newer) == (count, False, False)
    for before, page_behind in pairwise(pages):
        back = await house.archive.page(edge=Edge(page_behind[0], newer=True))
        assert numbers(back) == before


async def test_what_comes_meanwhile_shifts_no_page(house: House) -> None:
    ids = [await a_published_article(house.storage, f"Новина {n}") for n in range(PAGE_SIZE + 2)]
    first = await house.archive.page()
    await a_published_article(house.storage, "Свіжа")
    behind = await house.archive.page(edge=Edge(first.articles[-1].id))
    assert numbers(behind) == ids[1::-1]
    await hired(house.storage, an_owner())
    await house.retraction.retract(first.articles[-1].id, by=an_owner())
    again = await house.archive.page(edge=Edge(first.articles[-1].id))
    assert numbers(again) == ids[1::-1]


async def test_a_section_has_an_archive_of_its_own(house: House) -> None:
    await a_published_article(house.storage, "Світова новина")
    draft = await a_draft(house.storage, "Політична новина", section_id=POLITYKA)
    await house.publishing.publish(draft)
    page = await house.archive.page(ShelfKey(POLITYKA))
    assert numbers(page) == [draft]
    assert page.shelf.section
    assert page.shelf.section.id == POLITYKA
    for key in (ShelfKey(404), ShelfKey(404, is_name=True)):
        with pytest.raises(RefusedError, match=r"^(section|shelf)_unknown$"):
            await house.archive.page(key)
    with pytest.raises(RefusedError, match=r"^shelf_unknown$"):
        await house.archive.page(day=10**9)
    with pytest.raises(RefusedError, match=r"^shelf_unknown$"):
        await house.archive.names("word", 0)


async def test_tags_and_authors_follow_what_becomes_of_articles(house: House) -> None:
    first, second = await archived(
        house,
        {"tags": ("Море", "порт"), "author": "Олена Коваль та Іван Сич"},
        {"tags": ("#МОРЕ",), "author": "Олена Коваль"},
    )
    assert await tags(house) == {"Море": 2, "порт": 1}
    authors = await house.archive.names("author", 0)
    assert [(each.topic.name, each.articles) for each in authors.names] == [
        ("Олена Коваль", 2),
        ("Іван Сич", 1),
    ]
    sea = await key_of(house, "море")
    assert await walked(house, sea) == [[second, first]]
    await hired(house.storage, an_owner())
    await house.retraction.retract(first, by=an_owner())
    assert await tags(house) == {"Море": 1}
    assert await walked(house, sea) == [[second]]
    async with house.storage.writing() as tx:
        article = await tx.articles.existing(second)
        new = article.revise(a_content("Новина 1", tags=("порт",)), NOON, marked=False)
        await tx.articles.revise(new, by=OLENA, now=NOON)
    assert await tags(house) == {"порт": 1}
    with pytest.raises(RefusedError, match=r"^shelf_unknown$"):
        await house.archive.page(sea)


async def test_what_the_desk_takes_out_of_the_archive_can_be_put_back(house: House) -> None:
    (number,) = await archived(house, {"tags": ("порт",)})
    by = an_owner()
    await hired(house.storage, by)
    gone = await house.publishing.discard(number, by=by)
    assert (numbers(await house.archive.page()), await tags(house)) == ([], {})
    await house.publishing.show_card(number, by=by, drawn=gone.version)
    assert (numbers(await house.archive.page()), await tags(house)) == ([number], {"порт": 1})


async def test_names_come_in_pages_those_with_most_articles_first(house: House) -> None:
    await archived(house, *({"tags": tuple(f"тег {n}" for n in range(k + 1))} for k in range(25)))
    first, last = await house.archive.names("tag", 0), await house.archive.names("tag", 99)
    assert (first.page, first.pages, first.total) == (0, 2, 25)
    assert (last.page, last.kind) == (1, TopicKind.TAG)
    named = [*first.names, *last.names]
    assert [each.topic.name for each in named] == [f"тег {n}" for n in range(25)]
    assert [each.articles for each in named] == list(range(25, 0, -1))
    assert len(first.names) == NAMES


async def test_the_calendar_has_the_days_of_articles_and_turns_over_empty_months(
    house: House,
) -> None:
    at = [
        datetime(*day, 12, tzinfo=KYIV)
        for day in (
            (2023, 5, 10),
            (2023, 5, 31),
            (2023, 9, 1),
            (2024, 2, 29),
            (2026, 5, 20),
        )
    ]
    await archived(house, *({"published_at": each, "tags": ("порт",)} for each in at))
    newest = await house.archive.month()
    assert (newest.first, newest.days) == (date(2026, 5, 1), (date(2026, 5, 20),))
    assert (newest.later, newest.year_behind) == (None, None)
    assert (newest.earlier, newest.year_before) == (date(2024, 2, 1), date(2024, 2, 1))
    for key in (ShelfKey(), ShelfKey(SVIT), await key_of(house, "порт")):
        may = await house.archive.month(key, day=date(2023, 5, 17).toordinal())
        assert may.days == (date(2023, 5, 10), date(2023, 5, 31))
        assert (may.earlier, may.later) == (None, date(2023, 9, 1))
        assert (may.year_before, may.year_behind) == (None, date(2024, 2, 1))
        page = await house.archive.page(key, day=date(2023, 5, 31).toordinal())
        assert [article.content.published_at for article in page.articles] == [at[1]]
        assert (page.total, page.has_newer, page.has_older) == (1, False, False)
    gap = await house.archive.month(day=date(2024, 1, 1).toordinal())
    assert gap.first == date(2023, 9, 1)
    before = await house.archive.month(day=date(1999, 1, 1).toordinal())
    assert before.first == date(2023, 5, 1)
    assert (await house.archive.month(ShelfKey(POLITYKA))).days == ()


async def test_a_day_is_the_readers_own_over_a_change_of_the_clock_too(house: House) -> None:
    zone = ZoneInfo("America/New_York")
    late = datetime(2026, 3, 29, 2, 30, tzinfo=KYIV)  # on the 28th, in New York
    (night, noon) = await archived(
        house, {"published_at": late}, {"published_at": late + timedelta(hours=12)}
    )
    sunday, saturday = date(2026, 3, 29), date(2026, 3, 28)
    here = await house.archive.month()
    assert here.days == (sunday,)
    assert numbers(await house.archive.page(day=sunday.toordinal())) == [noon, night]
    there = await house.archive.month(zone=zone)
    assert there.days == (saturday, sunday)
    page = await house.archive.page(day=saturday.toordinal(), zone=zone)
    assert (numbers(page), page.zone) == ([night], zone)
    assert numbers(await house.archive.page(day=sunday.toordinal(), zone=zone)) == [noon]


async def test_the_taste_of_a_topic_is_its_newest(house: House) -> None:
    ids = await archived(house, *({"tags": ("порт",)} for _ in range(5)), {})
    taste = await house.archive.taste(tag_topic("Порт"))
    assert [article.id for article in taste] == ids[4:1:-1]
    assert await house.archive.taste(tag_topic("море")) == ()


async def test_the_kept_counts_are_the_true_ones_whatever_happens(house: House) -> None:
    await hired(house.storage, an_owner())
    chance = Random(7)  # noqa: S311 - a test
    names = ["порт", "Море", "МОРЕ", "#порт", "ліс", "нафта"]

    def some() -> tuple[str, ...]:
        return tuple(chance.sample(names, chance.randrange(4)))

    now: dict[int, tuple[str, ...]] = {}
    now |= dict.fromkeys(await archived(house, *({} for _ in range(6))), ())
    for _ in range(40):
        each = chance.choice(list(now))
        now[each] = some()
        async with house.storage.writing() as tx:
            article = await tx.articles.existing(each)
            content = a_content(article.content.headline, tags=now[each])
            await tx.articles.revise(article.revise(content, NOON, marked=False), by=1, now=NOON)
    for gone in list(now)[:2]:
        await house.retraction.retract(gone, by=an_owner())
        del now[gone]
    expected = Counter(topic for tags in now.values() for topic in set(map(tag_topic, tags)))
    page = await house.archive.names("tag", 0)
    assert {name.topic: name.articles for name in page.names} == expected
    for name in page.names:
        shelf = await house.archive.page(ShelfKey(name.id, is_name=True))
        assert shelf.total == name.articles
        its = {number for number, tags in now.items() if name.topic in map(tag_topic, tags)}
        assert set(numbers(shelf)) == its
