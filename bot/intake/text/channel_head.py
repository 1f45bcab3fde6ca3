"""What stands above a post on its channel's own page, and who wrote a page of Telegraph."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.intake.text.boilerplate import is_boilerplate
from bot.intake.text.lines import TextLine
from bot.intake.text.section_names import is_known
from bot.intake.text.stems import SENTENCE_BREAK

_READERS = re.compile(
    r"\d[\d.,\s]{0,9}(?:[kкmм]|тис\.?|млн)?\s?"
    r"(?:subscribers?|members|підписник\w{0,3}|підписано|учасник\w{0,3}|подписчик\w{0,2})",
    re.IGNORECASE,
)
_FORWARDED = re.compile(r"(?:forwarded|переслано|переслане)(?: (?:from|від|з))?:?", re.IGNORECASE)
_IN_LATIN, _IN_CYRILLIC = re.compile(r"[A-Z][a-z]{2,8} \d{1,2}, 20\d\d"), re.compile(r"[а-яіїєґ]")
_TOP = 4  # lines: the name, its picture, how many read it
_FARTHEST = 10  # lines from there to the post
_LONGEST_HEADLINE = 150
_LONGEST_NAME = 40


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


def with_author_over_date(lines: Sequence[TextLine]) -> Sequence[TextLine]:
    """Telegraph has the day in English whatever its page is written in; the author is above."""
    for at in range(1, min(_TOP, len(lines) - 1)):
        author, day = lines[at : at + 2]
        foreign = _IN_CYRILLIC.search(lines[0].text) and _IN_LATIN.fullmatch(day.text)
        if foreign and _could_be_name(author.text):
            return [*lines[:at], replace(author, text=f"Автор: {author.text}"), *lines[at + 1 :]]
    return lines


def _could_be_name(text: str) -> bool:
    named = len(text) <= _LONGEST_NAME and text[0].isupper() and ":" not in text
    return named and not (is_known(text) or is_boilerplate(text))
