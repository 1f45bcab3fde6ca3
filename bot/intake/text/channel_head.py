"""What stands above a post on its channel's own page: the channel's name and how many read it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.intake.text.lines import TextLine
from bot.intake.text.stems import SENTENCE_BREAK

_READERS = re.compile(
    r"\d[\d.,\s]{0,9}(?:[kкmм]|тис\.?|млн)?\s?"
    r"(?:subscribers?|members|підписник\w{0,3}|підписано|учасник\w{0,3}|подписчик\w{0,2})",
    re.IGNORECASE,
)
_FORWARDED = re.compile(r"(?:forwarded|переслано|переслане)(?: (?:from|від|з))?:?", re.IGNORECASE)
_TOP = 4  # lines: the name, its picture, how many read it
_FARTHEST = 10  # lines from there to the post
_LONGEST_HEADLINE = 150


def without_channel_head(lines: Sequence[TextLine]) -> Sequence[TextLine]:
    """The post alone: its first sentence is a headline, if it stands on a line of its own."""
    at = next((n for n, line in enumerate(lines[:_TOP]) if _READERS.fullmatch(line.text)), 0)
    names = [line.text for line in lines[:at]]
    below = range(at + 1, min(at + _FARTHEST, len(lines)))
    start = max((n for n in below if lines[n].text in names), default=-1) + 1
    if not at or not start:
        return lines
    if start + 1 < len(lines) and _FORWARDED.fullmatch(lines[start].text):
        start += 2  # whose post it was
    post = list(lines[start:])
    first = post[0].text if post else ""
    alone = first.endswith(".") and not first.endswith("..") and not SENTENCE_BREAK.search(first)
    if alone and len(first) <= _LONGEST_HEADLINE and len(post) > 1:
        post[0] = replace(post[0], text=first[:-1])
    return post or lines
