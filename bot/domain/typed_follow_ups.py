"""Which article one goes on from, as people type it: «7», «продовження №7», “follow-up #7”."""

import re
from typing import Final

_NUMBER: Final = r"(?:(?:№|#|no\.?) ?)?(?P<number>[0-9]{1,18}) ?\.?"
_WORDS: Final = (
    r"(?:↪\ufe0f? ?)?"  # the card's own line, copied
    r"(?:продовження(?: (?:до|статті|для)){0,2}|follow[ \-‐‑–]?up(?: (?:to|of|article)){0,2})"
    r" ?:? ?"
)
_ANSWER: Final = re.compile(f"(?:{_WORDS})?{_NUMBER}", re.IGNORECASE)
_SAID: Final = re.compile(f"{_WORDS}{_NUMBER}", re.IGNORECASE)


def number_of_earlier(text: str) -> int | None:
    """The number of an article, alone or with the words for a follow-up."""
    return _read(_ANSWER, text)


def said_to_follow(text: str) -> int | None:
    """The number behind the words for a follow-up; None where the text says anything else."""
    return _read(_SAID, text)


def _read(pattern: re.Pattern[str], text: str) -> int | None:
    found = pattern.fullmatch(" ".join(text.split()))
    return int(found["number"]) if found else None
