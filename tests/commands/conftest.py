from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.sandbox_server import Sandbox
from tests.databases import blank, sqlite_file, storage

__all__ = ["blank", "sqlite_file", "storage"]


@pytest.fixture
def database(sqlite_file: Path) -> Path:
    """A file: what is tried here is the same on every database."""
    return sqlite_file


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as stand_in:
        yield stand_in
