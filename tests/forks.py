"""Processes by fork from one that has loaded everything: loading takes most of a bot's start."""

import multiprocessing
import os
import sys
from collections.abc import Callable, Mapping
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path

from bot.cli import main

_LOADED = multiprocessing.get_context("forkserver")
_LOADED.set_forkserver_preload(["tests.loaded"])


def forked(
    work: Callable[[], None], folder: Path, variables: Mapping[str, str], *, out: Path, err: Path
) -> BaseProcess:
    """Start `work` in a folder, in this environment; what it prints is added to these files."""
    process = _LOADED.Process(target=_settle_in, args=(work, folder, variables, (out, err)))
    process.start()
    return process


def command(*arguments: str) -> Callable[[], None]:
    """What `vistnyk` does with these arguments."""
    return partial(_command, arguments)


def _command(arguments: tuple[str, ...]) -> None:
    sys.argv = ["vistnyk", *arguments]
    main()


def _settle_in(
    work: Callable[[], None],
    folder: Path,
    variables: Mapping[str, str],
    prints: tuple[Path, Path],
) -> None:
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(variables)
    for stream, path in enumerate(prints, start=1):
        file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        os.dup2(file, stream)
        os.close(file)
    work()
