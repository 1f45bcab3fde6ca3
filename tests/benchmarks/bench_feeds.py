"""What polling feeds costs: reading 100 items beside feedparser, and whole rounds of 200 feeds.

`make bench` runs it. A feed that is parsed in full at every poll is the worst case.
"""

import asyncio
import io
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import feedparser
from aiohttp import web

from bot.domain.feeds import FeedState
from bot.domain.filters import in_terms, read_filter
from bot.fetching import Bounds, Fetcher
from bot.intake.feed.read_feed import read_feed, read_item
from bot.language.terms import Language
from storage.storage import Storage
from tests.newsroom import an_app

KYIV = ZoneInfo("Europe/Kyiv")
FEEDS, MINUTES, ITEMS, ROUNDS = 200, 5, 100, 9
SELDOM = 20
PARAGRAPH = (
    "<p>Рух мостом через Рось запустили вранці, <b>черг</b> немає, водії чекали три роки.</p>"
)
ITEM = """<item><title>Міст через Рось відкрили для руху: {n}</title>
<link>https://bastion.example/2026/11/{n}/</link>
<guid isPermaLink="false">https://bastion.example/?p={n}</guid>
<pubDate>Tue, 24 Nov 2026 10:15:00 +0200</pubDate><category><![CDATA[Суспільство]]></category>
<category><![CDATA[Дороги]]></category><dc:creator>Олена Гай</dc:creator>
<media:thumbnail url="https://bastion.example/{n}.jpg"/>
<description><![CDATA[<p>Рух запустили вранці.</p>]]></description>
<content:encoded><![CDATA[{text}]]></content:encoded></item>"""
FEED = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"
><channel><title>Бастіон</title><link>https://bastion.example/</link>{items}</channel></rss>"""


def a_feed(paragraphs: int, since: int = 0) -> bytes:
    """100 items with so many paragraphs each; the newest is number `since`."""
    text = PARAGRAPH * paragraphs
    numbers = range(since, since + ITEMS)
    return FEED.format(items="".join(ITEM.format(n=n, text=text) for n in numbers)).encode()


def milliseconds(deed: Callable[[], object]) -> float:
    """The median of several rounds, in CPU time."""
    deed()
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        deed()
        taken.append((time.process_time() - start) * 1_000)
    return statistics.median(taken)


def reading(paragraphs: int) -> None:
    data = a_feed(paragraphs)
    broken = data.replace(b"</channel></rss>", b"<item>& <br>")
    feed = read_feed(data, zone=KYIV)
    bare = {"sanitize_html": False, "resolve_relative_uris": False}
    rows = {
        "feedparser, as it comes": lambda: feedparser.parse(io.BytesIO(data)),
        "feedparser, without cleaning": lambda: feedparser.parse(io.BytesIO(data), **bare),
        "read_feed": lambda: read_feed(data, zone=KYIV),
        "read_feed, broken": lambda: read_feed(broken, zone=KYIV),
        "read_item of all 100": lambda: [read_item(item, feed=feed) for item in feed.items],
    }
    print(f"\n{ITEMS} items with {paragraphs} paragraphs each, {len(data) // 1_000} kB")
    for name, deed in rows.items():
        cost = milliseconds(deed)
        print(f"  {name:30}{cost:8.1f} ms {share(cost):6.2f} % of a core")


def filtering() -> None:
    language = Language()
    written = read_filter("Харків, міст, прогноз погоди, -гороскоп, -спорт")
    phrases = in_terms(written, language.asked)
    texts = [
        f"Міст через Рось відкрили для руху: {n}. Рух запустили вранці." for n in range(ITEMS)
    ]
    cost = milliseconds(lambda: [phrases.lets_through(language.said(text)) for text in texts])
    print(f"\nA filter of five phrases on {ITEMS} items ({language.engine}): {cost:.1f} ms")


def share(cost: float) -> float:
    """Per cent of a core, where every poll of every feed costs that."""
    return cost * FEEDS / (MINUTES * 60 * 1_000) * 100


def serve(pipe: Connection) -> None:
    """A site with many feeds: asked again, one in twenty has a new item, the others none."""
    first, second = a_feed(0, 1), a_feed(0)

    async def run() -> None:
        async def unchanged(_: web.Request) -> web.Response:
            return web.Response(status=304, headers={"ETag": '"1"'})

        async def numbered(request: web.Request) -> web.Response:
            asked = request.headers.get("If-None-Match")
            is_new = int(request.match_info["number"]) % SELDOM == 0
            if asked == '"2"' or (asked and not is_new):
                return web.Response(status=304)
            body, etag = (second, '"2"') if asked else (first, '"1"')
            return web.Response(body=body, headers={"ETag": etag})

        app = web.Application()
        app.router.add_get("/feed", unchanged)
        app.router.add_get("/feeds/{number}", numbered)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        pipe.send(runner.addresses[0][1])
        await asyncio.to_thread(pipe.recv)
        await runner.cleanup()

    asyncio.run(run())


async def asking(port: int) -> None:
    fetcher = Fetcher(lambda _: True, Bounds(ports=None))
    url, headers = f"http://127.0.0.1:{port}/feed", {"If-None-Match": '"1"'}
    await fetcher.fetch(url, headers)
    start = time.process_time()
    for _ in range(FEEDS):
        await fetcher.fetch(url, headers)
    cost = (time.process_time() - start) * 1_000 / FEEDS
    print(f"\nNothing new (304, a new connection): {cost:.2f} ms {share(cost):.2f} % of a core")


async def polling(port: int) -> None:
    """The poller itself with its database: a first round, one with some news, one without."""
    now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    with TemporaryDirectory() as folder:
        fetcher = Fetcher(lambda _: True, Bounds(ports=None))
        app = an_app(Path(folder) / "bench.db", lambda: now, fetcher=fetcher)
        await app.start()
        async with app.storage.writing() as tx:
            for number in range(FEEDS):
                url = f"http://127.0.0.1:{port}/feeds/{number}"
                feed = await tx.feeds.ask_for(url, timedelta(minutes=MINUTES), 1, now)
                await tx.feeds.change(feed.id, state=FeedState.ACTIVE)
        print(f"\nA whole round of {FEEDS} feeds, all that is written down included")
        for name in ("all for the first time", f"one in {SELDOM} with news", "nothing new"):
            start = time.process_time()
            while await _has_due(app.storage, now):
                await app.feed_poller.poll_due()
            cost = (time.process_time() - start) * 1_000 / FEEDS
            print(f"  {name:30}{cost:8.2f} ms a feed {share(cost):6.2f} % of a core")
            now += timedelta(minutes=MINUTES)
        await app.close()


async def _has_due(storage: Storage, now: datetime) -> bool:
    async with storage.reading() as tx:
        due_at = await tx.feeds.next_poll()
    return due_at is not None and due_at <= now


def main() -> None:
    print(f"{FEEDS} feeds every {MINUTES} minutes; the share is that of a poll that costs so much")
    for paragraphs in (0, 8):
        reading(paragraphs)
    filtering()
    ours, theirs = get_context("spawn").Pipe()
    site = get_context("spawn").Process(target=serve, args=(theirs,))
    site.start()
    port = ours.recv()
    asyncio.run(asking(port))
    asyncio.run(polling(port))
    ours.send(None)
    site.join()


if __name__ == "__main__":
    main()
