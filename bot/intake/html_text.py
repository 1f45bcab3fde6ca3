"""HTML → what it says: paragraphs of plain text, pictures with their captions; no tag is kept.

libxml2 reads it: it stops 255 levels down and takes linear time, where an HTML5 parser with a
sanitiser took 20 s for half a megabyte of nested `<div>`.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from bot.domain.article import Image
from bot.intake.text.lines import clean

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
_SILENT = frozenset((
    "applet", "audio", "button", "canvas", "datalist", "embed", "frame", "frameset", "head",
    "iframe", "input", "map", "math", "nav", "noframes", "noscript", "object", "param", "script",
    "select", "style", "svg", "template", "textarea", "title", "video",
))  # fmt: skip
_CELLS = frozenset(("td", "th"))
_SHARE = re.compile(
    r"(?:viber|whatsapp|tg|javascript):|mailto:\?|https?://(?:[\w-]+\.)*(?:"
    r"facebook\.com/(?:sharer|share\.php|dialog)|(?:twitter|x)\.com/(?:share|intent)"
    r"|(?:t|telegram)\.me/share|linkedin\.com/(?:shareArticle|sharing)|wa\.me/\?|"
    r"api\.whatsapp\.com/send|pinterest\.\w+/pin/create|reddit\.com/submit|"
    r"feeds\.feedburner\.com/~(?:ff|r|f)/|share\.flipboard\.com)",
    re.IGNORECASE,
)
_TRACKER = re.compile(
    r"//(?:[\w-]+\.)*(?:doubleclick\.net|feedsportal\.com|scorecardresearch\.com|pixel\.wp\.com|"
    r"stats\.wordpress\.com|mc\.yandex\.ru|google-analytics\.com|feedburner\.com/~r|"
    r"counter\.yadro\.ru|gemius\.pl|bigmir\.net)|/(?:pixel|1x1|spacer|blank)\.(?:gif|png)|"
    r"[/.]pixel[/?]",
    re.IGNORECASE,
)
_TINY = re.compile(r"\s*0*[0-3](?:\.\d{1,9})?(?:px)?\s*")
_TINY_STYLE = re.compile(r"(?:width|height)\s{0,9}:\s{0,9}[0-3]px|display\s{0,9}:\s{0,9}none")
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
    """The paragraphs in their order; captions stand with their images and not among them."""

    paragraphs: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()


@dataclass(slots=True)
class _Found:
    """What the walk has collected: paragraphs, and the pieces of the open one."""

    base: str | None
    paragraphs: list[str] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def end(self) -> None:
        text = one_line("".join(self.words))
        if text == _POINT:
            return  # the words of this point of a list stand in a block of their own
        if text:
            self.paragraphs.append(text)
        self.words.clear()


def read_markup(text: str, *, base: str | None = None) -> Markup:
    """The words and pictures of HTML, or of plain text with a paragraph to a line.

    `base` is the address that relative ones are meant from.
    """
    text = text[:LONGEST_MARKUP]
    if not looks_like_markup(text):
        lines = (one_line(html.unescape(line)) for line in text.splitlines())
        return Markup(tuple(line for line in lines if line))
    return markup_of(_tree(text), base=base)


def markup_of(element: Any, *, base: str | None = None) -> Markup:  # noqa: ANN401 - lxml's own
    """The same of an lxml element and what is under it."""
    found = _Found(base)
    if element is not None:
        _walk(element, found)
        found.end()
    return Markup(tuple(found.paragraphs), tuple(_each_once(found.images)))


def looks_like_markup(text: str) -> bool:
    """Whether there is a tag in it that text would not have by chance."""
    return "<" in text and _LOOKS_LIKE_MARKUP.search(text) is not None


def one_line(text: str) -> str:
    """Composed letters, single blanks, nothing that cannot be seen."""
    return " ".join(clean(text).split())


def plain(text: str) -> str:
    """A headline or a name as one line of text, also where its markup was escaped twice.

    Only tags in pairs are markup: «if a < b» and «the <table> element» stay as they are.
    """
    text = text[:_LONGEST_LINE]
    for _ in range(2):
        if "<" not in text and "&" not in text:
            break
        text = html.unescape(_without_tags(text))
    return one_line(_without_tags(text))


def address(link: str, base: str | None) -> str | None:
    """The absolute http(s) address that a link in a page at `base` means, or None.

    An ampersand that was escaped twice is one: no address has «&amp;» in it on purpose.
    """
    link = "".join(link.split("\n")).strip().replace("&amp;", "&")
    if not link:
        return None
    try:
        is_whole = link[:8].lower().startswith(("http://", "https://"))
        whole = urljoin(base, link) if base and not is_whole else link
        if whole.startswith("//"):
            whole = f"https:{whole}"
        parts = urlsplit(whole)
        named = parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)
    except ValueError:  # brackets or a port that are none
        return None
    usable = named and all(letter.isprintable() for letter in whole)
    return whole.replace(" ", "%20") if usable else None


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


def _tree(text: str) -> Any:  # noqa: ANN401 - lxml's own
    from lxml import etree  # noqa: PLC0415 - only those who read HTML load it

    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    data = f"<html><body>{clean_for_parser(text)}</body></html>".encode()
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:  # nothing in it at all
        return None


def clean_for_parser(text: str) -> str:
    """Without what UTF-8 or XML cannot hold, and without tags of thousands of attributes.

    The parser looks each attribute up among those before it: 100,000 in a tag took it 30 s. A
    value whose quote is closed nowhere, or only where the next value begins, ends with its tag:
    else the text between would be lost.
    """
    text = _UNWRITABLE.sub("", text)
    pieces: list[str] = []
    start = at = 0
    while tag := _TAG_WHOLE.search(text, at):
        at = tag.end()
        if lost := _lost_quote(text, tag):
            at = lost.end()
            pieces += (text[start:at], lost[1])
            start = at
        elif len(tag[0]) > _LONG_TAG and len(_QUOTED.sub("", tag[0])) > _LONG_TAG:
            pieces += (text[start : tag.start()], f"<{tag[1]}")
            start = at
    return "".join((*pieces, text[start:]))


def _lost_quote(text: str, tag: re.Match[str]) -> re.Match[str] | None:
    """The value of an attribute whose closing quote is missing, up to the end of the tag."""
    if "<" in tag[0][1:]:
        for value in _VALUE.finditer(text, tag.start(), tag.end()):
            if _NEXT_TAGS.search(value[2]) and value[2].rstrip().endswith("="):
                return _TORN_VALUE.match(text, value.start())
    return _TORN_VALUE.match(text, tag.end())


_LONG_TAG = 2_000  # characters, what stands in quotes aside: pictures are written there
# A quote opens a value behind «=» alone; elsewhere in a tag it is a stray one.
_TAG_WHOLE = re.compile(
    r"""<([a-zA-Z][\w:-]{0,40}+)(?:[^<>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|(?!["'])))*+"""
)
_VALUE = re.compile(r"""=\s*+(["'])((?:(?!\1).)*+)\1""", re.DOTALL)
_TORN_VALUE = re.compile(r"""=\s*+(["'])[^>]*+(?=>)""")
_NEXT_TAGS = re.compile(r"</?[a-zA-Z]")
_QUOTED = re.compile(r""""[^"]*+"|'[^']*+'""")


_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _walk(element: Any, found: _Found) -> None:  # noqa: ANN401 - lxml's own
    """Depth first; 255 levels at most, by the parser's own limit."""
    name = _name(element)
    if name == "img":
        _picture(element, found)
    elif name == "figure":
        _figure(element, found)
    elif name not in _SILENT and not _is_hidden(element, name):
        _inside(element, name, found)


def _inside(element: Any, name: str, found: _Found) -> None:  # noqa: ANN401 - lxml's own
    block = name in _BLOCKS
    if block:
        found.end()
    if name == "li":
        found.words.append(f"{_POINT} ")
    if name in _CELLS and found.words:
        found.words.append(" | ")
    if element.text:
        found.words.append(element.text)
    for child in element:
        _walk(child, found)
        if child.tail:
            found.words.append(child.tail)
    if name == "li" and one_line("".join(found.words)) == _POINT:
        found.words.clear()
    if block:
        found.end()


def _name(element: Any) -> str:  # noqa: ANN401 - lxml's own
    tag = element.tag
    if not isinstance(tag, str):  # a comment, an instruction, an entity
        return "script"
    return tag.rpartition("}")[2].lower()


def _is_hidden(element: Any, name: str) -> bool:  # noqa: ANN401 - lxml's own
    if name == "a":
        return bool(_SHARE.match((element.get("href") or "").strip()))
    return element.get("hidden") is not None or element.get("aria-hidden") == "true"


def _figure(element: Any, found: _Found) -> None:  # noqa: ANN401 - lxml's own
    """A picture with what is written under it; a figure without a picture is text."""
    images = [inner for inner in element.iter() if _name(inner) == "img"]
    if not images:
        _inside(element, "div", found)
        return
    captions = [inner for inner in element.iter() if _name(inner) == "figcaption"]
    caption = one_line(" ".join("".join(inner.itertext()) for inner in captions)) or None
    for image in images:
        _picture(image, found, caption)
    found.end()


def _picture(element: Any, found: _Found, caption: str | None = None) -> None:  # noqa: ANN401
    if "smiley" in (element.get("class") or "") or "emoji" in (element.get("class") or ""):
        found.words.append(element.get("alt") or "")
        return
    if len(found.images) >= _MOST_IMAGES or _is_tiny(element):
        return
    for attribute in ("src", "data-src", "data-lazy-src", "data-original"):
        url = address(element.get(attribute) or "", found.base)
        if url and not is_tracker(url):
            found.images.append(Image(url, caption))
            return


def _is_tiny(element: Any) -> bool:  # noqa: ANN401 - lxml's own
    sizes = (element.get("width") or "", element.get("height") or "")
    return any(_TINY.fullmatch(size) for size in sizes) or bool(
        _TINY_STYLE.search(element.get("style") or "")
    )


def is_tracker(url: str) -> bool:
    """Whether a picture is there to be counted and not to be seen."""
    return bool(_TRACKER.search(url))


def _each_once(images: list[Image]) -> Iterator[Image]:
    seen: set[str] = set()
    for image in images:
        if image.url not in seen:
            seen.add(image.url)
            yield image
