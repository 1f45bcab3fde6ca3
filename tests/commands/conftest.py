from collections.abc import AsyncIterator

import pytest

from bot.sandbox.sandbox_server import Sandbox
from tests.databases import blank, database, storage

__all__ = ["blank", "database", "storage"]


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as stand_in:
        yield stand_in
