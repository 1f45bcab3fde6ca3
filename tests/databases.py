"""Fixtures: a clock, and a database of its own for each test. A conftest.py takes them over."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import App
from storage.storage import Storage
from tests.builders import address_of, migrated
from tests.clock import Clock
from tests.newsroom import an_app


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh database, made once and copied for each test: the migrations take their time."""
    made = tmp_path_factory.mktemp("database") / "blank.db"
    asyncio.run(_make(made))
    return made


async def _make(database: Path) -> None:
    async with migrated(database):
        pass


@pytest.fixture
def database(blank: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(blank, tmp_path / "test.db"))


@pytest.fixture
async def app(database: Path, clock: Clock) -> AsyncIterator[App]:
    opened = an_app(database, clock)
    yield opened
    await opened.close()


@pytest.fixture
async def storage(database: Path) -> AsyncIterator[Storage]:
    opened = Storage.open(address_of(database))
    yield opened
    await opened.close()
