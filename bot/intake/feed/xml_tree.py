"""Text of a feed in XML → its tree: checked for entities before it is parsed, mended if broken."""

import html
import re
from dataclasses import dataclass
from html.entities import html5
from typing import Any

from bot.domain.errors import RefusedError
from bot.intake.html_tree import clean_for_parser

_PROLOG = 100_000  # characters before the root element, junk included
_ROOT = re.compile(r"<((?:[a-z_][\w.-]{0,20}:)?(?:rss|rdf|feed))(?=[\s>])", re.IGNORECASE)
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
# Some feeds name the letters that they use; that is harmless, and HTML's own names are known.
_HARMLESS = re.compile(r"""<!ENTITY\s+\w{1,20}\s+(["'])(?:&\#\w{1,8};|[^&%<"']{0,8})\1\s*>""")
_CDATA, _CDATA_END = "<![CDATA[", "]]>"
_AMPERSAND = re.compile(r"&(?:(#[xX][0-9a-fA-F]{1,8}|#[0-9]{1,8}|[a-zA-Z][a-zA-Z0-9]{0,31});)?")
_KEPT = frozenset(("amp", "lt", "gt", "quot", "apos"))
_LESS_THAN = re.compile(r"<(?![a-zA-Z_/!?])")
_HTML_TAG = re.compile(
    r"<(/?(?:a|abbr|b|big|blockquote|br|center|code|div|em|figcaption|figure|font|h[1-6]|hr|i"
    r"|iframe|img|li|ol|p|pre|s|script|small|span|strike|strong|style|sub|sup|table|tbody|td|th"
    r"|thead|tr|u|ul|wbr)(?:\s[^<>]{0,4000})?/?)>",
    re.IGNORECASE,
)
_BARE_VALUE = re.compile(r"""(?<=\w)=([^\s"'<>=]{1,200})(?=\s|$)""")  # of the root element alone
_BLANKS = re.compile("[\\s\ufeff]*")
_CLOSED = re.compile(r"</[^<>]{1,100}>")
_LEGAL_CONTROLS = frozenset((9, 10, 13))


@dataclass(frozen=True, slots=True)
class Tree:
    """`root` is lxml's; `mended`: it was not well-formed; `truncated`: its end is missing."""

    root: Any
    mended: bool = False
    truncated: bool = False


def read_tree(text: str) -> Tree:
    """Raises `RefusedError`: `not_a_feed`, or `feed_entities` for one that declares its own."""
    start = _start(text)
    root = _ROOT.search(text, start, start + _PROLOG)
    if root is None or _PAGE.search(text, start, root.start()):
        raise RefusedError("not_a_feed")
    prolog = text[: root.start()]
    if _ENTITY.search(_HARMLESS.sub("", prolog)):
        raise RefusedError("feed_entities")
    return _tree(text, root, junk=bool(_junk(prolog, start)))


def _start(text: str) -> int:
    """Behind blanks, comments and instructions: a comment may show a feed, or a page."""
    at = 0
    for _ in range(100):
        if blanks := _BLANKS.match(text, at):
            at = blanks.end()
        end = next((e for b, e in (("<!--", "-->"), ("<?", "?>")) if text.startswith(b, at)), None)
        found = text.find(end, at) if end else -1
        if end is None or found < 0:
            break
        at = found + len(end)
    return at


def _junk(prolog: str, start: int) -> str:
    before = prolog[start:].strip()
    return "" if before.upper().startswith("<!DOCTYPE") and before.endswith(">") else before


def _tree(text: str, root: re.Match[str], *, junk: bool) -> Tree:
    """The well-formed are most; what is not is mended, and read as far as it goes."""
    end = text.rfind(f"</{root[1]}")
    truncated = end < root.start()
    body = text[root.start() :] if truncated else text[root.start() : end] + f"</{root[1]}>"
    if not truncated and (tree := _parsed(body, recover=False)) is not None:
        return Tree(tree, mended=junk)
    tree = _parsed(_mended(body, truncated=truncated), recover=True)
    if tree is None:
        raise RefusedError("not_a_feed")
    return Tree(tree, mended=True, truncated=truncated)


def _parsed(text: str, *, recover: bool) -> Any:  # noqa: ANN401 - lxml's own
    """None for what cannot be parsed. Neither entities nor networks are followed."""
    from lxml import etree  # noqa: PLC0415 - only those who read XML load it

    parser = etree.XMLParser(
        encoding="utf-8",
        recover=recover,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(text.encode("utf-8", "surrogatepass"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _mended(text: str, *, truncated: bool) -> str:
    """Bare ampersands and values, HTML among the elements, control characters.

    A cut element is left out.
    """
    head, bracket, text = clean_for_parser(text).partition(">")
    text = _BARE_VALUE.sub(r'="\1"', head) + bracket + text
    pieces: list[str] = []
    at = 0
    while (start := text.find(_CDATA, at)) >= 0:
        pieces.append(_mended_words(text[at:start]))
        end = text.find(_CDATA_END, start)
        if end < 0:
            return "".join(pieces) if truncated else "".join(pieces) + text[start:] + _CDATA_END
        at = end + len(_CDATA_END)
        pieces.append(text[start:at])
    rest = text[at:]
    if truncated:
        closed = [tag.end() for tag in _CLOSED.finditer(rest)]
        rest = rest[: closed[-1]] if closed else ""
    return "".join(pieces) + _mended_words(rest)


def _mended_words(text: str) -> str:
    text = _AMPERSAND.sub(_reference, text)
    text = _LESS_THAN.sub("&lt;", text)
    return _HTML_TAG.sub(r"&lt;\1&gt;", text)


def _reference(found: re.Match[str]) -> str:
    """What XML knows stays; HTML's names become their letters; the rest is an ampersand."""
    name = found[1]
    if name is None:
        return "&amp;"
    if name.startswith("#"):
        return found[0] if _is_legal(name[1:]) else ""
    if name in _KEPT:
        return found[0]
    letters = html5.get(f"{name};")
    return "&amp;" + found[0][1:] if letters is None else html.escape(letters)


def _is_legal(number: str) -> bool:
    code = int(number[1:], 16) if number[0] in "xX" else int(number)
    if code < 0x20:  # noqa: PLR2004 - the control characters
        return code in _LEGAL_CONTROLS
    return not 0xD800 <= code < 0xE000 and code not in {0xFFFE, 0xFFFF} and code <= 0x10FFFF  # noqa: PLR2004
