"""Opens the database for a command, or says in one line why it cannot be used."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import typer

from bot.app import App, assemble
from bot.commands.exit_codes import CommandError, only
from bot.config import Settings
from bot.domain.errors import DatabaseUnusableError
from storage.engine import damage_of_file, fault_of_disk

_SETTING = "DATABASE_URL"
_MEGABYTE = 1024 * 1024
_LAST_WORD = 0.2  # seconds
_CLASS_BEFORE = re.compile(r"^\([\w.]++\) ")


@asynccontextmanager
async def opened(
    settings: Settings, *, make: bool = False, named: str = _SETTING
) -> AsyncIterator[App]:
    """The app on a database that answers; closed at the end. Raises `CommandError`.

    Also where the database does not let the command finish: it is too new, or its disk is full.
    `make`: a database that is not there, or empty, is made, and that is said; else nothing is.
    `named`: where its address stands.
    """
    app = assembled(settings, make=make, named=named)
    try:
        if app.storage.made:
            _say_made(app.storage.made)
        if words := await fault_of_database(app, named=named):
            raise CommandError(words)
        with faults_in_words(named):
            if make and not app.storage.made and (blank := await app.storage.blank_file()):
                _say_made(blank)
            yield app
    finally:
        await app.close()


@contextmanager
def faults_in_words(named: str = _SETTING) -> Iterator[None]:
    """Raises `CommandError` for what is the database's fault: its disk, a lock, damage."""
    try:
        yield
    except DatabaseUnusableError as error:
        prefix = "" if named == _SETTING else f"{named}: "
        raise CommandError(f"{prefix}{error}") from None
    except Exception as error:
        if words := fault_of_disk(only(error)) or damage_of_file(only(error)):
            raise CommandError(f"the database cannot be used: {words}") from None
        raise


def assembled(settings: Settings, *, make: bool = False, named: str = _SETTING) -> App:
    """The app on a database that may still not answer. Raises `CommandError`."""
    try:
        return assemble(settings, make_database=make)
    except IsADirectoryError as error:
        raise CommandError(f"{named}: {error}", 2) from None
    except OSError as error:
        raise CommandError(f"the database cannot be made: {error}; see {named}") from None
    except Exception as error:  # noqa: BLE001 - only storage knows whose errors they are
        words = f"{named}: {_first_line(error)}; see .env.example"
        raise CommandError(words, 2) from None


async def has_database(settings: Settings) -> bool:
    """Whether there is one, or a server to ask; none is made. Raises `CommandError`."""
    app = assembled(settings)
    await app.close()
    return app.storage.missing() is None


async def fault_of_database(app: App, *, named: str = _SETTING) -> str | None:
    """Why the database does not even open; None where it does. Nothing in it is changed."""
    if not app.storage.made and (missing := app.storage.missing()):
        return f"there is no database at {missing}; `vistnyk run` makes one"
    try:
        async with app.storage.reading():
            return None
    except Exception as error:  # noqa: BLE001 - whatever it has to say is the answer
        # The driver's thread reports its own end to the loop, and prints a traceback if that is
        # gone: it was, in one failure of eight on a busy machine.
        await asyncio.sleep(_LAST_WORD)
        room = _room(app) if fault_of_disk(error) else ""
        return f"the database cannot be opened: {_first_line(error)}{room}; see {named}"


def _room(app: App) -> str:
    """What SQLite calls an error of the disk is most often one that is full."""
    folders = [file.parent for file in app.storage.files()]
    return "".join(f" ({megabytes_free(each)} MB are free in {each})" for each in folders[:1])


def megabytes_free(folder: Path) -> int:
    return shutil.disk_usage(folder).free // _MEGABYTE


def _say_made(file: Path) -> None:
    typer.echo(f"Made {_from_here(file)}", err=True)


def _from_here(path: Path) -> Path:
    """The path as an operator would type it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _first_line(error: Exception) -> str:
    """What went wrong, without SQLAlchemy's statements, addresses and names of classes."""
    words = str(error).split("\n")[0]
    return _CLASS_BEFORE.sub("", words) or type(error).__name__
