"""Which article one goes on from, as people type it: «7», «продовження №7», “follow-up #7”."""

import re
from typing import Final

_NUMBER: Final = r"(?:(?:№|#|no\.?)\s*)?(?P<number>[0-9]{1,18})\s*\.?"
_WORDS: Final = (
    r"(?:↪\ufe0f?\s*)?"  # the card's own line, copied
    r"(?:продовження(?:\s+(?:до|статті|для))*|follow[\s\-‐‑–]?up(?:\s+(?:to|of|article))*)"
    r"\s*:?\s*"
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
    found = pattern.fullmatch(text.strip())
    return int(found["number"]) if found else None
