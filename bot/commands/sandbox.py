"""`sandbox`: the stand-in for Telegram alone, for whoever's bot it is."""

import asyncio
import os
from dataclasses import dataclass

import typer

from bot.commands.exit_codes import CommandError
from bot.commands.run import until_told
from bot.logs import set_up_logs
from bot.sandbox.limits import NO_LIMITS, Limits
from bot.sandbox.sandbox_server import Sandbox


@dataclass(frozen=True, slots=True)
class Cast:
    """Whose bot it is, and who is there to write to it."""

    name: str
    username: str
    people: tuple[str, ...]


def sandbox(port: int, cast: Cast, *, limits: bool) -> None:
    set_up_logs()
    asyncio.run(_sandbox(port, cast, Limits() if limits else NO_LIMITS))


async def _sandbox(port: int, cast: Cast, limits: Limits) -> None:
    stop = until_told()
    stand_in = Sandbox(bot_name=cast.name, bot_username=cast.username, limits=limits)
    for person in cast.people:
        name, _, language = person.partition(":")
        try:
            stand_in.world.add_person(name.strip(), language_code=language.strip() or "uk")
        except ValueError as error:
            raise CommandError(f"--person {person!r}: {error}", 2) from None
    try:
        await stand_in.start("127.0.0.1", port)
    except OSError as error:
        raise CommandError(taken(port, error)) from None
    typer.echo(f"The sandbox is at {stand_in.address} (Ctrl-C stops it). For a bot:")
    typer.echo(f"TELEGRAM_API_URL={stand_in.address}\nBOT_TOKEN={stand_in.token}")
    try:
        await stop.wait()
    finally:
        await stand_in.stop()


def taken(port: int, error: OSError) -> str:
    """Why a port cannot be had, in a few words."""
    return f"port {port}: {os.strerror(error.errno) if error.errno else error}"
