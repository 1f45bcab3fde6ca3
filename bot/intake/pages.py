"""One text, several pages: where the next article begins, and which is only a second copy."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.domain.errors import Refused
from bot.intake.head import starts_at
from bot.intake.kinds import Kind, Marked, mark
from bot.intake.lines import Line, dense, printed, read_lines

MOST_LINES = 4_000


def marked_lines(text: str) -> list[Marked]:
    """The lines of a page with their kinds, without the furniture around the article."""
    lines = read_lines(text)
    if len(lines) > MOST_LINES:
        raise Refused("page_not_article")
    kinds = [marked for line in lines for marked in mark(line)]
    kept = [marked.kind is not Kind.FURNITURE for marked in kinds]
    gaps = dense([Line(marked.text, marked.gap) for marked in kinds], kept)
    useful = [marked for marked, keep in zip(kinds, kept, strict=True) if keep]
    below = [False, *(not keep for keep in kept)]
    menus = [menu for menu, keep in zip(below, kept, strict=False) if keep]
    return [
        replace(marked, gap=line.gap, menu=menu and not marked.gap)
        for marked, line, menu in zip(useful, gaps, menus, strict=True)
    ]


def split_pages(text: str) -> tuple[str, ...]:
    """The pages that a text holds, each as text; one page pasted twice is one."""
    pages = one_by_one(marked_lines(text))
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
