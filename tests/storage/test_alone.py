"""One process to a SQLite file."""

from pathlib import Path

import pytest

from storage.alone import AlreadyRunning, take_alone
from tests.builders import address_of


def test_a_second_process_is_turned_away_until_the_first_is_gone(tmp_path: Path) -> None:
    address = address_of(tmp_path / "data" / "test.db")
    first = take_alone(address)
    assert first
    with pytest.raises(AlreadyRunning, match=r"test\.db\.lock"):
        take_alone(address)
    first.close()
    second = take_alone(address)
    assert second
    second.close()


def test_two_databases_do_not_get_in_each_others_way(tmp_path: Path) -> None:
    locks = [take_alone(address_of(tmp_path / name)) for name in ("one.db", "other.db")]
    assert all(locks)
    for lock in locks:
        assert lock
        lock.close()


@pytest.mark.parametrize(
    "address", ["postgresql+asyncpg://desk@localhost/vistnyk", "sqlite+aiosqlite://"]
)
def test_what_is_shared_or_in_memory_is_not_locked(address: str) -> None:
    assert take_alone(address) is None
