"""Authors whose names stand on lines of their own, below one label: made one line again."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.intake.text.labels import KIND_OF_LABEL, LineKind
from bot.intake.text.lines import TextLine
from bot.intake.text.person_names import could_be_person, is_person

_AND = r"(?:and|та|і|й|и|und|oraz|i|&)"
_BY = r"(?:by|від|von|par|przez|автори?|авторки|текст|tekst|text|words):?"
# «By Amy Holm and», «Текст: Іва Корч та», whose second name stands on the next line
_OPEN = re.compile(rf"{_BY}\s\S.{{2,60}}(?:\s{_AND}|,)", re.IGNORECASE)
_BY_LINE = re.compile(rf"{_BY}\s\S.{{2,60}}", re.IGNORECASE)
_SECOND = re.compile(rf"{_AND}\s(\S.{{2,40}})", re.IGNORECASE)
_OF_PAPER = re.compile(
    r"(?:с|м|смт|сел)\.\s?[^\W\d_][^.!?,]{2,30}\.?|(?:наш|власн\w{2}|спец)\.?\s?кор\.?",
    re.IGNORECASE,
)
_OF_SEVERAL = ("автори", "авторки", "тексти", "authors", "autorzy", "autoren", "авторы")
_MOST = 4  # names


def with_joined_names(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines, such names behind their label."""
    joined: list[TextLine] = []
    at = 0
    while at < len(lines):
        label, names = lines[at].text, _names_below(lines, at)
        if len(names) > 1:
            text = f"{label.rstrip(':')}: {', '.join(names)}"
            joined.append(replace(lines[at], text=text))
            at += 1 + len(names)
        elif joined and _tells_where_from(joined[-1].text, lines[at]):
            text = f"{joined[-1].text} {lines[at].text.rstrip('.')}"  # and is no sentence
            joined[-1] = replace(joined[-1], text=text)
            at += 1
        elif joined and _goes_on(joined[-1].text, lines[at]):
            joined[-1] = replace(joined[-1], text=f"{joined[-1].text} {lines[at].text}")
            at += 1
        else:
            joined.append(lines[at])
            at += 1
    return joined


def _names_below(lines: Sequence[TextLine], at: int) -> list[str]:
    """The names below a bare label; after the first those that could be nothing else."""
    label = lines[at].text.casefold().rstrip(": ")
    if KIND_OF_LABEL.get(label) is not LineKind.AUTHOR:
        return []
    names: list[str] = []
    listed = label in _OF_SEVERAL
    for line in lines[at + 1 : at + 1 + _MOST]:
        name = line.text.rstrip(",")
        if line.gap or not could_be_person(name) or not (not names or listed or is_person(name)):
            break
        names.append(name)
        listed = label in _OF_SEVERAL or name != line.text
    return names


def _tells_where_from(above: str, line: TextLine) -> bool:
    """«с. Колиндяни» or «наш кор.», below «Ольга КОСТЕЦЬКА,»."""
    named = above.endswith(",") and could_be_person(above[:-1])
    return named and not line.gap and _OF_PAPER.fullmatch(line.text) is not None


def _goes_on(above: str, line: TextLine) -> bool:
    """Whether it is the second name of the by-line above: «and Karl Berg», or but the name."""
    if line.gap:
        return False
    if _OPEN.fullmatch(above):
        return could_be_person(line.text)
    second = _SECOND.fullmatch(line.text)
    named = could_be_person(above) or bool(_BY_LINE.fullmatch(above))
    return second is not None and could_be_person(second[1]) and named
