"""Which tables of a web page hold data, and which galleries the pictures of its article.

Other tables are but its layout, other galleries the covers of other articles.
"""

import re
from itertools import islice

from bot.intake.html_tree import Tree

_MOST_ROWS, _MOST_CELLS = 200, 12
_LONGEST_CELL = 100  # characters
_FEWEST = 2  # rows, and cells in each
_LEADS_TO_PICTURE = re.compile(r"\.(?:jpe?g|png|webp|gif)(?:$|\?)", re.IGNORECASE)
_MOST_PICTURES = 50  # of a gallery
_OF_LAYOUT = ("table", "form", "ul", "script", "iframe", "input", "button")


def is_of_data(table: Tree) -> bool:
    """Rows of as many short cells, in which figures or a heading stand, and few links."""
    if any(one is not table for one in table.iter(*_OF_LAYOUT)):
        return False
    rows = [[*row.iter("td", "th")] for row in islice(table.iter("tr"), _MOST_ROWS + 1)]
    rows = [row for row in rows if len(row) >= _FEWEST]
    widths = {len(row) for row in rows}
    if not _FEWEST <= len(rows) <= _MOST_ROWS or len(widths) > _FEWEST:
        return False
    if max(widths) > _MOST_CELLS:
        return False
    cells = ["".join(cell.itertext()).strip() for row in rows for cell in row]
    if any(len(text) > _LONGEST_CELL for text in cells):
        return False
    figures = any(letter.isdigit() for text in cells for letter in text)
    headed = next(table.iter("th"), None) is not None
    linked = sum(1 for _ in islice(table.iter("a"), len(cells)))
    return (figures or headed) and linked * 3 <= len(cells)


def is_frame(table: Tree) -> bool:
    """One cell without a link: words that are set apart from the text, and belong to it."""
    cells = len([*islice(table.iter("td", "th"), _FEWEST)])
    return cells == 1 and next(table.iter("a", "form", "img"), None) is None


def shows_pictures(gallery: Tree) -> bool:
    """Whether pictures of the article are in it, and not the covers of other articles.

    Those have headings, or lead to where the articles stand.
    """
    if next(gallery.iter("h2", "h3", "h4"), None) is not None:
        return False
    links = (one.get("href") or "" for one in gallery.iter("a"))
    if all(map(_LEADS_TO_PICTURE.search, links)):
        return next(gallery.iter("img"), None) is not None
    captions = list(islice(gallery.iter("figcaption"), _MOST_PICTURES))
    linked = any(next(one.iter("a"), None) is not None for one in captions)
    return bool(captions) and not linked
