"""What commands share that copy whole databases: nobody runs on one, and it takes its time."""

import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict
from datetime import tzinfo
from pathlib import Path

from bot.app import App
from bot.commands.open_database import opened
from bot.config import Settings
from storage.backup import Backup
from storage.instance_lock import take_alone
from storage.move import Told

# The index is made by this machine's dictionary, and not copied.
NOT_FOUND_YET = "Searches find nothing until the bot, or `vistnyk reindex`, has made the index."


@asynccontextmanager
async def alone(
    settings: Settings, *, make: bool = False, named: str = "DATABASE_URL"
) -> AsyncIterator[App]:
    """The app on a database on which nobody runs. Raises `AlreadyRunningError`."""
    async with opened(settings, make=make, named=named) as app:
        lock = take_alone(settings.database_url)
        try:
            await app.storage.migrate()
            yield app
        finally:
            await app.close()  # before the lock: its handle must outlive SQLite's
            if lock:
                lock.close()


@contextmanager
def bar(what: str, *, quiet: bool = False, transient: bool = False) -> Iterator[Told]:
    """A bar on a terminal, told how far it is."""
    if quiet or not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console  # noqa: PLC0415 - only where one watches
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=transient) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def summary_of(backup: Backup, zone: tzinfo) -> str:
    """What a backup holds, and of when it is."""
    held, bot = backup.holds, f"@{backup.holds.bot}" if backup.holds.bot else "no bot yet"
    return (
        f"{_moment(backup, zone)}, {bot}, articles {held.articles:,}, readers {held.readers:,},"
        f" channels {held.channels:,}"
    )


def told_of(backup: Backup, file: Path, zone: tzinfo) -> dict[str, object]:
    """The same for programs."""
    return {
        "file": str(file),
        "taken_at": _moment(backup, zone),
        **asdict(backup.holds),
        "tables": [asdict(table) for table in backup.tables],
    }


def _moment(backup: Backup, zone: tzinfo) -> str:
    return backup.taken_at.astimezone(zone).isoformat(timespec="seconds")
