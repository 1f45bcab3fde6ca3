"""The files of a SQLite database: where they are, who makes them, who may read them."""

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import make_url

PRIVATE = 0o600
_PRIVATE_FOLDER = 0o700
_OF_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def file_of(url: str) -> Path | None:
    """The file of an address; None for a database in memory, or on a server."""
    parsed = make_url(url)
    name = parsed.database
    if parsed.get_backend_name() != "sqlite" or not name or name.startswith((":memory:", "file:")):
        return None
    return Path(name).absolute()


def address_in_sqlite(path: Path) -> str:
    """The file as SQLite's own kind of address, whatever letters are in its name."""
    return "file:" + quote(path.as_posix())


def is_missing(path: Path) -> bool:
    """Whether there is no database: no file, or an empty one that nobody has written to yet."""
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return True
    except OSError:
        return False  # it may be there: whoever opens it is told what is wrong
    return size == 0 and not _beside(path, "-wal").exists()


def make_file(path: Path) -> None:
    """Make an empty file that nobody else may read, if there is none. Raises `OSError`.

    What SQLite lays beside it gets the same rights.
    """
    place = path.resolve()  # a link may lead to where nothing is yet
    for folder in reversed(place.parents):
        folder.mkdir(mode=_PRIVATE_FOLDER, exist_ok=True)
    with suppress(FileExistsError):
        os.close(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE))


def keep_private(path: Path) -> None:
    """Take from others the rights to a database of ours, and to what lies beside it.

    Files of another user are left as they are: `doctor` tells of them.
    """
    for exposed in exposed_files(path):
        if exposed.stat().st_uid == os.geteuid():
            exposed.chmod(PRIVATE)


def exposed_files(path: Path) -> Iterator[Path]:
    """Of the database, its log, its index and its lock those that others may read or write."""
    if sys.platform == "win32":
        return
    for one in files_beside(path):
        try:
            mode = one.stat().st_mode
        except OSError:
            continue
        if mode & _OF_OTHERS:
            yield one


def others_may_replace_in(folder: Path) -> bool:
    """Whether anybody may take a file in it away, whosever that is."""
    mode = folder.stat().st_mode
    return sys.platform != "win32" and bool(mode & stat.S_IWOTH) and not mode & stat.S_ISVTX


def files_beside(path: Path) -> Iterator[Path]:
    """The database, its log, its index and its lock, as far as they are there."""
    for suffix in ("", "-wal", "-shm", ".lock"):
        one = _beside(path.resolve(), suffix)
        if one.exists():
            yield one


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)
