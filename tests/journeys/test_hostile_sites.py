"""Sites that never come to an end are waited for by nobody but whoever named them."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.feed_buttons import AgreeFeed
from bot.domain.press import Press
from bot.sandbox.sandbox_server import Sandbox
from tests.feeds import a_feed, an_item
from tests.journeys.desk import OLENA, TARAS, Desk, running, settings
from tests.sites import Answer, Site, a_fetcher, a_heart, a_site, never_ends, says
from tests.usecases.test_drafts_by_link import PAGE

OK = b"HTTP/1.1 200 OK\r\n"
HEADLINE = "Міст відкрили для руху"


async def drips(writer: asyncio.StreamWriter) -> None:
    writer.write(OK + b"\r\n<html>")
    while not writer.is_closing():
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.05)


HOSTILE: list[Answer] = [
    drips,
    never_ends(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 2_000),
    never_ends(OK + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(b"") * 500),
    never_ends(OK + b"\r\n" + gzip.compress(b"<html>"), b"\0" * 60_000),
    never_ends(OK + b"Transfer-Encoding: chunked\r\n\r\n1;", b"a" * 60_000),
]


@asynccontextmanager
async def hostile_sites() -> AsyncIterator[list[Site]]:
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(a_site(answer)) for answer in HOSTILE]


@pytest.fixture
def publishing(sandbox: Sandbox, database: Path) -> Desk:
    desk = Desk(sandbox, settings(sandbox, database))
    desk.come(OLENA, "Олена")
    desk.world.say(OLENA, "/start")
    return desk


@pytest.mark.slow
async def test_links_and_people_are_answered_while_hostile_sites_drip_and_blast(
    publishing: Desk,
) -> None:
    desk = publishing
    async with (
        hostile_sites() as hostile,
        a_site(says(PAGE)) as good,
        running(desk, fetcher=a_fetcher(seconds=120), to_its_end=False),
    ):
        await desk.until(lambda: desk.after(OLENA, 0), within=40)
        async with a_heart() as heart:
            for site in hostile:
                desk.world.say(OLENA, site.at())
            await desk.until_elsewhere(lambda: all(site.requests for site in hostile), 30)
            await desk.reader(TARAS)
            desk.world.say(OLENA, good.at())
            await desk.until(lambda: desk.posts(OLENA, HEADLINE), within=30)
        assert heart.longest < 2


async def test_feeds_are_polled_while_hostile_ones_drip_and_blast(publishing: Desk) -> None:
    desk, feed = publishing, a_feed(an_item(1, at=datetime.now(UTC).replace(microsecond=0)))
    async with (
        hostile_sites() as hostile,
        a_site(says(feed)) as good,
        running(desk, fetcher=a_fetcher(seconds=120), to_its_end=False),
    ):
        await desk.until(lambda: desk.after(OLENA, 0), within=40)
        for site in hostile:
            desk.world.say(OLENA, f"/feeds {site.at()}")
        await desk.until_elsewhere(lambda: all(site.requests for site in hostile), 30)
        desk.world.say(OLENA, f"/feeds {good.at()}")
        await desk.until(lambda: desk.button(OLENA, offered), within=30)


def offered(press: Press) -> bool:
    return isinstance(press, AgreeFeed)
