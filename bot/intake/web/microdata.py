"""What the elements of a page say of its article: microdata, headings, the way to the page."""

from collections.abc import Iterable
from itertools import islice

from bot.intake.html_text import plain
from bot.intake.html_tree import Tree
from bot.intake.text.crumbs import split_way
from bot.intake.text.section_names import is_short_name
from bot.intake.web.json_ld import Node, text_of, types_of

_MOST_SAID = 30  # values of one name
_MOST_LOOKED_AT = 300  # headings, and elements of microdata
_LONGEST_VALUE = 5_000
_MOST_ITEMS = 5
_CRUMBS = ("breadcrumb", "bread-crumb", "crumbs", "speedbar", "pathway")
_FEWEST_STEPS = 2


def line_of(text: str) -> str:
    """A value as one line, of a length that people would write."""
    return plain(text[:_LONGEST_VALUE])


def having(tree: Tree, attribute: str) -> Iterable[Tree]:
    return tree.iterfind(f".//*[@{attribute}]")  # type: ignore[no-any-return]


def elements(tree: Tree, name: str) -> Iterable[Tree]:
    return (element.itertext() for element in tree.iter(name))


def headings_of(tree: Tree) -> list[str]:
    headings = islice(elements(tree, "h1"), _MOST_SAID)
    return [line_of("".join(islice(texts, _MOST_LOOKED_AT))) for texts in headings]


def items_of(tree: Tree, name: str) -> list[str]:
    """Values of microdata with that name; of an article within a list of others they are not."""
    found = []
    named = (
        element
        for element in having(tree, "itemprop")
        if name in (element.get("itemprop") or "").split() and element.tag != "meta"
    )
    for element in islice(named, _MOST_LOOKED_AT):
        if not _is_in_other(element):
            value = element.get("content") or element.get("datetime")
            value = value or (element.get("title") if element.tag == "abbr" else None)
            found.append(value or line_of(" ".join(islice(element.itertext(), _MOST_LOOKED_AT))))
        if len(found) == _MOST_ITEMS:
            break
    return found


def _is_in_other(element: Tree) -> bool:
    return any(
        "itemListElement" in (outer.get("itemprop") or "")
        or outer.tag in {"aside", "nav"}
        or (outer.tag == "li" and _has_headline(outer))
        for outer in element.iterancestors()
    )


def _has_headline(point: Tree) -> bool:
    """Whether a list's point is about an article of its own, and tells no date of this one."""
    return any(
        one.tag in {"h2", "h3", "h4"} or "headline" in (one.get("itemprop") or "")
        for one in islice(point.iter(), _MOST_LOOKED_AT)
    )


def crumbs_of(tree: Tree, nodes: Iterable[Node]) -> list[str]:
    """The way to the page, nearest first, without the page itself."""
    for node in nodes:
        if "breadcrumblist" in types_of(node):
            items = node.get("itemListElement")
            names = [_crumb(item) for item in items] if isinstance(items, list) else []
            return _way(names)
    for element in tree.iter("nav", "div", "ul", "ol", "p", "section"):
        marks = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemtype')}"
        if any(name in marks.lower() for name in _CRUMBS):
            return _way(_steps(element))
    return []


def _steps(element: Tree) -> list[str]:
    """The names on the way: its links and what it is about, or its points where none leads on."""
    links = [*islice(element.iter("a"), _MOST_SAID)]
    if len(links) > 1:
        return [*map(_words_in, links), ""]
    points = [*islice(element.iter("li"), _MOST_SAID)]
    if len(points) > 1:
        return [*map(_words_in, points)]
    parts = max(split_way(_words_in(element)), key=len)
    return parts if len(parts) > _FEWEST_STEPS else [*map(_words_in, links), ""]


def _words_in(element: Tree) -> str:
    return line_of(" ".join(islice(element.itertext(), _MOST_SAID)))


def _crumb(item: object) -> str:
    if not isinstance(item, dict):
        return ""
    return line_of(text_of(item.get("name")) or text_of(item.get("item")))


def _way(names: list[str]) -> list[str]:
    """Without the home page at its head and the article at its end."""
    inner = names[1:-1]
    if len(names) == 2:  # noqa: PLR2004 - home and section
        inner = [name for name in names[1:] if is_short_name(name)]
    return [name for name in reversed(inner) if name]


def categories_of(tree: Tree) -> list[str]:
    """What the links say that lead to the article's categories, by their own word."""
    links = (one for one in tree.iterfind(".//a[@rel]") if "category" in one.get("rel").split())
    return [line_of("".join(one.itertext())) for one in islice(links, _MOST_SAID)]
