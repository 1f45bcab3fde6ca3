"""Where in the text of a web page its pictures stand, and what is written beside them."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice

from bot.domain.article import Image
from bot.intake.html_tree import Tree
from bot.intake.text.labels import LineKind
from bot.intake.web.blocks import Block, Page

_NEAR = 3  # elements around a picture, in which its caption stands; and around the headline


def placed(
    page: Page, holder: Tree | None, texts: Sequence[Block], heading: Tree | None
) -> Iterable[Image]:
    """The pictures in the text, each with the paragraph that it stands behind.

    Where it has none, the first between headline and text.
    """
    if holder is None:
        return
    inside = set(holder.iter())
    pictures = _with_captions(page)
    if heading is not None and not any(element in inside for element, _ in pictures):
        order = _order_of(holder)
        above = (
            one for element, one in pictures if order[heading] < order[element] < order[holder]
        )
        yield from islice(above, 1)
    order = {element: place for place, element in enumerate(holder.iter())}
    paragraphs = sorted((order[b.element], b.text) for b in texts if b.element in order)
    for element, image in pictures:
        if element in order:
            before = bisect_left(paragraphs, (order[element], ""))
            yield replace(image, behind=paragraphs[before - 1][1] if before else None)


def picture_above(page: Page, holder: Tree | None, heading: Tree | None) -> Image | None:
    """The figure that a page sets over its text, below its headline or right above."""
    if holder is None or heading is None:
        return None
    order, inside = _order_of(holder), set(holder.iter())
    around = set(islice(heading.iterancestors(), _NEAR))
    for element, image in _with_captions(page):
        figure = next(element.iterancestors("figure"), None)
        if figure is None or element in inside or order[element] > order[holder]:
            continue
        if order[element] > order[heading] or around & set(figure.iterancestors()):
            return image
    return None


def _order_of(element: Tree) -> dict[Tree, int]:
    root = element.getroottree().getroot()
    return {one: place for place, one in enumerate(root.iter())}


def _with_captions(page: Page) -> list[tuple[Tree, Image]]:
    """What the page calls a caption is that of the picture before it, in one box with it."""
    pictures = list(page.pictures)
    boxes: dict[Tree, list[int]] = {}
    for at, (element, image) in enumerate(pictures):
        if image.caption is None:
            for outer in islice(element.iterancestors(), _NEAR):
                boxes.setdefault(outer, []).append(at)
    told = [one for one in page.blocks if one.is_caption and boxes and one.aside is None]
    order = _order_of(told[0].element) if told else {}
    for block in told:
        around = islice(block.element.iterancestors(), _NEAR)
        held = next((boxes[outer] for outer in around if outer in boxes), [])
        before = bisect_left(held, order[block.element], key=lambda at: order[pictures[at][0]])
        if before and block.marked[0].kind is LineKind.TEXT:
            element, image = pictures[held[before - 1]]
            if image.caption is None:
                pictures[held[before - 1]] = (element, replace(image, caption=block.text))
    return pictures
