"""What pictures amid a text show, told without «Фото:»: by the form of a line, and by its place.

A heading is no sentence either. A caption may be more than one, of which the last has no full
stop; it may stand over its photographer's name, or right above a heading.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.intake.text.body import BodyParagraph
from bot.intake.text.captions import (
    asks,
    does_something,
    is_caption,
    is_told_openly,
    is_told_to_screen_readers,
    names_somebody_behind,
    says_when,
    shows_person_beside,
    tells_place,
)
from bot.intake.text.labels import LineKind
from bot.intake.text.person_names import is_credit

_LONGEST = 300
_NUMBERED = re.compile(r"\d|[IVXІХ]{1,4}\. ")  # «II. The List» heads a part
_FEWEST = 4  # blanks of a line with its date behind it: «24 лютого 2022 року» heads a part


def with_captions(paragraphs: Sequence[BodyParagraph]) -> list[BodyParagraph]:
    """The paragraphs, such lines among them as captions; a name below one goes."""
    paragraphs = _with_galleries(paragraphs)
    kept: list[BodyParagraph] = []
    credited = False
    for at, part in enumerate(paragraphs):
        above, below = kept[-1:], paragraphs[at + 1 : at + 2]
        if credited:
            credited = False
            continue
        open_end = _is_open(part) and bool(above and below) and above[0].line.tells
        credited = open_end and _is_open(below[0]) and is_credit(below[0].text)
        credited = credited and below[0].at == part.at + 1
        heads = open_end and _is_open(below[0]) and _begins_text(paragraphs[at + 2 : at + 3])
        whole = open_end and (below[0].line.tells or heads)
        form = is_told_openly(part.text) or _is_named_behind(part.text) or _is_dated(part.text)
        form = form or shows_person_beside(part.text)
        shown = credited or (whole and form) or (heads and _tells_place(part.text))
        shown = shown or (bool(above) and _shows_somebody(part, below))
        asked = open_end and _is_open(below[0]) and asks(below[0].text)
        shown = shown or (asked and _could_show(part.text)) or (whole and _is_below_picture(part))
        kept.append(_as_caption(part) if shown else part)
    return _between_captions(kept)


def _with_galleries(paragraphs: Sequence[BodyParagraph]) -> list[BodyParagraph]:
    """Open lines over one with its credit, blank lines around them all and none between."""
    kept = list(paragraphs)
    for at, (part, below) in enumerate(pairwise(paragraphs)):
        start = at
        if part.line.gap or not (below.line.gap and _is_open(part) and is_caption(part.text)):
            continue
        while start and not kept[start].line.gap and _is_of_gallery(kept[start - 1]):
            start -= 1
        if kept[start].line.gap:
            kept[start:at] = map(_as_caption, kept[start:at])
    return kept


def _is_of_gallery(part: BodyParagraph) -> bool:
    return _is_open(part) and part.text.count(" ") > 1 and not part.line.dropped


def _between_captions(paragraphs: Sequence[BodyParagraph]) -> list[BodyParagraph]:
    """A line that is no sentence, right between two captions, is one as well: a gallery's."""
    kept = list(paragraphs)
    for at in range(1, len(kept) - 1):
        beside = kept[at - 1].line.kind, kept[at + 1].line.kind
        part = kept[at]
        if beside == (LineKind.CAPTION, LineKind.CAPTION) and _is_open(part):
            kept[at] = _as_caption(part)
    return kept


def _as_caption(part: BodyParagraph) -> BodyParagraph:
    return replace(part, line=replace(part.line, kind=LineKind.CAPTION, value=part.text))


def _could_show(text: str) -> bool:
    """«Краєвид із Білої гори», over a heading: no heading is one itself there."""
    return text.count(" ") >= _FEWEST - 1 and text[0].isupper() and not asks(text)


def _is_below_picture(part: BodyParagraph) -> bool:
    """Whether a picture leaves its blank line above, and no number or question heads a part."""
    text = part.text
    return (
        part.line.below_picture and text.count(" ") > 1 and not (text[0].isdecimal() or asks(text))
    )


def _shows_somebody(part: BodyParagraph, below: Sequence[BodyParagraph]) -> bool:
    """«Параска Федюк показує план», open or over a credit: whom a picture shows, and how."""
    credited = any(one.line.kind is LineKind.PHOTO and not one.line.gap for one in below)
    text = part.line.kind is LineKind.TEXT and (credited or not part.line.is_sentence)
    return text and len(part.text) <= _LONGEST and does_something(part.text)


def _is_open(part: BodyParagraph) -> bool:
    """Whether it is a line of text that does not end as a sentence does."""
    text = part.line.kind is LineKind.TEXT and not part.line.is_row
    return text and not part.line.is_sentence and len(part.text) <= _LONGEST


def _begins_text(below: Sequence[BodyParagraph]) -> bool:
    return any(part.line.tells for part in below)


def _tells_place(text: str) -> bool:
    return tells_place(text) and not is_told_to_screen_readers(text)


def _is_dated(text: str) -> bool:
    return text.count(" ") >= _FEWEST and says_when(text)


def _is_named_behind(text: str) -> bool:
    return names_somebody_behind(text) and not _NUMBERED.match(text)
