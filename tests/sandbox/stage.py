"""A browser window on a sandbox with people in it; the bot's side is played by hand."""

import os
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from bot.sandbox.sandbox_server import Sandbox
from bot.sandbox.world import World
from tests.sandbox.calls import Bot

NO_BROWSER = "no Chromium; on Debian, as root: apt-get install chromium fonts-noto-color-emoji"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
PATIENCE_MS = 60_000  # whoever shares the machine may keep a browser waiting
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]


@dataclass
class Stage:
    """A sandbox with an editor, a reader and a channel, and a browser window on it."""

    sandbox: Sandbox
    bot: Bot
    page: Page
    editor: int
    reader: int
    channel: int
    complaints: list[str] = field(default_factory=list)

    @property
    def world(self) -> World:
        return self.sandbox.world

    async def watch(self, person: int, chat: int | None = None) -> None:
        await self.page.goto("about:blank")
        await self.page.goto(f"{self.sandbox.address}/#{person}/{chat or person}")

    async def post(self, chat: int, text: str, **params: Any) -> int:
        return int((await self.bot.send(chat, text, parse_mode="HTML", **params))["message_id"])


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(NO_BROWSER)
    expect.set_options(timeout=PATIENCE_MS)
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(
            executable_path=chromium, args=[*ARGUMENTS, *QUIET]
        )
        yield running
        await running.close()


@pytest_asyncio.fixture(loop_scope="module")
async def stage(browser: Browser) -> AsyncIterator[Stage]:
    context = await browser.new_context(locale="uk-UA", viewport={"width": 1280, "height": 800})
    page = await context.new_page()
    async with Sandbox() as sandbox, aiohttp.ClientSession() as session:
        world = sandbox.world
        editor = world.add_person("Олена", note="редактор")
        reader = world.add_person("Петро")
        channel = world.add_channel("Світ", editor, username="svit_news")
        world.set_bot_rights(channel, editor)
        world.say(editor, "/start")
        world.say(reader, "/start")
        world.updates.drop()
        ready = Stage(sandbox, Bot(sandbox, session), page, editor, reader, channel)
        page.on("pageerror", lambda error: ready.complaints.append(str(error)))
        page.on("request", lambda request: _note_foreign(ready, request.url))
        yield ready
        await context.close()
    assert ready.complaints == []


def _note_foreign(stage: Stage, url: str) -> None:
    if not url.startswith((stage.sandbox.address, "about:")):
        stage.complaints.append(f"asked for {url}")
