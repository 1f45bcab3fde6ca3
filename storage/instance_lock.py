"""One process to a SQLite file: a lock that the operating system drops when the process dies."""

import errno
import os
import sys
from pathlib import Path
from typing import Final, Self

from bot.domain.errors import DatabaseUnusableError
from storage.files import PRIVATE, file_of, make_file

_TAKEN = (errno.EACCES, errno.EAGAIN)  # how systems say that somebody else has a lock


class AlreadyRunningError(Exception):
    """Another process runs on this database."""


# Handles of databases, unlocked, by their device and number. They are never closed: where a
# process closes any handle of a file, the locks that SQLite holds on it for this process are gone,
# and another process takes itself for the last one and deletes the log.
_OPEN: Final[dict[tuple[int, int], int]] = {}


class Alone:
    """The right to run on a database; kept until it is closed, or the process ends."""

    def __init__(self, lock: int, database: int | None) -> None:
        self._lock: int | None = lock
        self._database = database

    def close(self) -> None:
        if self._database is not None:
            _give_back(self._database)
        if self._lock is not None:
            os.close(self._lock)
        self._lock = self._database = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def take_alone(url: str) -> Alone | None:
    """Lock the SQLite file for this process; keep what is returned for as long as it runs.

    None where there is nothing to lock: PostgreSQL is shared by claims and leases. Raises
    `AlreadyRunningError`, and `DatabaseUnusableError` where no lock can be had.
    """
    path = file_of(url)
    if path is None:
        return None
    lock = path.resolve()
    lock = lock.with_name(f"{lock.name}.lock")
    try:
        make_file(path)
        # The file's name, for whoever puts another file in its place while we run; and the file
        # itself, which may have other names: a link, or another way to its folder.
        handle = os.open(lock, os.O_RDWR | os.O_CREAT, PRIVATE)
        try:
            lock_handle(handle, lock)
            return Alone(handle, _lock_itself(path))
        except BaseException:
            os.close(handle)
            raise
    except OSError as error:
        raise DatabaseUnusableError(
            f"{lock} cannot be locked: {error.strerror or error}"
        ) from None


def _lock_itself(path: Path) -> int | None:
    """A locked handle of the database. Raises `AlreadyRunningError`, `OSError`."""
    if sys.platform != "linux":  # elsewhere this lock and SQLite's own are of one kind
        return None
    handle = _OPEN.pop(_number_of(path.stat()), None)
    if handle is not None and not os.fstat(handle).st_nlink:  # of a file that had this number
        os.close(handle)
        handle = None
    if handle is None:
        handle = os.open(path, os.O_RDONLY)
    try:
        lock_handle(handle, path)
    except BaseException:
        _give_back(handle)
        raise
    return handle


def _give_back(handle: int) -> None:
    if sys.platform == "linux":
        import fcntl  # noqa: PLC0415 - there is none on Windows

        fcntl.flock(handle, fcntl.LOCK_UN)
        state = os.fstat(handle)
        if state.st_nlink:
            _OPEN[_number_of(state)] = handle
        else:  # the file is gone, and its number free for another one
            os.close(handle)


def _number_of(state: os.stat_result) -> tuple[int, int]:
    return state.st_dev, state.st_ino


def lock_handle(handle: int, path: Path) -> None:
    """Raises `AlreadyRunningError`, and `OSError` where the file system knows no locks."""
    try:
        _ask_the_system(handle)
    except OSError as error:
        if error.errno in _TAKEN:
            raise AlreadyRunningError(str(path)) from None
        raise


def _ask_the_system(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - there is none elsewhere

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        return
    import fcntl  # noqa: PLC0415 - there is none on Windows

    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
