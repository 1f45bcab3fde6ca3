"""The head of a letter, where a newsletter was copied with it: who wrote, to whom, of what."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from bot.intake.text.lines import TextLine

_FIELD = re.compile(
    r"(?:(?P<subject>тема|subject|temat|betreff)|"
    r"(?P<partner>від(?: кого)?|кому|копія|from|to|cc|от(?: кого)?|od|do|von|an)|"
    r"(?P<sent>дата|надіслано|отправлено|date|sent|data|wysłano|gesendet))"
    r"\s?:\s?(?:(?:fwd?|re):\s)?(?P<value>\S.*)",
    re.IGNORECASE,
)
_DEEPEST = 3  # lines: «Переслане повідомлення» may stand above


def without_letter_head(lines: Sequence[TextLine]) -> Sequence[TextLine]:
    """The letter as a page: its subject as the headline, below it the day when it was sent."""
    start = next((at for at, line in enumerate(lines[:_DEEPEST]) if _is_field(line)), 0)
    head = list(takewhile(_is_field, lines[start:]))
    said = {
        kind: replace(line, text=found["value"])
        for line in head
        if (found := _FIELD.fullmatch(line.text))
        for kind in ("subject", "sent", "partner")
        if found[kind]
    }
    if "subject" not in said or "partner" not in said:
        return lines
    told = [said[kind] for kind in ("subject", "sent") if kind in said]
    return [*told, *lines[start + len(head) :]]


def _is_field(line: TextLine) -> bool:
    return _FIELD.fullmatch(line.text) is not None
