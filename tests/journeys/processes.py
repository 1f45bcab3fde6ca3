"""The bot as a process of its own, so that it can be killed."""

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from multiprocessing.process import BaseProcess
from pathlib import Path

from bot.cli import main
from bot.config import FixedSettings

# Loading aiogram takes more time than all the rest of a start: one process loads everything, and
# each bot is a fork of it.
_LOADED = multiprocessing.get_context("forkserver")
_LOADED.set_forkserver_preload(["tests.journeys.loaded"])


def environment(settings: FixedSettings, **others: str) -> dict[str, str]:
    """The environment of a bot with these settings, and no other of ours."""
    assert settings.bot_token
    ours = {
        "BOT_TOKEN": settings.bot_token.get_secret_value(),
        "TELEGRAM_API_URL": settings.telegram_api_url,
        "DATABASE_URL": settings.database_url,
        "OWNER_IDS": ",".join(map(str, settings.owner_ids)),
        "RATE_PER_CHANNEL_MINUTE": str(settings.rate_per_channel_minute),
        "LOOK_UP_AFTER": str(settings.look_up_after),
    }
    return {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")} | ours | others


@contextlib.contextmanager
def bot_process(
    settings: FixedSettings, folder: Path, **others: str
) -> Iterator[subprocess.Popen[bytes]]:
    """`python -m bot run` in an empty folder; killed at the end if it still runs."""
    with (folder / "bot.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=folder,
            env=environment(settings, **others),
            stdout=log,
            stderr=log,
        )
        try:
            yield process
        finally:
            if process.poll() is None:
                kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill it as a power cut would: no handler runs."""
    process.send_signal(signal.SIGKILL)
    process.wait()


@contextlib.contextmanager
def forked_bot(settings: FixedSettings, folder: Path, **others: str) -> Iterator[BaseProcess]:
    """The same by a fork of a process that has loaded everything; its `kill` is SIGKILL."""
    process = forked(run_bot, folder, environment(settings, **others))
    try:
        yield process
    finally:
        process.kill()
        process.join()


def forked(work: Callable[[], None], folder: Path, variables: Mapping[str, str]) -> BaseProcess:
    """Start `work` in a folder, in this environment; what it says goes into `bot.log` there."""
    log = folder / "bot.log"
    log.touch()
    process = _LOADED.Process(target=_settle_in, args=(work, log, variables))
    process.start()
    return process


def run_bot() -> None:
    sys.argv = ["vistnyk", "run"]
    main()


def _settle_in(work: Callable[[], None], log: Path, variables: Mapping[str, str]) -> None:
    os.chdir(log.parent)
    os.environ.clear()
    os.environ.update(variables)
    with log.open("ab") as file:
        for stream in (1, 2):
            os.dup2(file.fileno(), stream)
    work()
