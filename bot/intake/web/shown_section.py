"""Where a web page shows the section of its article."""

import re
from itertools import islice

from bot.intake.html_tree import Tree
from bot.intake.text.classify import mark
from bot.intake.text.labels import LineKind
from bot.intake.text.lines import TextLine
from bot.intake.text.section_names import is_known, is_short_name
from bot.intake.web.class_names import marks_of
from bot.intake.web.marks import LONGEST_LINE, beside, near, parts_of, text_in
from bot.intake.web.metadata import is_generic

_SECTIONS = re.compile(
    r"(?<![a-z])(?:category|categories|cat|rubric\w*|section|topic|terms|kicker|eyebrow|overline|"
    r"dachzeile|ressort|antetitulo|surtitre|nadtytul)(?![a-z])"
)
_ON_WAY = re.compile(r"\s?[→»›>/]\s?|::")
_HOME = frozenset(("/", "./", "../", "/uk", "/uk/", "/ua/", "/en/"))
_MOST_STEPS = 6
_LONGEST_LABEL = 30  # characters


def section_of(tree: Tree, heading: Tree | None) -> str:
    """A section's name that stands near the headline, or nothing."""
    named = (
        one
        for one in tree.iter("a", "span", "div", "p", "li")
        if _SECTIONS.search(marks_of(one)) and next(one.iter("p", "h1", "h2", "h3"), None) is None
    )
    for element in near(named, heading):
        name = text_in(element, limit=_LONGEST_LABEL + 20)
        if is_short_name(name) and not is_generic(name):
            return name
    return _labelled_section(heading) or _section_on_way(heading) or _known_section(heading)


def _section_on_way(heading: Tree | None) -> str:
    """«Порти» of «Хвиля → Порти», where the first leads home."""
    for element in beside(heading):
        links = [*islice(element.iter("a"), _MOST_STEPS)]
        if len(links) > 1 and (links[0].get("href") or "") in _HOME:
            text, name = text_in(element, limit=LONGEST_LINE + 1), text_in(links[-1])
            is_way = len(_ON_WAY.split(text)) >= len(links) and len(text) <= LONGEST_LINE
            if is_way and is_short_name(name) and not is_generic(name):
                return name
    return ""


def _known_section(heading: Tree | None) -> str:
    """«Культура» beside the headline, which newsrooms know as a section; of several none."""
    if heading is None:
        return ""
    own = set(heading.iter())
    lines = (one for one in beside(heading) if one not in own and not _is_of_menu(one))
    texts = (text_in(line, limit=LONGEST_LINE + 1) for line in lines)
    parts = (part for text in texts if len(text) <= LONGEST_LINE for part in parts_of(text))
    known = {p for p in parts if is_short_name(p) and is_known(p) and not is_generic(p)}
    return known.pop() if len(known) == 1 else ""


def _is_of_menu(line: Tree) -> bool:
    """Whether it stands beside a link that leads home."""
    outer = line.getparent()
    links = islice(outer.iter("a"), _MOST_STEPS) if outer is not None else ()
    return any((link.get("href") or "") in _HOME for link in links)


def _labelled_section(heading: Tree | None) -> str:
    """«Суспільство» of «12.05.2026 08:40 | Рубрика: Суспільство»."""
    for element in beside(heading):
        text = text_in(element, limit=LONGEST_LINE + 1)
        for part in parts_of(text) if len(text) <= LONGEST_LINE else []:
            marked = mark(TextLine(part)) if part else []
            if len(marked) == 1 and marked[0].kind is LineKind.SECTION:
                return marked[0].value
    return ""
