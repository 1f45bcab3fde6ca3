"""A long paste arrives in several messages; here they are joined as they were before the cut.

Telegram takes 4096 UTF-16 units a message and trims white space at both ends. The desktop app cuts
at the last blank line of the second half, else at its last line's end; Android's looks for one in
the last 300; iOS's takes the last full stop or line's end; others cut wherever the limit falls.
What stood at the cut is told from what would still have fitted, then from how the parts end and
begin.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.intake.text.classify import mark
from bot.intake.text.labels import LineKind
from bot.intake.text.lines import TextLine
from bot.intake.text.section_names import is_known

MESSAGE_UNITS = 4096
# The shortest part that an app leaves, less what it trims. What is forwarded seldom is a part, and
# several posts often are forwarded together.
_SHORTEST_PART = 2_000
_SHORTEST_FORWARDED = 3_900
_SHORTEST_OPEN = 600  # of what somebody cut, or a program
_TRIMMED = 10  # white space at a cut
_LONG_LINE = 40
_LAST_WORD = re.compile(r"(?<![^\W_])[^\W_]++$")
_FIRST_WORD = re.compile(r"[^\W_]+")
_WORDS = re.compile(r"[^\W_]+")
# Signs with no space before them, and signs with none behind them.
_STICKS_LEFT = ".,;:!?…»”)]’'%/"
_STICKS_RIGHT = "«„([’'"
_SENTENCE_END = (".", "!", "?", "…", ":", "»", "”", '"')


@dataclass(frozen=True, slots=True)
class _Cut:
    """Two neighbours, and whether the first was full to the last unit."""

    before: str
    after: str

    @property
    def is_hard(self) -> bool:
        """Not one character more would have fitted: the cut may be within a word."""
        return _units(self.before) + _units(self.after[:1]) > MESSAGE_UNITS

    @property
    def is_at_word(self) -> bool:
        """The next word would not have fitted."""
        word = self.after.split(maxsplit=1)[0]
        return _units(self.before) + 1 + _units(word) > MESSAGE_UNITS


def may_be_followed(part: str, *, forwarded: bool) -> bool:
    """Whether a text is as long as what an app has cut, or ends amid a sentence."""
    if forwarded:
        return _units(part) >= _SHORTEST_FORWARDED
    amid = _ends_amid_sentence(part) and len(_last_line(part)) >= _LONG_LINE
    return _units(part) >= (_SHORTEST_OPEN if amid else _SHORTEST_PART)


def may_follow(before: str, after: str) -> bool:
    """Whether a text goes on with the one that came just before it, or is another page.

    It goes on where no app could have cut later, in the middle of a sentence, and where it begins
    with one: a page begins with a menu or a headline.
    """
    room = MESSAGE_UNITS - _units(before) - _TRIMMED
    paragraph = after.replace("\r\n", "\n").split("\n\n", 1)[0]
    first = after.lstrip().split("\n", 1)[0].strip()
    return _units(paragraph) >= room or first[:1].islower() or first.endswith(_SENTENCE_END)


def join_parts(parts: Sequence[str]) -> str:
    """The text that was sent in these parts, one after the other."""
    present = [part for part in parts if part.strip()]
    words = frozenset(_WORDS.findall(" ".join(part[1:-1] for part in present)))
    text = present[0] if present else ""
    for before, after in pairwise(present):
        text += _between(_Cut(before, after), words) + after
    return text


def _between(cut: _Cut, words: frozenset[str]) -> str:
    if cut.before[-1].isspace() or cut.after[0].isspace():
        return ""  # nothing was trimmed
    if cut.is_hard and _is_within_word(cut, words):
        return ""
    if _is_amid_sentence(cut):
        return " "
    if not cut.is_at_word or _is_line_end(cut):
        return _line_end(cut)
    return " "


def _is_within_word(cut: _Cut, words: frozenset[str]) -> bool:
    before, after = cut.before[-1], cut.after[0]
    if before in _STICKS_RIGHT or after in _STICKS_LEFT or before == "-":
        return True
    tail, head = _LAST_WORD.search(cut.before), _FIRST_WORD.match(cut.after)
    if not tail or not head:
        return before in ":/.@" and after.isdecimal()
    if tail.group() + head.group() in words:
        return True
    if is_known(_last_line(cut.before)) or before.isdecimal() != after.isdecimal():
        return False
    if head.group()[0].isupper() and not tail.group().isupper():
        return False
    return not (tail.group() in words and head.group() in words)


def _is_amid_sentence(cut: _Cut) -> bool:
    """Whether a line that is no label or entry goes on in small letters."""
    goes_on = _ends_amid_sentence(cut.before)
    return goes_on and cut.after[0].islower() and len(_last_line(cut.before)) >= _LONG_LINE


def _ends_amid_sentence(text: str) -> bool:
    return text[-1:].isalnum() or text[-1:] in tuple(",–—")


def _is_line_end(cut: _Cut) -> bool:
    """Whether the first part ends as a line does, and the second begins as one."""
    last = _last_line(cut.before)
    first = cut.after.split("\n", 1)[0].strip()
    if _stands_alone(last) or _stands_alone(first):
        return True
    return cut.before.endswith(_SENTENCE_END) and not first[0].islower()


def _stands_alone(line: str) -> bool:
    """A date, a label, a section: a line that no other text shares."""
    marked = mark(TextLine(line))[0]
    return marked.kind not in (LineKind.TEXT, LineKind.BOILERPLATE) or marked.names_section


def _line_end(cut: _Cut) -> str:
    """A paragraph's end where the text has blank lines, else a line's."""
    airy = "\n\n" in cut.before.replace("\r\n", "\n")
    return "\n\n" if airy and not _stands_alone(_last_line(cut.before)) else "\n"


def _last_line(text: str) -> str:
    return text.rsplit("\n", 1)[-1].strip()


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
