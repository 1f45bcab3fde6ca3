"""JSON Feed 1.0 and 1.1 → its items."""

from collections.abc import Iterator
from typing import Any

import orjson

from bot.domain.article import Image
from bot.domain.errors import RefusedError
from bot.domain.parsed_feed import Entry, ParsedFeed
from bot.intake.feed.element_names import each_once
from bot.intake.feed.entry_dates import MOST_ITEMS, Dates
from bot.intake.feed.picture_words import with_words
from bot.intake.html_text import plain
from bot.intake.html_tree import address
from bot.intake.language import short_language
from bot.intake.text.lines import one_line

_MOST_TAGS, _LONGEST_TAG = 100, 500


def read_json(text: str, url: str | None, dates: Dates) -> ParsedFeed:
    """Raises `RefusedError` for JSON that is no feed. Values of a wrong type count as absent."""
    try:
        document = orjson.loads(text)
    except ValueError:  # also what is nested too deep
        raise RefusedError("not_a_feed") from None
    if not isinstance(document, dict) or not isinstance(document.get("items"), list):
        raise RefusedError("not_a_feed")
    home = _address(document, url, "home_page_url")
    base = url or _address(document, None, "feed_url") or home
    found = [item for item in document["items"][: MOST_ITEMS + 1] if isinstance(item, dict)]
    return ParsedFeed(
        title=plain(_text(document, "title") or "") or None,
        link=home,
        language=short_language(_text(document, "language")),
        items=tuple(_item(item, base, dates) for item in found),
    )


def _item(item: dict[str, Any], base: str | None, dates: Dates) -> Entry:
    html, text = _text(item, "content_html"), _text(item, "content_text")
    return Entry(
        id=one_line(_text(item, "id") or ""),
        title=plain(_text(item, "title") or "") or None,
        link=_address(item, base, "url", "external_url"),
        published_at=dates.first(_texts(item, "date_published"))
        or dates.first(_texts(item, "date_modified"), quiet=True),
        summary=_text(item, "summary"),
        markup=html or text,
        categories=each_once(
            plain(tag[:_LONGEST_TAG])
            for tag in _list(item, "tags")[:_MOST_TAGS]
            if isinstance(tag, str)
        ),
        author=", ".join(each_once(_people(item))[:5]) or None,
        images=with_words(_images(item, base)),
        language=short_language(_text(item, "language")),
    )


def _text(within: dict[str, Any], name: str) -> str | None:
    """Text, or a number where a site takes its ids from a database."""
    value = within.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    return value if isinstance(value, str) and value.strip() else None


def _texts(within: dict[str, Any], *names: str) -> Iterator[str]:
    return (text for name in names if (text := _text(within, name)))


def _list(within: dict[str, Any], name: str) -> list[Any]:
    value = within.get(name)
    return value if isinstance(value, list) else []


def _address(within: dict[str, Any], base: str | None, *names: str) -> str | None:
    found = (address(text, base) for text in _texts(within, *names))
    return next((link for link in found if link), None)


def _people(item: dict[str, Any]) -> Iterator[str]:
    for person in (*_list(item, "authors")[:_MOST_TAGS], item.get("author")):
        if isinstance(person, dict):
            yield plain(_text(person, "name") or "")


def _images(item: dict[str, Any], base: str | None) -> Iterator[Image]:
    for name in ("image", "banner_image"):
        yield Image(_address(item, base, name) or "")
    for attached in _list(item, "attachments")[:_MOST_TAGS]:
        if isinstance(attached, dict) and (_text(attached, "mime_type") or "").startswith("image"):
            yield Image(_address(attached, base, "url") or "", _title_of(attached))


def _title_of(attached: dict[str, Any]) -> str | None:
    """A title that is no file's name."""
    title = plain((_text(attached, "title") or "")[:_LONGEST_TAG])
    return title if " " in title else None
