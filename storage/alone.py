"""One process to a SQLite file: a lock that the operating system drops when the process dies."""

import sys
from pathlib import Path
from typing import IO

from sqlalchemy import make_url


class AlreadyRunning(Exception):  # noqa: N818 - a state of things, and no fault of the program
    """Another process runs on this database."""


def take_alone(url: str) -> IO[str] | None:
    """Lock the SQLite file for this process; keep what is returned for as long as it runs.

    None where there is nothing to lock: PostgreSQL is shared by claims and leases. Raises
    `AlreadyRunning`.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return None
    path = Path(f"{parsed.database}.lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = path.open("w", encoding="utf-8")
    try:
        _lock(handle)
    except OSError:
        handle.close()
        raise AlreadyRunning(str(path)) from None
    return handle


def _lock(handle: IO[str]) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - there is none elsewhere

        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        return
    import fcntl  # noqa: PLC0415 - there is none on Windows

    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
