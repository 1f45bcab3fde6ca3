from pathlib import Path

import pytest

from storage.storage import Storage
from tests.builders import an_editor, an_owner, hired
from tests.clock import Clock
from tests.databases import blank, clock, database, storage
from tests.usecases.house import House
from tests.usecases.newsdesk import Newsdesk

__all__ = ["blank", "clock", "database", "storage"]


@pytest.fixture
async def house(storage: Storage, clock: Clock, database: Path) -> House:
    """A house with an owner and an editor."""
    await hired(storage, an_owner(), an_editor())
    return House(storage, clock, database)


@pytest.fixture
async def newsdesk(storage: Storage, clock: Clock, database: Path) -> Newsdesk:
    """The same with feeds."""
    await hired(storage, an_owner(), an_editor())
    return Newsdesk(storage, clock, database)
