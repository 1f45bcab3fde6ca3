"""A house with an owner and an editor, for each test anew."""

import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from aiogram import Bot

from bot.app import build_dispatcher
from bot.domain.people import Role
from tests.databases import blank, database
from tests.feeds import Web
from tests.handlers.clock import NOW
from tests.handlers.house import EDITOR, OWNER, House
from tests.handlers.telegram import BOT_ID, USERNAME, RecordedTelegram
from tests.newsroom import an_app

__all__ = ["blank", "database"]


@pytest.fixture
async def house(database: Path) -> AsyncIterator[House]:
    web = Web()
    app = an_app(database, lambda: NOW, fetcher=web)  # what the ledger owes stays in it
    telegram = RecordedTelegram()
    bot = Bot(f"{BOT_ID}:test", session=telegram)
    built = House(app, database, web, telegram, bot, build_dispatcher(app, USERNAME))
    await built.hire(OWNER, Role.OWNER)
    await built.hire(EDITOR, Role.EDITOR)
    yield built
    await built.close()


@pytest.fixture(autouse=True)
def no_faults(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """An apology is no answer: a test that wants a fault clears the log behind itself."""
    yield
    faults = [r for r in caplog.get_records("call") if r.levelno >= logging.ERROR]
    assert not faults, faults
