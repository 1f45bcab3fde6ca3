"""A house with an owner and an editor, for each test anew."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from aiogram import Bot, Dispatcher

import handlers
from bot.archive import Archive
from bot.channels import Channels
from bot.domain.people import Role
from bot.newsroom import Newsroom
from bot.readership import Readership
from bot.rendering import Renderer
from bot.team import Team
from storage.storage import Storage
from tests.handlers.clock import NOW
from tests.handlers.house import EDITOR, OWNER, House
from tests.handlers.telegram import BOT_ID, USERNAME, RecordedTelegram


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    database = tmp_path / "test.db"
    storage = Storage.open(f"sqlite+aiosqlite:///{database}")
    await storage.migrate()
    built = _house(storage, database)
    await built.hire(OWNER, Role.OWNER)
    await built.hire(EDITOR, Role.EDITOR)
    yield built
    await storage.close()


def _house(storage: Storage, database: Path) -> House:
    zone = ZoneInfo("Europe/Kyiv")
    telegram = RecordedTelegram()
    house = House(
        storage=storage,
        database=database,
        newsroom=Newsroom(storage, _clock, _wake, zone),
        team=Team(storage, _clock, _wake, "uk"),
        readership=Readership(storage, _clock, "uk"),
        archive=Archive(storage),
        channels=Channels(storage, _clock, _wake),
        pages=Renderer(zone, _clock),
        telegram=telegram,
        bot=Bot(f"{BOT_ID}:test", session=telegram),
        dispatcher=Dispatcher(disable_fsm=True),
    )
    _wire(house)
    return house


def _wire(house: House) -> None:
    house.dispatcher.workflow_data.update(
        newsroom=house.newsroom,
        team=house.team,
        readership=house.readership,
        archive=house.archive,
        channels=house.channels,
        pages=house.pages,
        bot_username=USERNAME,
        default_language="uk",
    )
    house.dispatcher.include_router(handlers.build())


def _clock() -> datetime:
    return NOW


def _wake() -> None:
    """There is no worker here: what the ledger owes stays in it."""
