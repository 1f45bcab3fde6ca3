"""Names of a feed's elements, the same whatever namespace address or prefix a site gives them."""

import base64
import binascii
import html
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from typing import Any

from bot.intake.decode import decode_page
from bot.intake.html_text import looks_like_markup
from bot.intake.language import short_language
from bot.intake.text.lines import one_line

Element = Any  # lxml has no types

_VOCABULARIES = {
    "http://purl.org/rss/1.0": "",
    "http://my.netscape.com/rdf/simple/0.9": "",
    "http://channel.netscape.com/rdf/simple/0.9": "",
    "http://backend.userland.com/rss": "",
    "http://backend.userland.com/rss2": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://purl.org/atom/ns": "atom",
    "http://www.w3.org/2005/atom": "atom",
    "http://purl.org/dc/elements/1.1": "dc",
    "http://purl.org/dc/elements/1.0": "dc",
    "http://purl.org/dc/terms": "dcterms",
    "http://purl.org/rss/1.0/modules/content": "content",
    "http://search.yahoo.com/mrss": "media",
    "http://video.search.yahoo.com/mrss": "media",
    "http://news.yandex.ru": "yandex",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns": "rdf",
    "http://wordpress.org/export/1.2/excerpt": "excerpt",
}
_XML = "{http://www.w3.org/XML/1998/namespace}"


@lru_cache(maxsize=2_000)
def _named(tag: str, prefix: str | None) -> str:
    address, bracket, local = tag.rpartition("}")
    if not bracket:
        return tag.lower().removeprefix("rss:")  # else with a prefix that was never declared
    address = address[1:].lower().rstrip("/#").replace("https://", "http://", 1)
    known = _VOCABULARIES.get(address, "" if prefix == "rss" else prefix or "")
    return f"{known}:{local.lower()}" if known else local.lower()


def name_of(element: Element) -> str:
    """«title», «dc:date», «media:content»: small letters and the usual prefix."""
    tag = element.tag
    return _named(tag, element.prefix) if isinstance(tag, str) else ""


class Parts:
    """The children of an element by their names, in the feed's order."""

    def __init__(self, element: Element, *, atom: bool = False) -> None:
        """In Atom its own elements go by their bare names."""
        self.element = element
        self._parts: dict[str, list[Element]] = {}
        for child in element:
            name = name_of(child)
            self._parts.setdefault(name.removeprefix("atom:") if atom else name, []).append(child)

    def all(self, *names: str) -> Iterator[Element]:
        for name in names:
            yield from self._parts.get(name, ())

    def first(self, *names: str) -> Element | None:
        return next(self.all(*names), None)

    def texts(self, *names: str) -> Iterator[str]:
        """What is not blank, of the first name first."""
        return (text for element in self.all(*names) if (text := text_of(element)).strip())

    def text(self, *names: str) -> str | None:
        return next(self.texts(*names), None)

    def line(self, *names: str) -> str | None:
        """The same in one line, nothing escaped."""
        return next((line for text in self.texts(*names) if (line := one_line(text))), None)


def text_of(element: Element) -> str:
    """The words in it; the tags of what is markup; of Atom 0.3 also what is packed as base64."""
    if not len(element):
        text = element.text or ""
        return _unpacked(text) if element.get("mode") == "base64" else text
    if name_of(element).partition(":")[2] in {"title", "subtitle"} or name_of(element) == "title":
        return "".join(element.itertext())
    return _written(element)


def _written(element: Element) -> str:
    """XHTML as it stands, its prefixes left out; with what is written as text between it."""
    from lxml import etree  # noqa: PLC0415 - only those who read XML load it

    for inner in element.iterdescendants():
        if isinstance(inner.tag, str) and "}" in inner.tag:
            with suppress(ValueError):  # a broken feed's tag may bear what is no name
                inner.tag = inner.tag.rpartition("}")[2]
    inside = (
        etree.tostring(child, encoding="unicode", with_tail=False) + _after(child)
        for child in element
    )
    return (element.text or "") + "".join(inside)


def _after(element: Element) -> str:
    """Words are escaped as XHTML has them; what was escaped already is markup."""
    words = element.tail or ""
    return words if looks_like_markup(words) else html.escape(words, quote=False)


def _unpacked(text: str) -> str:
    try:
        return decode_page(base64.b64decode("".join(text.split()), validate=True))
    except (binascii.Error, ValueError):
        return text


def attribute(element: Element, *names: str) -> str | None:
    """The first that is there, in any case and with any prefix."""
    wanted = {name.lower() for name in names}
    for name, value in element.attrib.items():
        if name.rpartition("}")[2].rpartition(":")[2].lower() in wanted and value.strip():
            return str(value).strip()
    return None


def language_of_element(element: Element) -> str | None:
    """`xml:lang` of the element itself: «uk» of «uk-UA»."""
    return short_language(element.get(f"{_XML}lang"))


def each_once(texts: Iterable[str]) -> tuple[str, ...]:
    """The first of those that differ in nothing but case."""
    found: dict[str, str] = {}
    for text in texts:
        if text:
            found.setdefault(text.casefold(), text)
    return tuple(found.values())
