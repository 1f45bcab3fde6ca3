"""`/a/`: the archive for browsers. It only shows: no script, no cookie, nothing is written."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from aiohttp import hdrs, web

from bot.domain.clock import Clock
from bot.domain.errors import RefusedError
from bot.domain.shelves import COUNTED_TO, Edge, ShelfKey
from bot.rendering import LANGUAGES
from bot.rendering.documents import (
    STYLE,
    ArchiveDocument,
    ArticleDocument,
    CalendarDocument,
    Document,
    FoundDocument,
    NamesDocument,
    NoDocument,
)
from bot.rendering.renderer import Renderer
from bot.usecases.archive import Archive
from bot.usecases.searching import Searching
from bot.web.archive_feeds import atom, json_feed, rss

_ON_A_PAGE: Final = 10
_PAGES: Final = COUNTED_TO // _ON_A_PAGE
_LONGEST: Final = 15  # figures of a number
_LANGUAGE = re.compile(r"\s*([a-z]{2})\b")
_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src https:; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",  # a retracted article is gone at once
}


@dataclass(frozen=True, slots=True)
class ArchiveSite:
    """`language`: of whoever asks for none of ours."""

    archive: Archive
    searching: Searching
    pages: Renderer
    clock: Clock
    language: str

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/a/", self._list),
            web.get("/a/search", self._search),
            web.get("/a/{kind:authors|tags}", self._names),
            web.get("/a/days", self._days),
            web.get("/a/style.css", self._style),
            web.get("/a/feed.rss", self._rss),
            web.get("/a/feed.atom", self._atom),
            web.get("/a/feed.json", self._json),
            web.get(r"/a/{article_id:[0-9]{1,18}}", self._article),
            web.get("/a/{rest:.*}", self._missing),
        ]

    async def _list(self, request: web.Request) -> web.Response:
        sections = await self.archive.sections()
        slug = request.query.get("section", "")
        section = next((each for each in sections if each.slug == slug), None)
        name = _number(request, "name")
        if slug and section is None:
            return await self._missing(request)
        key = ShelfKey(name, is_name=True) if name else ShelfKey(section.id if section else 0)
        try:
            page = await self.archive.page(key, day=_day(request), edge=_edge(request))
        except RefusedError:
            return await self._missing(request)
        return self._shown(request, ArchiveDocument(page, sections))

    async def _names(self, request: web.Request) -> web.Response:
        kind = request.match_info["kind"].removesuffix("s")
        names = await self.archive.names(kind, _page(request))
        return self._shown(request, NamesDocument(names))

    async def _days(self, request: web.Request) -> web.Response:
        """The calendar of all the archive."""
        try:
            month = await self.archive.month(day=_day(request))
        except RefusedError:
            return await self._missing(request)
        return self._shown(request, CalendarDocument(month))

    async def _search(self, request: web.Request) -> web.Response:
        words = request.query.get("q", "")
        if not any(c.isalnum() for c in words):
            return self._shown(request, FoundDocument(None))
        found = await self.searching.look(words, _page(request), _ON_A_PAGE)
        return self._shown(request, FoundDocument(found))

    async def _article(self, request: web.Request) -> web.Response:
        try:
            article = await self.archive.article(int(request.match_info["article_id"]))
        except RefusedError as refusal:
            is_gone = refusal.code == "article_withdrawn"
            return self._shown(request, NoDocument(is_gone), 410 if is_gone else 404)
        related = await self.archive.related(article)
        return self._shown(request, ArticleDocument(article, related))

    async def _missing(self, request: web.Request) -> web.Response:
        return self._shown(request, NoDocument(is_gone=False), 404)

    async def _rss(self, request: web.Request) -> web.Response:
        feed = rss(await self.archive.latest(), self._title(request), _base(request))
        return _answer(feed, "application/rss+xml")

    async def _atom(self, request: web.Request) -> web.Response:
        articles, title = await self.archive.latest(), self._title(request)
        feed = atom(articles, title, _base(request), self.clock())
        return _answer(feed, "application/atom+xml")

    async def _json(self, request: web.Request) -> web.Response:
        feed = json_feed(await self.archive.latest(), self._title(request), _base(request))
        return _answer(feed, "application/feed+json")

    async def _style(self, _: web.Request) -> web.Response:
        return _answer(STYLE.encode(), "text/css")

    def _title(self, request: web.Request) -> str:
        return self.pages.label(self._spoken(request))("archive_title")

    def _shown(self, request: web.Request, page: Document, status: int = 200) -> web.Response:
        html = self.pages.document(page, self._spoken(request))
        return _answer(html.encode("utf-8", "replace"), "text/html", status)

    def _spoken(self, request: web.Request) -> str:
        """The first language of ours that the browser asks for."""
        for wanted in request.headers.get(hdrs.ACCEPT_LANGUAGE, "")[:200].lower().split(","):
            found = _LANGUAGE.match(wanted)
            if found and found[1] in LANGUAGES:
                return found[1]
        return self.language


def _page(request: web.Request) -> int:
    """Counted from 0; in an address from 1. Behind the last one that is counted there is none."""
    return min(max(_number(request, "page"), 1), _PAGES) - 1


def _number(request: web.Request, name: str) -> int:
    typed = request.query.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= _LONGEST else 0


def _edge(request: web.Request) -> Edge:
    """Behind one article, or before it."""
    newer = _number(request, "after")
    return Edge(newer, newer=True) if newer else Edge(_number(request, "before"))


def _day(request: web.Request) -> int:
    """«2026-11-27», as a number; 0 where none is named."""
    try:
        return date.fromisoformat(request.query.get("day", "")).toordinal()
    except ValueError:
        return 0


def _base(request: web.Request) -> str:
    return str(request.url.origin())


def _answer(body: bytes, kind: str, status: int = 200) -> web.Response:
    headers = {**_HEADERS, "Vary": "Accept-Language"}
    return web.Response(
        body=body, status=status, content_type=kind, charset="utf-8", headers=headers
    )
