"""Where and when, what it costs, who scored: lines below a last sentence that are still text."""

import re
from collections.abc import Sequence
from itertools import takewhile

from bot.intake.text.captions import asks, is_caption, is_told_openly
from bot.intake.text.classify import Marked
from bot.intake.text.labels import LineKind

_FACT = re.compile(
    r"(?:адреса|графік роботи|час роботи|коли|де|вхід|квитки|ціна|телефон|тел\.?|початок|вартість|"
    r"address|when|where|tickets|price|hours|open): .{2,120}",
    re.IGNORECASE,
)
_TOLD_FACT = re.compile(r"[^\W\d_][^:–—.,]{2,30}(?::| [–—]) \S.{1,80}")

_ROW = re.compile(
    r"^(?:\d{1,2}(?: [^\W\d_]{3,10}|\.\d\d(?:\.20\d\d)?),? (?:об? )?)?\d{1,2}:\d\d [–—-] \S|"
    r"^[^:,]{2,40}: [^,]{2,60}, .*[^\W\d_]|(?<!\d)\d++[:–-]\d++(?: \(\d++[:–-]\d++\))?$|"
    r"^\d{1,2}[.)] [^.:]{2,40} [–—-] \d{1,5}$|^[^:,]{2,20}: [^,]{2,40}, \d{1,3}\b"
)
HEADS_LIST = re.compile(
    r"^(?:читайте )?більше [^\W\d]|"
    r"\b(?:інші|схож|також|теж|(?:за)?цікав|пов['’]язан|рекоменд|другие|похож|также|интересн|related|"
    r"(?:по)?чита(?:ють|ти|єте)|популярн|recommended|more|also|więcej|pozosta|także|też|podobn|polecam|mehr|auch|ähnlich|weitere)",
    re.IGNORECASE,
)
_FEWEST_ROWS = 2
_CUT_OFF = 6  # blanks
_HEADING = 5  # words over rows
_FEWEST_BLANKS = 2


def facts_below(lines: Sequence[Marked]) -> int:
    """How many lines right below a text are such, if the first of them tells what all do."""
    if not any(_FACT.fullmatch(line.text) for line in lines[:1]):
        return 0
    return sum(1 for _ in takewhile(_goes_on, lines))


def _goes_on(line: Marked) -> bool:
    return not line.dropped and bool(_FACT.fullmatch(line.text) or is_fact(line))


def is_fact(line: Marked) -> bool:
    """«Режисер – Артем Рампа», «Тривалість: 1 година», two of them or more."""
    text = line.kind is LineKind.TEXT and not line.menu
    return text and bool(_TOLD_FACT.fullmatch(line.text))


def with_facts(page: Sequence[Marked], last: int, end: int) -> int:
    """The last line of the text: where and when, below its last sentence, belong to it.

    So do rows of figures and names, and a long line with which the page ends, as it was copied
    no further.
    """
    last += facts_below(page[last + 1 : end])
    while True:
        headed = any(_heads_rows(one) for one in page[last + 1 : last + 2])
        behind = page[last + 1 + headed : end]
        rows = sum(1 for _ in takewhile(_is_row, behind))
        told = not headed or page[last + 1].text.endswith(":")
        rows = rows or told * sum(1 for _ in takewhile(is_fact, behind))
        goes_on = rows and not headed and _is_row(page[last])
        if rows < _FEWEST_ROWS and not goes_on:
            break
        last += rows + headed
    last += _points_below(page[last + 1 : end])
    below = page[last + 1 : last + 2]
    cut_off = bool(below) and last + 2 == len(page) and below[0].kind is LineKind.TEXT
    return last + (cut_off and not below[0].dropped and below[0].text.count(" ") >= _CUT_OFF)


def _points_below(behind: Sequence[Marked]) -> int:
    """How many lines belong to the text where «Що відомо» stands over points without full stops.

    A picture may be shown above them.
    """
    shown = any(is_caption(one.text) or is_told_openly(one.text) for one in behind[:1])
    heading = behind[shown : shown + 1]
    points = sum(1 for _ in takewhile(_is_point, behind[shown + 1 :]))
    asked = any(_heads_rows(one) and asks(one.text) for one in heading)
    return shown + 1 + points if asked and points >= _FEWEST_ROWS else 0


def _is_point(line: Marked) -> bool:
    return (
        line.kind is LineKind.TEXT and line.text.count(" ") >= _FEWEST_BLANKS and not line.dropped
    )


def _heads_rows(line: Marked) -> bool:
    """«УПЛ, 14-й тур», «Порядок денний:»: over rows, and none itself."""
    few = line.kind is LineKind.TEXT and line.text.count(" ") < _HEADING and not line.menu
    few = few and not HEADS_LIST.search(line.text)
    return few and not (_is_row(line) or is_fact(line) or line.text.endswith("."))


def _is_row(line: Marked) -> bool:
    """«Голи: Тиркус, 81 (пен.), Ковач, 33»: what a table or a report has, and no headline."""
    numbered = line.kind is LineKind.AUTHOR and line.text[0].isdecimal()  # «3. Верес – 24»
    return (
        (line.kind is LineKind.TEXT or numbered) and not line.menu and bool(_ROW.search(line.text))
    )
