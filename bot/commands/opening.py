"""Opens the database for a command, or says in one line why it cannot be used."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from bot.app import App, assemble
from bot.commands.ending import CommandFailed
from bot.config import Settings
from bot.domain.errors import DatabaseUnusable
from storage.engine import fault_of_disk

_LAST_WORD = 0.2  # seconds


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[App]:
    """The app on a database that answers; closed at the end. Raises `CommandFailed`.

    Also where the database does not let the command finish: it is too new, or its disk is full.
    """
    app = assembled(settings)
    try:
        if words := await fault_of_database(app):
            raise CommandFailed(f"the database cannot be opened: {words}; see DATABASE_URL")
        with _faults_in_words():
            yield app
    finally:
        await app.close()


@contextmanager
def _faults_in_words() -> Iterator[None]:
    try:
        yield
    except DatabaseUnusable as error:
        raise CommandFailed(str(error)) from None
    except Exception as error:
        if words := fault_of_disk(error):
            raise CommandFailed(f"the database cannot be used: {words}") from None
        raise


def assembled(settings: Settings) -> App:
    """The app on a database that may still not answer. Raises `CommandFailed`."""
    try:
        return assemble(settings)
    except OSError as error:
        raise CommandFailed(f"the folder of DATABASE_URL cannot be made: {error}") from None
    except Exception as error:  # noqa: BLE001 - only storage knows whose errors they are
        words = f"DATABASE_URL: {_first_line(error)}; see .env.example"
        raise CommandFailed(words, 2) from None


async def fault_of_database(app: App) -> str | None:
    """Why the database does not even open; None where it does. Nothing in it is changed."""
    try:
        async with app.storage.reading():
            return None
    except Exception as error:  # noqa: BLE001 - whatever it has to say is the answer
        # The driver's thread reports its own end to the loop, and prints a traceback if that is
        # gone: it was, in one failure of eight on a busy machine.
        await asyncio.sleep(_LAST_WORD)
        return _first_line(error)


def _first_line(error: Exception) -> str:
    """What went wrong, without SQLAlchemy's statements and addresses."""
    return str(error).split("\n")[0] or type(error).__name__
