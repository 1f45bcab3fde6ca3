from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.databases import app, blank, clock, database, machine, server, sqlite_file, storage
from tests.delivery.office import Office, RunningClock, an_office

__all__ = ["app", "blank", "clock", "database", "machine", "server", "sqlite_file", "storage"]


@pytest.fixture
async def office(database: Path) -> AsyncIterator[Office]:
    async with an_office(database, RunningClock()) as opened:
        yield opened
