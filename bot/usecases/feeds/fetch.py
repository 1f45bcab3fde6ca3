"""One poll of a feed: asked for what is new, and what came of it as a value."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from typing import Protocol

from bot.domain.clock import Clock
from bot.domain.errors import RefusedError
from bot.domain.feeds import Feed, FeedFault
from bot.domain.parsed_feed import ParsedFeed
from bot.fetching import Fetched
from bot.intake.executor import Parsing
from bot.intake.feed.feed_links import find_feeds
from bot.intake.feed.read_feed import read_feed

_OK = range(200, 300)
_UNCHANGED = 304
_LONGEST_HEADER = 1_000
_LONGEST_WISH = timedelta(days=365)


class Fetching(Protocol):
    """Gets what stands at an address, within limits. Raises `RefusedError`."""

    async def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched: ...


@dataclass(frozen=True, slots=True)
class Polled:
    """An answer. `feed` None: nothing is new; `wish`: how long the site wants to be left alone.

    `moved_to` is where the feed is for good, as the site says; `url` is where it was found, and
    `by_page` that a page named it there.
    """

    url: str
    feed: ParsedFeed | None = None
    etag: str | None = None
    last_modified: str | None = None
    wish: timedelta | None = None
    moved_to: str | None = None
    by_page: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """No answer that could be read."""

    trouble: FeedFault
    wish: timedelta | None = None


class FeedFetch:
    """Asks sites for their feeds; `zone` is where times without a zone are meant."""

    def __init__(self, fetcher: Fetching, clock: Clock, zone: tzinfo, parsing: Parsing) -> None:
        self._fetcher = fetcher
        self._parsing = parsing
        self._clock = clock
        self._zone = zone

    async def fetch(self, known: Feed) -> Polled | Failed:
        """Ask for what is new since the last answer."""
        try:
            answer = await self._fetcher.fetch(known.url, known.conditions)
        except RefusedError as refusal:
            return _failed(refusal)
        try:
            return await self._read(answer)
        except RefusedError as refusal:
            return _failed(refusal, wish_of(answer, self._clock()))

    async def discover(self, url: str) -> Polled | Failed:
        """The feed at this address, or the first that a page there names."""
        try:
            answer = await self._fetcher.fetch(url)
            try:
                polled = await self._read(answer)
                return replace(polled, url=polled.moved_to or url)
            except RefusedError as refusal:
                named = await self._parsing(find_feeds, answer.data, answer.url)
                if refusal.code != "not_a_feed" or not named:
                    raise
            polled = await self._read(await self._fetcher.fetch(named[0]))
            return replace(polled, url=polled.moved_to or named[0], by_page=True)
        except RefusedError as refusal:
            return _failed(refusal)

    async def _read(self, answer: Fetched) -> Polled:
        wish = wish_of(answer, self._clock())
        if answer.status == _UNCHANGED:
            return Polled(answer.url, wish=wish, moved_to=answer.moved_to)
        if answer.status not in _OK:
            raise RefusedError("site_status", url=answer.url, status=answer.status)
        feed = await self._parsing(
            read_feed,
            answer.data,
            zone=self._zone,
            url=answer.url,
            content_type=answer.headers.get("content-type"),
            now=self._clock(),
        )
        return Polled(
            answer.url,
            feed,
            etag=_kept(answer.headers.get("etag")),
            last_modified=_kept(answer.headers.get("last-modified")),
            wish=max(filter(None, (wish, feed.keeps_for)), default=None),
            moved_to=answer.moved_to,
        )


def _kept(header: str | None) -> str | None:
    """A header exactly as it came; None where it could not be sent back so."""
    fits = header is not None and header.isprintable() and len(header) <= _LONGEST_HEADER
    return header if fits else None


def _failed(refusal: RefusedError, wish: timedelta | None = None) -> Failed:
    return Failed(FeedFault(refusal.code, dict(refusal.details)), wish)


def wish_of(answer: Fetched, now: datetime) -> timedelta | None:
    """How long the site wants to be left alone: Retry-After, else Cache-Control's max-age."""
    if told := answer.headers.get("retry-after"):
        return _retry_after(told.strip(), now)
    for part in answer.headers.get("cache-control", "").lower().split(","):
        name, _, value = part.strip().partition("=")
        if name == "max-age":
            return _seconds(value.strip('" '))
    return None


def _retry_after(told: str, now: datetime) -> timedelta | None:
    """Seconds, or a date."""
    if told.isdecimal():
        return _seconds(told)
    try:
        at = parsedate_to_datetime(told)
        return min(max(at - now, timedelta()), _LONGEST_WISH) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _seconds(figures: str) -> timedelta | None:
    if not (figures.isascii() and figures.isdecimal()):
        return None
    return min(timedelta(seconds=int(figures[:9])), _LONGEST_WISH)
