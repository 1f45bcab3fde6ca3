import pytest

from storage.storage import Storage
from tests.clock import Clock
from tests.databases import blank, clock, database, nothing, server, sqlite_file, storage
from tests.storage.ledger import Book

__all__ = ["blank", "clock", "database", "nothing", "server", "sqlite_file", "storage"]


@pytest.fixture
def book(storage: Storage, clock: Clock) -> Book:
    return Book(storage, clock)
