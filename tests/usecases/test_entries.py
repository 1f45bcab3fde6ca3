"""A feed's items as the newsroom takes them: what each is known by, and what makes it another."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.article import Content, Image
from bot.domain.feeds import MOST_CATEGORIES, Category, Feed, FeedState
from bot.domain.filters import Filter
from bot.domain.parsed_feed import Entry, ParsedFeed
from bot.domain.section import FIRST_SECTIONS
from bot.language.terms import Language
from bot.usecases.feeds.entries import (
    Announced,
    ReadItem,
    announced,
    categories_of,
    filled,
    newest,
    read_items,
)
from tests.builders import POLITYKA, SVIT
from tests.clock import NOON
from tests.feeds import URL

DAY = timedelta(days=1)
WHOLE = Content(
    "Своє",
    section="Світ",
    published_at=NOON,
    lead="Свій лід.",
    body=("Свій текст.",),
    link="https://example.com/own",
    author="Олена",
    captions=("Свій підпис",),
    language="uk",
    tags=("своє",),
    images=(Image("https://example.com/own.jpg"),),
)
OTHER = Content(
    "Чуже",
    section="Політика",
    published_at=NOON + DAY,
    lead="Чужий лід.",
    body=("Чужий текст.",),
    link="https://example.com/other",
    author="Ігор",
    captions=("Чужий підпис",),
    language="en",
    tags=("чуже",),
    images=(Image("https://example.com/other.jpg"),),
)
FIELDS = (
    "section",
    "published_at",
    "lead",
    "body",
    "link",
    "author",
    "captions",
    "language",
    "tags",
    "images",
)


def an_entry(number: int, **fields: Any) -> Entry:
    known: dict[str, Any] = {
        "title": f"Новина {number}",
        "link": f"https://example.com/{number}",
        "published_at": NOON + number * timedelta(minutes=1),
    }
    return Entry(str(number), **(known | fields))


def a_feed_of(*items: Entry) -> ParsedFeed:
    return ParsedFeed("Бастіон", "https://example.com/", None, items)


def keys(items: list[Announced]) -> list[str]:
    return [one.key for one in items]


# --- what one text lacks and another has ---


@pytest.mark.parametrize("field", FIELDS)
def test_what_a_text_lacks_it_has_from_the_other_and_nothing_else(field: str) -> None:
    empty = getattr(Content("Без нічого"), field)
    lacking = replace(WHOLE, **{field: empty})
    assert filled(lacking, OTHER) == replace(WHOLE, **{field: getattr(OTHER, field)})
    assert filled(lacking, replace(OTHER, **{field: empty})) == lacking


def test_a_whole_text_keeps_all_its_own_and_a_bare_headline_takes_all_but_that() -> None:
    assert filled(WHOLE, OTHER) == WHOLE
    assert filled(Content("Своє"), OTHER) == replace(OTHER, headline="Своє")


@pytest.mark.parametrize(
    ("said", "bare"),
    [
        ({"link": URL}, True),
        ({"link": URL, "lead": "Лід."}, False),
        ({"link": URL, "body": ("Текст.",)}, False),
        ({"link": URL, "lead": "Лід.", "body": ("Текст.",)}, False),
        ({}, False),
        ({"lead": "Лід."}, False),
        ({"body": ("Текст.",)}, False),
    ],
)
def test_an_item_is_bare_where_only_its_page_can_say_more(
    said: dict[str, Any], *, bare: bool
) -> None:
    assert ReadItem("1", Content("Заголовок", **said), "", let_through=True).is_bare is bare


# --- the order, and what an item is known by ---


def test_items_come_the_oldest_first_by_their_dates() -> None:
    entries = [an_entry(n) for n in (2, 3, 1)]
    assert keys(announced(a_feed_of(*entries))) == ["1", "2", "3"]


@pytest.mark.parametrize("undated", [1, 2, 3])
def test_where_one_has_no_date_the_feeds_own_order_holds(undated: int) -> None:
    entries = [an_entry(n, **({"published_at": None} if n == undated else {})) for n in (2, 3, 1)]
    assert keys(announced(a_feed_of(*entries))) == ["1", "3", "2"]


def test_items_of_one_moment_stay_in_the_order_of_the_feed() -> None:
    entries = [an_entry(n, published_at=NOON) for n in (2, 3, 1)]
    assert keys(announced(a_feed_of(*entries))) == ["1", "3", "2"]


def test_an_item_is_known_by_its_page_where_that_is_its_own_alone() -> None:
    entries = (
        an_entry(1),
        an_entry(2, link="https://example.com/news"),
        an_entry(3, link="http://www.example.com/news/?utm_source=rss"),
        an_entry(4, link=None),
        an_entry(5, link=None),
    )
    first, *others = announced(a_feed_of(*entries))
    assert first.marks == ("1", f"page:{first.page and first.page.removeprefix('page:')}")
    assert [one.marks for one in others] == [("2",), ("3",), ("4",), ("5",)]
    (moved,) = announced(a_feed_of(replace(entries[0], id="anew")))
    assert moved.marks == ("anew", first.page)


@pytest.mark.parametrize(
    ("count", "asked"),
    [(0, set()), (1, {"3"}), (2, {"2", "3"}), (3, {"1", "2", "3"}), (5, {"1", "2", "3"})],
)
def test_the_newest_are_the_last(count: int, asked: set[str]) -> None:
    items = announced(a_feed_of(*(an_entry(n) for n in (3, 2, 1))))
    assert set(newest(items, count)) == asked


# --- what is read of them ---


def read(
    *entries: Entry,
    known: Feed | None = None,
    phrases: Filter | None = None,
    language: Language | None = None,
) -> dict[str, ReadItem]:
    feed = a_feed_of(*entries)
    return read_items(
        announced(feed),
        feed,
        known or Feed(1, URL, FeedState.ACTIVE),
        sections=FIRST_SECTIONS,
        phrases=phrases or Filter(),
        language=language or Language(),
    )


FIRST = an_entry(
    1, summary="Лід новини.", markup="<p>Текст новини.</p>", author="Олена", categories=("Світ",)
)


@pytest.mark.parametrize(
    "noise",
    [
        {"published_at": NOON + DAY},
        {"images": (Image("https://example.com/1.jpg"),)},
        {"categories": ("Світ", "тег")},
        {"link": "http://www.example.com/1/?utm_source=rss"},
        {"id": "anew"},
    ],
)
def test_what_changes_by_itself_makes_no_other_text_of_an_item(noise: dict[str, Any]) -> None:
    ((_, before),) = read(FIRST).items()
    ((_, after),) = read(replace(FIRST, **noise)).items()
    assert after.digest == before.digest


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Інший заголовок"},
        {"summary": "Інший лід."},
        {"markup": "<p>Інший текст.</p>"},
        {"author": "Ігор"},
        {"categories": ("Політика",)},
        {"link": "https://example.com/another"},
    ],
)
def test_other_words_or_another_page_make_another_text(change: dict[str, Any]) -> None:
    ((_, before),) = read(FIRST).items()
    ((_, after),) = read(replace(FIRST, **change)).items()
    assert after.digest != before.digest


def test_an_item_without_headline_and_text_is_none() -> None:
    assert list(read(FIRST, an_entry(2, title=None))) == ["1"]


@pytest.mark.parametrize(
    ("categories", "of_feed", "section"),
    [
        (("Різне",), None, "Різне"),
        (("Різне",), SVIT, "Світ"),
        (("Влада",), SVIT, "Політика"),
        (("Влада",), None, "Політика"),
        ((), SVIT, "Світ"),
        ((), None, None),
        (("Влада",), 404, "Політика"),
        (("Різне",), 404, "Різне"),
    ],
)
def test_an_items_section_is_that_of_its_category_then_of_its_feed_then_what_it_says(
    categories: tuple[str, ...], of_feed: int | None, section: str | None
) -> None:
    known = Feed(
        1,
        URL,
        FeedState.ACTIVE,
        section_id=of_feed,
        categories=(Category("Влада", POLITYKA), Category("Різне", None)),
    )
    ((_, one),) = read(replace(FIRST, categories=categories), known=known).items()
    assert one.content.section == section


LANGUAGE = Language()


@pytest.mark.parametrize(
    ("wanted", "unwanted", "through"),
    [
        ((), (), True),
        (("порт",), (), True),
        (("міст",), (), False),
        ((), ("порт",), False),
        ((), ("міст",), True),
        (("лід",), (), True),
        (("війна",), (), True),
        (("порт",), ("війна",), False),
    ],
)
def test_a_filter_looks_at_headline_opening_and_categories(
    wanted: tuple[str, ...], unwanted: tuple[str, ...], *, through: bool
) -> None:
    entry = replace(FIRST, title="У порту відкрили термінал", categories=("Війна",))
    phrases = Filter(tuple(map(LANGUAGE.asked, wanted)), tuple(map(LANGUAGE.asked, unwanted)))
    ((_, one),) = read(entry, phrases=phrases, language=LANGUAGE).items()
    assert one.let_through is through


# --- categories ---


def test_categories_that_mean_a_section_come_first_then_the_commonest() -> None:
    entries = (
        *(an_entry(n, categories=("Головне", "Тег")) for n in range(3)),
        *(an_entry(n, categories=("Politics",)) for n in range(3, 5)),
        an_entry(5, categories=("Рідкісне", "World")),
        an_entry(6),
    )
    found = categories_of(a_feed_of(*entries), FIRST_SECTIONS)
    assert list(found.items()) == [
        (Category("Politics", POLITYKA), 2),
        (Category("World", SVIT), 1),
        (Category("Головне"), 3),
        (Category("Рідкісне"), 1),
    ]


@pytest.mark.parametrize("count", [MOST_CATEGORIES, MOST_CATEGORIES + 1])
def test_no_more_categories_are_kept_than_a_feed_may_have(count: int) -> None:
    entries = [an_entry(n, categories=(f"Рубрика {n}",)) for n in range(count)]
    assert len(categories_of(a_feed_of(*entries), FIRST_SECTIONS)) == MOST_CATEGORIES


@pytest.mark.parametrize(("commoner", "found"), [(499, [SVIT]), (500, [])])
def test_what_is_rarer_than_five_hundred_others_is_not_looked_at(
    commoner: int, found: list[int]
) -> None:
    others = tuple(f"Тег {n}" for n in range(commoner))
    entries = (
        an_entry(1, categories=("Головне", *others[1:])),
        an_entry(2, categories=("Головне", *others[1:], "World")),
    )
    named = categories_of(a_feed_of(*entries), FIRST_SECTIONS)
    assert [category.section_id for category in named if category.section_id] == found
