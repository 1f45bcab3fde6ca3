from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.sandbox_server import Sandbox
from tests.databases import blank, database, machine, nothing, server, sqlite_file
from tests.journeys.desk import OLENA, Desk, owned, running

__all__ = ["blank", "database", "machine", "nothing", "server", "sqlite_file"]


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as stand_in:
        yield stand_in


@pytest.fixture
async def desk(sandbox: Sandbox, database: Path) -> AsyncIterator[Desk]:
    """A newsroom at work: Олена owns it."""
    publishing = owned(sandbox, database)
    async with running(publishing):
        await publishing.until(lambda: publishing.after(OLENA, 0))
        yield publishing
