"""A site's page → the feeds that it names, so that an editor need not know their addresses."""

import re
from urllib.parse import urljoin, urlsplit

from bot.intake.decode import decode_page

_TAG = re.compile(r"<link\s[^<>]{1,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""([\w-]{1,40})\s{0,9}=\s{0,9}(?:"([^"]{0,2000})"|'([^']{0,2000})'|([^\s"'>]{1,2000}))"""
)
_KINDS = ("application/rss+xml", "application/atom+xml", "application/feed+json", "text/rss")
_HEAD = 300_000  # characters: what a page names stands at its top
_MOST = 10
_ASIDE = re.compile(r"comment|коментар|/author/|/tag/", re.IGNORECASE)


def find_feeds(data: bytes, url: str) -> tuple[str, ...]:
    """The addresses of its feeds, those of comments last; empty for what is no page of HTML."""
    text = decode_page(data)[:_HEAD]
    found: dict[str, bool] = {}
    for tag in _TAG.finditer(text):
        said = {name.lower(): _value(values) for name, *values in _ATTRIBUTE.findall(tag[0])}
        if "alternate" in said.get("rel", "").lower().split() and _is_feed(said):
            address = _joined(url, said.get("href", ""))
            if address:
                found.setdefault(address, bool(_ASIDE.search(address + said.get("title", ""))))
    return tuple(sorted(found, key=lambda address: found[address])[:_MOST])


def _is_feed(said: dict[str, str]) -> bool:
    return said.get("type", "").partition(";")[0].strip().lower() in _KINDS


def _value(values: list[str]) -> str:
    return next((value for value in values if value), "").replace("&amp;", "&").strip()


def _joined(url: str, href: str) -> str | None:
    try:
        address = urljoin(url, href.replace(" ", "%20")) if href else ""
        return address if urlsplit(address).scheme in {"http", "https"} else None
    except ValueError:
        return None
