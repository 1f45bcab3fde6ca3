"""A feed's tree → its items: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, with their extensions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from urllib.parse import urljoin

from bot.domain.article import Image
from bot.domain.parsed_feed import Entry, ParsedFeed
from bot.intake.feed.element_names import (
    Element,
    Parts,
    attribute,
    each_once,
    language_of_element,
    name_of,
    text_of,
)
from bot.intake.feed.entry_dates import MOST_ITEMS, Dates
from bot.intake.feed.picture_words import with_words, words_of
from bot.intake.html_text import plain
from bot.intake.html_tree import address, is_tracker
from bot.intake.language import short_language

_PUBLISHED = (
    "pubdate", "published", "issued", "dc:date", "dcterms:issued", "dc:issued", "dcterms:created",
    "dcterms:date", "created", "atom:published", "date", "dc:created",
)  # fmt: skip
_UPDATED = ("updated", "modified", "atom:updated", "dcterms:modified", "dc:modified")
_SUMMARY = (
    "description", "summary", "atom:summary", "itunes:summary", "excerpt:encoded",
    "dc:description", "media:description", "itunes:subtitle", "subtitle",
)  # fmt: skip
_WHOLE = (
    "content:encoded", "yandex:full-text", "full-text", "fulltext", "yandex:fulltext", "content",
    "atom:content", "xhtml:body", "body", "xhtml:div", "fullbody", "encoded",
)  # fmt: skip
_MEDIA = (
    "media:content", "media:thumbnail", "enclosure", "image", "itunes:image", "atom:link", "link",
)  # fmt: skip
_IMAGE_ENDS = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif")
_OUTER = frozenset(("rss", "rdf", "channel", "items", "feed"))
_UNCLOSED = frozenset((
    "item", "entry", "title", "link", "guid", "id", "description", "summary", "content", "encoded",
    "pubdate", "date", "category", "author", "creator", "enclosure", "thumbnail",
))  # fmt: skip
_MOST_CATEGORIES, _MOST_MEDIA = 100, 50
_LONGEST_CATEGORY = 500  # characters, markup included
_LONGEST_TOLD = 1_000  # characters of what the item says, and its pictures need not
_SMALLEST = 4  # pixels: what is not larger counts readers


@dataclass(frozen=True, slots=True)
class _Place:
    """What an item takes from its feed."""

    atom: bool
    base: str | None
    link: str | None


def read_items(root: Element, url: str | None, dates: Dates, *, mended: bool) -> ParsedFeed:
    """The feed under this root element; `url` is where it was fetched.

    In what was `mended` items may lie within others whose ends are missing.
    """
    atom = name_of(root).rpartition(":")[2] == "feed"
    channel = root if atom else next(_found(root, "channel", deep=False), root)
    parts = Parts(channel, atom=atom)
    base = _base(channel, url or _self(parts))
    link = _link(parts, _Place(atom, base, None))
    place = _Place(atom, base or link, link)
    found = _found(root, "entry" if atom else "item", deep=mended)
    items = list(islice(found, MOST_ITEMS + 1))
    if mended:
        _part(items)
    language = language_of_element(channel) or language_of_element(root)
    return ParsedFeed(
        title=plain(parts.text("title", "dc:title") or "") or None,
        link=link,
        language=language or short_language(parts.text("language", "dc:language")),
        items=tuple(_item(element, place, dates) for element in items),
        keeps_for=_keeps_for(parts),
    )


def _keeps_for(parts: Parts) -> timedelta | None:
    """RSS tells minutes."""
    minutes = (parts.line("ttl") or "")[:6]
    return timedelta(minutes=int(minutes)) if minutes.isascii() and minutes.isdecimal() else None


def _found(root: Element, name: str, *, deep: bool) -> Iterator[Element]:
    """Those of the feed itself, and within fields without ends; a gallery has items of its own."""
    outer = _OUTER | _UNCLOSED if deep else _OUTER
    for element in root.iter():
        if name_of(element).rpartition(":")[2] == name:
            parent = element.getparent()
            if parent is None or name_of(parent).rpartition(":")[2] in outer:
                yield element


def _part(items: Iterable[Element]) -> None:
    """Take items out of others whose ends are missing: else each would hold all that follow it."""
    for element in items:
        outer = element.getparent()
        if outer is not None and name_of(outer).rpartition(":")[2] not in _OUTER:
            outer.remove(element)


def _self(parts: Parts) -> str | None:
    """The feed's own address, if it names it."""
    for link in parts.all("link", "atom:link"):
        if link.get("rel") == "self" and (found := address(link.get("href") or "", None)):
            return found
    return None


def _base(element: Element, outer: str | None) -> str | None:
    """Where relative addresses within the element start: `xml:base`, else the feed's address."""
    try:
        own = element.base
        return urljoin(outer or "", own) or None if own else outer
    except ValueError:
        return outer


def _told_base(element: Element) -> str | None:
    """The same, where the feed itself says so."""
    told = _base(element, None)
    return told if told and "://" in told else None


def _item(element: Element, place: _Place, dates: Dates) -> Entry:
    parts = Parts(element, atom=place.atom)
    base = _base(element, place.base)
    here = _Place(place.atom, base, place.link)
    group = next((Parts(g) for g in parts.all("media:group")), None)
    whole = _whole(parts)
    printed_id = parts.line("guid", "id", "atom:id", "dc:identifier") or _about(element)
    return Entry(
        id=printed_id or "",
        title=_title(parts, group),
        link=_link(parts, here),
        published_at=dates.first(parts.texts(*_PUBLISHED))
        or dates.first(parts.texts(*_UPDATED), quiet=True),
        summary=parts.text(*_SUMMARY) or (group.text("media:description") if group else None),
        markup=text_of(whole) if whole is not None else None,
        categories=each_once(_categories(parts)),
        author=_author(parts),
        images=with_words(_images(parts, group, base)),
        language=language_of_element(element),
        base=_told_base(element if whole is None else whole),
    )


def _about(element: Element) -> str | None:
    return attribute(element, "about") if name_of(element) in {"item", "rdf:item"} else None


def _title(parts: Parts, group: Parts | None) -> str | None:
    names = ("title", "atom:title", "dc:title", "media:title", "itunes:title")
    texts = [*parts.texts(*names), *(group.texts("media:title") if group else ())]
    return next((line for text in texts if (line := plain(text))), None)


# --- addresses ---


def _link(parts: Parts, place: _Place) -> str | None:
    """The original address behind a counting one, the page's, else an id that is an address."""
    for text in parts.texts("feedburner:origlink", "pheedo:origlink"):
        if found := address(text, place.base):
            return found
    links = [*parts.all("link", "atom:link")]
    for found in (*_alternates(links, place.base), *_written_links(links, place.base)):
        return found
    return next(_permanent(parts), None)


def _alternates(links: list[Element], base: str | None) -> Iterator[str]:
    """`<link rel="alternate" href="…">`: pages first, then whatever else there is."""
    alternates = [
        link
        for link in links
        if (link.get("rel") or "alternate").rpartition("/")[2].lower() == "alternate"
    ]
    alternates.sort(key=lambda link: "html" not in (link.get("type") or "text/html"))
    for link in alternates:
        if found := address(link.get("href") or "", _base(link, base)):
            yield found


def _written_links(links: list[Element], base: str | None) -> Iterator[str]:
    for link in links:
        if (link.text or "").strip() and (found := address(text_of(link), base)):
            yield found


def _permanent(parts: Parts) -> Iterator[str]:
    for guid in parts.all("guid", "id", "atom:id"):
        if (attribute(guid, "isPermaLink") or "true").lower() != "false":
            found = address(text_of(guid), None)
            if found:
                yield found


# --- the text, its categories, author and pictures ---


def _whole(parts: Parts) -> Element | None:
    """What has the first whole text: «content» may also be an address or a picture."""
    for element in parts.all(*_WHOLE):
        kind = (element.get("type") or "text").lower()
        if kind.startswith(("image/", "audio/", "video/")):
            continue
        if text_of(element).strip():
            return element
    return None


def _categories(parts: Parts) -> Iterator[str]:
    """As printed; Atom has a label for people beside its term."""
    named = parts.all("category", "atom:category", "dc:subject")
    for element in islice(named, _MOST_CATEGORIES):
        words = " ".join(element.itertext()) if len(element) else text_of(element)  # RDF nests
        text = attribute(element, "label") or words
        term = attribute(element, "term") or ""
        yield plain(text[:_LONGEST_CATEGORY]) or plain(term[:_LONGEST_CATEGORY])


def _author(parts: Parts) -> str | None:
    names = each_once(
        _person(element) for element in parts.all("author", "dc:creator", "atom:author")
    ) or each_once(_person(element) for element in parts.all("itunes:author"))
    return ", ".join(names[:5]) or None


def _person(element: Element) -> str:
    """«Ім’я» of an Atom person, of «name@site (Ім’я)», or of the name alone."""
    if len(element):
        return plain(Parts(element, atom=True).text("name") or "")
    text = plain((element.text or "")[:300])
    if "@" not in text:
        return text
    name = text.partition("(")[2].rpartition(")")[0] or text.partition("<")[0]
    return "" if "@" in name else name.strip()


def _images(parts: Parts, group: Parts | None, base: str | None) -> Iterator[Image]:
    """The largest of a group first, then what stands by itself."""
    found: list[tuple[int, Image]] = []
    said = filter(None, (parts.text("title"), parts.text(*_SUMMARY)))
    told = {plain(text[:_LONGEST_TOLD]).casefold() for text in said}
    for within in filter(None, (group, parts)):
        around = (within,) if within is parts else (within, parts)
        for element in _media(within):
            width = _width(element)
            url = address(_image_address(element), base)
            if url and width >= _SMALLEST and not is_tracker(url):
                image = Image(url, words_of(element, around, told))
                found.append((width if within is group else 0, image))
    for _, image in sorted(found, key=lambda picture: -picture[0]):
        yield image


def _media(within: Parts) -> Iterator[Element]:
    """Of a film also the picture that stands for it."""
    for element in islice(within.all(*_MEDIA), _MOST_MEDIA):
        yield element
        if len(element) and name_of(element) == "media:content" and not _image_address(element):
            yield from islice(Parts(element).all("media:thumbnail"), 1)


def _image_address(element: Element) -> str:
    """Its address, or nothing where the element is no picture."""
    url = attribute(element, "url", "href") or ""
    kind = (element.get("type") or element.get("medium") or "").lower()
    match name_of(element):
        case "image":
            return url or next(iter(Parts(element).texts("url")), "")
        case "media:thumbnail" | "itunes:image":
            return url
        case "atom:link" | "link" if element.get("rel") != "enclosure":
            return ""
    if kind:
        return url if kind.startswith("image") else ""
    path = url.partition("?")[0].lower()
    return url if path.endswith(_IMAGE_ENDS) else ""


def _width(element: Element) -> int:
    figures = (element.get("width") or "").strip()[:6]
    return int(figures) if figures.isascii() and figures.isdecimal() else 999
