"""The guide leads whoever looks at the demonstration on, by what is done already."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import aiohttp
import pytest

from bot.demo.guide import Guide
from bot.demo.sample_newsroom import OLENA, TARAS, UKRAINIAN, WORLD, headline, hints
from bot.demo.sample_site import SampleSite
from bot.demo.sample_story import SampleStory
from bot.demo.sandbox_line import SandboxLine
from bot.sandbox.sandbox_server import Sandbox
from bot.sandbox.world import World
from tests.sandbox.calls import Bot


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    """A bot whose side is played by hand, with a guide that looks at its chats."""
    site = SampleSite(UKRAINIAN, datetime.now(UTC))
    async with Sandbox() as sandbox, aiohttp.ClientSession() as session:
        line = SandboxLine(session, sandbox.address)
        await SampleStory(line, UKRAINIAN, site).people()
        sandbox.world.set_bot_rights(WORLD, OLENA)
        async with asyncio.TaskGroup() as group:
            leading = group.create_task(Guide(line, UKRAINIAN, site).lead())
            yield Bot(sandbox, session)
            leading.cancel()


async def told(world: World, done: str) -> None:
    """Wait until the page shows the hint that is over once this is done."""
    meant = next(hint for hint in hints() if hint.done == done)
    beginning = meant.words["uk"].partition("{")[0]
    await world.wait_until(lambda: world.hint.get("words", {}).get("uk", "").startswith(beginning))


async def test_each_hint_gives_way_to_the_next_once_it_was_followed(bot: Bot) -> None:
    world = bot.sandbox.world
    world.say(OLENA, "/start")
    world.say(TARAS, "/start")
    await told(world, "published")
    assert (world.hint["person"], world.hint["chat_id"], world.hint["say"]) == (OLENA, OLENA, "")
    post = await bot.send(WORLD, headline(UKRAINIAN.pages()[-1]))
    await told(world, "corrected")
    world.say(OLENA, "/stats")  # out of turn: it is not asked for later
    place = {"chat_id": WORLD, "message_id": post["message_id"]}
    await bot.call("editMessageText", text="Поїзд Львів – Варшава", **place)
    await told(world, "linked")
    link = world.hint["say"]
    assert "/news/" in link
    world.say(OLENA, link)
    await told(world, "linked")  # the story itself has sent one
    world.say(OLENA, link)
    await told(world, "flashed")
    world.say(OLENA, world.hint["say"])
    await told(world, "read")
    assert world.hint["person"] == TARAS
    world.say(TARAS, world.hint["say"])
    await told(world, "never")


def test_every_hint_is_there_in_both_languages_and_ends_once() -> None:
    assert all(set(hint.words) == {"uk", "en"} for hint in hints())
    assert len({hint.done for hint in hints()}) == len(hints())
    assert all(max(map(len, hint.words.values())) < 150 for hint in hints())
