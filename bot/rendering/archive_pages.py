"""What readers are shown of the archive: its shelves, pages of articles, the calendar, names."""

from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass
from datetime import date
from typing import Any, Final

from bot.domain.archive_buttons import Browse, ShowArchive, ShowCalendar, ShowNames
from bot.domain.article import dated_at
from bot.domain.post import Button, Keyboard, rows
from bot.domain.query_days import Span
from bot.domain.section import Section
from bot.domain.shelves import COUNTED_TO, SHELVED, Month, NamePage, Shelf, ShelfPage
from bot.domain.topics import LONGEST
from bot.rendering.keyboards import (
    button_name,
    first_choices,
    follow_button,
    follow_name_button,
    section_name,
)
from bot.rendering.page import Label, PostPage
from bot.rendering.words import number

MOST_ARTICLES: Final = 20
_WEEK: Final = 7
_NAMES: Final = 40


@dataclass(frozen=True)
class ArchiveIndex(PostPage):
    """By what the archive can be looked through."""

    template = "readers/archive_index"
    sections: tuple[Section, ...]

    def keyboard(self, label: Label) -> Keyboard:
        sections = (
            Button(section_name(section), press=Browse(section.id))
            for section in first_choices(self.sections)
        )
        names = tuple(Button(label(f"all_{kind}s"), press=ShowNames(kind)) for kind in SHELVED)
        every = Button(label("all_articles"), press=Browse(0))
        by_day = Button(label("calendar"), press=ShowCalendar())
        return ((every, by_day), names, *rows(sections, 2))


@dataclass(frozen=True)
class ShelfView(PostPage):
    """A page of a shelf, the newest first; `addresses` by article id.

    `followed`: whether the reader follows what it is about.
    """

    template = "readers/archive_page"
    page: ShelfPage
    addresses: Mapping[int, str]
    followed: bool = False

    def keyboard(self, label: Label) -> Keyboard:
        page, shelf = self.page, self.page.shelf
        day = page.day.toordinal() if page.day else 0
        turns = []
        if page.has_newer:
            newer = Browse(*_of(shelf), day, page.articles[0].id, newer=True)
            turns.append(Button(label("newer"), press=newer))
        if page.has_older:
            older = Browse(*_of(shelf), day, page.articles[-1].id)
            turns.append(Button(label("older"), press=older))
        days = Button(label("calendar"), press=ShowCalendar(*_of(shelf), day))
        back = _back(shelf, label)
        ways = (days, back) if page.total else (back,)
        return (*rows(turns, 2), *rows(self._follow(label), 1), ways)

    def _follow(self, label: Label) -> Iterator[Button]:
        if name := self.page.shelf.name:
            yield follow_name_button(name, label, followed=self.followed)
        elif section := self.page.shelf.section:
            yield follow_button(section, label, followed=self.followed)

    def context(self) -> Mapping[str, Any]:
        articles = self.page.articles[:MOST_ARTICLES]
        return {
            "page": self.page,
            "title": _title(self.page.shelf),
            "articles": [(each, dated_at(each)) for each in articles],
            "counted_to": COUNTED_TO,
            "addresses": self.addresses,
        }


@dataclass(frozen=True)
class CalendarView(PostPage):
    """The days of a month that have articles, each a button.

    `missed`: the first and the last day that were typed, where there is nothing then and the
    nearest month is shown.
    """

    template = "readers/archive_calendar"
    month: Month
    missed: Span | None = None

    def keyboard(self, label: Label) -> Keyboard:
        month, shelf = self.month, self.month.shelf
        days = [
            Button(str(day.day), press=Browse(*_of(shelf), day.toordinal())) for day in month.days
        ]
        turns = (
            (month.earlier, "earlier_month_of"),
            (month.later, "later_month_of"),
            (_other(month.year_before, month.earlier), "earlier_year_of"),
            (_other(month.year_behind, month.later), "later_year_of"),
        )
        months, years = (
            [
                Button(label(words, at=first), press=ShowCalendar(*_of(shelf), first.toordinal()))
                for first, words in some
                if first
            ]
            for some in (turns[:2], turns[2:])
        )
        every = Button(label("all_days"), press=Browse(*_of(shelf)))
        around = (*rows(months, 2), *rows(years, 2))
        return (*rows(days, _WEEK), *around, (every, _back(shelf, label)))

    def context(self) -> Mapping[str, Any]:
        return {
            "month": self.month,
            "title": _title(self.month.shelf),
            "missed": self.missed,
        }


@dataclass(frozen=True)
class NamesView(PostPage):
    """Authors or tags, those with most articles first, each a button with their number."""

    template = "readers/archive_names"
    page: NamePage

    def keyboard(self, label: Label) -> Keyboard:
        page = self.page
        names = (
            Button(
                f"{button_name(each.topic.name)} · {number(each.articles, label.language)}",
                press=Browse(each.id, is_name=True),
            )
            for each in page.names[:_NAMES]
        )
        turns = []
        if page.page:
            before = ShowNames(page.kind, page.page - 1)
            turns.append(Button(label("found_before"), press=before))
        if page.page + 1 < page.pages:
            behind = ShowNames(page.kind, page.page + 1)
            turns.append(Button(label("found_behind"), press=behind))
        back = (Button(label("to_archive"), press=ShowArchive()),)
        return (*rows(names, 2), *rows(turns, 2), back)


def _other(year: date | None, month: date | None) -> date | None:
    """Where the year leads, unless the month beside it leads there too."""
    return year if year != month else None


def _of(shelf: Shelf) -> tuple[int, bool]:
    return astuple(shelf.key)


def _back(shelf: Shelf, label: Label) -> Button:
    if shelf.name:
        kind = shelf.name.topic.kind
        return Button(label(f"all_{kind}s"), press=ShowNames(kind))
    return Button(label("to_archive"), press=ShowArchive())


def _title(shelf: Shelf) -> str:
    if shelf.name:
        return shelf.name.topic.label
    return shelf.section.label[: 2 * LONGEST] if shelf.section else ""
