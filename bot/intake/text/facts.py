"""Where and when, what it costs: lines below a text that belong to it, «label: value» each."""

import re
from collections.abc import Sequence
from itertools import takewhile

from bot.intake.text.classify import Marked
from bot.intake.text.labels import LineKind

_FACT = re.compile(
    r"(?:адреса|графік роботи|час роботи|коли|де|вхід|квитки|ціна|телефон|тел\.?|початок|вартість|"
    r"address|when|where|tickets|price|hours|open): .{2,120}",
    re.IGNORECASE,
)
_TOLD_FACT = re.compile(r"[^\W\d_][^:–—.,]{2,30}(?::| [–—]) \S.{1,80}")


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
