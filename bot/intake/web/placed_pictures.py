"""Where in the text of a web page its pictures stand."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from bot.domain.article import Image
from bot.intake.html_tree import Tree
from bot.intake.web.blocks import Block, Page


def placed(
    page: Page, holder: Tree | None, texts: Sequence[Block], heading: Tree | None
) -> Iterable[Image]:
    """The pictures in the text, each with the paragraph that it stands behind.

    Where it has none, the first between headline and text.
    """
    if holder is None:
        return
    inside = set(holder.iter())
    if heading is not None and not any(element in inside for element, _ in page.pictures):
        yield from islice(_above_text(page, holder, heading), 1)
    order = {element: place for place, element in enumerate(holder.iter())}
    paragraphs = sorted((order[b.element], b.text) for b in texts if b.element in order)
    for element, image in page.pictures:
        if element in order:
            before = bisect_left(paragraphs, (order[element], ""))
            yield replace(image, behind=paragraphs[before - 1][1] if before else None)


def _above_text(page: Page, holder: Tree, heading: Tree) -> Iterator[Image]:
    root = heading.getroottree().getroot()
    order = {element: place for place, element in enumerate(root.iter())}
    for element, image in page.pictures:
        if order[heading] < order[element] < order[holder]:
            yield image
