"""HTML → what it says: paragraphs of plain text, pictures with their captions; no tag is kept."""

import html
import re
from dataclasses import dataclass, replace
from enum import Enum

from bot.domain.article import Image
from bot.intake.html_tree import SILENT, Tree, Walk, parse_html
from bot.intake.text.lines import one_line

LONGEST_MARKUP = 1_000_000  # characters; what is beyond is not read
_LONGEST_LINE = 20_000  # characters of a headline or a name, markup included
_MOST_IMAGES = 50
_POINT = "•"

_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd",
    "details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "summary",
    "table", "tbody", "tfoot", "thead", "tr", "ul",
))  # fmt: skip
_CELLS = frozenset(("td", "th"))
_SUB_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_SHARE = re.compile(
    r"(?:viber|whatsapp|tg|javascript):|mailto:\?|https?://(?:[\w-]+\.)*(?:"
    r"facebook\.com/(?:sharer|share\.php|dialog)|(?:twitter|x)\.com/(?:share|intent)"
    r"|(?:t|telegram)\.me/share|linkedin\.com/(?:shareArticle|sharing)|wa\.me/\?|"
    r"api\.whatsapp\.com/send|pinterest\.\w+/pin/create|reddit\.com/submit|"
    r"feeds\.feedburner\.com/~(?:ff|r|f)/|share\.flipboard\.com)",
    re.IGNORECASE,
)
_INLINE = (
    "a abbr b big br cite code em font h1 h2 h3 h4 h5 h6 i img mark nobr p s small span strike "
    "strong sub sup tt u wbr div"
)
_TAG = re.compile(rf"<(/?)({'|'.join(_INLINE.split())})(?=[\s/>])[^<>]{{0,2000}}>", re.IGNORECASE)
_ALONE = frozenset(("br", "img", "wbr"))
_LOOKS_LIKE_MARKUP = re.compile(
    r"</?(?:p|br|div|a|b|i|img|ul|ol|li|span|strong|em|table|blockquote|h[1-6]|figure|iframe"
    r"|script|style)(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Markup:
    """The paragraphs in their order; captions stand with their images and not among them.

    `headings` and `quotes`: which of the paragraphs are such.
    """

    paragraphs: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    headings: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()


def read_markup(text: str, *, base: str | None = None) -> Markup:
    """The words and pictures of HTML, or of plain text with a paragraph to a line.

    `base` is the address that relative ones are meant from.
    """
    text = text[:LONGEST_MARKUP]
    if not looks_like_markup(text):
        lines = (one_line(html.unescape(line)) for line in text.splitlines())
        return Markup(tuple(line for line in lines if line))
    walk = _MarkupWalk(base)
    tree = parse_html(f"<html><body>{text}</body></html>")
    if tree is not None:
        walk.visit(tree, _Part.TEXT)
        walk.end(tree, _Part.TEXT)
    images: dict[str, Image] = {}
    for (_, image), at in zip(walk.pictures, walk.places, strict=True):
        behind = walk.paragraphs[at - 1] if 0 < at <= len(walk.paragraphs) else None
        images.setdefault(image.url, replace(image, behind=behind))
    quotes = walk.parts[_Part.QUOTE]
    return Markup(
        tuple(walk.paragraphs),
        tuple(images.values())[:_MOST_IMAGES],
        tuple(walk.parts[_Part.HEADING]),
        tuple(quotes) if len(quotes) * 2 <= len(walk.paragraphs) else (),
    )


def looks_like_markup(text: str) -> bool:
    """Whether there is a tag in it that text would not have by chance."""
    return "<" in text and _LOOKS_LIKE_MARKUP.search(text) is not None


def plain(text: str) -> str:
    """A headline or a name as one line of text, also where its markup was escaped twice.

    Only tags in pairs are markup: «if a < b» and «the <table> element» stay as they are.
    """
    text = text[:_LONGEST_LINE].replace("<![CDATA[", "").replace("]]>", "")  # packed twice
    for _ in range(2):
        if "<" not in text and "&" not in text:
            break
        text = html.unescape(_without_tags(text))
    return one_line(_without_tags(text))


def _without_tags(text: str) -> str:
    if "<" not in text:
        return text
    closed = {tag[2].lower() for tag in _TAG.finditer(text) if tag[1]}
    opened = {tag[2].lower() for tag in _TAG.finditer(text) if not tag[1]}
    paired = (closed & opened) | _ALONE

    def gone(tag: re.Match[str]) -> str:
        name = tag[2].lower()
        if name not in paired:
            return tag[0]
        return " " if name in _BLOCKS else ""

    return _TAG.sub(gone, text)


class _Part(Enum):
    """What a paragraph is, by what it stands in."""

    TEXT = "text"
    HEADING = "heading"
    QUOTE = "quote"


class _MarkupWalk(Walk[_Part]):
    """Every run of words is a paragraph; a point of a list and the cells of a row are marked.

    `places`: behind how many paragraphs each of the pictures stands.
    """

    def __init__(self, base: str | None) -> None:
        super().__init__(base)
        self.paragraphs: list[str] = []
        self.places: list[int] = []
        self.parts: dict[_Part, list[str]] = {part: [] for part in _Part}
        self._words: list[str] = []

    def leaves_out(self, element: Tree, name: str) -> bool:
        if name == "a":
            return bool(_SHARE.match((element.get("href") or "").strip()))
        is_hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
        return name in SILENT or is_hidden

    def under(self, _element: Tree, name: str, scope: _Part) -> _Part:
        if name in _SUB_HEADINGS:
            return _Part.HEADING
        return _Part.QUOTE if name == "blockquote" else scope

    def is_block(self, _element: Tree, name: str, _scope: _Part) -> bool:
        return name in _BLOCKS

    def see(self, picture: Tree, scope: _Part, caption: str | None = None) -> None:
        """One amid the words of a paragraph stands behind it."""
        before = len(self.pictures)
        super().see(picture, scope, caption)
        if len(self.pictures) > before:
            self.places.append(len(self.paragraphs) + bool(one_line("".join(self._words))))

    def go_in(self, element: Tree, name: str, scope: _Part, depth: int) -> None:
        if name == "figure" and self.see_figure(element, scope):
            return
        if name == "li":
            self._words.append(f"{_POINT} ")
        if name in _CELLS and self._words:
            self._words.append(" | ")
        super().go_in(element, name, scope, depth)
        if name == "li" and one_line("".join(self._words)) == _POINT:
            self._words.clear()

    def say(self, text: str | None, _scope: _Part) -> None:
        if text:
            self._words.append(text)

    def end(self, _element: Tree, scope: _Part) -> None:
        text = one_line("".join(self._words))
        if text == _POINT:
            return  # the words of this point of a list stand in a block of their own
        if text:
            self.paragraphs.append(text)
            self.parts[scope].append(text)
        self._words.clear()
