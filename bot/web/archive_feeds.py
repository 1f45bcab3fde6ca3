"""The archive's newest articles as RSS 2.0, Atom and JSON Feed."""

import re
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from typing import Any
from xml.etree import ElementTree as ET

import orjson

from bot.domain.article import Article, dated_at

_ATOM = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _clean(text: str) -> str:
    """Without the characters that no document of XML may hold."""
    return _NOT_XML.sub("", text)


def _add(parent: ET.Element, name: str, text: str | None = None, **given: str) -> ET.Element:
    child = ET.SubElement(parent, name, {key: _clean(value) for key, value in given.items()})
    child.text = None if text is None else _clean(text)
    return child


def _written(root: ET.Element) -> bytes:
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _address(article: Article, base: str) -> str:
    return article.content.link or f"{base}/a/{article.id}"


def rss(articles: Sequence[Article], title: str, base: str) -> bytes:
    root = ET.Element("rss", {"version": "2.0"})
    channel = ET.SubElement(root, "channel")
    _add(channel, "title", title)
    _add(channel, "link", f"{base}/a/")
    _add(channel, "description", title)
    for article in articles:
        item = ET.SubElement(channel, "item")
        _add(item, "title", article.content.headline)
        _add(item, "link", _address(article, base))
        _add(item, "guid", f"{base}/a/{article.id}", isPermaLink="true")
        _add(item, "description", article.content.opening)
        if article.section:
            _add(item, "category", article.section.name)
        if at := dated_at(article):
            _add(item, "pubDate", format_datetime(at))
    return _written(root)


def atom(articles: Sequence[Article], title: str, base: str, now: datetime) -> bytes:
    root = ET.Element("feed", {"xmlns": _ATOM})
    _add(root, "title", title)
    _add(root, "id", f"{base}/a/")
    _add(root, "link", href=f"{base}/a/feed.atom", rel="self")
    changed = [_changed(article) or now for article in articles]
    _add(root, "updated", max(changed, default=now).isoformat())
    _add(_add(root, "author"), "name", title)
    for article, at in zip(articles, changed, strict=True):
        entry = ET.SubElement(root, "entry")
        _add(entry, "title", article.content.headline)
        _add(entry, "id", f"{base}/a/{article.id}")
        _add(entry, "link", href=_address(article, base))
        _add(entry, "updated", at.isoformat())
        if published := dated_at(article):
            _add(entry, "published", published.isoformat())
        _add(entry, "summary", article.content.opening)
    return _written(root)


def json_feed(articles: Sequence[Article], title: str, base: str) -> bytes:
    return orjson.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": title,
            "home_page_url": f"{base}/a/",
            "feed_url": f"{base}/a/feed.json",
            "items": [_item(article, base) for article in articles],
        }
    )


def _item(article: Article, base: str) -> dict[str, Any]:
    content, at = article.content, dated_at(article)
    item: dict[str, Any] = {
        "id": f"{base}/a/{article.id}",
        "url": _address(article, base),
        "title": content.headline,
        "content_text": content.opening,
        "tags": [article.section.name] if article.section else [],
    }
    return item | ({"date_published": at.isoformat()} if at else {})


def _changed(article: Article) -> datetime | None:
    return article.marked_at or dated_at(article)
