"""`run`: the real bot, until it is told to stop."""

import asyncio
import signal

import typer

from bot.app import CannotConnect, assemble
from bot.commands.ending import CommandFailed
from bot.commands.sources import settings_or_fail
from bot.config import LogFormat, Settings
from bot.logs import set_up_logs
from bot.polling import TokenRefused
from storage.alone import AlreadyRunning


def run() -> None:
    settings = settings_or_fail()
    set_up_logs(as_json=settings.log_format is LogFormat.JSON)
    try:
        asyncio.run(_run(settings))
    except* TokenRefused as group:
        raise CommandFailed(f"Telegram does not know the token any more: {first(group)}") from None
    except* CannotConnect as group:
        raise CommandFailed(str(first(group))) from None
    except* AlreadyRunning as group:
        raise CommandFailed(f"another process runs on this database ({first(group)})") from None


async def _run(settings: Settings) -> None:
    stop = until_told()
    app = assemble(settings)
    try:
        await app.run(stop, announce=_announce)
    finally:
        await app.close()


def _announce(username: str, owner_link: str | None) -> None:
    """Say what a person at the terminal has to know."""
    typer.echo(f"Vistnyk is @{username}. Ctrl-C stops it.")
    if owner_link:
        typer.echo(f"Nobody owns the desk yet. Whoever opens this link first does:\n{owner_link}")


def until_told() -> asyncio.Event:
    """An event that Ctrl-C and SIGTERM set."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    return stop


def first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """The first fault of a group, however deep."""
    fault: BaseException = group
    while isinstance(fault, BaseExceptionGroup):
        fault = fault.exceptions[0]
    return fault
