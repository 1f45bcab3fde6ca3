"""`restore`: a database that goes on from a backup."""

import asyncio
from pathlib import Path

import typer

from bot.commands.exit_codes import CommandError
from bot.commands.inputs import settings_or_fail
from bot.commands.outputs import print_json
from bot.commands.whole_database import NOT_FOUND_YET, alone, bar, summary_of, told_of
from bot.config import Settings
from bot.domain.clock import system_clock
from storage import backup
from storage.instance_lock import AlreadyRunningError
from storage.move import CannotMoveError, is_in_memory


def restore(file: Path, *, replace: bool, as_json: bool) -> None:
    settings = settings_or_fail()
    if is_in_memory(settings.database_url):
        raise CommandError("DATABASE_URL: a database in memory ends with this command", 2)
    try:
        held = asyncio.run(_restore(settings, file, replace=replace, quiet=as_json))
    except backup.NotABackupError as error:
        raise CommandError(f"{file}: {error}", 2) from None
    except CannotMoveError as error:
        raise CommandError(f"nothing was restored: {error}") from None
    except AlreadyRunningError as other:
        raise CommandError(f"stop the bot first, it runs on this database ({other})") from None
    if as_json:
        print_json(told_of(held, file, settings.zone))
        return
    typer.echo(
        "Restored. Start the bot: it looks in the channels before it posts what may stand there,\n"
        f"and tells the desk what it cannot know. {NOT_FOUND_YET}"
    )


async def _restore(settings: Settings, file: Path, *, replace: bool, quiet: bool) -> backup.Backup:
    held = await backup.read_backup(file)  # before a database is made for it
    if not quiet:
        typer.echo(f"{file}: {summary_of(held, settings.zone)}")
    async with alone(settings, make=True) as app:
        with bar("Restoring", quiet=quiet) as told:
            return await backup.restore(
                *(file, app.storage, system_clock, told), desk=settings.desk, anew=replace
            )
