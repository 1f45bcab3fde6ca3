"""Tags on lines of their own, each with how many news bear it: «цигарки (88)»."""

import re
from collections.abc import Sequence

from bot.intake.text.lines import TextLine

_COUNTED = re.compile(r"[^\W\d_][^().!?:]{1,39} \(\d{1,6}\)")
_FEWEST = 2
_ENDS_SENTENCE = (".", "!", "?", "…")


def with_counted_tags(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines, such tags below one another as one; not where the text goes on below them."""
    joined: list[TextLine] = []
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and _COUNTED.fullmatch(lines[end].text):
            end += 1
        goes_on = any(line.text.endswith(_ENDS_SENTENCE) for line in lines[end : end + 1])
        if end - at < _FEWEST or goes_on:
            end = max(end, at + 1)
            joined += lines[at:end]
        else:
            text = " ".join(line.text for line in lines[at:end])
            joined.append(TextLine(text, lines[at].gap))
        at = end
    return joined
