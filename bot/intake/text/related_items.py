"""The items of «Читайте також»: section, headline, date, any but the headline absent."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.domain.article import Related
from bot.intake.dates import DateDoubt, Moment, Taken, moment, read_date
from bot.intake.text.classify import Marked, without_bullet
from bot.intake.text.labels import LineKind
from bot.intake.text.person_names import could_be_person, is_person
from bot.intake.text.section_names import is_known, is_short_name

# «22.05.2026 11:40 Під Раховом перекинувся лісовоз»
_DATE_FIRST = re.compile(
    r"(\d{1,2}\.\d{1,2}\.\d{4},? \d{1,2}:\d{2}|\d{1,2}:\d{2}(?:,? \d{1,2}\.\d{1,2}\.\d{4})?) "
    r"([^\W\d_a-zа-яіїєґ].{10,300})"
)
_ADDRESS_BEHIND = re.compile(r"\s[(–—:-]{0,2}\s?https?://[^\s]{3,500}$")
_HEADLINE_WORDS = 3
_SECTION_WORDS = 3
_HEADING_WORDS = 4
_PARAGRAPH = 100


@dataclass(frozen=True, slots=True)
class RelatedItem:
    """One item as printed; `certain` if its section or its date prove that it is one."""

    headline: str
    section: str | None = None
    date: Marked | None = None

    @property
    def certain(self) -> bool:
        """Whether more than its place says that it is an item."""
        return self.section is not None or self.date is not None


@dataclass(frozen=True, slots=True)
class RelatedBlock:
    """The items below one heading, and the first line after them."""

    items: tuple[RelatedItem, ...]
    end: int
    address: str = ""


def resolved(items: Sequence[RelatedItem], taken: Taken) -> tuple[tuple[Related, ...], bool]:
    """The items with their moments, each headline once, and whether all dates are possible."""
    found: dict[str, Related] = {}
    good = True
    for item in items:
        published_at, trouble = meant(item.date, taken)
        good = good and trouble is not DateDoubt.IMPOSSIBLE
        related = Related(
            item.section, item.headline, published_at, item.date.text if item.date else None
        )
        known = found.get(item.headline.casefold())
        if known is None or (item.certain and not (known.section or known.date_text)):
            found[item.headline.casefold()] = related
    return tuple(found.values()), good


def meant(line: Marked | None, taken: Taken) -> Moment:
    """The moment that a printed line tells, and what is wrong with it."""
    return moment(line.date, taken.zone, taken.copied_at) if line and line.date else (None, None)


def read_block(lines: Sequence[Marked], at: int, *, closing: bool, airy: bool) -> RelatedBlock:
    """The block whose heading is line `at`; a closing one reaches to the end of the page.

    In an airy page blank lines part the paragraphs, so that they tell where a block ends.
    """
    return _BlockReader(lines, at, closing=closing, airy=airy).read()


class _BlockReader:
    def __init__(self, lines: Sequence[Marked], at: int, *, closing: bool, airy: bool) -> None:
        self._lines = lines
        self._heading = lines[at]
        self._at = at + 1
        self._closing = closing
        self._airy = airy
        self._items: list[RelatedItem] = []
        self._addresses: list[str] = []
        self._sections: set[str] = set()
        self._apart = True  # a blank line stands above each item
        self._signed = False  # so that each item may tell its author
        self._dates_first = self._starts_with_date()

    def read(self) -> RelatedBlock:
        if self._heading.value:
            self._items.append(
                RelatedItem(
                    without_address(without_bullet(self._heading.value)), None, self._take_date()
                )
            )
        while self._at < len(self._lines) and self._step():
            pass
        address = self._addresses[0] if len(self._addresses) == 1 else ""
        ends_page = self._at >= len(self._lines) and self._lines[-1].kind is LineKind.LINK
        return RelatedBlock(tuple(self._items), self._at, address if ends_page else "")

    def _step(self) -> bool:
        """Takes the next item; false where the block is over."""
        line = self._lines[self._at]
        if line.kind is LineKind.LINK and (self._items or self._closing):
            self._addresses.append(line.value)
            self._at += 1
            return True
        start = self._at
        item = self._take_item()
        if item and self._belongs(item, line):
            is_word = item.headline.islower() and " " not in item.headline  # a tag
            self._apart = self._apart and line.gap
            if not is_word and (item.section or not is_known(item.headline)):
                self._items.append(item)  # else a section and a date whose headline is absent
            return True
        if self._closing and line.kind in (LineKind.TEXT, LineKind.DATE):
            self._at = start + 1  # a stray word of the page's foot
            return True
        self._at = start
        return False

    def _take_item(self) -> RelatedItem | None:
        date = self._take_date() if self._dates_first else None
        section = self._take_section()
        date = date or (self._take_date() if self._dates_first else None)
        if self._at >= len(self._lines) or not self._is_headline(self._at):
            return None
        headline, date_beside = split_date(self._lines[self._at])
        self._at += 1
        self._take_address()
        self._take_author()
        section = section or self._take_section_below()
        if not self._dates_first and date_beside is None:
            date = self._take_date(after=headline)
        return RelatedItem(headline, section, date_beside or date)

    def _take_address(self) -> None:
        line = self._lines[self._at] if self._at < len(self._lines) else None
        if line and line.kind is LineKind.LINK and self._at + 1 < len(self._lines):
            self._addresses.append(line.value)
            self._at += 1

    def _take_author(self) -> None:
        """Who wrote it, right below its headline."""
        line = self._lines[self._at] if self._at < len(self._lines) else None
        could_be = could_be_person if self._signed else is_person
        if line is not None and not line.gap and could_be(line.text):
            self._signed = True
            self._at += 1

    def _take_section_below(self) -> str | None:
        """«Нерухомість», right between the headline and its date."""
        match self._lines[self._at - 1 : self._at + 2]:
            case [headline, name, date] if date.kind is LineKind.DATE and not self._dates_first:
                pass
            case _:
                return None
        short = name.kind is LineKind.TEXT and name.text.count(" ") < _SECTION_WORDS
        longer = headline.text.count(" ") >= _HEADING_WORDS
        if not (short and longer) or name.gap or date.gap or name.is_sentence:
            return None
        self._at += 1
        return name.text

    def _take_section(self) -> str | None:
        if self._at + 1 >= len(self._lines) or not self._is_section(self._at):
            return None
        line = self._lines[self._at]
        self._at += 1
        name = (
            line.value if line.kind is LineKind.SECTION else without_bullet(line.text).rstrip(" :")
        )
        self._sections.add(name.casefold())
        return name

    def _take_date(self, after: str = "") -> Marked | None:
        line = self._lines[self._at] if self._at < len(self._lines) else None
        if line is None or line.kind is not LineKind.DATE:
            return None
        if line.gap and len(after) > _PARAGRAPH and self._items and not self._closing:
            return None  # a paragraph, and the date that heads the next part of a chronicle
        self._at += 1
        return line

    def _starts_with_date(self) -> bool:
        kinds = [line.kind for line in self._lines[self._at : self._at + 2]]
        if kinds[:1] == [LineKind.DATE]:
            return not self._heading.value
        if kinds != [LineKind.TEXT, LineKind.DATE] or not is_known(self._lines[self._at].text):
            return False
        below = self._lines[self._at + 2 : self._at + 3]
        return bool(below) and below[0].kind is LineKind.TEXT and not below[0].names_section

    def _is_section(self, at: int) -> bool:
        line, below = self._lines[at], self._lines[at + 1]
        if line.kind is LineKind.SECTION:
            return True
        name = without_bullet(line.text)
        if line.kind is not LineKind.TEXT or not is_short_name(name) or below.dropped:
            return False
        if below.kind is LineKind.DATE:
            return self._dates_first and is_known(name)
        if not self._is_headline(at + 1):
            return False
        return is_known(name) or name.casefold() in self._sections or self._is_triple(at)

    def _is_triple(self, at: int) -> bool:
        """A short line, a longer one and a date: an unknown section with its item."""
        short = self._lines[at].text.count(" ") < _SECTION_WORDS
        dated = at + 2 < len(self._lines) and self._lines[at + 2].kind is LineKind.DATE
        airy = self._closing and self._lines[at].gap and self._lines[at + 1].gap
        return short and dated and (airy or not self._lines[at + 2].gap)

    def _is_headline(self, at: int) -> bool:
        line = self._lines[at]
        if line.kind is LineKind.TEXT:
            return True
        dated = at + 1 < len(self._lines) and self._lines[at + 1].kind is LineKind.DATE
        return dated and line.kind in (LineKind.PHOTO, LineKind.SOURCE)

    def _belongs(self, item: RelatedItem, line: Marked) -> bool:
        """Whether this is an item, and not the article going on."""
        dated = bool(self._items) and all(one.date for one in self._items)
        if item.certain or dated:  # one without a date heads another list, or is the page's
            return item.certain
        words = item.headline.count(" ") + 1
        if self._closing or words == 1:  # a tag
            return words >= _HEADLINE_WORDS
        if not self._items:
            return not _is_paragraph(line)
        last = Marked(self._items[-1].headline)
        tells = line.is_sentence and not line.text.endswith(("?", "!"))
        goes_on = tells and not last.is_sentence
        if self._heading.value or line.text.isupper() or goes_on:
            return False
        if self._airy and not (line.gap and self._apart):
            return not (line.gap or _is_paragraph(line))
        return self._at > self._last_sentence or self._is_headline_by_itself(line)

    def _is_headline_by_itself(self, line: Marked) -> bool:
        """No paragraph, and too long for the heading of what goes on below."""
        return not line.is_sentence and line.text.count(" ") + 1 > _HEADING_WORDS

    @cached_property
    def _last_sentence(self) -> int:
        """The last line before the page turns that is a sentence and no dated item."""
        last = -1
        for at in range(self._at - 1, len(self._lines)):
            line, below = self._lines[at], self._lines[at + 1 : at + 2]
            if line.kind in (LineKind.RELATED, LineKind.AUTHOR, LineKind.STOP):
                break
            dated = bool(below) and below[0].kind is LineKind.DATE
            asks = line.text.endswith(("?", "!"))
            if line.kind is LineKind.TEXT and line.is_sentence and not (dated or asks):
                last = at + 1
        return last


def _is_paragraph(line: Marked) -> bool:
    return line.is_sentence and (len(line.text) > _PARAGRAPH or ". " in line.text)


def without_address(headline: str) -> str:
    """Without the web address that stands behind it."""
    return _ADDRESS_BEHIND.sub("", headline) or headline


def split_date(line: Marked) -> tuple[str, Marked | None]:
    """An item's headline, and the date of its line: first, or with a sign between them."""
    text = without_address(without_bullet(line.text))
    if (dated := _DATE_FIRST.fullmatch(text)) and (date := read_date(dated[1])):
        return dated[2], Marked(dated[1], kind=LineKind.DATE, date=date)
    for sign in (" (", " | ", " — ", " – ", " • "):
        if sign in text:
            head, _, tail = text.rpartition(sign)
            first, _, rest = text.partition(sign)
            for headline, printed in ((head, tail.removesuffix(")")), (rest, first)):
                date = read_date(printed.strip())
                if date:
                    return headline.strip(), Marked(printed.strip(), kind=LineKind.DATE, date=date)
    return text, None
