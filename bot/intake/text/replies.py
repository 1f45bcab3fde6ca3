"""Where readers' comments begin below a text: the buttons to answer them with say it."""

from collections.abc import Sequence
from dataclasses import replace

from bot.intake.text.classify import Marked
from bot.intake.text.labels import LineKind
from bot.intake.text.menus import words_of

_REPLY = frozenset(("відповісти", "reply", "ответить", "antworten", "odpowiedz", "répondre"))
_LONGEST = 12  # lines of a comment, with the name and the time of whoever wrote it
_OF_PAGE = (LineKind.BOILERPLATE, LineKind.LABEL, LineKind.STOP, LineKind.RELATED)


def with_end_at_replies(lines: list[Marked]) -> list[Marked]:
    """The lines, the first of the page's own above the first comment marked as where all ends."""
    told = next((at for at, line in enumerate(lines) if line.is_paragraph), len(lines))
    reply = next((at for at in range(told + 1, len(lines)) if _is_reply(lines[at])), 0)
    start = _above(lines, reply) if reply else 0
    if start > told:
        lines[start] = replace(lines[start], kind=LineKind.STOP)
    return lines


def _is_reply(line: Marked) -> bool:
    return line.kind is LineKind.BOILERPLATE and words_of(line.text.casefold()) in _REPLY


def _above(lines: Sequence[Marked], reply: int) -> int:
    """The line over a comment; 0 where what is said parts it from nothing above."""
    at = reply - 1
    while lines[at].kind in (LineKind.BOILERPLATE, LineKind.DATE):  # of the comment itself
        at -= 1
    above = range(at, max(reply - _LONGEST, 0), -1)
    return next((n for n in above if lines[n].kind in _OF_PAGE), 0)
