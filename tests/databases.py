"""Fixtures: a clock, and a database of its own for each test. A conftest.py takes them over."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import cast

import pytest

from bot.app import App
from storage.storage import Storage
from tests.builders import address_of, migrated
from tests.clock import Clock
from tests.lasting import end_lines, keep_lines
from tests.newsroom import an_app
from tests.postgres import Machine, Server, run_server, tools
from tests.tables import look_no_more


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh SQLite database, made once and copied: the migrations take their time."""
    made = tmp_path_factory.mktemp("database") / "blank.db"
    asyncio.run(_make(made))
    return made


@pytest.fixture
def sqlite_file(blank: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(blank, tmp_path / "test.db"))


def _need_postgresql() -> None:
    if tools() is None:
        reason = "PostgreSQL is not installed: on Debian, as root: apt-get install postgresql"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)


@pytest.fixture
def machine() -> Iterator[Machine]:
    """A PostgreSQL server that a test may stop and start, with an empty database on it."""
    _need_postgresql()
    with run_server() as own:
        yield own
        look_no_more()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL of this test process's own, with one database that each test finds fresh."""
    _need_postgresql()
    with run_server() as machine:
        made = Server(machine.address)
        asyncio.run(_make(made.url))
        made.remember()
        keep_lines(made.url)
        yield made
        end_lines()
        look_no_more()
        made.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Path | str:
    """An empty newsroom on either database: a file, or an address."""
    if request.param == "sqlite":
        return cast("Path", request.getfixturevalue("sqlite_file"))
    server: Server = request.getfixturevalue("server")
    server.wipe()
    return server.url


# What is tried is that database's own.
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def nothing(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """A place for a database that nobody has made yet."""
    if request.param == "sqlite":
        return tmp_path / "new.db"
    server: Server = request.getfixturevalue("server")
    return server.empty("nothing")


async def _make(database: Path | str) -> None:
    async with migrated(database):
        pass


@pytest.fixture
async def app(database: Path | str, clock: Clock) -> AsyncIterator[App]:
    opened = an_app(database, clock)
    yield opened
    await opened.close()


@pytest.fixture
async def storage(database: Path | str) -> AsyncIterator[Storage]:
    opened = Storage.open(address_of(database))
    yield opened
    await opened.close()
