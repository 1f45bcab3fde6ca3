"""What two texts have in common: beginnings of words, so that endings do not matter."""

import re

_WORD = re.compile(r"[^\W\d_]{4,}")
_STEM = 5
SENTENCE_BREAK = re.compile(r"[.!?…][»\"”)]? +[«\"„(]?[^\W\d_]")


def stems(text: str) -> set[str]:
    """The beginnings of its words of four letters and more."""
    return {word[:_STEM].casefold() for word in _WORD.findall(text)}


def shared(text: str, headline: str) -> int:
    """How many words of the headline the text takes up, endings aside."""
    return len(stems(text) & stems(headline))
