"""`move`: everything from one database into another, while the bot is stopped."""

import asyncio
from dataclasses import asdict

import typer

from bot.commands.exit_codes import CommandError
from bot.commands.inputs import settings_or_fail
from bot.commands.outputs import print_json
from bot.commands.whole_database import NOT_FOUND_YET, alone, bar
from bot.config import FixedSettings, Settings, SettingsError, database_address
from storage.instance_lock import AlreadyRunningError
from storage.move import CannotMoveError, MovedTable, is_in_memory, is_same_place, move

_SHOWN = 16  # figures of a hash, where people read it


def move_all(to: str, *, as_json: bool) -> None:
    settings = settings_or_fail()
    address = _address(to, settings)
    try:
        tables = asyncio.run(_move(settings, address, quiet=as_json))
    except CannotMoveError as error:
        raise CommandError(f"nothing was moved: {error}") from None
    except AlreadyRunningError as other:
        raise CommandError(f"stop the bot first, it runs on this database ({other})") from None
    if as_json:
        print_json({"tables": [asdict(table) for table in tables]})
    else:
        _print(tables)


def _address(to: str, settings: Settings) -> str:
    try:
        address = database_address(to)
    except SettingsError as error:
        raise CommandError(f"--to: {error}", 2) from None
    if is_in_memory(address):
        raise CommandError("--to: a database in memory ends with this command", 2)
    if is_same_place(settings.database_url, address):
        raise CommandError("--to: this is the database that DATABASE_URL names", 2)
    return address


async def _move(settings: Settings, address: str, *, quiet: bool) -> list[MovedTable]:
    there = FixedSettings(database_url=address)
    async with (
        alone(settings) as source,
        alone(there, make=True, named="--to") as target,
    ):
        with bar("Moving", quiet=quiet) as told:
            return await move(source.storage, target.storage, told)


def _print(tables: list[MovedTable]) -> None:
    filled = [table for table in tables if table.rows]
    longest = max((len(table.name) for table in filled), default=0)
    for table in filled:
        typer.echo(f"{table.name:<{longest}} {table.rows:>12,}  {table.sha256[:_SHOWN]}…")
    rows = sum(table.rows for table in tables)
    typer.echo(
        f"Moved {rows:,} rows of {len(filled)} tables; read again, they are the same in both"
        " databases.\nSet DATABASE_URL to the new address and start the bot. Start none on the old"
        " database any more:\nit would post again what has been posted since."
        f"\n{NOT_FOUND_YET}"
    )
