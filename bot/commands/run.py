"""`run`: the real bot, until it is told to stop."""

import asyncio
import logging
import signal
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import typer

from bot.app import PortTakenError
from bot.commands.exit_codes import CommandError, only
from bot.commands.inputs import settings_or_fail
from bot.commands.machine import fastest_loop
from bot.commands.open_database import opened
from bot.commands.outputs import print_no_more
from bot.config import LogFormat, Settings, misspelt_settings, mode_of_env
from bot.delivery.database_faults import StoppedWaitingError
from bot.delivery.handshake import CannotConnectError
from bot.logs import log_every_fault, set_up_logs
from bot.updates.patience import TokenRefusedError
from storage.instance_lock import AlreadyRunningError

_logger = logging.getLogger(__name__)


def run() -> None:
    settings = settings_or_fail()
    if settings.bot_token is None:  # a setting that is missing: nothing has been tried yet
        raise CommandError(_no_token(), 2)
    set_up_logs(as_json=settings.log_format is LogFormat.JSON, secrets=settings.secrets)
    log_every_fault()
    if (mode := mode_of_env()) and mode & stat.S_IRWXO:  # its group may be the bot's alone
        _logger.warning("others may read .env, which holds secrets (%03o): chmod 600 .env", mode)
    for name, meant in misspelt_settings().items():
        _logger.warning("%s in .env is no setting; is %s meant?", name, meant)
    try:
        with asyncio.Runner(loop_factory=fastest_loop()[1]) as runner:
            runner.run(_run(settings))
    except (
        TokenRefusedError,
        CannotConnectError,
        AlreadyRunningError,
        PortTakenError,
        BaseExceptionGroup,
    ) as fault:
        raise _ending(fault) from None


def _no_token() -> str:
    """What is missing, and what in the folder where it was looked for may be why."""
    for name, meant in misspelt_settings().items():
        if meant == "BOT_TOKEN":
            return f"BOT_TOKEN is not set; is it meant by {name} in .env?"
    here = Path.cwd()
    where = "" if (here / ".env").exists() else f", and there is no .env in {here}"
    return f"BOT_TOKEN is not set{where}: get one from @BotFather, or try `demo`"


async def _run(settings: Settings) -> None:
    stop = until_told()
    async with opened(settings, make=True) as app:
        try:
            await app.run(stop, announce=_announce)
        except* StoppedWaitingError:
            _logger.info("stopped; the database has not answered")


def _ending(fault: BaseException) -> BaseException:
    """How `run` fails: in one line where the fault is Telegram's or the operator's."""
    match only(fault):
        case TokenRefusedError() as refused:
            return CommandError(
                f"Telegram does not know the token any more ({refused}): "
                "put the new one from @BotFather (/mybots) into BOT_TOKEN"
            )
        case CannotConnectError() | PortTakenError() as unreachable:
            return CommandError(str(unreachable))
        case AlreadyRunningError() as other:
            return CommandError(f"another process runs on this database ({other})")
        case bug:
            return bug


def _announce(username: str, owner_link: str | None) -> None:
    """Say what a person at the terminal has to know; the bot works where nobody listens, too."""
    try:
        typer.echo(f"Vistnyk is @{username}. Ctrl-C stops it.")
        if owner_link:
            words = "Nobody owns the desk yet. Whoever opens this link first does:"
            typer.echo(f"{words}\n{owner_link}")
    except OSError as error:
        _logger.warning("who the bot is could not be printed: %s", error.strerror)
        print_no_more()


def until_told() -> asyncio.Event:
    """An event that Ctrl-C, SIGTERM and a terminal that is closed set."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in _endings():
        loop.add_signal_handler(number, stop.set)
    return stop


def _endings() -> Iterator[signal.Signals]:
    yield from (signal.SIGINT, signal.SIGTERM)
    if sys.platform != "win32" and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        yield signal.SIGHUP  # but under `nohup`, which has it ignored
