"""How much text and prose stands in each element of a web page."""

from collections.abc import Callable

from bot.intake.html_tree import SILENT, Tree, name_of

UNREAD = SILENT | frozenset(
    ("form", "menu", "option", "footer", "amp-ad", "amp-iframe", "amp-sidebar", "amp-analytics",
     "dialog", "meter", "fieldset", "amp-social-share", "amp-consent", "amp-youtube")
)  # fmt: skip
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
SENTENCE = 45  # characters


def sizes_of(body: Tree) -> dict[Tree, int]:
    """How many characters stand in each element."""
    return _summed(body, lambda text: len(text or ""), frozenset())


def prose_of(body: Tree) -> dict[Tree, int]:
    """How many characters of sentences stand in each element, links and headings aside."""
    return _summed(body, _sentence, UNREAD | HEADINGS | {"a"})


def holds_lines(outer: Tree, sizes: dict[Tree, int]) -> bool:
    """Whether it has paragraphs shown as spans of one kind, and nothing else between them."""
    kinds = {(name_of(one), one.get("class"), (one.tail or "").strip()) for one in outer}
    return len(outer) > 1 == len(kinds) and all(sizes.get(one, 0) >= SENTENCE for one in outer)


def _summed(
    body: Tree, measure: Callable[[str | None], int], silent: frozenset[str]
) -> dict[Tree, int]:
    """Counted in one walk from the end."""
    sizes: dict[Tree, int] = {}
    for element in reversed(list(body.iter())):
        own = sizes.get(element, 0) + measure(element.text)
        sizes[element] = own = 0 if name_of(element) in silent else own
        outer = element.getparent()
        if outer is not None and element is not body:
            sizes[outer] = sizes.get(outer, 0) + own + measure(element.tail)
    return sizes


def _sentence(text: str | None) -> int:
    size = len((text or "").strip())
    return size if size >= SENTENCE else 0
