"""A feed's items as the newsroom takes them: read, told apart, let through or not, in order."""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.article import Content
from bot.domain.category_map import propose_section
from bot.domain.feeds import MOST_CATEGORIES, Category, Feed
from bot.domain.filters import Filter
from bot.domain.parsed_feed import Entry, ParsedFeed
from bot.domain.section import Section
from bot.domain.url_keys import address_key
from bot.intake.feed.read_feed import read_item
from bot.language.terms import Language

_MOST_NAMES = 500  # of categories: what is rarer is not looked at


@dataclass(frozen=True, slots=True)
class Announced:
    """An item with what it is known by: its id, and its page where that is its own alone."""

    item: Entry
    page: str | None

    @property
    def key(self) -> str:
        return self.item.id

    @property
    def marks(self) -> tuple[str, ...]:
        """A site that numbers its items anew is still known by their pages."""
        return (self.key, self.page) if self.page else (self.key,)


@dataclass(frozen=True, slots=True)
class ReadItem:
    """An item that was read. `digest` tells two texts of it apart; noise is left out of it."""

    key: str
    content: Content
    digest: str
    let_through: bool

    @property
    def is_bare(self) -> bool:
        """Whether the feed has nothing of it but its headline, and its page may have more."""
        return self.content.lead is None and not self.content.body and bool(self.content.link)


def announced(feed: ParsedFeed) -> list[Announced]:
    """The items in the order of their coming: the oldest first."""
    pages = [address_key(item.link) for item in feed.items]
    counted = Counter(pages)
    found = [
        Announced(item, f"page:{page}" if page and counted[page] == 1 else None)
        for item, page in zip(feed.items, pages, strict=True)
    ]
    found.reverse()  # feeds begin with the newest
    if all(one.item.published_at for one in found):
        found.sort(key=_published)
    return found


def _published(one: Announced) -> datetime:
    if one.item.published_at is None:
        raise ValueError("an item without a date cannot be put in order")
    return one.item.published_at


def read_items(
    items: Iterable[Announced],
    feed: ParsedFeed,
    known: Feed,
    *,
    sections: Sequence[Section],
    phrases: Filter,
    language: Language,
) -> dict[str, ReadItem]:
    """The articles of these items by their keys; what has neither headline nor text is no one."""
    names = {section.id: section.name for section in sections}
    read: dict[str, ReadItem] = {}
    for one in items:
        content = read_item(one.item, feed=feed)
        if content is None:
            continue
        section = names.get(known.section_of(one.item.categories) or 0)
        content = replace(content, section=section or content.section)
        said = (content.headline, content.opening, *one.item.categories)
        through = not (phrases.wanted or phrases.unwanted) or phrases.lets_through(
            *map(language.said, said)
        )
        read[one.key] = ReadItem(one.key, content, _digest(content), through)
    return read


def _digest(content: Content) -> str:
    """Of the words and the page alone: dates, tags and pictures change by themselves."""
    page = address_key(content.link) or content.link
    words = (content.headline, content.lead, content.body, content.author, content.section, page)
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()


def filled(content: Content, other: Content) -> Content:
    """The content with what it lacks from another text of the article; its own words win."""
    return replace(
        content,
        section=content.section or other.section,
        published_at=content.published_at or other.published_at,
        lead=content.lead or other.lead,
        body=content.body or other.body,
        link=content.link or other.link,
        author=content.author or other.author,
        captions=content.captions or other.captions,
        language=content.language or other.language,
        tags=content.tags or other.tags,
        images=content.images or other.images,
        headings=content.headings if content.body else other.headings,
        quotes=content.quotes if content.body else other.quotes,
    )


def categories_of(feed: ParsedFeed, sections: Sequence[Section]) -> dict[Category, int]:
    """The feed's categories with how many items each has: those that mean a section first."""
    counted = Counter(name for item in feed.items for name in item.categories)
    leading = {item.categories[0] for item in feed.items if item.categories}
    found: Mapping[Category, int] = {
        Category(name, meant.id if meant else None): count
        for name, count in counted.most_common(_MOST_NAMES)
        if (meant := propose_section(name, sections)) or name in leading
    }
    ranked = sorted(found.items(), key=lambda pair: (pair[0].section_id is None, -pair[1]))
    return dict(ranked[:MOST_CATEGORIES])


def newest(items: Sequence[Announced], count: int) -> Collection[str]:
    """The keys of so many of the newest items."""
    return {one.key for one in items[-count:]} if count else set()
