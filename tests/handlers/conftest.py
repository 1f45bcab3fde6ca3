"""A house with an owner and an editor, for each test anew."""

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from aiogram import Dispatcher

import handlers
from bot.delivery.pacer import Pacer, Rates
from bot.delivery.reply_sender import ReplySender
from bot.domain.people import BotIdentity, Role
from bot.language.terms import Language
from bot.rendering import Renderer
from bot.updates.inbox import Inbox
from bot.usecases.archive import Archive
from bot.usecases.channels import Channels
from bot.usecases.drafts import Drafts
from bot.usecases.editing import Editing
from bot.usecases.feeds.poller import FeedPoller
from bot.usecases.feeds.settings import Feeds
from bot.usecases.publishing import Publishing
from bot.usecases.questions import Questions
from bot.usecases.readers import Readers
from bot.usecases.reports import Reports
from bot.usecases.retraction import Retraction
from bot.usecases.submissions import Submissions
from bot.usecases.team import Team
from handlers.named_bot import NamedBot
from storage.storage import Storage
from tests.clock import Clock
from tests.feeds import Web
from tests.handlers.clock import NOW
from tests.handlers.house import EDITOR, OWNER, House
from tests.handlers.telegram import BOT_ID, USERNAME, RecordedTelegram

LANGUAGE = Language()  # loads its dictionaries once, where a test needs them


@pytest.fixture(scope="session")
def fresh_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database as a first start leaves it, made once and copied for each test."""
    path = tmp_path_factory.mktemp("fresh") / "fresh.db"
    asyncio.run(_migrate(path))
    return path


@pytest.fixture
async def house(tmp_path: Path, fresh_database: Path) -> AsyncIterator[House]:
    database = tmp_path / "test.db"
    shutil.copy(fresh_database, database)
    storage = Storage.open(f"sqlite+aiosqlite:///{database}")
    built = _house(storage, database)
    await built.hire(OWNER, Role.OWNER)
    await built.hire(EDITOR, Role.EDITOR)
    yield built
    await storage.close()


@pytest.fixture(autouse=True)
def no_faults(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """An apology is no answer: a test that wants a fault clears the log behind itself."""
    yield
    faults = [r for r in caplog.get_records("call") if r.levelno >= logging.ERROR]
    assert not faults, faults


async def _migrate(path: Path) -> None:
    storage = Storage.open(f"sqlite+aiosqlite:///{path}")
    await storage.migrate()
    await storage.close()


def _house(storage: Storage, database: Path) -> House:
    zone = ZoneInfo("Europe/Kyiv")
    telegram = RecordedTelegram()
    web = Web()
    house = House(
        storage=storage,
        database=database,
        drafts=Drafts(storage, _clock, _wake, zone),
        publishing=Publishing(storage, _clock, _wake, paid_broadcasts=True),
        fields=Editing(storage, _clock, _wake, zone),
        retraction=Retraction(storage, _clock, _wake),
        reports=Reports(storage),
        questions=Questions(storage, _clock, _wake),
        team=Team(storage, _clock, _wake, "uk"),
        readers=Readers(storage, _clock, "uk"),
        archive=Archive(storage),
        channels=Channels(storage, _clock, _wake),
        feeds=Feeds(storage, _clock, _wake, LANGUAGE),
        poller=FeedPoller(
            storage=storage,
            submissions=Submissions(storage, _clock, _wake, None),
            clock=_clock,
            wake=_wake,
            zone=zone,
            language=LANGUAGE,
            fetcher=web,
        ),
        web=web,
        pages=Renderer(zone, _clock),
        telegram=telegram,
        sender=_sender(telegram, storage),
        bot=NamedBot(BotIdentity(BOT_ID, USERNAME)),
        dispatcher=Dispatcher(disable_fsm=True),
    )
    _transport(house)
    return house


def _transport(house: House) -> None:
    house.dispatcher.workflow_data.update(
        drafts=house.drafts,
        publishing=house.publishing,
        fields=house.fields,
        retraction=house.retraction,
        reports=house.reports,
        questions=house.questions,
        team=house.team,
        readers=house.readers,
        archive=house.archive,
        channels=house.channels,
        feeds=house.feeds,
        pages=house.pages,
        sender=house.sender,
        bot_username=USERNAME,
        default_language="uk",
        is_passing=Inbox.is_passing,
    )
    house.dispatcher.include_router(handlers.build())


def _sender(telegram: RecordedTelegram, storage: Storage) -> ReplySender:
    """Whoever waits for a slot or another try only lets the clock go on."""
    clock = Clock(NOW)
    pacer = Pacer(storage, clock, Rates(per_second=1000), sleep=clock.sleep)
    return ReplySender(telegram, pacer, Inbox.is_passing, sleep=clock.sleep)


def _clock() -> datetime:
    return NOW


def _wake() -> None:
    """There is no worker here: what the ledger owes stays in it."""
