from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.builders import an_editor, an_owner, hired
from tests.clock import Clock
from tests.databases import app, blank, clock, database, server, sqlite_file, storage
from tests.feeds import Web
from tests.newsroom import an_app
from tests.sites import a_fetcher
from tests.usecases.house import House
from tests.usecases.newsdesk import Newsdesk

__all__ = ["app", "blank", "clock", "database", "server", "sqlite_file", "storage"]


@pytest.fixture
async def house(clock: Clock, database: Path) -> AsyncIterator[House]:
    """A house with an owner and an editor."""
    opened = House(an_app(database, clock, fetcher=a_fetcher()), clock, database)
    await hired(opened.storage, an_owner(), an_editor())
    yield opened
    await opened.close()


@pytest.fixture
async def newsdesk(clock: Clock, database: Path) -> AsyncIterator[Newsdesk]:
    """The same, with a web that says what a test wants."""
    web = Web()
    opened = Newsdesk(an_app(database, clock, fetcher=web), clock, database, web=web)
    await hired(opened.storage, an_owner(), an_editor())
    yield opened
    await opened.close()
