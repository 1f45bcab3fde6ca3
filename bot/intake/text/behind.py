"""What stands within and behind the text of a page copied whole: lists of other news, tags."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.intake.text.captions import is_caption
from bot.intake.text.classify import LineKind, Marked

_LONGEST_LIST = 8  # lines of other news within a text
_BEFORE = 12  # lines above it, whose words the text goes on with
_LONG = 60
_SHARED = 2
_STEM = 4
_WORD = re.compile(r"[^\W\d_]{4,}")
_BUTTON = 2  # words
_WORDS = (LineKind.TEXT, LineKind.DATE)
_FEWEST = 2  # sentences of a text before it may be over
_ABOUT = re.compile(
    r" (?:is an? |is the |covers |writes |has |—|–|- |журналіст|кореспондент|пише )"
)
_AFTER_ALL = re.compile(r"коментар|comment|kommentar|komentarz|відгук|©|copyright|прав|rights")


def without_end(lines: Sequence[Marked]) -> list[Marked]:
    """Below the last sentence stand tags and buttons, unless it begins a list."""
    page = _rejoined(list(lines))
    page = _with_end_at_comments(_with_end_at_author(page))
    end = _end(page)
    last = max((at for at in range(end) if _ends_text(page[at])), default=end)
    if last == end or page[last].text.endswith(":"):
        return page
    for at in range(last + 1, end):
        line = page[at]
        if line.kind is LineKind.RELATED:
            break
        if line.kind is LineKind.DATE or (_is_text(line) and not is_caption(line.text)):
            page[at] = replace(line, kind=LineKind.LABEL)
    return page


def _ends_text(line: Marked) -> bool:
    """A sentence, and no button's two words («Link copied!»)."""
    long = line.text.count(" ") + 1 > _BUTTON or line.text.endswith((".", '."', ".»"))
    return _is_text(line) and line.is_sentence and long


def _is_text(line: Marked) -> bool:
    return line.kind is LineKind.TEXT


def _end(page: Sequence[Marked]) -> int:
    told = 0
    for at, line in enumerate(page):
        told += line.tells
        if line.kind is LineKind.STOP or (line.kind is LineKind.AUTHOR and told >= _FEWEST):
            return at
    return len(page)


def _rejoined(page: list[Marked]) -> list[Marked]:
    """A list of other news in the midst of a text goes: what follows it tells the same story."""
    for at, line in enumerate(page):
        if line.kind is not LineKind.STOP or _AFTER_ALL.search(line.text.casefold()):
            continue
        going_on = _going_on(page, at)
        for n in range(at, going_on):
            if page[n].kind in (LineKind.STOP, LineKind.TEXT):
                page[n] = replace(page[n], kind=LineKind.LABEL)
    return page


def _going_on(page: Sequence[Marked], stop: int) -> int:
    """Where the text goes on behind the list that begins at `stop`, or `stop`."""
    behind = range(stop + 1, min(stop + _LONGEST_LIST, len(page)))
    at = next((n for n in behind if page[n].kind is LineKind.RELATED or page[n].tells), stop)
    rest = [line.text for line in page[at : at + _LONGEST_LIST] if line.tells][:2]
    above = _stems(" ".join(line.text for line in page[max(stop - _BEFORE, 0) : stop]))
    same = len(_stems(" ".join(rest)) & above) >= _SHARED
    return at if len(rest) > 1 and same and max(map(len, rest)) > _LONG else stop


def _with_end_at_author(page: list[Marked]) -> list[Marked]:
    """Behind the text the author's name stands again, over what he or she writes about."""
    names = {line.value.casefold() for line in page if line.kind is LineKind.AUTHOR and line.value}
    told = 0
    for at, line in enumerate(page):
        words = line.text.casefold()
        about = any(words.startswith(name) and _ABOUT.match(words, len(name)) for name in names)
        if told and _is_text(line) and (words in names or about):
            more = sum(other.tells for other in page[at + 1 : at + 1 + _LONGEST_LIST])
            kind = LineKind.LABEL if more >= _FEWEST else LineKind.STOP
            page[at] = replace(line, kind=kind)
        told += line.tells
    return page


def _with_end_at_comments(page: list[Marked]) -> list[Marked]:
    """Behind the counter of comments stand names, each with a time and what was said."""
    told = 0
    for at in range(len(page) - 2):
        name, when, words = page[at : at + 3]
        timed = when.date is not None and when.date.is_whole and _is_text(words)
        few = _is_text(name) and name.text.count(" ") < _BUTTON and not name.tells
        if told >= _FEWEST and few and timed and (name.dropped or page[at - 1].kind not in _WORDS):
            page[at] = replace(name, kind=LineKind.STOP)
        told += name.tells
    return page


def _stems(text: str) -> set[str]:
    return {word[:_STEM].casefold() for word in _WORD.findall(text)}
