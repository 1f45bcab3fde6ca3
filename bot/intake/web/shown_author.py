"""Where a web page shows its author."""

import re
from collections.abc import Iterator
from itertools import islice

from bot.intake.dates import read_date
from bot.intake.html_tree import Tree
from bot.intake.text.classify import mark
from bot.intake.text.labels import LineKind
from bot.intake.text.line_parts import name_and_date, submitted
from bot.intake.text.lines import TextLine, one_line
from bot.intake.text.person_names import could_be_person, is_name, is_person
from bot.intake.web.class_names import marks_of
from bot.intake.web.marks import (
    LONGEST_LINE,
    SIGNED,
    before_parts,
    beside,
    near,
    parts_of,
    text_in,
)

_BY = re.compile(
    r"(?:опубліковано|опублікував|опублікувала|posted by|written by|by|автор|авторка|текст|від|"
    r"von|por|par|przez)"
    r"\s?:?\s(?=\S)",
    re.IGNORECASE,
)
_PERSON = re.compile(r"(?<![a-z])(?:user|author|person|pen|pencil)(?![a-z])")
_NAMES = re.compile(r"(?<![a-z])name(?![a-z])")
_CAPITAL = r"[^\W\d_a-zа-яіїєґ][^\W\d_]*+"
_FULL_NAME = re.compile(
    rf"{_CAPITAL}(?:[’'-][^\W\d_]++)?(?:[ -]{_CAPITAL}(?:[’'-][^\W\d_]++)?){{1,2}}"
)
_MOST_PARTS = 12
_MOST_PIECES = 24
_MOST_AUTHORS = 4
_BELOW_HEADLINE = 4  # elements
_BETWEEN_NAMES = re.compile(r"(?:[\s,|·•]|\b(?:та|і|й|и|and|und|i)\b)*")


def author_of(tree: Tree, heading: Tree | None) -> str:
    """A name that the page shows as the author's, or nothing."""
    for element in near(_signed(tree), heading):
        text = text_in(_name_within(element), limit=LONGEST_LINE + 1)
        if name := _listed(element) or _name_over_role(element):
            return name
        if len(text) > LONGEST_LINE:
            continue
        for part in submitted(text)[:1] or parts_of(text):
            if name := _labelled(part) or _named(_BY.sub("", part.strip(), count=1)):
                return name
    return _name_beside_date(heading) or _linked(heading) or _labelled_beside(heading)


def _named(text: str) -> str:
    """The text, if it is a name or says itself that it is the author's."""
    marked = mark(TextLine(text)) if text else []
    if marked and marked[0].kind is LineKind.TEXT and is_name(marked[0].text):
        return marked[0].text.rstrip(" -–—,")
    return _labelled(text)


def _labelled(text: str) -> str:
    """«Petro M.» of «Автор: Petro M.»."""
    marked = mark(TextLine(text)) if text else []
    told = len(marked) > 0 and marked[0].kind is LineKind.AUTHOR
    return (marked[0].value or "") if told else ""


def _labelled_beside(heading: Tree | None) -> str:
    """«Дар’я Устя» of «Автор: Дар’я Устя», a line of its own."""
    for element in beside(heading):
        text = text_in(element, limit=LONGEST_LINE + 1)
        marked = mark(TextLine(text)) if 0 < len(text) <= LONGEST_LINE else []
        if len(marked) == 1 and marked[0].kind is LineKind.AUTHOR and marked[0].value:
            return marked[0].value
    return ""


def _name_within(element: Tree) -> Tree:
    """The element that holds but the name, beside what the author does."""
    parts = islice(element, _MOST_PARTS)
    named = (one for one in parts if one.get("rel") == "author" or _NAMES.search(marks_of(one)))
    return next(named, element)


def _listed(element: Tree) -> str:
    """«Марта Яр, Ілля Кут» of a list, each name its own point."""
    points = [text_in(one) for one in islice(element.iter("li"), _MOST_AUTHORS + 1)]
    many = element.tag == "ul" and 1 < len(points) <= _MOST_AUTHORS
    return ", ".join(points) if many and all(map(could_be_person, points)) else ""


def _linked(heading: Tree | None) -> str:
    """«Марта Яр, Ілля Кут», right below the headline: nothing but links to people."""
    over = [heading, heading.getparent()] if heading is not None else []
    for outer in (one for one in over if one is not None):
        for line in islice(outer.itersiblings(), _BELOW_HEADLINE):
            links = islice(line.iter("a"), _MOST_AUTHORS + 1)
            names = [text_in(link, limit=LONGEST_LINE) for link in links if link.get("href")]
            people = 0 < len(names) <= _MOST_AUTHORS and all(map(could_be_person, names))
            if not (people and any(map(is_person, names))):
                continue
            rest = text_in(line, limit=2 * LONGEST_LINE)
            for name in names:
                rest = rest.replace(name, "", 1)
            if _BETWEEN_NAMES.fullmatch(rest):
                return ", ".join(names)
    return ""


def _name_over_role(element: Tree) -> str:
    """«Антін Поле» of a card that says below what he does, each in an element of its own."""
    pieces = (one_line(text) for text in islice(element.itertext(), _MOST_PIECES))
    name, role, *_ = [*(piece for piece in pieces if piece), "", ""]
    return name if role[:1].isalpha() and _FULL_NAME.fullmatch(name) else ""


def _name_beside_date(heading: Tree | None) -> str:
    """«Дар’я Яценко» of «Дар’я Яценко | 07.04.2026 | 14:20»."""
    for element in beside(heading):
        text = text_in(element, limit=LONGEST_LINE + 1)
        short = len(text) <= LONGEST_LINE
        parts = (submitted(text) or parts_of(text)) if short else []
        if parts and not any(read_date(part) for part in parts):  # each in an element of its own
            pieces = (text_in(one) for one in islice(element, _MOST_PARTS))
            parts = [before_parts(element), *pieces]
        parts = parts if len(parts) > 1 else name_and_date(text, could_be_person)
        if any(read_date(part) for part in parts):
            for part in parts:
                name = _BY.sub("", part, count=1)
                named = name != part and is_name(name) and not read_date(name)
                if named or _FULL_NAME.fullmatch(name):
                    return name
    return ""


def _signed(tree: Tree) -> Iterator[Tree]:
    for element in tree.iter("a", "span", "div", "p", "address", "li", "ul"):
        named = element.get("rel") == "author" or SIGNED.search(marks_of(element))
        if named or _has_icon(element):
            yield element


def _has_icon(element: Tree) -> bool:
    """Whether the small picture of a person stands before its words: «fa-user», «icon-author»."""
    icon = element[0] if len(element) and not (element.text or "").strip() else None
    if icon is None or icon.tag not in {"i", "span"} or (icon.text or "").strip():
        return False
    return _PERSON.search(marks_of(icon)) is not None
