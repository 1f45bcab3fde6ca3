"""Where the text of a page copied whole begins below its headline, and where but a lead does."""

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.intake.text.captions import (
    is_caption,
    names_somebody_behind,
    says_when,
    tells_place,
)
from bot.intake.text.classify import Marked
from bot.intake.text.labels import LineKind
from bot.intake.text.person_names import could_be_person, is_credit
from bot.intake.text.stems import SENTENCE_BREAK, shared

_DEEPEST = 150
_FEWEST_NAMES = 2
_FEWEST_OF_LEAD = 4  # blanks
_FARTHEST = 12  # lines from a lead to the text
_LONGEST_SHOWN = 14
# «ЛЬВІВ, 3 травня –», «Rosenheim – », «Lüneburg (dpa/lni) - »: where the text of an agency begins.
_DATELINE = re.compile(
    r"[^\W\d_a-zа-яіїєґ][\w'’]{1,25}(?:[ -][^\W\d_a-zа-яіїєґ][\w'’]{1,25}){0,3}"
    r"(?:, [^–—().]{2,20})?\.?(?: \([\w/ .-]{2,30}\))?(?:,? \d{1,2} \w{3,10}\.?)? (?:[–—-]|--) "
    r"(?=[^\W\d_a-zа-яіїєґ])"
)
_FEWEST_QUESTIONS = 2
POINT = re.compile(r"\d{1,2}[.)]\s")  # of a table of contents
ADDRESS = re.compile(
    r"(?:вельмишановн|шановн|дорог|любі|уважаем|dear\b)\w*\s[^.!?]{2,60}[!,]", re.IGNORECASE
)
_LABELS = ("фото", "photo", "image", "picture", "fot.")  # an agency's name alone needs a caption
_OF_HEAD = (LineKind.DATE, LineKind.AUTHOR, LineKind.PHOTO, LineKind.CAPTION, LineKind.STOP)


def text_at(lines: Sequence[Marked], head: int, lead: int) -> int:
    """The first line of the text: a lead or a caption may stand above it."""
    return lead + 1 if is_over_dispatch(lines, head, lead) else _text_at(lines, head, lead)


def _text_at(lines: Sequence[Marked], head: int, lead: int) -> int:
    """The same where lines of the head may stand between it and a lead.

    Where but a picture stands between them, the upper one may as well be the text's beginning: it
    is, if in one sentence it tells more of the headline than what follows.
    """
    behind = range(lead + 1, min(lead + 1 + _FARTHEST, len(lines)))
    told = (at for at in behind if lines[at].tells)
    following = next((at for at in told if not is_over_credit(*lines[at : at + 2])), lead)
    again = {line.key for line in lines[following:] if line.kind is LineKind.PHOTO}
    parting = [line for line in lines[lead + 1 : following] if line.key not in again]
    if any(line.is_row for line in parting):
        return lead  # of a table, which is text
    if any(_is_name(line) for line in parting) and _has_names(lines[following:]):
        return lead  # each of them heads a part
    head_lines = [line for line in parting if _is_of_head(line)]
    if any(line.kind in (LineKind.DATE, LineKind.AUTHOR) for line in head_lines):
        return following
    if sum(line.kind is LineKind.PHOTO for line in head_lines) > 1:
        return lead  # a gallery
    if head_lines:
        return lead if _tells_more(lines, head, lead, following) else following
    loose = parting and all(not line.gap and not line.is_sentence for line in parting)
    return following if loose and lines[following].gap and not lines[lead].gap else lead


def begins_above(lines: Sequence[Marked], head: int, end: int) -> bool:
    """Whether the text begins with the line above what is its first sentence by its look.

    So a question does, «1. …» that others follow, and «Шановні пасажири!».
    """
    if end - 1 <= head:
        return False
    addressed = bool(ADDRESS.fullmatch(lines[end - 1].text))
    return addressed or _begins_interview(lines, end) or _begins_numbered(lines, head, end)


def _begins_interview(lines: Sequence[Marked], end: int) -> bool:
    """Whether the last line is a question, of which the text below has more."""
    asked = [line.tells and line.text.endswith("?") for line in lines[: end + _DEEPEST]]
    return asked[end - 1] and sum(asked[end:]) >= _FEWEST_QUESTIONS


def _begins_numbered(lines: Sequence[Marked], head: int, end: int) -> bool:
    """Whether the last line is the heading «1. …», the only one above the text."""
    points = [at for at in range(head + 1, end) if POINT.match(lines[at].text)]
    return points == [end - 1] and any(POINT.match(line.text) for line in lines[end:])


def _is_name(line: Marked) -> bool:
    return line.kind is LineKind.TEXT and could_be_person(line.text)


def _has_names(lines: Sequence[Marked]) -> bool:
    """Whether the text has more names, each on a line over a sentence."""
    heads = (_is_name(line) and below.tells for line, below in pairwise(lines[:_DEEPEST]))
    return sum(heads) >= _FEWEST_NAMES


def _tells_more(lines: Sequence[Marked], head: int, upper: int, lower: int) -> bool:
    one, other = (shared(lines[at].text, lines[head].text) for at in (upper, lower))
    return one > other and not SENTENCE_BREAK.search(lines[upper].text)


def is_over_credit(line: Marked, *below: Marked) -> bool:
    """«Der Brunnen am Platz.» over «Quelle: Agentur», or over a name."""
    few = line.tells and line.text.count(" ") < _LONGEST_SHOWN
    return few and any(not one.gap and _could_be_credit(one) for one in below)


def shows_by_place(lines: Sequence[Marked], head: int, at: int, *, is_lead: bool) -> bool:
    """Whether a line between headline and text is a caption by what stands below it."""
    over = is_over_credit(*lines[at : at + 2]) or is_over_dispatch(lines, head, at)
    return (over and not is_lead) or is_copied_over_credit(lines, at)


def is_over_dispatch(lines: Sequence[Marked], head: int, at: int) -> bool:
    """A few words with a full stop below author and date, over «ROME, Nov. 3 —»: a caption."""
    line, below = lines[at], lines[at + 1] if at + 1 < len(lines) else None
    few = line.tells and line.text.count(" ") < _LONGEST_SHOWN
    few = few and not SENTENCE_BREAK.search(line.text)
    return few and at > head + 1 and below is not None and begins_dispatch(below.text)


def is_copied_over_credit(lines: Sequence[Marked], at: int) -> bool:
    """Whether it stands twice, as words for who cannot see the picture and as its caption."""
    line = lines[at]
    again = next(
        (n for n in (at + 1, at - 1) if lines[n : n + 1] and lines[n].key == line.key), -1
    )
    below = lines[max(at, again) + 1 : max(at, again) + 2]
    text = again > 0 and line.kind is LineKind.TEXT and not line.is_sentence
    return text and any(one.kind is LineKind.PHOTO and not one.gap for one in below)


def is_set_off_with_credit(line: Marked, *below: Marked) -> bool:
    """A caption and who took the picture, between blank lines or over an agency's first words."""
    if len(below) < 2 or below[0].kind is not LineKind.PHOTO:  # noqa: PLR2004 - what parts them
        return False
    credit, text = below
    apart = (line.gap and not credit.gap and text.gap) or begins_dispatch(text.text)
    apart = apart or not (credit.value or credit.text.casefold().startswith(_LABELS))
    return apart and is_over_credit(line, credit)


def sentence_of_lead(lines: Sequence[Marked], head: int, end: int) -> str:
    """The key of the sentence between headline and text that is a lead, or nothing.

    What stands over a photographer's name is none, if right below the headline a line without
    a full stop is one by its look.
    """
    led = head + 1 < end and _is_open_lead(lines[head + 1])
    told = (at for at in range(head + 1, end) if lines[at].tells)
    leads = (
        lines[at].key
        for at in told
        if not (is_set_off_with_credit(*lines[at : at + 3]) or is_over_dispatch(lines, head, at))
        and not (led and is_over_credit(*lines[at : at + 2]))
    )
    return next(leads, "")


def _is_open_lead(line: Marked) -> bool:
    text = line.kind is LineKind.TEXT and not line.is_sentence
    text = text and line.text.count(" ") >= _FEWEST_OF_LEAD
    return text and not (is_caption(line.text) or says_when(line.text))


def begins_dispatch(text: str) -> bool:
    """«ЛЬВІВ, 3 травня – …»."""
    return bool(_DATELINE.match(text))


def _could_be_credit(line: Marked) -> bool:
    named = line.kind is LineKind.TEXT and is_credit(line.text)
    return named or line.kind is LineKind.PHOTO


def _is_of_head(line: Marked) -> bool:
    if line.date and (line.date.is_hour_alone or line.date.hour is line.date.year):
        return False  # an hour or a day of some year heads a part of the text
    if line.kind in _OF_HEAD or is_caption(line.text):
        return True
    if line.kind is LineKind.TEXT and not line.is_sentence and tells_place(line.text):
        return True
    return could_be_person(line.text) or (
        line.kind is LineKind.TEXT and names_somebody_behind(line.text)
    )


def is_spare_section(lines: Sequence[Marked], head: int, at: int) -> bool:
    """«POLITICS COUNCIL», at the date or the author, where the way above names the section."""
    line = lines[at]
    way = any(one.kind is LineKind.SECTION for one in lines[:head])
    of_head = any(one.kind in _OF_HEAD[:2] for one in (lines[at - 1], lines[at + 1]))
    return way and of_head and line.kind is LineKind.TEXT and line.names_section
