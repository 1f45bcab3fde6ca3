"""How long a text is for Telegram, and how it is shortened or cut without breaking it."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate

MESSAGE_LIMIT = 4096  # UTF-16 units after parsing (Bot API, sendMessage)
HTML_LIMIT = 1 << 15  # bytes with all tags, as a message is handed over
CAPTION_LIMIT = 1024  # likewise (Bot API, sendPhoto)
ELLIPSIS = "…"

_SENTENCE_ENDS = frozenset(".!?…")
_CLOSERS = "»”\"')]"
_GOES_ON = frozenset("—–-,;:")  # after the gap: «…?» — said the minister
_LOOSE_ENDS = " \t\n.,;:–—-«„“([/"
_SHORT_WORD = 3  # letters: «м.», «ст.», «ім.» are abbreviations, not ends of a sentence
_JOINER = "\u200d"
_WORD_JOINER = "\u2060"
_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))
_IN_LINKS = frozenset("./\\@#$:?=&%~")
_DIGITS = frozenset("0123456789")
_LONG_NUMBER = 7  # digits: of a telephone, of a bank card
_MARKS = frozenset(("Mn", "Me", "Mc"))
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_FLAG_HALVES = range(0x1F1E6, 0x1F200)
_FLAG_TAGS = range(0xE0020, 0xE0080)  # of flags such as Scotland's
_MOST_MARKS = 3  # on one letter: more would climb over the lines around it
_LONGEST_NAME = 1000  # characters; Telegram's own have 255 at most, and a page shows 200
_SEEN_AS_NOTHING = frozenset("\u2800\u3164\u115f\u1160\uffa0")
_BLANK_CATEGORIES = frozenset(("Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Cn", "Mn", "Me"))


class Style(StrEnum):
    PLAIN = "plain"
    BOLD = "bold"
    ITALIC = "italic"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text that is shown in one style and cut only where it is longer than a message."""

    text: str
    style: Style = Style.PLAIN


def utf16_length(text: str) -> int:
    """The length that Telegram counts: code points outside the BMP are two units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def is_blank(text: str) -> bool:
    """Whether nothing of it can be seen: Telegram refuses such a message as empty."""
    return all(c in _SEEN_AS_NOTHING or unicodedata.category(c) in _BLANK_CATEGORIES for c in text)


def clean_name(name: str) -> str:
    """A name that a stranger chose, in one line, without what turns or hides text around it."""
    name = name[:_LONGEST_NAME]
    line = " ".join(name.split())
    kept: list[str] = []
    marks = 0
    for index, char in enumerate(line):
        category = unicodedata.category(char)
        marks = marks + 1 if category in _MARKS else 0
        hidden = category in _HIDDEN and not _joins_pictures(line, index)
        if not hidden and marks <= _MOST_MARKS:
            kept.append(char)
    seen = " ".join("".join(kept).split())
    return ELLIPSIS if is_blank(seen) else seen


def inert(name: str, limit: int) -> str:
    """A stranger's name of which Telegram makes no link, mention, command, hashtag or number.

    It finds those in plain text by itself, wherever they stand. An invisible joiner behind each
    sign that they are made with leaves nothing to find (proved with Telegram's own parser).
    """
    short = shorten(clean_name(name), limit)
    tied = _IN_LINKS | (_DIGITS if sum(map(str.isdecimal, short)) >= _LONG_NUMBER else frozenset())
    whole = "".join(
        char + _WORD_JOINER if _ties(char, follower, tied) else char
        for char, follower in zip(short, short[1:] + " ", strict=True)
    )
    return shorten(whole, limit)


def _ties(char: str, follower: str, tied: frozenset[str]) -> bool:
    """Whether it may be a part of a link with the next character; a keycap is left whole."""
    is_mark = unicodedata.category(follower) in _MARKS
    return char in tied and not follower.isspace() and not is_mark


def _joins_pictures(line: str, index: int) -> bool:
    """Whether it is the joiner of a picture such as a family."""
    before = line[:index].rstrip("\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")[-1:]
    around = (before, line[index + 1 : index + 2])
    return line[index] == _JOINER and all(c and unicodedata.category(c) == "So" for c in around)


def shorten(text: str, limit: int) -> str:
    """`text` within `limit` UTF-16 units: cut at a sentence's end, else at a word's end and «…».

    A sentence's end counts only in the second half of the room, so that a short first sentence
    does not eat a long lead. Shortening what fits, or what was shortened, changes nothing.
    """
    if _fits(text, limit):
        return text
    head = _prefix(text, limit)
    sentence = _last_sentence_end(text, len(head))
    if utf16_length(head[:sentence]) * 2 >= limit:
        return head[:sentence]
    room = _prefix(text, limit - 1)
    return _whole_words(text, room).rstrip(_LOOSE_ENDS) + ELLIPSIS


def paragraphs_to_messages(
    paragraphs: Iterable[Paragraph], limit: int, joint: int = 2
) -> Iterator[tuple[Paragraph, ...]]:
    """Paragraphs in messages of at most `limit` units, cut between paragraphs.

    `joint` is the length of what stands between two paragraphs of a message. Blank paragraphs
    are left out.
    """
    message: list[Paragraph] = []
    used = 0
    for piece in (p for whole in paragraphs for p in _pieces(whole, limit)):
        length = utf16_length(piece.text)
        if message and used + joint + length > limit:
            yield tuple(message)
            message, used = [], 0
        used += length + (joint if message else 0)
        message.append(piece)
    if message:
        yield tuple(message)


def _pieces(paragraph: Paragraph, limit: int) -> Iterator[Paragraph]:
    """A paragraph longer than a message, in parts that end at a sentence or a word."""
    rest = paragraph.text.strip()
    while not is_blank(rest):
        end = _cut(rest, limit)
        if not is_blank(rest[:end]):
            yield replace(paragraph, text=rest[:end].rstrip())
        rest = rest[end:].lstrip()


def _cut(text: str, limit: int) -> int:
    if _fits(text, limit):
        return len(text)
    # A single cluster of marks may be longer than a message; it is torn rather than lost.
    head = _prefix(text, limit) or text[: limit // 2]
    return _last_sentence_end(text, len(head)) or len(_whole_words(text, head))


def _fits(text: str, limit: int) -> bool:
    return utf16_length(text[: limit + 1]) <= limit  # no more is counted than may fit


def _prefix(text: str, limit: int) -> str:
    """The longest beginning within `limit` units of a text that is longer; tears no cluster."""
    lengths = accumulate(2 if char > "\uffff" else 1 for char in text)
    over = next(index for index, units in enumerate(lengths) if units > limit)
    return text[: _cluster_start(text, over)]


def _cluster_start(text: str, index: int) -> int:
    """Step back over joiners, marks and skin tones that belong to one picture or letter."""
    start = index
    while start > 0 and _belongs(text, start):
        start -= 1
    return start


def _belongs(text: str, index: int) -> bool:
    """Whether the character is one picture, or one letter, with the character before it."""
    char, before = text[index], text[index - 1]
    if _JOINER in (char, before):
        return True
    if _is_flag_half(char):
        return _flag_halves(text, index) % 2 == 1
    follows = ord(char) in _SKIN_TONES or ord(char) in _FLAG_TAGS
    return follows or unicodedata.category(char) in _MARKS


def _is_flag_half(char: str) -> bool:
    return ord(char) in _FLAG_HALVES


def _flag_halves(text: str, end: int) -> int:
    """How many halves of flags stand in a row before `end`."""
    start = end
    while start > 0 and _is_flag_half(text[start - 1]):
        start -= 1
    return end - start


def _last_sentence_end(text: str, within: int) -> int:
    """Where the last whole sentence of `text[:within]`, which goes on, ends; 0 if none does."""
    for end in range(within, 0, -1):
        if text[end].isspace() and _ends_sentence(text, end):
            return end
    return 0


def _ends_sentence(text: str, end: int) -> bool:
    words = text[max(end - 80, 0) : end]
    said = words.rstrip(_CLOSERS)
    if said[-1:] not in _SENTENCE_ENDS:
        return False
    following = text[end : end + 80].lstrip()[:1]
    if following.islower() or following in _GOES_ON:
        return False
    last_word = said.rstrip("".join(_SENTENCE_ENDS)).split()[-1:]
    short = bool(last_word) and last_word[0].isalpha() and len(last_word[0]) <= _SHORT_WORD
    return not (short and said.endswith(".") and words == said)


def _whole_words(text: str, head: str) -> str:
    """A text's beginning without the word that the cut tears, unless there is only one word."""
    if text[len(head)].isspace():
        return head
    gap = max((i for i, c in enumerate(head) if c.isspace()), default=0)
    return head[:gap] or head
