"""A running sandbox, a bot's side of it, a reader and a channel."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.sandbox.sandbox_server import Sandbox
from bot.sandbox.world import World
from tests.sandbox.calls import Bot
from tests.sandbox.stage import browser, stage

__all__ = ["browser", "stage"]  # fixtures for the page's tests


class Clock:
    """Time that moves when a test says so."""

    def __init__(self, now: float = 1_700_000_000) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def sandbox(clock: Clock) -> AsyncIterator[Sandbox]:
    async with Sandbox(clock=clock) as running:
        yield running


@pytest.fixture
def world(sandbox: Sandbox) -> World:
    return sandbox.world


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    async with aiohttp.ClientSession() as session:
        yield Bot(sandbox, session)


@pytest.fixture
def reader(world: World) -> int:
    """Somebody who has written to the bot, in an empty queue."""
    person = world.add_person("Олена", username="olena", note="читачка")
    world.say(person, "/start")
    world.updates.drop()
    return person


@pytest.fixture
def channel(world: World) -> int:
    """A public channel where the bot may post."""
    owner = world.add_person("Власниця")
    place = world.add_channel("Світ", owner, username="svit_news")
    world.set_bot_rights(place, owner)
    world.updates.drop()
    return place
