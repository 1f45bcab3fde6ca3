"""HTML → its tree, and the one walk over it: words, and pictures with their captions.

libxml2 reads it: it stops 255 levels down and takes linear time, where an HTML5 parser with a
sanitiser took 20 s for half a megabyte of nested `<div>`.
"""

import re
from itertools import dropwhile, islice
from typing import Any, Generic, TypeVar
from urllib.parse import urljoin, urlsplit

from bot.domain.article import Image
from bot.intake.picture_addresses import addresses, original
from bot.intake.text.lines import one_line

Tree = Any  # an lxml element: the library has no types
Scope = TypeVar("Scope")

SILENT = frozenset((
    "applet", "audio", "button", "canvas", "datalist", "embed", "frame", "frameset", "head",
    "iframe", "input", "map", "math", "nav", "noframes", "noscript", "object", "param", "script",
    "select", "style", "svg", "template", "textarea", "title", "video",
))  # fmt: skip
_IN_HEAD = frozenset(
    ("base", "link", "meta", "noscript", "object", "script", "style", "template", "title")
)
_DEEPEST = 250
_PICTURES = ("img", "amp-img")
_NEARBY = 30  # pictures among which none comes twice
_TITLE = re.compile(r"<title[^<>]{0,200}>", re.IGNORECASE)
_TITLE_END = re.compile(r"</title", re.IGNORECASE)
_HEAD = 100_000  # characters
_BLOCKS = ("p", "div", "ul", "ol", "table", "section")
_LINES = (*_BLOCKS, "br", "li", "small", "figcaption")
_SHORTEST_HEADING, _LONGEST_HEADING = 15, 300  # characters
_TRACKER = re.compile(
    r"//(?:[\w-]+\.)*(?:doubleclick\.net|feedsportal\.com|scorecardresearch\.com|pixel\.wp\.com|"
    r"stats\.wordpress\.com|mc\.yandex\.ru|google-analytics\.com|feedburner\.com/~r|"
    r"counter\.yadro\.ru|gemius\.pl|bigmir\.net)|/(?:pixel|1x1|spacer|blank)\.(?:gif|png)|"
    r"[/.]pixel[/?]",
    re.IGNORECASE,
)
_TINY = re.compile(r"\s*0*[0-3](?:\.\d{1,9})?(?:px)?\s*")
_TINY_STYLE = re.compile(r"(?:width|height)\s{0,9}:\s{0,9}[0-3]px|display\s{0,9}:\s{0,9}none")
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


def parse_html(text: str) -> Tree | None:
    """The root element; None where there is nothing at all."""
    from lxml import etree  # noqa: PLC0415 - only those who read HTML load it

    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(clean_for_parser(text).encode(), parser)
    except etree.XMLSyntaxError:
        return None
    head = None if root is None else root.find("head")
    if root is not None:
        _close_headings(root)
    # The parser knows no `<main>` or `<article>`: without a `<body>` they stay behind a script.
    strays = list(dropwhile(lambda one: name_of(one) in _IN_HEAD, () if head is None else head))
    if strays:
        body = root.find("body")
        (etree.SubElement(root, "body") if body is None else body)[0:0] = strays
    return root


def _close_headings(root: Tree) -> None:
    """A heading that is closed nowhere ends where the first block in it begins.

    It is far too long, or the page's title begins with its words up to there.
    """
    title = one_line("".join(one.text or "" for one in islice(root.iter("title"), 1)))
    for heading in root.iter("h1", "h2"):
        blocks = (n for n, child in enumerate(heading) if name_of(child) in _BLOCKS)
        first = next(blocks, None)
        before = islice(heading, first)
        words = "".join((heading.text or "", *map(_with_tail, before)))
        is_told = len(words := one_line(words)) > _SHORTEST_HEADING and title.startswith(words)
        is_long = len("".join(heading.itertext())) >= _LONGEST_HEADING
        if first is None or not words or not (is_told or is_long):
            continue
        outer = heading.getparent()
        if outer is not None:
            at = outer.index(heading) + 1
            outer[at:at] = list(heading)[first:]


def _with_tail(element: Tree) -> str:
    return f"{''.join(element.itertext())}{element.tail or ''}"


def clean_for_parser(text: str) -> str:
    """Without what UTF-8 or XML cannot hold, and without tags of thousands of attributes.

    The parser looks each attribute up among those before it: 100,000 in a tag took it 30 s. A
    value whose quote is closed nowhere, or only where the next value begins, ends with its tag:
    else the text between would be lost.
    """
    text = _with_title_closed(_UNWRITABLE.sub("", text))
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


def _with_title_closed(text: str) -> str:
    """A title that is closed nowhere ends at the next tag: else all the page were its words."""
    opened = _TITLE.search(text, 0, _HEAD)
    if opened is None or _TITLE_END.search(text, opened.end()):
        return text
    end = text.find("<", opened.end())
    return text if end < 0 else f"{text[:end]}</title>{text[end:]}"


def _lost_quote(text: str, tag: re.Match[str]) -> re.Match[str] | None:
    """The value of an attribute whose closing quote is missing, up to the end of the tag."""
    if "<" in tag[0][1:]:
        for value in _VALUE.finditer(text, tag.start(), tag.end()):
            if _NEXT_TAGS.search(value[2]) and value[2].rstrip().endswith("="):
                return _TORN_VALUE.match(text, value.start())
    return _TORN_VALUE.match(text, tag.end())


def name_of(element: Tree) -> str:
    """The tag in small letters; «script» for comments and the like, which say nothing."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else "script"


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


def is_tracker(url: str) -> bool:
    """Whether a picture is there to be counted and not to be seen."""
    return bool(_TRACKER.search(url))


class Walk(Generic[Scope]):
    """Depth first; words are said under a scope, which is what the elements above tell of them.

    A run of words ends where a block begins or ends. Those who walk tell what a block is, what
    they leave out, and what becomes of a run.
    """

    def __init__(self, base: str | None) -> None:
        """`base` is the address that relative ones are meant from."""
        self.pictures: list[tuple[Tree, Image]] = []
        self._base = base

    def visit(self, element: Tree, scope: Scope, depth: int = 0) -> None:
        """Take in the element; the words behind it are those of its parent."""
        name = name_of(element)
        if name in _PICTURES:
            self.see(element, scope)
        elif name == "br":
            self.end(element.getparent(), scope)
        elif depth < _DEEPEST and not self.leaves_out(element, name):
            inner = self.under(element, name, scope)
            is_block = self.is_block(element, name, inner)
            if is_block:
                parent = element.getparent()
                self.end(element if parent is None else parent, scope)
            self.go_in(element, name, inner, depth)
            if is_block:
                self.end(element, inner)

    def go_in(self, element: Tree, _name: str, scope: Scope, depth: int) -> None:
        """Say what is in the element."""
        self.say(element.text, scope)
        for child in element:
            self.visit(child, scope, depth + 1)
            self.say(child.tail, scope)

    def see_figure(self, figure: Tree, scope: Scope) -> bool:
        """Take in its pictures with what is written under them; false if it has none.

        Of figures within a figure each has its own words, else those of the one around it.
        """
        captions: dict[Tree, str] = {}
        for one in figure.iter("figcaption"):
            holder = next(one.iterancestors("figure"))
            captions[holder] = one_line(f"{captions.get(holder, '')} {_lines_of(one)}")
        images = list(figure.iter(*_PICTURES))
        for image in images:
            around = (captions.get(one) for one in image.iterancestors("figure"))
            self.see(image, scope, next(filter(None, around), None))
        return bool(images)

    def see(self, picture: Tree, scope: Scope, caption: str | None = None) -> None:
        """Keep it, unless it counts readers; an emoji is a letter."""
        named = picture.get("class") or ""
        if "smiley" in named or "emoji" in named:
            self.say(picture.get("alt"), scope)
        elif not _is_tiny(picture):
            for source in addresses(picture):
                url = address(source, self._base)
                if url and not is_tracker(url) and not url.endswith(".svg"):
                    url = address(original(url), None) or url
                    if all(image.url != url for _, image in self.pictures[-_NEARBY:]):
                        self.pictures.append((picture, Image(url, caption)))
                    return

    def leaves_out(self, element: Tree, name: str) -> bool:
        raise NotImplementedError

    def under(self, element: Tree, name: str, scope: Scope) -> Scope:
        """The scope over what is in the element, which stands under another."""
        raise NotImplementedError

    def is_block(self, element: Tree, name: str, scope: Scope) -> bool:
        raise NotImplementedError

    def say(self, text: str | None, scope: Scope) -> None:
        """Add words to the run."""
        raise NotImplementedError

    def end(self, element: Tree, scope: Scope) -> None:
        """End the run, whose last words stand in this element."""
        raise NotImplementedError


def _lines_of(caption: Tree) -> str:
    """Its words; those in a block of their own are parted from what is before and behind."""
    from lxml import etree  # noqa: PLC0415 - as above

    words = []
    for event, inner in etree.iterwalk(caption, events=("start", "end")):
        text = inner.text if event == "start" else inner.tail if inner is not caption else ""
        words.append(f" {text or ''}" if name_of(inner) in _LINES else text or "")
    return "".join(words)


def _is_tiny(picture: Tree) -> bool:
    sizes = (picture.get("width") or "", picture.get("height") or "")
    return any(_TINY.fullmatch(size) for size in sizes) or bool(
        _TINY_STYLE.search(picture.get("style") or "")
    )
