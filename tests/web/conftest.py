from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import App, build_web_server
from tests.databases import blank, database
from tests.web.site import Site, an_app, served

__all__ = ["blank", "database"]


@pytest.fixture
async def app(database: Path) -> AsyncIterator[App]:
    assembled = an_app(database)
    yield assembled
    await assembled.close()


@pytest.fixture
async def site(app: App) -> AsyncIterator[Site]:
    """The newsroom's own system, and the bot's server at work."""
    async with served(build_web_server(app, 0)) as caller:
        yield caller
