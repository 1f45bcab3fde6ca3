"""The demonstration's news site on this machine: pages, pictures, and a feed that grows."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from importlib.resources import files
from string import Template
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.demo.sample_newsroom import SampleArticle, SampleNewsroom
from bot.demo.site_pictures import HEIGHT, WIDTH, draw_scene

AT_FIRST = 6  # articles that are there when it opens
EVERY = 60.0  # seconds until there is one more
_APART = timedelta(minutes=47)
_RELATED = 3
_ZONE = ZoneInfo("Europe/Kyiv")


@dataclass(frozen=True, slots=True)
class Printed:
    """An article of the site, and since when it is there."""

    article: SampleArticle
    at: datetime

    @property
    def path(self) -> str:
        return f"/news/{self.article.slug}"

    @property
    def picture(self) -> str:
        return f"/pictures/{self.article.slug}.jpg"


class SampleSite:
    """`printed` is what it has, the newest first."""

    def __init__(self, newsroom: SampleNewsroom, now: datetime) -> None:
        self._newsroom = newsroom
        first, self._to_come = newsroom.articles()[:AT_FIRST], newsroom.articles()[AT_FIRST:]
        self.printed = [Printed(a, now - _APART * n) for n, a in enumerate(reversed(first), 1)]
        self._page = Template((files("bot.demo") / "site" / "page.html").read_text("utf-8"))
        self._pictures: dict[str, bytes] = {}
        self._address = ""
        self._runner: web.AppRunner | None = None

    @property
    def address(self) -> str:
        """`http://127.0.0.1:PORT`, once it is started."""
        return self._address

    def link(self, slug: str) -> str:
        return f"{self._address}/news/{slug}"

    async def start(self, port: int = 0) -> int:
        """Listen on this machine alone; the port that it really is. `OSError` when taken."""
        app = web.Application()
        app.router.add_get("/", self._answer_with("text/html", self._front))
        app.router.add_get("/feed.xml", self._answer_with("application/rss+xml", self._feed))
        app.router.add_get("/news/{slug}", self._answer_with("text/html", self._story))
        app.router.add_get("/pictures/{slug}.jpg", self._show_picture)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, "127.0.0.1", port).start()
        except OSError:
            await self._runner.cleanup()
            raise
        bound: int = self._runner.addresses[0][1]
        self._address = f"http://127.0.0.1:{bound}"
        return bound

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def grow(self, every: float = EVERY) -> None:
        """Print what is left, one article at a time."""
        while self._to_come:
            await asyncio.sleep(every)
            self.print_next(datetime.now(UTC))

    def print_next(self, now: datetime) -> None:
        """One more article, if there is one left."""
        if self._to_come:
            self.printed.insert(0, Printed(self._to_come.pop(0), now))

    # --- what stands where ---

    def _answer_with(
        self, kind: str, make: Callable[[web.Request], str]
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handler(request: web.Request) -> web.Response:
            return web.Response(text=make(request), content_type=kind, charset="utf-8")

        return handler

    def _asked(self, request: web.Request) -> Printed:
        wanted = request.match_info["slug"]
        for one in self.printed:
            if one.article.slug == wanted:
                return one
        raise web.HTTPNotFound

    async def _show_picture(self, request: web.Request) -> web.Response:
        scene = self._asked(request).article.scene
        if scene not in self._pictures:
            self._pictures[scene] = await asyncio.to_thread(draw_scene, scene)
        return web.Response(body=self._pictures[scene], content_type="image/jpeg")

    def _front(self, _: web.Request) -> str:
        rows = "\n".join(map(self._row, self.printed))
        return self._whole(self._newsroom.site, "", f'<ul class="list">\n{rows}\n</ul>')

    def _row(self, one: Printed) -> str:
        article = one.article
        return (
            f'<li><a href="{one.path}"><img src="{one.picture}" alt="" loading="lazy"></a><div>'
            f'<span class="rubric">{escape(article.section)}</span>'
            f'<a href="{one.path}"><strong>{escape(article.headline)}</strong></a>'
            f"<small>{self._date(one.at)}</small></div></li>"
        )

    def _story(self, request: web.Request) -> str:
        one = self._asked(request)
        article = one.article
        lead, *body = article.paragraphs
        others = [other for other in self.printed if other is not one][:_RELATED]
        figure = (
            f'<figure><img src="{one.picture}" width="{WIDTH}" height="{HEIGHT}" '
            f'alt="{escape(article.caption)}">'
            f"<figcaption>{escape(article.caption)}</figcaption></figure>"
        )
        main = (
            f"<article>\n"
            f'<div class="rubric">{escape(article.section)}</div>\n'
            f"<h1>{escape(article.headline)}</h1>\n"
            f'<p class="meta"><time datetime="{one.at.isoformat()}">{self._date(one.at)}</time>'
            f' · <span rel="author">{escape(article.author)}</span></p>\n'
            f'<p class="lead">{escape(lead)}</p>\n{figure}\n'
            + "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in body)
            + f"\n</article>\n{self._related(others)}"
        )
        return self._whole(f"{article.headline} – {self._newsroom.site}", self._head(one), main)

    def _related(self, others: Iterable[Printed]) -> str:
        links = "\n".join(
            f'<li><a href="{other.path}">{escape(other.article.headline)}</a> '
            f"<small>{self._date(other.at)}</small></li>"
            for other in others
        )
        title = escape(self._newsroom.related)
        return f'<aside class="related"><h2>{title}</h2><ul>{links}</ul></aside>'

    def _head(self, one: Printed) -> str:
        """What tells other programs of the page; its picture among it."""
        article = one.article
        told = {
            "og:type": "article",
            "og:site_name": self._newsroom.site,
            "og:title": article.headline,
            "og:description": article.paragraphs[0],
            "og:url": self._address + one.path,
            "og:image": self._address + one.picture,
            "og:image:width": str(WIDTH),
            "og:image:height": str(HEIGHT),
            "article:published_time": one.at.isoformat(),
            "article:section": article.section,
            "article:author": article.author,
        }
        lines = [f'<meta property="{n}" content="{escape(v)}">' for n, v in told.items()]
        return "\n".join([f'<link rel="canonical" href="{self._address}{one.path}">', *lines])

    def _feed(self, _: web.Request) -> str:
        room = self._newsroom
        items = "\n".join(map(self._item, self.printed))
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>\n'
            f"<title>{escape(room.site)}</title><link>{self._address}/</link>\n"
            f"<description>{escape(room.motto)}</description><language>{room.language}</language>\n"
            f"{items}\n</channel></rss>\n"
        )

    def _item(self, one: Printed) -> str:
        article, link = one.article, self._address + one.path
        return (
            f"<item><title>{escape(article.headline)}</title><link>{link}</link>"
            f'<guid isPermaLink="true">{link}</guid><pubDate>{format_datetime(one.at)}</pubDate>'
            f"<category>{escape(article.section)}</category>"
            f"<description>{escape(article.paragraphs[0])}</description>"
            f'<enclosure url="{self._address}{one.picture}" type="image/jpeg" length="30000"/>'
            "</item>"
        )

    def _whole(self, title: str, head: str, main: str) -> str:
        room = self._newsroom
        return self._page.substitute(
            language=room.language,
            title=escape(title),
            head=head,
            site=escape(room.site),
            motto=escape(room.motto),
            foot=escape(room.feed_note),
            main=main,
        )

    def _date(self, at: datetime) -> str:
        """«10 травня, 15:25», by the newsroom's clock."""
        local = at.astimezone(_ZONE)
        return f"{local.day} {self._newsroom.months[local.month - 1]}, {local:%H:%M}"
