"""A site's page → the feeds that it names, so that an editor need not know their addresses."""

import re

from bot.intake.decode import decode_page
from bot.intake.html_tree import address, parse_html

_KINDS = ("application/rss+xml", "application/atom+xml", "application/feed+json", "text/rss")
_HEAD = 300_000  # characters: what a page names stands at its top
_MOST = 10
_ASIDE = re.compile(r"comment|коментар|/author/|/tag/", re.IGNORECASE)


def find_feeds(data: bytes, url: str) -> tuple[str, ...]:
    """The addresses of its feeds, those of comments last; empty for what is no page of HTML."""
    tree = parse_html(decode_page(data)[:_HEAD])
    found: dict[str, bool] = {}
    for link in tree.iter("link") if tree is not None else ():
        is_other = "alternate" in (link.get("rel") or "").lower().split()
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        if is_other and kind in _KINDS and (feed := address(link.get("href") or "", url)):
            found.setdefault(feed, bool(_ASIDE.search(feed + (link.get("title") or ""))))
    return tuple(sorted(found, key=lambda feed: found[feed])[:_MOST])
