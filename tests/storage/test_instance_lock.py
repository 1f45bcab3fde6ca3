"""One process to a SQLite file."""

import os
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

from bot.domain.errors import DatabaseUnusableError
from storage.instance_lock import AlreadyRunningError, take_alone
from tests.builders import address_of


def test_a_second_process_is_turned_away_until_the_first_is_gone(tmp_path: Path) -> None:
    address = address_of(tmp_path / "data" / "test.db")
    first = take_alone(address)
    assert first
    with pytest.raises(AlreadyRunningError, match=r"test\.db\.lock"):
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


def test_a_file_that_was_put_in_the_place_of_a_running_bots_is_not_run_on(tmp_path: Path) -> None:
    """A backup that was moved there is another file; its log and its index are not."""
    database = tmp_path / "test.db"
    with take_alone(address_of(database)) or nullcontext():
        database.unlink()
        database.touch()
        with pytest.raises(AlreadyRunningError):
            take_alone(address_of(database))


def test_where_no_lock_can_be_made_it_says_so_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "test.db.lock").mkdir()
    with pytest.raises(
        DatabaseUnusableError, match=r"test\.db\.lock cannot be locked: Is a directory"
    ):
        take_alone(address_of(tmp_path / "test.db"))


def test_a_lock_that_was_refused_leaves_nothing_locked(tmp_path: Path) -> None:
    """The name is free, the file is not: of the two locks the first is given back."""
    one, other = tmp_path / "one.db", tmp_path / "other.db"
    lock = take_alone(address_of(one))
    assert lock
    other.hardlink_to(one)
    for _ in range(2):
        with pytest.raises(AlreadyRunningError, match=r"other\.db$"):
            take_alone(address_of(other))
    lock.close()
    free = take_alone(address_of(other))
    assert free
    free.close()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the file itself is not locked")
def test_a_lock_that_is_given_back_is_free_for_other_processes(tmp_path: Path) -> None:
    import fcntl  # noqa: PLC0415 - there is none on Windows

    database = tmp_path / "test.db"
    lock = take_alone(address_of(database))
    assert lock
    others = os.open(database, os.O_RDONLY)  # a handle as another process has it
    with pytest.raises(BlockingIOError):
        fcntl.flock(others, fcntl.LOCK_EX | fcntl.LOCK_NB)
    lock.close()
    fcntl.flock(others, fcntl.LOCK_EX | fcntl.LOCK_NB)
    with pytest.raises(AlreadyRunningError, match=r"test\.db$"):
        take_alone(address_of(database))
    os.close(others)


@pytest.mark.skipif(sys.platform != "linux", reason="there are no such lists of handles elsewhere")
def test_however_often_one_is_refused_no_further_handles_are_kept(tmp_path: Path) -> None:
    one, other = tmp_path / "one.db", tmp_path / "other.db"
    with take_alone(address_of(one)) or nullcontext():
        os.link(one, other)
        kept = []
        for _ in range(3):
            with pytest.raises(AlreadyRunningError):
                take_alone(address_of(other))
            kept.append(sum(1 for _ in Path("/proc/self/fd").iterdir()))
    assert kept[0] == kept[2]
