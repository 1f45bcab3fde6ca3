"""A box below a headline or within the text: the article in some points, or its contents."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.intake.text.classify import Marked
from bot.intake.text.labels import LineKind
from bot.intake.text.person_names import could_be_person

_NAMES = """
основні тези, головні тези, ключові тези, тези, коротко, коротко про головне, стисло, стислий
виклад, головне за 20 секунд, головне з тексту, головне в матеріалі, про що матеріал, у двох
словах, key points, key takeaways, key facts, takeaways, summary, in brief, at a glance,
highlights, the gist, головне на цей час, головне на зараз, головне на цю мить,
основные тезисы, кратко, главное из текста, w skrócie, najważniejsze
informacje, najważniejsze punkty, das wichtigste in kürze, auf einen blick, kurz gefasst,
l'essentiel, en bref, skrót artykułu, ви дізнаєтеся, ви дізнаєтесь, key events
"""
# These head parts of a text as well: a box only above all text.
_NAMES_OF_PARTS = """
головне, що відомо, головні факти, ключові факти, ключові моменти, головні моменти, факти,
важливе, найважливіше, що важливо знати, що варто знати, главное, что известно,
ключевые факты, quick facts, what we know, co wiadomo
"""
_HEADINGS, _PARTS = (
    frozenset(" ".join(name.split()) for name in names.split(","))
    for names in (_NAMES, _NAMES_OF_PARTS)
)
_TABS = ("companies",)  # beside «Summary»
_SIGNS = ("• ", "– ", "— ", "- ", "▪ ", "● ", "✔ ", "✅ ")
_FEWEST = 2  # points
_MOST = 7
_NEAR = 5  # lines
_POINT = 2  # blanks of the shortest
_HEADLINE = 3  # blanks of a headline, which stands somewhere above
_LONGER = 1.25  # than any point is the lead right below them


def without_summaries(lines: Sequence[Marked]) -> list[Marked]:
    """The page without such boxes; points that are whole sentences may as well be the text."""
    contents = _contents(lines)
    kept: list[Marked] = []
    end = 0
    headed = told = False
    for at, line in enumerate(lines):
        if at < end:
            continue
        if headed and at in contents:
            end = contents[at]
        elif headed and line.kind is LineKind.TEXT and _key(line.text) in _HEADINGS:
            tabs = sum(1 for one in lines[at + 1 : at + 2] if _key(one.text) in _TABS)
            end = _end_of_points(lines, at + 1 + tabs, lead=not tabs)
        if headed and not told and at >= end and heads_summary(line.text):
            end = _end_of_marked_points(lines, at + 1) or _end_of_points(lines, at + 1)
        if at >= end:
            kept.append(line)
        elif kept and kept[-1].tells:
            kept[-1] = replace(kept[-1], apart=True)  # a lead
        told = told or line.is_paragraph
        headed = headed or line.text.count(" ") >= _HEADLINE
    return kept


def heads_summary(text: str) -> bool:
    """Whether such a box may stand below these words, above all text."""
    return _key(text) in _HEADINGS | _PARTS


def _contents(lines: Sequence[Marked]) -> dict[int, int]:
    """Where tables of contents begin and end: lines that head parts of the text further down."""
    parts = {
        line.key: at
        for at, (line, below) in enumerate(pairwise(lines))
        if below.tells and _is_title(line)
    }
    found: dict[int, int] = {}
    start = 0
    for at, line in enumerate(lines):
        if parts.get(line.key, 0) > at and _is_title(line):
            continue
        if at - start >= _FEWEST and all(parts[one.key] >= at for one in lines[start:at]):
            found[start - (start > 0 and _is_heading(lines[start - 1]))] = at
        start = at + 1
    return found


def _is_heading(line: Marked) -> bool:
    few = line.text.count(" ") < _HEADLINE and not could_be_person(line.text)
    return _is_title(line) and few


def _is_title(line: Marked) -> bool:
    return line.kind is LineKind.TEXT and not line.is_sentence


def _key(text: str) -> str:
    return text.casefold().strip(" :.•")


def _end_of_points(lines: Sequence[Marked], start: int, *, lead: bool = True) -> int:
    """The line behind the points that begin at `start`; 0 where there are none.

    `lead`: it may stand right below them.
    """
    end = start
    while end < len(lines) and end - start <= _MOST and _is_point(lines[end]):
        end += 1
    if end == len(lines) or end - start > _MOST:
        return 0
    if not any(one.tells or (one.date and one.date.is_hour_alone) for one in lines[end : end + 3]):
        return 0  # neither text nor a chronicle begins there
    sizes = [len(line.text) for line in lines[start:end]]
    if lead and len(sizes) > _FEWEST and sizes[-1] > _LONGER * max(sizes[:-1]):
        end -= 1
    return end if end - start >= _FEWEST else 0


def _end_of_marked_points(lines: Sequence[Marked], start: int) -> int:
    """The same for points that a sign begins, be they sentences, over two paragraphs of text."""
    end = start
    while end < len(lines) and end - start <= _MOST and lines[end].text.startswith(_SIGNS):
        end += 1
    few = _FEWEST <= end - start <= _MOST
    return end if few and sum(one.tells for one in lines[end : end + _NEAR]) >= _FEWEST else 0


def _is_point(line: Marked) -> bool:
    open_end = line.kind is LineKind.TEXT and not line.is_sentence
    return open_end and line.text.count(" ") >= _POINT
