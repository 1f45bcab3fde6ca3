from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import App
from tests.databases import blank, sqlite_file
from tests.web.site import Site, an_app, served

__all__ = ["blank", "sqlite_file"]


@pytest.fixture
def database(sqlite_file: Path) -> Path:
    """A file: what is tried here is the same on every database."""
    return sqlite_file


@pytest.fixture
async def app(database: Path) -> AsyncIterator[App]:
    assembled = an_app(database)
    yield assembled
    await assembled.close()


@pytest.fixture
async def site(app: App) -> AsyncIterator[Site]:
    """The newsroom's own system, and the bot's server at work."""
    async with served(app.web_server(0)) as caller:
        yield caller
