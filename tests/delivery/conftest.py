from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.delivery.http_transport import HttpTransport
from bot.sandbox.sandbox_server import Sandbox
from tests.databases import app, blank, clock, database, storage
from tests.delivery.office import Office, RunningClock
from tests.newsroom import an_app

__all__ = ["app", "blank", "clock", "database", "storage"]


@pytest.fixture
async def office(database: Path) -> AsyncIterator[Office]:
    clock = RunningClock()
    async with Sandbox() as sandbox, HttpTransport(sandbox.address) as transport:
        opened = Office(an_app(database, clock), sandbox, transport, clock)
        await opened.open()
        yield opened
        await opened.close()
