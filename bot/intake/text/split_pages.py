"""One text, several pages: where the next article begins, and which is only a second copy."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from bot.domain.errors import RefusedError
from bot.intake.dates import read_date
from bot.intake.text.boilerplate import (
    could_be_text,
    ends_text,
    is_place_in_gallery,
)
from bot.intake.text.channel_head import with_author_over_date, without_channel_head
from bot.intake.text.classify import Marked, mark
from bot.intake.text.context import settle
from bot.intake.text.crumbs import is_home
from bot.intake.text.foreign_blocks import without_blocks
from bot.intake.text.head_lines import MOST_META, is_meta
from bot.intake.text.header import can_be_headline
from bot.intake.text.joined_names import with_joined_names
from bot.intake.text.labels import LineKind
from bot.intake.text.letter_head import without_letter_head
from bot.intake.text.line_parts import date_within
from bot.intake.text.lines import TextLine, printed, read_lines
from bot.intake.text.menus import goes_on
from bot.intake.text.person_names import could_be_person
from bot.intake.text.replies import with_end_at_replies
from bot.intake.text.section_names import is_known, is_short_name
from bot.intake.text.tag_lines import with_counted_tags
from bot.intake.text.wrapped import unwrapped

LONGEST_PAGE = 100_000
# All that copying leaves of a picture, over its caption.
_PICTURES = ("image", "зображення", "изображение")
_TOP = 150  # lines
_TILE = re.compile(
    r"(?:\d{1,2}\s[^\W\d_]{3,12}|[^\W\d_]{3,12}\s\d{1,2}),?\s20\d\d(?:,?\s\d{1,2}:\d\d)?"
)
_IN = frozenset(("in", "posted in", "у", "в"))
_OVER_CAPTION = ("image caption,", "photo caption,", "підпис до фото,")
MOST_LINES = 3_000
_HEAD_AND_TEXT = 4  # lines: headline, author, date and the first paragraph


def marked(lines: Sequence[TextLine]) -> list[Marked]:
    """The lines of a page with their kinds, without the boilerplate around the article."""
    if len(lines) > MOST_LINES:
        raise RefusedError("page_not_article")
    lines = with_author_over_date(without_channel_head(without_letter_head(unwrapped(lines))))
    lines = without_blocks(with_joined_names(lines))
    kinds = [*_marked(with_counted_tags([*_with_tile(lines)]))]
    useful: list[Marked] = []
    boilerplate: list[Marked] = []
    kinds = with_end_at_replies(_dated(kinds))
    told = False  # so that the article may be over
    for at, line in enumerate(kinds):
        told = told or line.is_paragraph
        if line.kind is LineKind.STOP and not told and _is_counted(kinds, at):
            boilerplate.append(line)
        elif line.kind is LineKind.BOILERPLATE and told and ends_text(line.text):
            useful.append(replace(line, kind=LineKind.STOP))
            boilerplate.clear()
        elif line.kind is LineKind.BOILERPLATE and _heads_headline(kinds, at):
            section = line.text.strip(" /#|:›»")
            useful.append(_below(boilerplate, replace(line, kind=LineKind.SECTION, value=section)))
            boilerplate.clear()
        elif line.kind is LineKind.BOILERPLATE and _heads_date(kinds, at):
            useful.append(_below(boilerplate, replace(line, kind=LineKind.TEXT)))
            boilerplate.clear()
        elif line.kind is LineKind.BOILERPLATE:
            boilerplate.append(line)
        else:
            useful.append(_below(boilerplate, _of_menu(line, kinds[at + 1 : at + 2])))
            _join_hour(useful)
            boilerplate.clear()
    return useful


def _marked(lines: Sequence[TextLine]) -> Iterator[Marked]:
    """Each line with its kind: rows of as many cells below one another are a table's.

    Where an hour or a day begins them, they are a list of news.
    """
    for at, line in enumerate(lines):
        below = lines[at + 1 : at + 2]
        named = line.text.endswith(",") and could_be_person(line.text[:-1])
        if named and below and read_date(below[0].text):
            line = replace(line, text=line.text[:-1])  # noqa: PLW2901 - «Іва Корч,» over its date
        marked = mark(line)
        if at and goes_on(line.text, lines[at - 1].text):
            yield Marked(line.text, line.gap, LineKind.BOILERPLATE)
            continue
        beside = (*lines[max(at - 1, 0) : at], *lines[at + 1 : at + 2])
        of_table = line.cells > 1 and any(one.cells == line.cells for one in beside)
        if of_table and [one.kind for one in marked] == [LineKind.TEXT]:
            dated = read_date(line.text.partition(" ")[0]) is not None
            yield replace(marked[0], is_row=not dated)
        else:
            yield replace(marked[0], below_picture=line.below_picture)
            yield from marked[1:]


def _with_tile(lines: Sequence[TextLine]) -> Iterator[TextLine]:
    """A leaf of the calendar, «12», «жовтня» and «2026» one below the other, is one date.

    «Image caption,» and what stands below it are one caption.
    """
    at = 0
    while at < len(lines):
        tile = " ".join(line.text for line in lines[at : at + 3])
        if _TILE.fullmatch(tile) and (said := read_date(tile)) and said.is_day_of_year:
            yield replace(lines[at], text=tile)
            at += 3
        elif lines[at].text.casefold() in _OVER_CAPTION and lines[at + 1 : at + 2]:
            yield replace(lines[at], text=f"{lines[at].text} {lines[at + 1].text}")
            at += 2
        elif _files(lines[at : at + 3]):
            yield replace(lines[at + 1], text=f"Category: {lines[at + 1].text}")
            at += 2
        else:
            yield lines[at]
            at += 1


def _files(lines: Sequence[TextLine]) -> bool:
    """«in», «Woodpile» and «on» one below the other, as weblogs tell where a post stands."""
    words = [line.text.casefold() for line in lines]
    named = words[0] in _IN and len(words) == 3 and is_short_name(lines[1].text)  # noqa: PLR2004
    return named and (words[2] in {"on", "by"} or read_date(words[2]) is not None)


def _dated(kinds: list[Marked]) -> list[Marked]:
    """Where no date but that of the last change is printed, it is the article's."""
    if any(line.kind is LineKind.DATE and line.date and line.date.day for line in kinds):
        return kinds
    changed = (
        at for at, line in enumerate(kinds) if line.kind is LineKind.BOILERPLATE and line.date
    )
    at = next(changed, None)
    if at is not None:
        kinds[at] = replace(kinds[at], kind=LineKind.DATE)
    else:
        _find_date_within(kinds)
    return kinds


def _find_date_within(kinds: list[Marked]) -> None:
    """Where no line is a date, «Новини Софт 14.11.2025 о 11:20 comment 8» above the text is."""
    for at, line in enumerate(kinds[:_TOP]):
        if line.is_paragraph:
            return
        if line.kind is LineKind.TEXT and (said := date_within(line.text)):
            date = read_date(said)
            kinds[at] = replace(line, text=said, kind=LineKind.DATE, value=said, date=date)
            return


def _of_menu(line: Marked, below: Sequence[Marked]) -> Marked:
    """«Тексти» over no name is an entry of a menu, and no label of who wrote them."""
    bare = line.kind is LineKind.AUTHOR and line.text.casefold() == "тексти"
    named = any(could_be_person(one.text.partition(",")[0]) for one in below)
    return replace(line, kind=LineKind.TEXT) if bare and not named else line


def _is_counted(kinds: Sequence[Marked], at: int) -> bool:
    """«Коментарі» over «0», above the text: a counter, and no heading of what was said."""
    below = kinds[at + 1 : at + 2]
    return any(line.kind is LineKind.BOILERPLATE and line.text.isdecimal() for line in below)


def _heads_date(kinds: Sequence[Marked], at: int) -> bool:
    """A section called as a button is («ФОТО»): in capitals, right above the article's date."""
    below = kinds[at + 1 : at + 2]
    shouted = kinds[at].text.isupper() and is_known(kinds[at].text)
    return shouted and bool(below) and _is_whole_date(below[0])


def _heads_headline(kinds: Sequence[Marked], at: int) -> bool:
    """A section called as a button is («Подкасти»): the menu's word again, over a headline."""
    line, below = kinds[at], kinds[at + 1 : at + 3]
    if at >= _TOP or not is_known(line.text) or len(below) < 2:  # noqa: PLR2004 - two lines
        return False
    again = any(other.key == line.key for other in kinds[:at])
    head, meta = below
    long = head.kind is LineKind.TEXT and head.text.count(" ") >= 2 and not head.is_sentence  # noqa: PLR2004 - three words
    return again and (long or head.text.endswith(("?", "!"))) and is_meta(meta)


def _below(boilerplate: Sequence[Marked], line: Marked) -> Marked:
    """A line with what stands above it: a button beside them makes counters of mere figures."""
    own = all(could_be_text(above.text) for above in boilerplate)
    in_gallery = bool(boilerplate) and is_place_in_gallery(boilerplate[-1].text)
    shows = bool(boilerplate) and boilerplate[-1].text.casefold() in _PICTURES
    shown = in_gallery or (shows and not line.gap and " " in line.text)
    if shown and line.kind is LineKind.TEXT and not line.is_paragraph:
        line = replace(line, kind=LineKind.CAPTION, value=line.text)
    return replace(
        line,
        gap=line.gap or any(above.gap for above in boilerplate),
        menu=any(not is_known(above.text) for above in boilerplate) and not line.gap,
        dropped=sum(any(map(str.isalnum, above.text)) for above in boilerplate),
        at_home=_ends_at_home(boilerplate),
        doubtful=tuple(replace(above, kind=LineKind.TEXT) for above in boilerplate) if own else (),
    )


def _ends_at_home(boilerplate: Sequence[Marked]) -> bool:
    """Whether the last of them says so, signs between the steps aside."""
    words = (above.text for above in reversed(boilerplate) if any(map(str.isalpha, above.text)))
    return is_home(next(words, ""))


def _join_hour(lines: list[Marked]) -> None:
    """A day and its hour on two lines are one date."""
    day, hour = lines[-2:] if len(lines) > 1 else (lines[0], lines[0])
    if day.date and hour.date:
        whole = day.date.with_hour_of(hour.date)
        if not whole and hour.date.is_day_of_year:  # or the hour stands above
            whole = hour.date.with_hour_of(day.date)
        if whole:
            lines[-2:] = [replace(day, text=f"{day.text} {hour.text}", date=whole)]


def split_pages(text: str) -> tuple[str, ...]:
    """The pages that a text holds, each as text; one page pasted twice is one.

    A text that cannot be read is returned as it is: `read_page_text` says why.
    """
    lines = read_lines(text[: LONGEST_PAGE + 1])
    if len(text) > LONGEST_PAGE or len(lines) > MOST_LINES:
        return (text,)
    pages = one_by_one(marked(lines))
    if len(pages) == 1:
        return (text,)
    return tuple(printed(_lines(page)) for page in pages)


def _lines(page: Sequence[Marked]) -> Iterator[TextLine]:
    for line in page:
        for part in (*line.doubtful, line):
            yield TextLine(part.text, part.gap)


def one_by_one(lines: Sequence[Marked]) -> list[Sequence[Marked]]:
    """The different pages, in order; of two with one headline the longer."""
    starts = _starts(lines) or [_Start(0, 0)]
    bounds = [0, *(_with_address(lines, start.at) for start in starts[1:]), len(lines)]
    pages: dict[str, Sequence[Marked]] = {}
    for start, (begin, end) in zip(starts, pairwise(bounds), strict=True):
        name = lines[start.headline].key if lines else ""
        pages[name] = max(pages.get(name, ()), settle(_once(lines[begin:end])), key=len)
    return list(pages.values())


class _Start(NamedTuple):
    """A page begins `at` this line; which line its headline is."""

    at: int
    headline: int


def _starts(lines: Sequence[Marked]) -> list[_Start]:
    """Where the heads of articles begin that show themselves beyond doubt."""
    starts: list[_Start] = []
    frames = set(_frames(lines))
    for start in sorted({*frames, *_plain_heads(lines)}):
        if not starts or start.at - starts[-1].at > MOST_META:
            starts.append(start)
    ends = [*(start.at for start in starts[1:]), len(lines)]
    found = zip(starts, ends, strict=False)
    return [one for one, end in found if one in frames or not _is_item(lines, one.at, end)]


def _is_item(lines: Sequence[Marked], at: int, end: int) -> bool:
    """Below «Читайте також» a section, a date and a headline over no text are an item of it."""
    below = any(line.kind is LineKind.RELATED for line in lines[:at])
    return below and not any(line.tells for line in lines[at:end])


def _frames(lines: Sequence[Marked]) -> Iterator[_Start]:
    """Headlines that stand twice, with nothing but section and date between the copies."""
    seen: dict[str, int] = {}
    for at, line in enumerate(lines):
        if not can_be_headline(line):
            continue
        before = seen.get(line.key, at)
        if 1 < at - before <= MOST_META and _is_frame(lines[before + 1 : at]):
            yield _Start(before, before)
        seen[line.key] = at


def _is_frame(between: Sequence[Marked]) -> bool:
    """Only lines of a head, and one among them that no related item has."""
    return all(is_meta(line) or line.names_section for line in between) and any(
        _is_whole_date(line) or (line.names_section and line.text.isupper()) for line in between
    )


def _plain_heads(lines: Sequence[Marked]) -> Iterator[_Start]:
    """Headline, section, full date; or section in capitals, full date, headline.

    No related item stands so. Nor does a section over headline, author, full date and text.
    """
    for at in range(len(lines) - 2):
        first, second, third = lines[at : at + 3]
        if is_known(first.text) and _heads_text(lines[at + 1 : at + 5]):
            yield _Start(at, at + 1)
        if second.names_section and _is_whole_date(third):
            if can_be_headline(first) and not first.names_section:
                yield _Start(at, at)
        elif third.kind is LineKind.TEXT and _is_whole_date(second) and _is_shouted(first):
            yield _Start(at, at + 2)


def _heads_text(below: Sequence[Marked]) -> bool:
    if len(below) < _HEAD_AND_TEXT:
        return False
    headline, author, date, text = below
    could_be = can_be_headline(headline) and headline.text.count(" ") > 1
    could_be = could_be and not (headline.is_sentence or headline.names_section)
    return could_be and could_be_person(author.text) and _is_whole_date(date) and text.is_paragraph


def _is_shouted(line: Marked) -> bool:
    """A section in capitals, and not «МАТЕРІАЛИ ЗА ТЕМОЮ» over other news."""
    return line.text.isupper() and line.kind not in (LineKind.RELATED, LineKind.STOP)


def _is_whole_date(line: Marked) -> bool:
    return line.date is not None and line.date.is_whole


def _with_address(lines: Sequence[Marked], start: int) -> int:
    """An address right above a headline is of its page, if the page before began with one too."""
    above = start > 0 and lines[start - 1].kind is LineKind.LINK
    return start - 1 if above and lines[0].kind is LineKind.LINK else start


def _once(page: Sequence[Marked]) -> Sequence[Marked]:
    """The page without an exact second copy of itself."""
    half, odd = divmod(len(page), 2)
    if odd or half < 2:  # noqa: PLR2004 - two lines alike are a headline with its copy
        return page
    first, second = page[:half], page[half:]
    same = all(a.text == b.text for a, b in zip(first, second, strict=True))
    return first if same else page
