"""A house with an owner and an editor, for each test anew."""

import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.app import App
from bot.delivery.pacer import Pacer
from bot.delivery.rates import Rates
from bot.delivery.reply_sender import ReplySender
from bot.domain.people import BotIdentity, Role
from bot.telegram_side import given_to_handlers
from handlers.named_bot import NamedBot
from tests.clock import Clock
from tests.databases import blank, sqlite_file
from tests.feeds import Web
from tests.handlers.clock import NOW
from tests.handlers.house import EDITOR, OWNER, House
from tests.handlers.telegram import BOT_ID, USERNAME, RecordedTelegram
from tests.newsroom import an_app

__all__ = ["blank", "sqlite_file"]


@pytest.fixture
async def house(sqlite_file: Path) -> AsyncIterator[House]:
    web = Web()
    app = an_app(sqlite_file, lambda: NOW, fetcher=web)  # what the ledger owes stays in it
    telegram = RecordedTelegram()
    sender = _sender(telegram, app)
    bot = NamedBot(BotIdentity(BOT_ID, USERNAME))
    given = given_to_handlers(app, sender, USERNAME)
    built = House(app, sqlite_file, web, telegram, sender, bot, given)
    await built.hire(OWNER, Role.OWNER)
    await built.hire(EDITOR, Role.EDITOR)
    yield built
    await built.close()


@pytest.fixture(autouse=True)
def no_faults(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """An apology is no answer: a test that wants a fault clears the log behind itself."""
    yield
    told = [r for r in caplog.get_records("call") if r.levelno >= logging.ERROR]
    faults = [r for r in told if not _is_of_another_test(r)]
    assert not faults, faults


def _is_of_another_test(record: logging.LogRecord) -> bool:
    """A line to PostgreSQL that one before has cut, on the same loop; nothing here has any."""
    error = record.exc_info and record.exc_info[1]
    return record.name == "asyncio" and isinstance(error, ConnectionError)


def _sender(telegram: RecordedTelegram, app: App) -> ReplySender:
    """Whoever waits for a slot or another try only lets the clock go on."""
    clock = Clock(NOW)
    pacer = Pacer(app.storage, clock, Rates(per_second=1000), sleep=clock.sleep)
    return ReplySender(telegram, pacer, app.inbox.is_passing, sleep=clock.sleep)
