from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.sandbox.server import Sandbox
from storage.storage import Storage
from tests.databases import blank, clock, database, storage
from tests.delivery.office import Office

__all__ = ["blank", "clock", "database", "storage"]


@pytest.fixture
async def office(storage: Storage) -> AsyncIterator[Office]:
    async with Sandbox() as sandbox, aiohttp.ClientSession() as session:
        opened = Office(sandbox, storage, session)
        await opened.open()
        yield opened
