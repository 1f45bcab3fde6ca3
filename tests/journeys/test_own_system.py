"""The newsroom's own system hands an article in, corrects it and takes it back."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from pydantic import SecretStr

from bot.domain.buttons import Publish
from bot.sandbox.sandbox_server import Sandbox
from tests.journeys.desk import OLENA, TARAS, Desk, running, settings
from tests.ports import a_free_port
from tests.web.site import TOKENS, Site

HEADLINE = "Порт Роттердама відкрив зелений термінал"
NOBODY = "http://127.0.0.1:9"


@contextlib.asynccontextmanager
async def connected(desk: Desk) -> AsyncIterator[Site]:
    """The newsroom's own system, as soon as the bot listens."""
    port = desk.settings.http_port
    assert port
    async with aiohttp.ClientSession() as session:
        site = Site(port, session)
        async with asyncio.timeout(15):
            while True:
                with contextlib.suppress(aiohttp.ClientConnectionError):
                    if (await site.ask("GET", "/healthz")).status == 200:
                        break
                await asyncio.sleep(0.05)
        yield site


def with_http(sandbox: Sandbox, database: Path, **others: Any) -> Desk:
    tokens = {name: SecretStr(token) for name, token in TOKENS.items()}
    return Desk(
        sandbox,
        settings(sandbox, database, http_port=a_free_port(), api_tokens=tokens, **others),
    )


@pytest.fixture
async def desk(sandbox: Sandbox, database: Path) -> AsyncIterator[Desk]:
    publishing = with_http(sandbox, database)
    publishing.come(OLENA, "Олена")
    publishing.world.say(OLENA, "/start")
    async with running(publishing):
        await publishing.until(lambda: publishing.after(OLENA, 0))
        yield publishing


@pytest.mark.slow
async def test_an_article_goes_out_is_corrected_in_place_and_goes_away(desk: Desk) -> None:
    channel = await desk.channel()
    await desk.reader(TARAS)
    async with connected(desk) as site:
        told = await site.put(publish=True)
        assert (told.status, told.json["state"]) == (201, "published")
        first = {}
        for chat in (channel, TARAS):
            (post,) = await desk.until(lambda chat=chat: desk.posts(chat, HEADLINE))  # type: ignore[misc]
            first[chat] = post["message_id"]
        await desk.settled(told.json["id"])
        assert (await site.ask("GET", "/readyz")).status == 200
        numbers = (await site.ask("GET", "/metrics")).text
        assert 'vistnyk_telegram_answers_total{status="200"}' in numbers

        assert (await site.put(revision=2, lead="Кораблі причалять узимку.")).status == 200
        for chat in (channel, TARAS):
            (post,) = await desk.until(lambda chat=chat: desk.posts(chat, "узимку"))  # type: ignore[misc]
            assert post["message_id"] == first[chat]
            assert "Оновлено" in post["text"]

        assert (await site.delete()).json["state"] == "retracted"
        await desk.withdrawn(told.json["id"])
        for chat in (channel, TARAS):
            assert not desk.posts(chat, HEADLINE)


async def test_what_is_not_to_be_published_lies_before_the_desk_with_its_buttons(
    desk: Desk,
) -> None:
    channel = await desk.channel()
    async with connected(desk) as site:
        told = (await site.put()).json
        await desk.press(OLENA, lambda p: p == Publish(told["id"], breaking=False))
        await desk.until(lambda: desk.posts(channel, HEADLINE))


async def test_articles_come_in_while_telegram_is_away(sandbox: Sandbox, database: Path) -> None:
    desk = with_http(sandbox, database, telegram_api_url=NOBODY)
    async with running(desk), connected(desk) as site:
        assert (await site.put(publish=True)).status == 201
        assert (await site.ask("GET", "/readyz")).status == 503
