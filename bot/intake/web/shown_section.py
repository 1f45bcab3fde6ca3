"""Where a web page shows the section of its article."""

import re
from collections.abc import Sequence
from itertools import islice

from bot.intake.html_tree import Tree
from bot.intake.text.classify import mark
from bot.intake.text.labels import LineKind
from bot.intake.text.lines import TextLine
from bot.intake.text.section_names import is_known, is_short_name
from bot.intake.web.class_names import marks_of
from bot.intake.web.marks import (
    LONGEST_LINE,
    WAY_SIGNS,
    beside,
    leads_home,
    levels_around,
    near,
    parts_of,
    text_in,
)
from bot.intake.web.metadata import is_generic

_SECTIONS = re.compile(
    r"(?<![a-z])(?:category|categories|cat|rubr\w*|section|topic|terms|kicker|eyebrow|overline|"
    r"dachzeile|ressort|antetitulo|surtitre|nadtytul)(?![a-z])"
)
_MOST_STEPS = 6
_MENU = 3  # links
_LONGEST_LABEL = 30  # characters
_Line = tuple[Tree, str]  # and its words


def section_of(tree: Tree, heading: Tree | None) -> str:
    """A section's name that stands near the headline, or nothing."""
    named = (
        one
        for one in tree.iter("a", "span", "div", "p", "li")
        if _SECTIONS.search(marks_of(one)) and not _holds_more(one)
    )
    for element in near(named, heading):
        name = text_in(element, limit=_LONGEST_LABEL + 20)
        if is_short_name(name) and not is_generic(name):
            return name
    lines = [(one, text_in(one, limit=LONGEST_LINE + 1)) for one in beside(heading)]
    lines = [(one, text) for one, text in lines if len(text) <= LONGEST_LINE]
    return _labelled(lines) or _on_way(lines) or _linked_above(heading) or _known(heading)


def _holds_more(element: Tree) -> bool:
    """Whether paragraphs or headings stand in it."""
    return any(one is not element for one in islice(element.iter("p", "h1", "h2", "h3"), 2))


def _linked_above(heading: Tree | None) -> str:
    """«Ремесла» right above the headline, nothing but a link to what the site has of it."""
    above = heading.getprevious() if heading is not None else None
    link = next(above.iter("a"), None) if above is not None else None
    if above is None or link is None or leads_home(link) or not link.get("href"):
        return ""
    name = text_in(above, limit=_LONGEST_LABEL + 20)
    marked = mark(TextLine(name)) if name == text_in(link) else []
    text = len(marked) == 1 and marked[0].kind is LineKind.TEXT
    return name if text and is_short_name(name) and not is_generic(name) else ""


def _labelled(lines: Sequence[_Line]) -> str:
    """«Суспільство» of «12.05.2026 08:40 | Рубрика: Суспільство»."""
    for part in (part for _, text in lines for part in parts_of(text)):
        marked = mark(TextLine(part)) if part else []
        if len(marked) == 1 and marked[0].kind is LineKind.SECTION:
            return marked[0].value
    return ""


def _on_way(lines: Sequence[_Line]) -> str:
    """«Порти» of «Хвиля → Порти», where the first leads home."""
    for element, text in lines:
        links = [*islice(element.iter("a"), _MOST_STEPS)]
        if len(links) > 1 and leads_home(links[0]) and len(WAY_SIGNS.split(text)) >= len(links):
            name = text_in(links[-1])
            if is_short_name(name) and not is_generic(name):
                return name
    return ""


def _known(heading: Tree | None) -> str:
    """«Культура», the known section that stands nearest to the headline; of several none."""
    own = set(heading.iter()) if heading is not None else set()
    for lines in levels_around(heading):
        texts = [
            text
            for one in lines
            if one not in own and not _is_of_menu(one)
            if len(text := text_in(one, limit=LONGEST_LINE + 1)) <= LONGEST_LINE
            and not text.endswith((".", ";"))  # «Київ — центр реабілітації;» is text
        ]
        parts = (part for text in texts for part in parts_of(text))
        known = {p for p in parts if is_short_name(p) and is_known(p) and not is_generic(p)}
        if known:
            return known.pop() if len(known) == 1 else ""
    return ""


def _is_of_menu(line: Tree) -> bool:
    """Whether it stands beside a link that leads home, or among many links."""
    listed = next(line.iterancestors("ul", "ol", "nav"), None)
    around = (line.getparent(), listed)
    links = [[*islice(one.iter("a"), _MOST_STEPS)] for one in around if one is not None]
    many = listed is not None and len(links[-1]) >= _MENU
    outer = line.getparent()
    if outer is not None and len(links[0]) > 1 and line.tag == "a":
        many = many or text_in(outer) == " ".join(map(text_in, links[0]))  # nothing parts them
    return many or any(leads_home(link) for row in links for link in row)
