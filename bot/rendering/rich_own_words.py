"""Own words as blocks of a rich message, formatted as they were typed.

A text that is typed has 4,096 characters at most: no block of it is too long.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from bot.domain.formatted import Format, Formatted, lines_of, pieces, quoted
from bot.domain.own_words import Source
from bot.domain.rich_post import Block, Prose, Quote, Run, Words
from bot.domain.text import is_blank
from bot.rendering.page import Label
from bot.rendering.rich_lists import POINT, is_point, points

_MOST_IN_A_QUOTE: Final = 50  # lines: each is a block of its own
_STYLES: Final = {"pre": "code"}  # words cannot have it, only a block; the others are named alike


def own_blocks(words: Formatted) -> Iterator[Block]:
    """Its quotes, lists and lines."""
    for quote, part in quoted(words):
        lines = [line for line in _lines(part) if not is_blank(line.text)]
        if quote:
            yield from _quotes([_runs(line) for line in lines], quote)
        else:
            yield from _prose(lines)


def source_line(source: Source | None, label: Label) -> Iterator[Block]:
    """From where it was forwarded."""
    if source:
        yield Prose((Run(label("source", name=source.name), ("italic",), source.link),))


def _lines(part: Formatted) -> Iterator[Formatted]:
    return (part.part(*line).stripped() for line in lines_of(part))


def _quotes(lines: Sequence[Words], kind: str) -> Iterator[Quote]:
    folded = kind == "expandable_blockquote"
    for at in range(0, len(lines), _MOST_IN_A_QUOTE):
        yield Quote(tuple(lines[at : at + _MOST_IN_A_QUOTE]), folded)


def _prose(lines: Sequence[Formatted]) -> Iterator[Block]:
    for is_list, group in groupby(lines, lambda line: is_point(line.text)):
        if is_list:
            yield from points(_runs(line.part(len(POINT), line.length)) for line in group)
        else:
            yield from (Prose(_runs(line)) for line in group)


def _runs(line: Formatted) -> Words:
    return tuple(_run(text, marks) for text, marks in pieces(line))


def _run(text: str, marks: Sequence[Format]) -> Run:
    kinds = dict.fromkeys(_STYLES.get(mark.kind, mark.kind) for mark in marks)
    url = next((mark.url for mark in marks if mark.kind == "text_link"), None)
    return Run(text, tuple(kind for kind in kinds if kind != "text_link"), url)
