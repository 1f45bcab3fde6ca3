"""Pages of the archive with made-up values, for golden files and property tests."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.section import FIRST_SECTIONS
from bot.domain.shelves import COUNTED_TO, ArchiveName, Month, NamePage, Shelf, ShelfPage
from bot.domain.topics import TopicKind, author_topic, tag_topic
from bot.rendering import PostPage, archive_pages
from tests.builders import an_article

_WORLD = FIRST_SECTIONS[0]
_ARTICLES = (
    an_article("Порт <Роттердама> & інші", link="https://news.example/1?a=1&b=2"),
    replace(an_article("Порт Одеси"), id=2),
)
_ADDRESSES: Final = {article.id: f"https://example.com/{article.id}" for article in _ARTICLES}
_TAG = ArchiveName(3, tag_topic("зелена <енергія>"), 1_234)
_AUTHOR = ArchiveName(4, author_topic("Олена Коваль"), 12)
_PAGE = ShelfPage(Shelf(), _ARTICLES, total=COUNTED_TO + 1, has_older=True)
_MAY = Month(
    Shelf(_WORLD),
    date(2026, 5, 1),
    tuple(date(2026, 5, day) for day in (1, 2, 3, 5, 8, 13, 21, 30, 31)),
    earlier=date(2026, 3, 1),
    later=date(2026, 6, 1),
    year_before=date(2024, 12, 1),
    year_behind=date(2027, 1, 1),
)

POSTS: Final[Mapping[str, PostPage]] = {
    "readers/archive_index": archive_pages.ArchiveIndex(FIRST_SECTIONS),
    "readers/archive_page--many": archive_pages.ShelfView(_PAGE, _ADDRESSES),
    "readers/archive_page--day": archive_pages.ShelfView(
        replace(
            _PAGE,
            shelf=Shelf(_WORLD),
            total=11,
            zone=ZoneInfo("America/New_York"),
            day=date(2026, 5, 13),
            has_newer=True,
        ),
        _ADDRESSES,
    ),
    "readers/archive_page--tag": archive_pages.ShelfView(
        replace(_PAGE, shelf=Shelf(name=_TAG), total=2, has_older=False), {}
    ),
    "readers/archive_page--followed": archive_pages.ShelfView(
        replace(_PAGE, shelf=Shelf(name=_TAG), total=2, has_older=False), {}, followed=True
    ),
    "readers/archive_page--empty": archive_pages.ShelfView(ShelfPage(Shelf(_WORLD), ()), {}),
    "readers/archive_calendar--some": archive_pages.CalendarView(_MAY),
    "readers/archive_calendar--missed": archive_pages.CalendarView(
        _MAY, missed=(date(2021, 1, 1), date(2021, 12, 31))
    ),
    "readers/archive_calendar--missed-day": archive_pages.CalendarView(
        _MAY, missed=(date(2026, 5, 10), date(2026, 5, 10))
    ),
    "readers/archive_calendar--tag": archive_pages.CalendarView(
        Month(
            Shelf(name=_TAG),
            date(2025, 1, 1),
            (date(2025, 1, 31),),
            earlier=date(2024, 12, 1),
            year_before=date(2024, 12, 1),
        )
    ),
    "readers/archive_calendar--none": archive_pages.CalendarView(Month(Shelf(), date.min, ())),
    "readers/archive_names--tags": archive_pages.NamesView(
        NamePage(TopicKind.TAG, (_TAG, ArchiveName(5, tag_topic("порт"), 1)), 1, 3, 42)
    ),
    "readers/archive_names--authors": archive_pages.NamesView(
        NamePage(TopicKind.AUTHOR, (_AUTHOR,), 0, 1, 1)
    ),
    "readers/archive_names--none": archive_pages.NamesView(NamePage(TopicKind.TAG, (), 0, 1, 0)),
}
