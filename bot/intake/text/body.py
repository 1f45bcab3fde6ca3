"""What stands below the head: paragraphs, author, addresses, related items."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.intake.dates import PrintedDate
from bot.intake.text.bylines import spelled, without_role
from bot.intake.text.classify import Marked, address_in, has_address
from bot.intake.text.header import Header
from bot.intake.text.labels import LineKind
from bot.intake.text.lines import key_of
from bot.intake.text.person_names import is_name
from bot.intake.text.related_items import RelatedItem, read_block

_FOOT_WORDS = 6
_TAG_WORDS = 3
_FEWEST_TAGS = 3


@dataclass(frozen=True, slots=True)
class BodyParagraph:
    """Line `at` of the page; `apart` says that a line about the article stands right below it."""

    line: Marked
    at: int
    apart: bool = False

    @property
    def text(self) -> str:
        """The words, as printed."""
        return self.line.text


@dataclass(slots=True)
class Body:
    """What stands below the head, in the order of the page."""

    paragraphs: list[BodyParagraph] = field(default_factory=list)
    items: list[RelatedItem] = field(default_factory=list)
    author: str | None = None
    section: str | None = None
    date: Marked | None = None
    first_link: str = ""
    last_link: str = ""
    source_link: str = ""

    @property
    def link(self) -> str | None:
        """The page's own address: before or after the text; else the one named as its source."""
        return self.first_link or self.last_link or self.source_link or None


def read_story(lines: Sequence[Marked], head: Header) -> Body:
    """Everything but the head."""
    walk = _Walk(lines, head)
    return walk.story()


@dataclass(frozen=True, slots=True)
class _Byline:
    """Line `at` names an author; `place` paragraphs stand above it."""

    line: Marked
    at: int
    place: int


class _Walk:
    """Goes down the page once, line by line."""

    def __init__(self, lines: Sequence[Marked], head: Header) -> None:
        self._lines = lines
        self._head = head
        self._headline = lines[head.first].key
        self._above = {line.key for line in lines[: head.first] if line.kind is LineKind.TEXT}
        self._story = Body(date=lines[head.date_at] if head.date_at is not None else None)
        self._airy = _is_airy(lines)
        self._hours = sum(line.date is not None and line.date.is_hour_alone for line in lines)
        self._authors: list[_Byline] = []
        self._foot: int | None = None
        self._over = False
        self._links_below = 0

    def story(self) -> Body:
        self._above_head()
        at = self._head.first
        while at < len(self._lines):
            at = self._take(at)
        self._drop_foot()
        self._drop_tags()
        self._settle_authors()
        self._settle_links()
        return self._story

    @property
    def _paragraphs(self) -> list[BodyParagraph]:
        return self._story.paragraphs

    def _above_head(self) -> None:
        for at, line in enumerate(self._lines[: self._head.first]):
            if line.kind is LineKind.LINK:
                self._story.first_link = line.value or self._story.first_link
            elif line.kind is LineKind.SOURCE:
                self._story.source_link = address_in(line.value)
            elif line.kind is LineKind.AUTHOR and line.value:
                self._authors.append(_Byline(line, at, 0))

    def _take(self, at: int) -> int:
        """Puts the line where it belongs and returns the next one to take."""
        line = self._lines[at]
        if self._head.holds(self._lines, at) or self._is_headline_again(line):
            self._set_apart()
        elif line.kind is LineKind.RELATED:
            return self._take_related(at)
        elif line.kind is LineKind.AUTHOR:
            return self._take_author(at)
        elif line.kind is LineKind.STOP:
            self._over = self._over or bool(self._paragraphs)
            self._end_text()
        elif not self._over:
            self._take_line(line, at)
        elif line.kind is LineKind.LINK:
            alone = sum(one.kind is LineKind.LINK for one in self._lines[at:]) == 1
            if alone and not self._links_below:
                self._story.last_link = line.value or self._story.last_link
            self._links_below += 1
        return at + 1

    def _take_line(self, line: Marked, at: int) -> None:
        if line.kind is LineKind.TEXT:
            self._take_text(line, at)
        elif line.kind is LineKind.DATE:
            self._take_date(line, at)
        elif line.kind in (
            LineKind.LINK,
            LineKind.PHOTO,
            LineKind.CAPTION,
        ):  # which of them stay is settled later
            self._add(line, at)
        elif self._is_within_text(at):
            self._add(replace(line, kind=LineKind.TEXT), at)
        else:
            self._take_label(line)

    def _take_text(self, line: Marked, at: int) -> None:
        section = self._head.section
        again = line.key in self._above  # the name of the site
        signed = any(line.key == key_of(by.line.value) for by in self._authors)
        if signed or (
            not self._paragraphs and (again or (section and line.text.rstrip(" :") == section))
        ):
            self._set_apart()
        else:
            self._add(line, at)

    def _add(self, line: Marked, at: int) -> None:
        """A paragraph, and before it the figures and signs between it and the one above."""
        if self._paragraphs and self._paragraphs[-1].at == at - 1:
            self._paragraphs.extend(BodyParagraph(part, at) for part in line.doubtful)
        self._paragraphs.append(BodyParagraph(line, at, apart=line.apart))

    def _take_date(self, line: Marked, at: int) -> None:
        """A date in the text heads a part of a chronicle, unless it is the article's own."""
        known = self._story.date
        if known and known.date == line.date:
            self._set_apart()
        elif line.date and self._dates_article(line.date):
            self._story.date = line
            self._set_apart()
        elif (self._paragraphs or self._begins_chronicle(line)) and not (
            self._is_length_of_recording(line)
        ):
            self._add(line, at)

    def _begins_chronicle(self, line: Marked) -> bool:
        return line.date is not None and line.date.is_hour_alone and self._hours > 1

    def _is_length_of_recording(self, line: Marked) -> bool:
        """«03:42», the only hour of a page, below a player's button."""
        alone = line.date is not None and line.date.is_hour_alone and self._hours == 1
        return alone and line.menu and line.dropped > 0

    def _dates_article(self, date: PrintedDate) -> bool:
        """A day alone does above the story, where a chronicle does not begin yet.

        So does the date that is known, once its year is told.
        """
        known = self._story.date
        if known is not None:
            return known.date is not None and _is_told_with_year(known.date, date)
        begun = any(part.line.is_paragraph for part in self._paragraphs)
        signed = bool(self._authors) and 1 < len(self._paragraphs) == self._authors[-1].place
        return date.is_whole or (date.is_day_of_year and (signed or not begun))

    def _is_within_text(self, at: int) -> bool:
        """Whether a label stands between paragraphs as one of them: «Категорія: пільговики»."""
        least = 1 if self._lines[at].kind is LineKind.SOURCE else 2
        if len(self._paragraphs) < least or self._foot is not None:
            return False
        above, below = self._paragraphs[-1], self._lines[at + 1 : at + 2]
        line = self._lines[at]
        if above.at != at - 1 or has_address(line.value) or line.ends_with_tags:
            return False
        return above.line.is_sentence and bool(below) and _is_paragraph(below[0])

    def _take_label(self, line: Marked) -> None:
        if line.kind is LineKind.SOURCE:
            self._story.source_link = self._story.source_link or address_in(line.value)
        if line.kind is LineKind.SECTION and self._head.section is None:
            self._story.section = line.value
        self._set_apart()
        if line.ends_with_tags:
            self._end_text()

    def _take_author(self, at: int) -> int:
        line, next_at = self._lines[at], at + 1
        if not line.value and next_at < len(self._lines):
            below = self._lines[next_at]
            if below.kind is not LineKind.TEXT:  # the name was left out
                self._set_apart()
                return next_at
            if below.kind is not LineKind.TEXT or not is_name(below.text):
                if not self._over:
                    self._paragraphs.append(BodyParagraph(replace(line, kind=LineKind.TEXT), at))
                return next_at
            line, next_at = replace(line, value=below.text), next_at + 1
        if line.value:
            self._authors.append(_Byline(line, at, len(self._paragraphs)))
            self._set_apart()
            self._end_text()
        return next_at

    def _take_related(self, at: int) -> int:
        block = read_block(self._lines, at, closing=self._is_closing(), airy=self._airy)
        self._story.items.extend(block.items)
        if block.address:
            self._story.last_link = block.address
        if not self._is_foot():
            self._end_text()
        return block.end

    def _is_foot(self) -> bool:
        """Whether the author ended the text, and no sentence stands below him."""
        end = self._authors[-1].place if self._authors else 0
        return end > 1 and not any(part.line.is_sentence for part in self._paragraphs[end:])

    def _is_closing(self) -> bool:
        """Whether no text can follow: the author stands right above, and the text above him."""
        last = self._authors[-1].place if self._authors else 0
        return self._over or (last > 1 and last == len(self._paragraphs))

    def _is_headline_again(self, line: Marked) -> bool:
        return line.kind is LineKind.TEXT and line.key == self._headline

    def _set_apart(self) -> None:
        if self._paragraphs:
            self._paragraphs[-1] = replace(self._paragraphs[-1], apart=True)

    def _end_text(self) -> None:
        """Here, or where it ended already if no sentence has come since."""
        told = any(part.line.is_sentence for part in self._paragraphs[self._foot or 0 :])
        if self._paragraphs and (self._foot is None or told):
            self._foot = len(self._paragraphs)

    def _drop_foot(self) -> None:
        """Below the article's end, lines that are no sentences are the page's foot."""
        while self._foot is not None and len(self._paragraphs) > self._foot:
            line = self._paragraphs[-1].line
            if line.kind is LineKind.TEXT and (
                line.is_sentence or line.text.count(" ") >= _FOOT_WORDS
            ):
                break
            if line.kind is LineKind.LINK:
                break
            self._paragraphs.pop()

    def _drop_tags(self) -> None:
        """The names of what it is about close a page, each on a line of its own.

        So do words at a button («Підписатися»), if no sentence follows.
        """
        end = len(self._paragraphs)
        while end and not (
            self._paragraphs[end - 1].line.is_sentence
            or self._paragraphs[end - 1].line.kind is LineKind.CAPTION
        ):
            end -= 1
        lines = [part.line for part in self._paragraphs]
        at_button = (n for n in range(end, len(lines)) if lines[n].menu and not lines[n].value)
        del self._paragraphs[next(at_button, len(lines)) :]
        end = len(self._paragraphs)
        while end and _could_be_tag(self._paragraphs[end - 1].line):
            end -= 1
        tags = len(self._paragraphs) - end
        above = self._paragraphs[end - 1].line if end else None
        if tags >= _FEWEST_TAGS and above and above.is_sentence and not above.text.endswith(":"):
            del self._paragraphs[end:]

    def _settle_links(self) -> None:
        """An address alone on a line is the page's if no text stands before it, or none behind."""
        texts = [n for n, part in enumerate(self._paragraphs) if part.line.kind is LineKind.TEXT]
        first, last = (texts[0], texts[-1]) if texts else (0, -1)
        for place, part in enumerate(self._paragraphs):
            if part.line.kind is LineKind.LINK and place < first:
                self._story.first_link = self._story.first_link or part.line.value
            elif part.line.kind is LineKind.LINK and place > last:
                self._story.last_link = part.line.value or self._story.last_link
        self._paragraphs[:] = [
            part
            for place, part in enumerate(self._paragraphs)
            if part.line.kind is not LineKind.LINK or first < place < last
        ]

    def _settle_authors(self) -> None:
        """Of several the last is the author; the others are text that only begins like a label."""
        if not self._authors:
            return
        end = self._authors[-1].place
        names = dict.fromkeys(without_role(by.line) for by in self._authors if by.place == end)
        self._story.author = ", ".join(spelled(name, self._lines) for name in names)
        for by in reversed(self._authors):
            if without_role(by.line) not in names:
                text = replace(by.line, kind=LineKind.TEXT)
                self._paragraphs.insert(by.place, BodyParagraph(text, by.at))


def _is_told_with_year(known: PrintedDate, again: PrintedDate) -> bool:
    """Whether this is the same moment again, and only now with its year."""
    same = (known.day, known.month, known.hour) == (again.day, again.month, again.hour)
    return same and known.year is None and known.day is not None and again.is_whole


def _could_be_tag(line: Marked) -> bool:
    return (
        line.kind is LineKind.TEXT and not line.is_sentence and line.text.count(" ") < _TAG_WORDS
    )


def _is_paragraph(line: Marked) -> bool:
    return line.kind is LineKind.TEXT and line.is_sentence


def _is_airy(lines: Sequence[Marked]) -> bool:
    """Whether this page sets its paragraphs apart by blank lines."""
    kinds = [line.kind for line in lines]
    text = lines[: kinds.index(LineKind.RELATED)] if LineKind.RELATED in kinds else lines
    return sum(line.gap for line in text) > len(text) / 3
