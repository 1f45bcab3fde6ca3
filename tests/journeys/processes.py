"""The bot as a process of its own, so that it can be killed."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path

from bot.app import assemble
from bot.config import FixedSettings, read_settings
from tests.forks import command, forked
from tests.sites import a_fetcher


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


def forked_bot(
    settings: FixedSettings, folder: Path, **others: str
) -> contextlib.AbstractContextManager[BaseProcess]:
    """The same by a fork of a process that has loaded everything; its `kill` is SIGKILL."""
    return forked_work(command("run"), settings, folder, **others)


@contextlib.contextmanager
def forked_work(
    work: Callable[[], None], settings: FixedSettings, folder: Path, **others: str
) -> Iterator[BaseProcess]:
    log = folder / "bot.log"
    log.touch()
    process = forked(work, folder, environment(settings, **others), out=log, err=log)
    try:
        yield process
    finally:
        process.kill()
        process.join()


def run_where_sites_are_near() -> None:
    """What `vistnyk run` does, by a fetcher that may reach the site of a test."""
    app = assemble(read_settings(), fetcher=a_fetcher(size=10_000_000))
    asyncio.run(app.run(asyncio.Event(), announce=lambda *_: None))
