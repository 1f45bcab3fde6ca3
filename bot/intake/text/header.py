"""The head of an article: its headline, and the section and date that stand around it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.intake.text.classify import Marked, has_address
from bot.intake.text.head_lines import beyond_lead, is_meta, near_headline
from bot.intake.text.labels import LineKind
from bot.intake.text.person_names import could_be_person
from bot.intake.text.section_names import is_known

# Deeper than this there is no head: menus before an article are shorter.
_DEEPEST = 150
# Longer than this it is one only where its second copy, a section or a date shows it.
_LONGEST_HEADLINE = 1_000
_MENU_RUN = 4
_MENU_WORDS = 3
_TEXT_WORDS = 5
_HEADLINE_WORDS = 4  # fewer than these may as well be the name of the site
_SECTION_WORDS = 3


@dataclass(frozen=True, slots=True)
class Header:
    """`first` and `last` are the lines of the headline's copies, the same if it stands once."""

    headline: str
    first: int
    last: int
    section: str | None = None
    section_at: int | None = None
    date_at: int | None = None
    signed_at: int | None = None  # below the date an agency's name, in one word

    @property
    def is_framed(self) -> bool:
        """Whether the headline's copies stand around section or date, as the site sets them."""
        return self.last > self.first + 1

    def is_signed_above(self, at: int) -> bool:
        """Whether but an agency's name stands between the date and this line."""
        return self.signed_at is not None and at == self.signed_at + 1

    def holds(self, lines: Sequence[Marked], at: int) -> bool:
        """Whether this line is part of the head, and no text of the article."""
        if at in (self.first, self.last, self.section_at, self.date_at):
            return True
        if at == self.signed_at:
            return lines[at].kind is not LineKind.AUTHOR
        inside = self.first < at < self.last
        return inside and lines[at].text.count(" ") + 1 < _TEXT_WORDS and not is_meta(lines[at])


def _signed_at(top: Sequence[Marked], last: int, date_at: int | None) -> int | None:
    """Where an agency signs below its date, in one word, or a ministry as the author."""
    if date_at is None or date_at < last or date_at + 1 == len(top):
        return None
    line = top[date_at + 1]
    if line.kind is LineKind.AUTHOR:
        named = bool(line.value) and not could_be_person(line.value)
    else:
        named = not line.gap and line.text.isalpha() and can_be_headline(line)
    return date_at + 1 if named else None


def find_head(lines: Sequence[Marked]) -> Header | None:
    """The head, or None where no line can be the headline."""
    top = lines[: _top(lines)]
    copies = _two_copies(top)
    if copies is None:
        single = _single(top)
        if single is None:
            return None
        copies = (single, single)
    first, last = copies
    upper, lower = lines[first].text, lines[last].text
    date_at = _date_at(top, first, last)
    section_at = _section_at(top, first, last, date_at)
    return Header(
        headline=lower if upper.isupper() and not lower.isupper() else upper,
        first=first,
        last=last,
        section=_section(lines[section_at]) if section_at is not None else None,
        section_at=section_at,
        date_at=date_at,
        signed_at=_signed_at(top, last, date_at),
    )


def _top(lines: Sequence[Marked]) -> int:
    related = (n for n, line in enumerate(lines) if line.kind is LineKind.RELATED)
    return min(next(related, len(lines)), _DEEPEST)


def can_be_headline(line: Marked) -> bool:
    """Whether the line could be a headline, by its kind."""
    return not line.is_row and line.kind in (
        LineKind.TEXT,
        LineKind.AUTHOR,
        LineKind.SOURCE,
        LineKind.PHOTO,
        LineKind.LABEL,
    )


def _two_copies(top: Sequence[Marked]) -> tuple[int, int] | None:
    """The first line that stands twice around a section or a date (or at the very top)."""
    candidates = [
        at for at, line in enumerate(top) if can_be_headline(line) and not _is_byline(line)
    ]
    plain = [at for at in candidates if not top[at].names_section]
    shouted = [at for at in candidates if not is_known(top[at].text)]
    return _pair(top, plain) or _pair(top, shouted)


def _is_byline(line: Marked) -> bool:
    """«Автор:» or a name, which pages print twice as well."""
    if line.kind in (LineKind.AUTHOR, LineKind.LABEL) and not line.value:
        return True
    return line.kind is LineKind.AUTHOR and could_be_person(line.value)


def _pair(top: Sequence[Marked], candidates: Sequence[int]) -> tuple[int, int] | None:
    seen: dict[str, int] = {}
    for at in candidates:
        key = top[at].key
        if key in seen and _encloses_meta(top, seen[key], at):
            return seen[key], at
        seen[key] = at
    return None


def _encloses_meta(top: Sequence[Marked], first: int, last: int) -> bool:
    if last == first + 1:
        return not top[first].is_paragraph and not any(
            line.kind is LineKind.TEXT for line in top[:first]
        )
    if sum(line.is_paragraph for line in top[:last]) > 1 or _is_headed(top[:first]):
        return False
    if _could_be_name(top[first]) and any(map(_is_longer, top[first + 1 : last])):
        return False
    near = (top[first + 1], top[last - 1])
    return any(is_meta(line) or line.names_section for line in near)


def _is_headed(above: Sequence[Marked]) -> bool:
    """Whether a headline and its day of a year stand above: then what stands twice is a part."""
    dates = [at for at, line in enumerate(above) if line.date and line.date.is_day_of_year]
    near = above[max(dates[0] - _MENU_WORDS, 0) : dates[0]] if dates else ()
    return any(_is_longer(line) and not line.is_paragraph for line in near)


def _single(top: Sequence[Marked]) -> int | None:
    """The headline that stands once: the first line of text that no menu holds."""
    start = _menu_end(top)
    if _begins_like_label(top, start):
        return start
    texts = (at for at in range(start, len(top)) if _is_text(top[at]) and not _ends_there(top, at))
    first = next(texts, len(top))
    shouted = _in_capitals(top, start, first)
    if shouted is not None:
        return shouted
    if first < len(top) and _reads_as_headline(top, first):
        return first + _is_over_headline(top, first)
    above = start - 1  # a short one below its section looks like the menu's last
    short = start > 1 and " " in top[above].text and not top[above].names_section
    return above if short and top[above - 1].names_section else None


def _is_over_headline(top: Sequence[Marked], at: int) -> bool:
    """Whether it is one word, and right below it a headline over its author or date."""
    word, *below = top[at : at + 3]
    if " " in word.text or len(below) < 2:  # noqa: PLR2004 - the headline, and what says it is one
        return False
    headline, meta = below
    whole = _is_text(headline) and not headline.is_sentence and not headline.gap
    many = headline.text.count(" ") + 1 >= _HEADLINE_WORDS
    return whole and many and meta.kind in (LineKind.DATE, LineKind.AUTHOR, LineKind.SECTION)


def _could_be_name(line: Marked) -> bool:
    return line.text.count(" ") + 1 < _HEADLINE_WORDS


def _is_longer(line: Marked) -> bool:
    """A line of text that could be a headline and no name."""
    return _is_text(line) and not line.is_sentence and not _could_be_name(line)


def _ends_there(top: Sequence[Marked], at: int) -> bool:
    """The site's name over a list of other news heads no article."""
    return at + 1 < len(top) and top[at + 1].kind is LineKind.STOP


def _is_text(line: Marked) -> bool:
    return line.kind is LineKind.TEXT and not line.names_section


def _begins_like_label(top: Sequence[Marked], at: int) -> bool:
    """«Відео: як відкривали міст» over section or date is a headline, and no label."""
    return (
        at + 1 < len(top)
        and top[at].kind in (LineKind.PHOTO, LineKind.SOURCE, LineKind.LABEL)
        and not has_address(top[at].value)
        and (top[at + 1].kind is LineKind.DATE or top[at + 1].names_section)
    )


def _reads_as_headline(top: Sequence[Marked], at: int) -> bool:
    """A headline has no full stop, unless section or date below it say that it is one."""
    line, below = top[at], top[at + 1 : at + 2]
    if below and (below[0].kind is LineKind.DATE or below[0].names_section):
        return True
    open_end = not line.is_sentence or line.text.rstrip('»"”').endswith(("!", "?", "…"))
    return open_end and len(line.text) <= _LONGEST_HEADLINE


def _in_capitals(top: Sequence[Marked], start: int, end: int) -> int | None:
    """A headline all in capitals looks like a section: where two do, one of them a known name."""
    named = [at for at in range(start, end) if top[at].names_section]
    named = [at for at in named if top[at].kind is LineKind.TEXT]
    unknown = [at for at in named if " " in top[at].text and not is_known(top[at].text)]
    alone = end == len(top) or not _reads_as_headline(top, end)
    return unknown[0] if unknown and (alone or len(named) > len(unknown)) else None


def _menu_end(top: Sequence[Marked]) -> int:
    run = 0
    while run < len(top) and _is_menu_like(top[run]):
        run += 1
    return run if run >= _MENU_RUN else 0


def _is_menu_like(line: Marked) -> bool:
    return (
        line.kind is LineKind.TEXT and not line.is_sentence and line.text.count(" ") < _MENU_WORDS
    )


def _date_at(top: Sequence[Marked], first: int, last: int) -> int | None:
    near = near_headline(top, first, last)
    dates = [at for at in near + beyond_lead(top, last) if top[at].kind is LineKind.DATE]
    hours = sum(bool(line.date and line.date.is_hour_alone) for line in top)
    dates = [at for at in dates if _tells_day(top[at])] or dates[: hours == 1]
    day = top[dates[0]].date if dates else None
    dates = [at for at in dates if (d := top[at].date) and d.tells_hour_of(day)] or dates
    if dates and not _has_year(top[dates[0]]):  # of one day said twice the one with its year
        return next((at for at in dates if _has_year(top[at])), dates[0])
    return next(iter(dates), None)


def _tells_day(line: Marked) -> bool:
    return line.date is not None and not line.date.is_hour_alone


def _has_year(line: Marked) -> bool:
    return line.date is not None and line.date.is_day_of_year


def _section_at(top: Sequence[Marked], first: int, last: int, date_at: int | None) -> int | None:
    near = near_headline(top, first, last)
    near += [at for at in beyond_lead(top, last) if at not in near]
    if date_at is not None:
        low, high = sorted((date_at, first if date_at < first else last))
        near = [*range(low + 1, high), date_at - 1, date_at + 1, *near]
    near = [at for at in near if 0 <= at < len(top) and at not in (first, last)]
    named = [at for at in near if top[at].names_section and not _in_menu(top, at, first, date_at)]
    placed = (at for at in near if _is_placed(top, at, date_at, first, last))
    said = (at for at in named if top[at].value not in ("", top[at].text))  # behind a label
    if (way := next(said, None)) is not None:
        return way
    if named:
        over = first - 1  # «WEATHER ALERT» below a headline is no section, if one stands above
        known = (at for at in named if abs(at - named[0]) <= 1 or at == over)
        known = (at for at in known if is_known(top[at].text))
        return named[0] if top[named[0]].kind is LineKind.SECTION else next(known, named[0])
    return next(placed, None)


def _is_placed(top: Sequence[Marked], at: int, date_at: int | None, first: int, last: int) -> bool:
    """Whether its place alone says that a short line names the section."""
    line = top[at]
    if line.kind is not LineKind.TEXT or line.is_sentence:
        return False
    words = line.text.count(" ") + 1
    if first < at < last:
        beside = (date_at - 1, date_at + 1) if date_at is not None else (first + 1, last - 1)
        return at in beside and words <= _TEXT_WORDS
    # The headline stands once: right on the date, or it could as well be the lead.
    return at > first and at + 1 == date_at and not top[date_at].gap and words <= _SECTION_WORDS


def _in_menu(top: Sequence[Marked], at: int, first: int, date_at: int | None) -> bool:
    """Names of sections above the head are a menu, unless one stands out.

    One that the menu holds already, or the only one in capitals, is the article's own.
    """
    line = top[at]
    dated = top[max(at - 1, 0)].kind is LineKind.DATE
    below_date = dated or (date_at is not None and date_at < at)
    if at > first or below_date or line.kind is LineKind.SECTION:
        return False
    names = [other for other in top[:at] if other.names_section]
    below_site = len(names) == 1 and is_known(line.text) and not is_known(names[0].text)
    # A blank line parts the menu from it, and none it from the headline; or a menu it from
    # the name of the site.
    parted = (line.gap or line.menu) and not (top[first].gap or top[first].menu)
    parted = parted or (below_site and line.menu) or is_below_capitals(top[: at + 1])
    if at + 1 == first and parted:
        return False
    if below_site:
        names = []
    below = top[at + 1]
    if at + 1 == first and below.menu and not line.text.isupper() and _is_menu_like(top[at - 1]):
        return True  # a button stands below it, and a menu above
    if not names and (date_at == at + 1 or not (line.menu or below.names_section)):
        return False
    if any(other.key == line.key for other in names) and not below.names_section:
        return False
    beside = (*names, *top[at + 1 : first + 1])
    return not line.text.isupper() or any(other.text.isupper() for other in beside)


def is_below_capitals(lines: Sequence[Marked]) -> bool:
    """Whether the last line alone is not in capitals: «НОВИНИ», «СТАТТІ», «Освіта»."""
    *menu, line = lines[-_MENU_WORDS:]
    shouted = len(menu) + 1 == _MENU_WORDS and all(one.text.isupper() for one in menu)
    return shouted and not line.text.isupper()


def _section(line: Marked) -> str:
    return line.value if line.kind is LineKind.SECTION else line.text.rstrip(" :/»›>→")
