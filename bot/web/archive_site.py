"""`/a/`: the archive for browsers. It only shows: no script, no cookie, nothing is written."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final
from urllib.parse import urlencode

from aiohttp import hdrs, web

from bot.domain.deep_links import bot_link, topic_opening
from bot.domain.errors import RefusedError
from bot.domain.people import BotIdentity
from bot.domain.section import Section
from bot.domain.shelves import COUNTED_TO, Edge, Shelf, ShelfKey
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
    label_of,
    query_of,
)
from bot.rendering.renderer import Renderer
from bot.usecases.archive import Archive
from bot.usecases.searching import Searching
from bot.web.archive_feeds import FORMATS, Feed

KnownBot = Callable[[], Awaitable[BotIdentity | None]]
_ON_A_PAGE: Final = 10
_IN_A_FEED: Final = 20
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
    "Vary": "Accept-Language",
}


@dataclass(frozen=True, slots=True)
class ArchiveSite:
    """`known_bot`: whose archive it is; `language`: of whoever asks for none of ours.

    `publication`: what the newsroom is called, may be empty.
    """

    archive: Archive
    searching: Searching
    pages: Renderer
    known_bot: KnownBot
    language: str
    publication: str

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/a", _to_the_list),
            web.get("/a/", self._list),
            web.get("/a/search", self._search),
            web.get("/a/{kind:authors|tags}", self._names),
            web.get("/a/days", self._days),
            web.get("/a/style.css", self._style),
            web.get(f"/a/feed.{{kind:{'|'.join(FORMATS)}}}", self._feed),
            web.get(r"/a/{article_id:[0-9]{1,18}}", self._article),
            web.get("/a/{rest:.*}", self._missing),
        ]

    async def _list(self, request: web.Request) -> web.Response:
        sections = await self.archive.sections()
        try:
            key = _key(request, sections)
            page = await self.archive.page(key, day=_day(request), edge=_edge(request))
        except RefusedError:
            return await self._missing(request)
        bot = await self.known_bot()
        return self._shown(request, ArchiveDocument(page, sections, _link_to(page.shelf, bot)))

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
        names = await self.archive.names_of(article)
        follow = _link_to(Shelf(article.section), await self.known_bot())
        return self._shown(request, ArticleDocument(article, related, names, follow))

    async def _missing(self, request: web.Request) -> web.Response:
        return self._shown(request, NoDocument(is_gone=False), 404)

    async def _feed(self, request: web.Request) -> web.Response:
        """Of all, of a section, an author, a tag; 304 to whoever has it as it is."""
        try:
            key = _key(request, await self.archive.sections())
            shelf, articles = await self.archive.newest(key, _IN_A_FEED)
        except RefusedError:
            return await self._missing(request)
        bot, language = await self.known_bot(), self._spoken(request)
        label, what = self.pages.label(language), label_of(shelf)
        feed = Feed(
            (self.publication or label("archive_title")) + (f" · {what}" if what else ""),
            label("untitled"),
            language,
            _base(request),
            f"?{urlencode(parts)}" if (parts := query_of(shelf)) else "",
            bot.id if bot else 0,
            articles,
        )
        make, kind = FORMATS[request.match_info["kind"]]
        return _unless_known(request, make(feed), kind)

    async def _style(self, _: web.Request) -> web.Response:
        return _answer(STYLE.encode(), "text/css")

    def _shown(self, request: web.Request, page: Document, status: int = 200) -> web.Response:
        html = self.pages.document(page, self._spoken(request), self.publication)
        return _answer(html.encode("utf-8", "replace"), "text/html", status)

    def _spoken(self, request: web.Request) -> str:
        """The first language of ours that the browser asks for."""
        for wanted in request.headers.get(hdrs.ACCEPT_LANGUAGE, "")[:200].lower().split(","):
            found = _LANGUAGE.match(wanted)
            if found and found[1] in LANGUAGES:
                return found[1]
        return self.language


async def _to_the_list(_: web.Request) -> web.Response:
    """Whoever types the address leaves the last stroke out."""
    return web.Response(status=308, headers={**_HEADERS, hdrs.LOCATION: "/a/"})


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


def _key(request: web.Request, sections: Sequence[Section]) -> ShelfKey:
    """Which part of the archive is asked for. Raises `RefusedError`."""
    if name := _number(request, "name"):
        return ShelfKey(name, is_name=True)
    slug = request.query.get("section", "")
    if not slug:
        return ShelfKey()
    for section in sections:
        if slug == section.slug or slug in section.former:
            return ShelfKey(section.id)
    raise RefusedError("section_unknown")


def _link_to(shelf: Shelf, bot: BotIdentity | None) -> str | None:
    """By which whoever opens it in Telegram follows what this is about."""
    opening = topic_opening(shelf.topic) if shelf.topic else None
    return bot_link(bot.username, opening) if bot and opening else None


def _base(request: web.Request) -> str:
    """Behind a proxy with TLS, the address that it was asked at.

    Raises an `HTTPException` where the request names no server by which it could be asked.
    """
    is_secure = request.headers.get("X-Forwarded-Proto", "").strip().lower() == "https"
    try:
        origin = request.url.origin()
    except ValueError:  # whatever somebody has written into «Host»
        raise web.HTTPBadRequest from None
    return str(origin.with_scheme("https") if is_secure else origin)


def _unless_known(request: web.Request, body: bytes, kind: str) -> web.Response:
    """304 in place of what whoever asks has already."""
    tag = sha256(body).hexdigest()[:32]
    if any(known.value == tag for known in request.if_none_match or ()):
        return web.Response(status=304, headers={**_HEADERS, hdrs.ETAG: f'"{tag}"'})
    answer = _answer(body, kind)
    answer.etag = tag
    return answer


def _answer(body: bytes, kind: str, status: int = 200) -> web.Response:
    return web.Response(
        body=body, status=status, content_type=kind, charset="utf-8", headers=_HEADERS
    )
