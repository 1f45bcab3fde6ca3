"""Copied text → clean lines: only what copying does to a page is undone, no word is touched."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

ZERO_WIDTH = (
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
)
# Lone surrogates and control characters can be neither stored as UTF-8 nor read by anybody.
_NOISE = re.compile(f"[{ZERO_WIDTH}\ud800-\udfff\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
# The joiner is part of an emoji; after anything else it is only a trace of the page's layout.
_LOOSE_JOINER = re.compile(r"(?<![\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F])\u200d")
# U+2028 and U+2029 say nothing but that a line ends, and editors copy them for it. Form feeds,
# vertical tabs and other separators stand where a layout broke within a line: white space.
_LINE_END = re.compile(r"\r\n|[\n\r\u2028\u2029]")
# «May 12, 20264:05 PM GMT+3Updated 3 hours ago»: what stands side by side is copied as one word.
_GLUED = re.compile(
    r"(?<= 20\d\d)(?=\d{1,2}:\d\d)|(?<=[\dMCT])(?=Updated \d)"
    r"|(?<=\w)(?=•\S)|(?<=\w•)(?=\S)"  # «16:00 Uhr•Frankfurt»
    r"|(?<=\d:\d\d)(?=[^\W\d_a-zа-яіїєґ][^\W\d_A-ZА-ЯІЇЄҐ])"
)
# «Ola Brandt , Jan Riis»: two links and the comma between them are copied apart.
_LOOSE_COMMA = re.compile(r"(?<=\w) (?=, )")
# Composing sorts the marks on a letter in quadratic time, here and wherever the text goes later:
# a million of them held the interpreter for minutes. No letter of any language has so many.
_MOST_MARKS = 30
_PILE = re.compile(rf"[^\w\s]{{{_MOST_MARKS},}}+")

_FEW = 10  # lines
_QUOTES = "'\"`´‘’‚‛“”„‟ʼʹ′«»‹›＇＂"
_KEY_NOISE = str.maketrans("—–‑‐−", "-----", _QUOTES)
_LOOK_ALIKE = str.maketrans("abcehikmoptxy", "авсенікмортху")


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line, trimmed; `gap` says that a blank line stands before it."""

    text: str
    gap: bool = False
    cells: int = 1  # parted by tabs, as copying parts those of a table's row
    below_picture: bool = False  # which browsers copy as one more blank line


def read_lines(text: str) -> list[TextLine]:
    """The lines of a text that are not blank."""
    lines: list[TextLine] = []
    blanks = 0
    for raw in _LINE_END.split(clean(text)):
        words = _LOOSE_COMMA.sub("", _GLUED.sub(" ", " ".join(raw.split())))
        if words:
            below = blanks > 1 and bool(lines)
            lines.append(TextLine(words, blanks > 0, _cells(raw), below))
        blanks = 0 if words else blanks + 1
    if len(lines) > _FEW and all(line.gap for line in lines[1:]):
        lines = [replace(line, gap=False) for line in lines]  # so a blank line parts nothing
    if 2 * sum(line.below_picture for line in lines) > sum(line.gap for line in lines):
        lines = [replace(line, below_picture=False) for line in lines]  # so each line is parted
    return lines


def _cells(raw: str) -> int:
    """How many parts of a line say something, a list's bullet aside."""
    return max(sum(any(map(str.isalnum, cell)) for cell in raw.split("\t")), 1)


def clean(text: str) -> str:
    """Without zero-width and control characters, letters composed (NFC)."""
    return _compose(_LOOSE_JOINER.sub("", _NOISE.sub("", text)))


def one_line(text: str) -> str:
    """The same with single blanks."""
    return " ".join(clean(text).split())


def printed(lines: Iterable[TextLine]) -> str:
    """The lines as text again."""
    return "\n".join("\n" + line.text if line.gap else line.text for line in lines)


def key_of(text: str) -> str:
    """What two copies of one line have in common: case, quotes, the length of dashes aside."""
    return text.translate(_KEY_NOISE).casefold().rstrip(" .")


def cyrillic(text: str) -> str:
    """Small letters, with the Latin look-alikes as Cyrillic ones («CBIT» is «світ»)."""
    return text.casefold().translate(_LOOK_ALIKE)


def _compose(text: str) -> str:
    return unicodedata.normalize("NFC", _PILE.sub(_without_pile, text))


def _without_pile(found: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for letter in found[0]:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks <= _MOST_MARKS:
            kept.append(letter)
    return "".join(kept)
