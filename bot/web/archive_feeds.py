"""The newest articles of the archive, or of a part of it, as RSS 2.0, Atom and JSON Feed."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from typing import Any, Final
from uuid import NAMESPACE_OID, uuid5
from xml.etree import ElementTree as ET

import orjson

from bot.domain.article import Article, dated_at
from bot.domain.topics import authors_of, tags_of

_ATOM: Final = "http://www.w3.org/2005/Atom"
_DUBLIN_CORE: Final = "http://purl.org/dc/elements/1.1/"
_SELF: Final = f"{{{_ATOM}}}link"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
ET.register_namespace("atom", _ATOM)
ET.register_namespace("dc", _DUBLIN_CORE)


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says.

    `base`: the server as whoever asks has named it; `of`: of which part of the archive, as a query
    («?section=svit»). `owner`: whose archive it is, for lasting ids.
    """

    title: str
    untitled: str
    language: str
    base: str
    of: str
    owner: int
    articles: tuple[Article, ...]

    @property
    def page(self) -> str:
        return f"{self.base}/a/{self.of}"

    def address(self, article: Article) -> str:
        return article.content.link or f"{self.base}/a/{article.id}"

    def id(self, article: Article) -> str:
        """The same by whichever name the server is asked, with TLS or without."""
        return f"urn:uuid:{uuid5(NAMESPACE_OID, f'vistnyk {self.owner} {article.id}')}"

    def headline(self, article: Article) -> str:
        return _clean(article.content.headline).strip() or self.untitled

    @property
    def changed_at(self) -> datetime:
        return max(map(_changed, self.articles), default=_NEVER)


def rss(feed: Feed) -> bytes:
    root = ET.Element("rss", {"version": "2.0"})
    channel = ET.SubElement(root, "channel")
    _add(channel, "title", feed.title)
    _add(channel, "link", feed.page)
    _add(channel, "description", feed.title)
    _add(channel, "language", feed.language)
    own = {"rel": "self", "type": "application/rss+xml"}
    ET.SubElement(channel, _SELF, {"href": _clean(f"{feed.base}/a/feed.rss{feed.of}"), **own})
    _add(channel, "lastBuildDate", _as_in_mail(feed.changed_at))
    for article in feed.articles:
        item = ET.SubElement(channel, "item")
        _add(item, "title", feed.headline(article))
        _add(item, "link", feed.address(article))
        _add(item, "guid", feed.id(article), isPermaLink="false")
        for author in authors_of(article.content):  # RSS's own «author» is an address
            _add(item, f"{{{_DUBLIN_CORE}}}creator", author.name)
        _add(item, "description", escape(article.content.opening, quote=False))  # it is HTML
        for name in _categories(article):
            _add(item, "category", name)
        if at := dated_at(article):
            _add(item, "pubDate", _as_in_mail(at))
        _add(item, f"{{{_ATOM}}}updated", _written_at(_changed(article)))
    return _written(root)


def atom(feed: Feed) -> bytes:
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": feed.language})
    _add(root, "title", feed.title)
    _add(root, "id", f"urn:uuid:{uuid5(NAMESPACE_OID, f'vistnyk {feed.owner} {feed.of}')}")
    own = f"{feed.base}/a/feed.atom{feed.of}"
    _add(root, "link", href=own, rel="self", type="application/atom+xml")
    _add(root, "link", href=feed.page, rel="alternate", type="text/html")
    _add(root, "updated", _written_at(feed.changed_at))
    _add(_add(root, "author"), "name", feed.title)
    for article in feed.articles:
        entry = ET.SubElement(root, "entry")
        _add(entry, "title", feed.headline(article))
        _add(entry, "id", feed.id(article))
        _add(entry, "link", href=feed.address(article))
        _add(entry, "updated", _written_at(_changed(article)))
        if published := dated_at(article):
            _add(entry, "published", _written_at(published))
        for author in authors_of(article.content):
            _add(_add(entry, "author"), "name", author.name)
        for name in _categories(article):
            _add(entry, "category", term=name)
        _add(entry, "summary", article.content.opening)
    return _written(root)


def json_feed(feed: Feed) -> bytes:
    return orjson.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": _clean(feed.title),
            "home_page_url": feed.page,
            "feed_url": f"{feed.base}/a/feed.json{feed.of}",
            "language": feed.language,
            "items": [_item(article, feed) for article in feed.articles],
        }
    )


FORMATS: Final[Mapping[str, tuple[Callable[[Feed], bytes], str]]] = {
    "rss": (rss, "application/rss+xml"),
    "atom": (atom, "application/atom+xml"),
    "json": (json_feed, "application/feed+json"),
}


def _item(article: Article, feed: Feed) -> dict[str, Any]:
    at = dated_at(article)
    item: dict[str, Any] = {
        "id": feed.id(article),
        "url": _clean(feed.address(article)),
        "title": feed.headline(article),
        "content_text": _clean(article.content.opening),
        "date_modified": _written_at(_changed(article)),
        "tags": [_clean(name) for name in _categories(article)],
        "authors": [{"name": _clean(each.name)} for each in authors_of(article.content)],
    }
    picture = next((each for each in article.content.images if each.is_on_the_web), None)
    item |= {"image": _clean(picture.url)} if picture else {}
    return item | ({"date_published": _written_at(at)} if at else {})


def _changed(article: Article) -> datetime:
    """Of any correction, marked or not: programmes look for what is newer than they have."""
    return article.corrected_at or dated_at(article) or _NEVER


def _categories(article: Article) -> list[str]:
    section = [article.section.name] if article.section else []
    return section + [each.name for each in tags_of(article.content)]


def _written_at(at: datetime) -> str:
    """By RFC 3339, to the second. In UTC: long ago there were zones with seconds."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _as_in_mail(at: datetime) -> str:
    """By RFC 822, as RSS has it."""
    return format_datetime(at.astimezone(UTC), usegmt=True)


def _clean(text: str) -> str:
    """Without the characters that no document of XML may hold."""
    return _NOT_XML.sub("", text)


def _add(parent: ET.Element, name: str, text: str | None = None, **given: str) -> ET.Element:
    child = ET.SubElement(parent, name, {key: _clean(value) for key, value in given.items()})
    child.text = None if text is None else _clean(text)
    return child


def _written(root: ET.Element) -> bytes:
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))
