from collections.abc import AsyncIterator

import pytest

from bot.delivery.http_transport import HttpTransport
from bot.sandbox.sandbox_server import Sandbox
from storage.storage import Storage
from tests.databases import blank, clock, database, storage
from tests.delivery.office import Office

__all__ = ["blank", "clock", "database", "storage"]


@pytest.fixture
async def office(storage: Storage) -> AsyncIterator[Office]:
    async with Sandbox() as sandbox, HttpTransport(sandbox.address) as transport:
        opened = Office(sandbox, storage, transport)
        await opened.open()
        yield opened
