"""Feeds of a test's own: as text, and a fetcher that answers as it is told."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from html import escape

from bot.domain.errors import RefusedError
from bot.fetching import Fetched, Fetcher
from tests.clock import NOON

URL = "https://bastion.example/rss"
HEADLINES = (
    "Міст через Рось відкрили для руху",
    "У Канівському заповіднику порахували лелек",
    "Трамваї Вінниці ходитимуть цілу ніч",
    "Урожай абрикосів на півдні вдвічі більший",
    "Полтавський театр везе виставу до Вільнюса",
    "Ужгородська сакура зацвіла на тиждень раніше",
)


def an_item(
    number: int = 1,
    headline: str = "",
    *,
    lead: str | None = "Про це повідомили в міській раді.",
    at: datetime = NOON,
    category: str = "Світ",
    link: str | None = None,
    guid: str | None = None,
    more: str = "",
) -> str:
    """An item of RSS with its own number; `lead` None: nothing but its headline."""
    headline = headline or HEADLINES[(number - 1) % len(HEADLINES)]
    address = link or f"https://bastion.example/news/{number}"
    description = f"<description>{escape(lead)}</description>" if lead else ""
    return (
        f"<item><title>{escape(headline)}</title><link>{address}</link>"
        f'<guid isPermaLink="false">{guid or number}</guid>'
        f"<pubDate>{format_datetime(at)}</pubDate>"
        f"<category>{category}</category>{description}{more}</item>"
    )


def a_feed(*items: str, title: str = "Бастіон", more: str = "") -> bytes:
    """RSS with these items, as they stand: the newest comes first."""
    text = "".join(items)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>{title}</title><link>https://bastion.example/</link>{more}{text}</channel></rss>"
    ).encode()


Said = Fetched | BaseException
Turn = Callable[[Mapping[str, str]], Said]


@dataclass
class Web(Fetcher):
    """What stands at which address; a request is written down with its headers."""

    pages: dict[str, Said | Turn] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    meanwhile: Callable[[str], Awaitable[None]] | None = None  # what others do during a fetch

    def says(self, data: bytes, url: str = URL, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[url] = Fetched(200, url, named, data)

    def says_once(self, data: bytes, etag: str, url: str = URL) -> None:
        """304 for whoever shows that he has this text."""

        def turn(headers: Mapping[str, str]) -> Said:
            if headers.get("If-None-Match") == etag:
                return Fetched(304, url)
            return Fetched(200, url, {"etag": etag}, data)

        self.pages[url] = turn

    def answers(self, status: int, url: str = URL, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[url] = Fetched(status, url, named)

    def fails(self, code: str = "site_unreachable", url: str = URL) -> None:
        self.pages[url] = RefusedError(code, url=url)

    async def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched:
        self.asked.append((url, dict(headers or {})))
        if self.meanwhile:
            await self.meanwhile(url)
        said = self.pages.get(url, Fetched(404, url))
        if callable(said):
            said = said(headers or {})
        if isinstance(said, BaseException):
            raise said
        return said

    def addresses(self) -> list[str]:
        return [url for url, _ in self.asked]
