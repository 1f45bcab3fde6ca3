"""The lists of a text as blocks of a rich message."""

from collections.abc import Iterable, Iterator
from typing import Final

from bot.domain.rich_post import MOST_CHARACTERS, Points, Words, length_of
from bot.domain.text import is_blank, utf16_length

POINT: Final = "• "  # as intake marks the items of a list
LONGEST_BLOCK: Final = MOST_CHARACTERS // 2
_LONGEST_POINT: Final = 1000  # of a list; what is longer is a paragraph
_MOST_POINTS: Final = 50


def points(given: Iterable[Words]) -> Iterator[Points]:
    """One list, or several where it is a long one."""
    items: list[Words] = []
    for item in given:
        longer = Points((*items, item))
        if items and (len(items) >= _MOST_POINTS or length_of(longer) > LONGEST_BLOCK):
            yield Points(tuple(items))
            items = []
        items.append(item)
    yield Points(tuple(items))


def is_point(text: str) -> bool:
    words = text.removeprefix(POINT)
    return words != text and not is_blank(words) and utf16_length(words) <= _LONGEST_POINT
