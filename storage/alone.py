"""One process to a SQLite file: a lock that the operating system drops when the process dies."""

import errno
import os
import sys
from pathlib import Path
from typing import Self

from bot.domain.errors import DatabaseUnusable
from storage.files import PRIVATE, file_of, make_file

_TAKEN = (errno.EACCES, errno.EAGAIN)  # how systems say that somebody else has a lock


class AlreadyRunning(Exception):  # noqa: N818 - a state of things, and no fault of the program
    """Another process runs on this database."""


class Alone:
    """The right to run on a database; kept until it is closed, or the process ends."""

    def __init__(self, *handles: int) -> None:
        self._handles = list(handles)

    def close(self) -> None:
        while self._handles:
            os.close(self._handles.pop())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def take_alone(url: str) -> Alone | None:
    """Lock the SQLite file for this process; keep what is returned for as long as it runs.

    Close it behind the last connection, not before: where a process closes any handle of a file,
    the locks that SQLite holds there are gone too.

    None where there is nothing to lock: PostgreSQL is shared by claims and leases. Raises
    `AlreadyRunning`, and `DatabaseUnusable` where no lock can be had.
    """
    path = file_of(url)
    if path is None:
        return None
    lock = path.resolve()
    lock = lock.with_name(f"{lock.name}.lock")
    handles = []
    try:
        make_file(path)
        # The file's name, for whoever puts another file in its place while we run; and the file
        # itself, which may have other names: a link, or another way to its folder.
        handles.append(_locked(lock, os.O_RDWR | os.O_CREAT))
        if sys.platform == "linux":  # elsewhere this lock and SQLite's own are of one kind
            handles.append(_locked(path, os.O_RDONLY))
    except OSError as error:
        Alone(*handles).close()
        raise DatabaseUnusable(f"{lock} cannot be locked: {error.strerror or error}") from None
    except AlreadyRunning:
        Alone(*handles).close()
        raise
    return Alone(*handles)


def has_other_names(path: Path) -> bool:
    """Whether a database has hard links.

    SQLite keeps its log by the name: after a kill, whoever opens the file by another name does
    not find what was written last.
    """
    return path.stat().st_nlink > 1


def _locked(path: Path, flags: int) -> int:
    """A handle of the file that nobody else has locked. Raises `AlreadyRunning`, `OSError`."""
    handle = os.open(path, flags, PRIVATE)
    try:
        _lock(handle)
    except OSError as error:
        os.close(handle)
        if error.errno in _TAKEN:
            raise AlreadyRunning(str(path)) from None
        raise
    return handle


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - there is none elsewhere

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        return
    import fcntl  # noqa: PLC0415 - there is none on Windows

    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
