"""Words with the formatting that somebody gave them: Telegram's entities as values, and as HTML.

Offsets and lengths are UTF-16 units, as in the Bot API.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise, takewhile
from typing import Any, Final

from bot.domain.telegram_html import checked_link
from bot.domain.text import ELLIPSIS, shorten, utf16_length

_QUOTES: Final = frozenset(("blockquote", "expandable_blockquote"))
_CODE: Final = frozenset(("code", "pre"))
# What is written around each kind; a link has an address besides.
_TAGS: Final[Mapping[str, tuple[str, str]]] = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "spoiler": ("<tg-spoiler>", "</tg-spoiler>"),
    "code": ("<code>", "</code>"),
    "pre": ("<pre>", "</pre>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ("<blockquote expandable>", "</blockquote>"),
    "text_link": ("", "</a>"),
}
_BLANKS: Final = " \n\t"


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of formatting over some of the words; `url` is where a link leads."""

    kind: str
    offset: int
    length: int
    url: str | None = None

    @property
    def end(self) -> int:
        return self.offset + self.length


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text and the formatting in it."""

    text: str
    formats: tuple[Format, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text)

    def __html__(self) -> str:
        """What templates write: they escape everything else."""
        return as_html(self)

    @property
    def length(self) -> int:
        return utf16_length(self.text)

    def part(self, start: int, stop: int) -> "Formatted":
        """The words from one unit to another, as they are formatted there."""
        cut = (_within(one, start, stop) for one in self.formats)
        words = _units(self.text)[start * 2 : stop * 2].decode("utf-16-le", "replace")
        return Formatted(words, tuple(one for one in cut if one.length > 0))

    def stripped(self) -> "Formatted":
        """Without blanks at both ends."""
        start = utf16_length(self.text) - utf16_length(self.text.lstrip(_BLANKS))
        return self.part(start, start + utf16_length(self.text.strip(_BLANKS)))

    def shortened(self, limit: int) -> "Formatted":
        """Within `limit` units, cut as `shorten` cuts; formatting ends where the words do."""
        text = shorten(self.text, limit)
        if text == self.text:
            return self
        kept = self.part(0, utf16_length(text.removesuffix(ELLIPSIS)))
        return Formatted(text, kept.formats)


def formats_of(entities: Iterable[Mapping[str, Any]], text: str) -> tuple[Format, ...]:
    """What of a message's entities somebody made on purpose.

    Telegram finds mentions, hashtags and bare addresses in the words again by itself. Links that
    it would not open are left out, and so are kinds of which a bot can make none.
    """
    end = utf16_length(text)
    found = (
        Format(entity["type"], entity["offset"], entity["length"], entity.get("url"))
        for entity in entities
        if entity["type"] in _TAGS
    )
    return tuple(
        _within(one, 0, end)
        for one in found
        if 0 <= one.offset < end
        and one.length > 0
        and (one.kind != "text_link" or checked_link(one.url or ""))
    )


def as_html(words: Formatted) -> str:
    """The words in Telegram's HTML: tags nest, whatever the formatting overlaps."""
    html: list[str] = []
    opened: list[Format] = []
    for text, wanted in pieces(words):
        kept = _shared(opened, wanted)
        html += [_TAGS[mark.kind][1] for mark in reversed(opened[kept:])]
        html += [_start(mark) for mark in wanted[kept:]]
        html.append(escape(text))
        opened = wanted
    html += [_TAGS[mark.kind][1] for mark in reversed(opened)]
    return "".join(html)


def pieces(words: Formatted) -> Iterator[tuple[str, list[Format]]]:
    """The words from each edge of the formatting to the next, with what holds for all of them.

    The outermost comes first.
    """
    units = _units(words.text)
    marks = sorted(words.formats, key=_rank)
    edges = {0, words.length, *(m.offset for m in marks), *(m.end for m in marks)}
    for start, stop in pairwise(sorted(edges)):
        holds = _possible([mark for mark in marks if mark.offset <= start < mark.end])
        yield units[start * 2 : stop * 2].decode("utf-16-le", "replace"), holds


def quoted(words: Formatted) -> Iterator[tuple[str | None, Formatted]]:
    """The words in and outside quotes, in turn, each with the kind of the quote around it."""
    rest = tuple(mark for mark in words.formats if mark.kind not in _QUOTES)
    plain = Formatted(words.text, rest)
    at = 0
    for mark in sorted(set(words.formats) - set(rest), key=_rank):
        if mark.offset < at:  # a quote within a quote is none
            continue
        yield None, plain.part(at, mark.offset)
        yield mark.kind, plain.part(mark.offset, mark.end)
        at = mark.end
    yield None, plain.part(at, words.length)


def _possible(marks: Sequence[Format]) -> list[Format]:
    """What Telegram shows of them at once: one quote, and in code nothing else."""
    quotes = [mark for mark in marks if mark.kind in _QUOTES][:1]
    if code := [mark for mark in marks if mark.kind in _CODE][:1]:
        return quotes + code
    kinds = {mark.kind: mark for mark in reversed(marks) if mark.kind not in _QUOTES}
    return quotes + [mark for mark in marks if kinds.get(mark.kind) is mark]


def _shared(opened: Sequence[Format], wanted: Sequence[Format]) -> int:
    """How many tags, from the outermost on, stay open."""
    alike = (one == other for one, other in zip(opened, wanted, strict=False))
    return sum(takewhile(bool, alike))


def _start(mark: Format) -> str:
    if mark.kind == "text_link":
        return f'<a href="{escape(mark.url or "")}">'
    return _TAGS[mark.kind][0]


def _rank(mark: Format) -> tuple[bool, int, int, str]:
    """Quotes stand around everything else, and what begins first around what begins in it."""
    return mark.kind not in _QUOTES, mark.offset, -mark.length, mark.kind


def _within(mark: Format, start: int, stop: int) -> Format:
    first = max(mark.offset, start)
    length = max(min(mark.end, stop) - first, 0)
    return Format(mark.kind, first - start, length, mark.url)


def _units(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")


def as_values(formats: Iterable[Format]) -> list[dict[str, Any]]:
    """The formatting as JSON values, in the shape of the Bot API's entities."""
    return [
        {"type": one.kind, "offset": one.offset, "length": one.length}
        | ({"url": one.url} if one.url else {})
        for one in formats
    ]


def lines_of(words: Formatted) -> Iterator[tuple[int, int]]:
    """Where each line begins and ends, in units."""
    at = 0
    for line in words.text.split("\n"):
        length = utf16_length(line)
        yield at, at + length
        at += length + 1
