"""`backup`: everything in one file, while the bot is at work."""

import asyncio
from pathlib import Path

import typer

from bot.commands.exit_codes import CommandError
from bot.commands.inputs import settings_or_fail
from bot.commands.open_database import megabytes_free, opened
from bot.commands.outputs import print_json
from bot.commands.whole_database import bar, summary_of, told_of
from bot.config import Settings
from bot.domain.clock import system_clock
from storage.backup import Backup, back_up
from storage.engine import fault_of_disk
from storage.files import file_of, files_beside, others_may_replace_in
from storage.instance_lock import AlreadyRunningError
from storage.move import CannotMoveError


def backup(file: Path, *, force: bool, as_json: bool) -> None:
    settings = settings_or_fail()
    _check(file, settings, force=force)
    try:
        made = asyncio.run(_make(settings, file, quiet=as_json))
    except CannotMoveError as error:
        raise CommandError(f"no backup was made: {error}{_room(file, error)}") from None
    except AlreadyRunningError:
        raise CommandError(f"another backup to {file} is being made") from None
    except OSError as error:
        raise CommandError(f"{file} cannot be written: {error.strerror or error}") from None
    _warn(settings)
    if others_may_replace_in(file.parent):
        words = f"Others may put another file in its place: chmod o-w {file.parent.resolve()}"
        typer.echo(words, err=True)
    if as_json:
        print_json(told_of(made, file, settings.zone))
    else:
        size = f"{file.stat().st_size / 1e6:,.1f} MB"
        typer.echo(f"{file} ({size}): {summary_of(made, settings.zone)}")


def _check(file: Path, settings: Settings, *, force: bool) -> None:
    if not file.parent.is_dir():
        raise CommandError(f"there is no folder {file.parent}", 2)
    database = file_of(settings.database_url)
    if database and file.resolve() in files_beside(database):
        raise CommandError(f"{file} is the database itself", 2)
    if file.exists() and not file.is_file():
        raise CommandError(f"{file} is no ordinary file", 2)
    if file.exists() and not force:
        raise CommandError(f"{file} is there already: another name, or --force", 2)


def _room(file: Path, error: CannotMoveError) -> str:
    """Of a disk that is full, which of them it is: the database's most often is another."""
    if not fault_of_disk(error.__cause__):
        return ""
    return f" ({megabytes_free(file.parent)} MB are free in {file.parent.resolve()})"


async def _make(settings: Settings, file: Path, *, quiet: bool) -> Backup:
    async with opened(settings) as app:
        with bar("Backing up", quiet=quiet) as told:
            return await back_up(app.storage, file, system_clock, told)


def _warn(settings: Settings) -> None:
    """People are told how long backups keep what is theirs."""
    if settings.keep_backups_days == 0:
        typer.echo("KEEP_BACKUPS_DAYS=0 tells people that you keep no backups.", err=True)
    elif settings.keep_backups_days is None:
        typer.echo("KEEP_BACKUPS_DAYS is not set: /privacy cannot say how long.", err=True)
