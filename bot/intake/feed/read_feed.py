"""Feeds: bytes as they were fetched → the items that they announce, whatever the format."""

import hashlib
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from html import unescape

from bot.domain.article import Content, Image
from bot.domain.errors import RefusedError
from bot.domain.links import read_link
from bot.domain.parsed_feed import Entry, ParsedFeed
from bot.intake.dates import DateDoubt
from bot.intake.decode import Decoded, decode
from bot.intake.feed.entry_dates import MOST_ITEMS, Dates
from bot.intake.feed.item_text import own_words
from bot.intake.feed.json_feed import read_json
from bot.intake.feed.xml_entries import read_items
from bot.intake.feed.xml_tree import Tree, read_tree
from bot.intake.html_text import Markup, read_markup
from bot.intake.language import language_of
from bot.intake.text.lines import one_line

FEED_LIMIT = 5_000_000  # bytes, after unpacking
_GZIP = b"\x1f\x8b"
_UNPACKED_TWICE = 2  # a server that compresses a file that is compressed
_AUTOMATIC_GZIP = 31  # zlib's wbits for a gzip header
_CLOCKS_DIFFER = timedelta(minutes=10)
_LONGEST_ID = 1_000
_ESCAPED_END = re.compile(r"&lt;/(?:p|div|ul|ol|blockquote|h[1-6])&gt;", re.IGNORECASE)
_LEAST_LEAD = 20  # letters


@dataclass(slots=True)
class _Source:
    """The document, and what was wrong with it."""

    decoded: Decoded
    dates: Dates
    tree: Tree | None = None


def read_feed(
    data: bytes,
    *,
    zone: tzinfo,
    url: str | None = None,
    content_type: str | None = None,
    now: datetime | None = None,
) -> ParsedFeed:
    """The feed that these bytes are, packed or not, broken or not.

    `url` is where they came from, `zone` where times without a zone are meant, `now` tells which
    dates lie ahead. Raises `RefusedError`: `not_a_feed`, `feed_too_big`, `feed_entities`.
    """
    decoded = decode(_unpacked(data), content_type)
    source = _Source(decoded, Dates(zone))
    raw = _raw(source, url)
    cleaned = [_cleaned(item) for item in raw.items[:MOST_ITEMS]]
    items = tuple(_once(_identified(cleaned)))
    return replace(raw, items=items, warnings=tuple(_warnings(source, raw, items, now)))


def _unpacked(data: bytes) -> bytes:
    for _ in range(_UNPACKED_TWICE):
        if not data.startswith(_GZIP):
            break
        try:
            data = zlib.decompressobj(_AUTOMATIC_GZIP).decompress(data, FEED_LIMIT + 1)
        except zlib.error:
            raise RefusedError("not_a_feed") from None
    if len(data) > FEED_LIMIT:
        raise RefusedError("feed_too_big", limit=FEED_LIMIT)
    return data


def _raw(source: _Source, url: str | None) -> ParsedFeed:
    text = source.decoded.text.lstrip("\ufeff \t\r\n")
    if text.startswith("{"):
        return read_json(text, url, source.dates)
    source.tree = read_tree(text)
    return read_items(source.tree.root, url, source.dates, mended=source.tree.mended)


def _cleaned(item: Entry) -> Entry:
    """Its summary as text; what is whole stays markup until somebody wants the article."""
    told = _unescaped(item.summary or "")
    summary = "\n".join(own_words(read_markup(told), item.title)) or None
    return replace(item, summary=summary, markup=_unescaped(item.markup or "") or told or None)


def _unescaped(markup: str) -> str:
    """Markup that was escaped twice has none of its own, and shows its ends as text."""
    return unescape(markup) if "<" not in markup and _ESCAPED_END.search(markup) else markup


def _identified(items: list[Entry]) -> list[Entry]:
    """Each with an id that is its own: the printed one, the address, else a digest.

    Where a site prints one id on different articles, their addresses tell them apart.
    """
    links = defaultdict(set)
    for item in items:
        links[item.id].add(item.link)
    return [
        item
        if item.id
        and (len(links[item.id]) == 1 or item.link is None)
        and len(item.id) < _LONGEST_ID
        else replace(item, id=item.link or _digest(item))
        for item in items
    ]


def _once(items: list[Entry]) -> Iterator[Entry]:
    """Without those that the feed holds a second time, word for word, whatever their pictures."""
    seen: set[Entry] = set()
    for item in items:
        words = replace(item, images=())
        if words not in seen:
            seen.add(words)
            yield item


def _digest(item: Entry) -> str:
    date = item.published_at.isoformat() if item.published_at else ""
    said = "\n".join((item.id, item.title or item.summary or "", date))
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()


def _warnings(
    source: _Source, raw: ParsedFeed, items: tuple[Entry, ...], now: datetime | None
) -> list[str]:
    decoded, tree, troubles = source.decoded, source.tree, source.dates.troubles
    printed = Counter(found.id for found in raw.items if found.id)
    table = {
        "feed_wrong_encoding": decoded.wrong,
        "feed_damaged_letters": decoded.damaged,
        "feed_mended": tree is not None and tree.mended,
        "feed_truncated": tree is not None and tree.truncated,
        "feed_empty": not items,
        "feed_too_long": len(raw.items) > MOST_ITEMS,
        "item_no_title": any(item.title is None for item in items),
        "item_no_link": any(item.link is None for item in items),
        "item_no_date": any(item.published_at is None for item in items),
        "item_same_id": any(count > 1 for count in printed.values()),
        "item_in_future": any(_is_ahead(item, now) for item in items),
        "item_bad_date": DateDoubt.IMPOSSIBLE in troubles,
        "item_zone_unknown": DateDoubt.ZONELESS in troubles,
    }
    return [code for code, is_so in table.items() if is_so]


def _is_ahead(item: Entry, now: datetime | None) -> bool:
    at = item.published_at
    return at is not None and now is not None and at > now + _CLOCKS_DIFFER


def read_item(item: Entry, *, feed: ParsedFeed) -> Content | None:
    """The article that the item brings along; None where it has neither headline nor text.

    The lead is the summary where it is not the beginning of the text again.
    """
    whole = read_markup(item.markup or "", base=item.base or item.link or feed.link)
    body = own_words(whole, item.title)
    headline = item.title or (body[0] if body else None)
    if headline is None:
        return None
    lead = _lead(item, body)
    if body and lead and _same(body[0], lead):
        body = body[1:]
    if body and _same(body[0], headline):
        body = body[1:]
    words = " ".join((headline, lead or "", *body))
    images = _images(item, whole)
    return Content(
        headline=one_line(headline),
        section=item.categories[0] if item.categories else None,
        published_at=item.published_at,
        lead=lead,
        body=tuple(body),
        link=read_link(item.link) if item.link else None,
        author=item.author,
        captions=tuple(image.caption for image in images if image.caption),
        language=language_of(words) or item.language or feed.language,
        tags=item.categories[1:],
        images=images,
        headings=tuple(text for text in whole.headings if text in body),
        quotes=tuple(text for text in whole.quotes if text in body),
    )


def _lead(item: Entry, body: list[str]) -> str | None:
    """The summary as the lead, unless it is the text itself or the text cut short."""
    summary = one_line(item.summary or "")
    if not summary or (item.title and _same(summary, item.title)):
        return None
    cut = summary.rstrip(" .…[]")
    beginning = one_line(" ".join(body))
    if len(cut) > _LEAST_LEAD and beginning.startswith(cut) and not _same(body[0], summary):
        return None
    return summary if not body or item.summary != "\n".join(body) else None


def _same(one: str, other: str) -> bool:
    return one.casefold().rstrip(" .…") == other.casefold().rstrip(" .…")


def _images(item: Entry, whole: Markup) -> tuple[Image, ...]:
    """Those beside the text first, with the captions that they have in it, or else beside it."""
    inside = {image.url: image for image in whole.images}
    beside = [
        replace(own, caption=own.caption or image.caption)
        for image in item.images
        for own in [inside.pop(image.url, image)]
    ]
    return (*beside, *inside.values())
