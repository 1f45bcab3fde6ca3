"""A newsroom connects the feed of its site: what is new there is posted, and stays true."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.feed_buttons import AgreeFeed, CheckFeed, PublishFeed
from bot.domain.press import Press
from bot.sandbox.sandbox_server import Sandbox
from tests.builders import an_owner
from tests.feeds import HEADLINES, a_feed, an_item
from tests.journeys.desk import OLENA, Desk, running, settings
from tests.sites import a_fetcher, a_site

ETAG = 'W/"v{}"'


@dataclass
class FeedOfASite:
    """The feed of a site on this machine; it says 304 to whoever has its newest text."""

    url: str = ""
    text: bytes = b""
    version: int = 0
    requests: list[str] = field(default_factory=list)
    silent: bool = False
    news: asyncio.Condition = field(default_factory=asyncio.Condition)

    def says(self, *items: str) -> None:
        self.text = a_feed(*items)
        self.version += 1

    async def was_asked(self, times: int) -> None:
        """Wait until so many requests have come in all."""
        async with asyncio.timeout(15), self.news:
            await self.news.wait_for(lambda: len(self.requests) >= times)

    async def answer(self, writer: asyncio.StreamWriter) -> None:
        async with self.news:
            self.news.notify_all()
        if self.silent:
            await asyncio.sleep(30)
        etag = ETAG.format(self.version)
        if f"If-None-Match: {etag}" in self.requests[-1]:
            writer.write(b"HTTP/1.1 304 Not Modified\r\nContent-Length: 0\r\n\r\n")
            return
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(self.text)}\r\nETag: {etag}\r\n\r\n"
        writer.write(head.encode() + self.text)


@asynccontextmanager
async def the_site() -> AsyncIterator[FeedOfASite]:
    feed = FeedOfASite()
    async with a_site(feed.answer) as site:
        feed.url, feed.requests = site.at("/rss"), site.requests
        yield feed


def news(number: int, lead: str = "Про це повідомили вранці.") -> str:
    return an_item(number, lead=lead, at=datetime.now(UTC).replace(microsecond=0))


@pytest.fixture
def publishing(sandbox: Sandbox, database: Path) -> Desk:
    desk = Desk(sandbox, settings(sandbox, database))
    desk.come(OLENA, "Олена")
    desk.world.say(OLENA, "/start")
    return desk


async def connect(desk: Desk, feed: FeedOfASite) -> None:
    """The owner names the feed, agrees to it, and has it published at once."""
    desk.world.say(OLENA, f"/feeds {feed.url}")
    await desk.press(OLENA, of(AgreeFeed), "✅ Додати")
    await desk.press(OLENA, lambda press: press == PublishFeed(1, on=True))
    await desk.until(lambda: desk.button(OLENA, of(PublishFeed), "✅ Одразу в канали"))
    await feed.was_asked(2)  # the look at it, and the first sight


def of(kind: type[Press]) -> Callable[[Press], bool]:
    return lambda press: isinstance(press, kind)


@pytest.mark.slow
async def test_what_is_new_on_the_site_is_posted_once_and_corrected_in_place(
    publishing: Desk,
) -> None:
    desk = publishing
    async with the_site() as feed:
        feed.says(news(1))
        async with running(desk, fetcher=a_fetcher()):
            channel = await desk.channel()
            await connect(desk, feed)
            feed.says(news(2), news(1))
            await desk.press(OLENA, of(CheckFeed))
            await desk.until(lambda: desk.posts(channel, HEADLINES[1]))
            assert not desk.posts(channel, HEADLINES[0]), "it was there before"
            feed.says(news(2, "Про це стало відомо аж увечері, о восьмій."), news(1))
            await desk.press(OLENA, of(CheckFeed))
            await desk.until(lambda: desk.posts(channel, "аж увечері"))
            assert len(desk.posts(channel, HEADLINES[1])) == 1


@pytest.mark.slow
async def test_a_poll_that_a_restart_cuts_short_is_made_up_for(publishing: Desk) -> None:
    desk, owner = publishing, an_owner(OLENA)
    async with the_site() as feed:
        feed.says(news(3), news(2), news(1))
        async with running(desk, fetcher=a_fetcher()) as app:
            channel = await desk.channel()
            await app.feeds.add(feed.url, by=owner)
            await desk.until(lambda: desk.button(OLENA, of(AgreeFeed)))
            feed.silent = True
            await app.feeds.agree(1, first=3, by=owner)
            await feed.was_asked(2)
        feed.silent = False
        async with running(desk, fetcher=a_fetcher()) as app:
            assert (await app.feeds.feed(1)).heard_at is None
            await app.feeds.check_now(1, by=owner)
            await desk.until(lambda: desk.posts(channel, HEADLINES[2]))
            for number in range(3):
                assert len(desk.posts(channel, HEADLINES[number])) == 1
