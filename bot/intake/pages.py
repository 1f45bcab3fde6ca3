"""One text, several pages: where the next article begins, and which is only a second copy."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.domain.errors import Refused
from bot.intake.head import starts_at
from bot.intake.kinds import Kind, Marked, mark
from bot.intake.lines import Line, printed, read_lines

LONGEST_PAGE = 100_000
MOST_LINES = 4_000


def marked(lines: Sequence[Line]) -> list[Marked]:
    """The lines of a page with their kinds, without the furniture around the article."""
    if len(lines) > MOST_LINES:
        raise Refused("page_not_article")
    kinds = [part for line in lines for part in mark(line)]
    useful: list[Marked] = []
    gap = menu = False
    for line in kinds:
        gap, menu = gap or line.gap, menu and not line.gap
        if line.kind is not Kind.FURNITURE:
            useful.append(replace(line, gap=gap, menu=menu))
            _join_hour(useful)
            gap = False
        menu = line.kind is Kind.FURNITURE
    return useful


def _join_hour(lines: list[Marked]) -> None:
    """A day and its hour on two lines are one date."""
    day, hour = lines[-2:] if len(lines) > 1 else (lines[0], lines[0])
    if day.date and hour.date:
        whole = day.date.with_hour_of(hour.date)
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
    return tuple(printed([Line(line.text, line.gap) for line in page]) for page in pages)


def one_by_one(lines: Sequence[Marked]) -> list[Sequence[Marked]]:
    """The different pages, in order; of two with one headline the longer."""
    starts = [_with_address(lines, start) for start in starts_at(lines)[1:]]
    bounds = [0, *starts, len(lines)]
    pages: dict[str, Sequence[Marked]] = {}
    for start, end in pairwise(bounds):
        page = _once(lines[start:end])
        if page:
            key = _name(page)
            pages[key] = max(pages.get(key, ()), page, key=len)
    return list(pages.values()) or [lines]


def _with_address(lines: Sequence[Marked], start: int) -> int:
    """An address right above a headline is of its page, if the page before began with one too."""
    above = start > 0 and lines[start - 1].kind is Kind.LINK
    return start - 1 if above and lines[0].kind is Kind.LINK else start


def _once(page: Sequence[Marked]) -> Sequence[Marked]:
    """The page without an exact second copy of itself."""
    half, odd = divmod(len(page), 2)
    if odd or half < 2:  # noqa: PLR2004 - two lines alike are a headline with its copy
        return page
    first, second = page[:half], page[half:]
    same = all(a.text == b.text for a, b in zip(first, second, strict=True))
    return first if same else page


def _name(page: Sequence[Marked]) -> str:
    starts = starts_at(page)
    return page[starts[0] if starts else 0].key
