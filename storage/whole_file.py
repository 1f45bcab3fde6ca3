"""A file that has its name only once it is complete: whatever stops it, no half one bears it."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from storage.files import PRIVATE
from storage.instance_lock import lock_handle

_NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0)  # Windows knows none


@contextmanager
def becoming(file: Path) -> Iterator[Path]:
    """An empty file beside `file`, which takes its place, and its rights from nobody else.

    What a kill leaves of it is written over by the next one. Raises `OSError`, and
    `AlreadyRunningError` where another process is about to write the same.
    """
    file = file.resolve()
    part = file.with_name(f"{file.name}.part")
    handle = _taken(part)
    try:
        os.ftruncate(handle, 0)
        yield part
        os.fsync(handle)
        part.replace(file)
        _see_named(file.parent)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    finally:
        os.close(handle)


def _taken(part: Path) -> int:
    while True:
        # Where others may write, one may have put a link there to a file of ours.
        handle = os.open(part, os.O_RDWR | os.O_CREAT | _NO_LINK, PRIVATE)
        try:
            if sys.platform == "linux":  # elsewhere this lock and SQLite's own are of one kind
                lock_handle(handle, part)
            os.chmod(part, PRIVATE)  # noqa: PTH101 - one that was there before
            if part.exists() and os.path.samestat(os.fstat(handle), part.stat()):
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)  # whoever had it has just given it its name


def _see_named(folder: Path) -> None:
    """A power cut does not take the new name back."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
