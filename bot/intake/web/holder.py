"""Which element of a web page holds the article's text: a named one, or where most prose is."""

from collections import Counter
from collections.abc import Sequence

from bot.intake.html_tree import Tree, name_of
from bot.intake.web.blocks import Block
from bot.intake.web.class_names import IS_CONTENT, marks_of

_ENOUGH = 0.7  # of the page's prose: the smallest named element with so much holds the article
_MORE = 1.25
_NEAR, _MOST_LEVELS = 3, 8  # so far up more text is the article's; what is set alike, farther


def ends_well(text: str) -> bool:
    """Whether it ends as a sentence does."""
    return text.rstrip("»\"”’')").endswith((".", "!", "?"))


def _weighed(blocks: Sequence[Block]) -> tuple[Counter[Tree], Counter[Tree]]:
    """How much prose stands in each element, all of it, and the less the further down it is."""
    sizes: Counter[Tree] = Counter()
    near: Counter[Tree] = Counter()
    for block in blocks:
        outer = block.element
        if block.is_prose and name_of(outer) in {"p", "li", "blockquote", "span"}:
            outer = outer.getparent()
        if block.is_prose and outer is not None:
            sizes[outer] += len(block.text)
            near[outer] += len(block.text)
    # Up from the innermost, so that each element is added to the one around it once.
    elements = [*next(iter(sizes)).getroottree().iter()] if sizes else []
    for element in reversed(elements):
        outer = element.getparent()
        if element in sizes and outer is not None:
            sizes[outer] += sizes[element]
            near[outer] += near[element] // 2
    return sizes, near


def holder_of(blocks: Sequence[Block]) -> Tree | None:
    """The element that holds the article's text."""
    sizes, near = _weighed(blocks)
    if not sizes:
        return None
    named = [element for element in sizes if _is_named(element)]
    most = max((sizes[element] for element in named), default=0)
    if most * 2 >= max(sizes.values()):
        return min((e for e in named if sizes[e] >= most * _ENOUGH), key=lambda e: sizes[e])
    best = max(near, key=lambda element: near[element])
    for level, above in enumerate(list(best.iterancestors())[:_MOST_LEVELS]):
        if name_of(above) in {"body", "html"}:
            continue
        more = level < _NEAR and sizes[above] > sizes[best] * _MORE
        if more or _goes_on_in(above, best, blocks):
            best = above
    return best


def _goes_on_in(above: Tree, best: Tree, blocks: Sequence[Block]) -> bool:
    """Whether the text goes on in another part of the page that is set as this one is."""
    frame = best.getparent()
    marks = best.get("class"), frame.get("class") if frame is not None else None
    if not all(marks):
        return False
    own = set(best.iter())
    twins = {
        one
        for one in above.iter(best.tag)
        if one is not best and (one.get("class"), one.getparent().get("class")) == marks
    }
    return any(
        ends_well(block.text)
        and block.element not in own
        and not block.links
        and (block.element in twins or block.element.getparent() in twins)
        for block in blocks
    )


def _is_named(element: Tree) -> bool:
    if name_of(element) in {"body", "html"}:
        return False
    item = (element.get("itemprop") or "").lower()
    named = name_of(element) == "article" or item == "articlebody"
    return named or IS_CONTENT.search(marks_of(element)) is not None
