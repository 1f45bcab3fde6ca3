"""The tags that a web page shows: links that say so, or stand in a box that does."""

import re
from collections.abc import Iterator
from itertools import islice

from bot.domain.article_fields import MOST_TAGS
from bot.domain.topics import LONGEST
from bot.intake.html_tree import Tree
from bot.intake.web.class_names import marks_of
from bot.intake.web.marks import Others, text_in

_BOX = re.compile(
    r"(?<![a-z])(?:tags?|tags?[-_ ]?list|(?:article|post|news|entry|single|story)[-_ ]?tags?|"
    r"keywords|topics?[-_ ]?list)(?![a-z])"
)
_LABEL = re.compile(r"(?:теги|мітки|метки|позначки|tags|tagi|schlagwörter)\s?:?\s?", re.IGNORECASE)
_LABELLED = re.compile(  # with links behind it
    r"(?:теги|теми|темы|мітки|метки|позначки|tags|topics|tagi|schlagwörter)\s?:\s", re.IGNORECASE
)
_LONGEST_LABEL = 20
_CATEGORY = re.compile(r"(?<![a-z])categor(?:y|ies)(?![a-z])")
_BOXES = ("div", "ul", "p", "section", "span", "footer", "aside")
_COUNT = re.compile(r"\s?\(\d{1,6}\)$")  # of the articles with it
_HASHTAGS = re.compile(r"(?:#\s?[^\s#.!?][^#.!?]{1,40})+")
_LONGEST_LINE, _MOST_LINES = 300, 2_000
_MOST_BOXES = 50
_LEVELS = 3  # of elements around the headline
_MOST_LINKS = 3 * MOST_TAGS  # of more it is the cloud of all that the site has


def shown_tags(tree: Tree, heading: Tree | None) -> tuple[str, ...]:
    """Those of the article, once each; nothing where the page shows none.

    One alone over the headline may be the section: others go before it.
    """
    others = Others()
    rels = ((one, one.get("rel").split()) for one in tree.iterfind(".//a[@rel]"))
    linked = (one for one, rel in rels if "tag" in rel and "category" not in rel)
    own = [
        one
        for one in islice(linked, _MOST_LINKS)
        if not (others.hold(one) or _CATEGORY.search(marks_of(one.getparent())))
    ]
    if own:
        return _names(own)
    boxes = (one for one in tree.iter(*_BOXES) if _is_box(one))
    alone: list[Tree] = []
    for box in islice(boxes, _MOST_BOXES):
        links = [*islice(box.iter("a"), _MOST_LINKS + 1)]
        if not links or len(links) > _MOST_LINKS or others.hold(box):
            continue
        if len(links) > 1 or not _is_over(box, heading):
            return _names(links)
        alone = alone or links
    return _names(alone) or _signed(tree, others)


def _is_over(box: Tree, heading: Tree | None) -> bool:
    """Whether it stands above the headline, or above what is around that."""
    around = [heading, *islice(heading.iterancestors(), _LEVELS)] if heading is not None else []
    above = {one for each in around for one in each.itersiblings(preceding=True)}
    return box in above or any(outer in above for outer in box.iterancestors())


def _is_box(element: Tree) -> bool:
    said = (element.text or "").lstrip()[:_LONGEST_LABEL]
    return _BOX.search(marks_of(element)) is not None or _LABELLED.match(said) is not None


def _signed(tree: Tree, others: Others) -> tuple[str, ...]:
    """«порт», «зерно» of a line that is nothing but «#порт #зерно», links or not."""
    lines = islice(tree.iter("div", "p", "ul"), _MOST_LINES)
    for line in lines:
        text = text_in(line, _LONGEST_LINE)
        if are_hashtags(text) and not others.hold(line):
            return tuple(filter(None, (name.strip(" ,;") for name in text.split("#"))))[:MOST_TAGS]
    return ()


def are_hashtags(text: str) -> bool:
    return len(text) <= _LONGEST_LINE and _HASHTAGS.fullmatch(text) is not None


def _names(links: list[Tree]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_each(links)))[:MOST_TAGS]


def _each(links: list[Tree]) -> Iterator[str]:
    for link in links:
        name = _LABEL.sub("", text_in(link, LONGEST + 10), count=1)
        name = _COUNT.sub("", name).strip(" #,;")
        if len(name) <= LONGEST and any(map(str.isalpha, name)):
            yield name
