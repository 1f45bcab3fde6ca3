"""Calls the command as a shell does: in a folder of its own, in a clean environment.

Most calls stay in the test's own process, where everything is loaded: a start costs half a
second and more. What is about a process (signals, pipes, encodings) starts one.
"""

import asyncio
import io
import logging
import os
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

import orjson

from bot.cli import main
from bot.demo.sample_newsroom import samples
from tests.forks import command, forked

VISTNYK = (sys.executable, "-m", "bot")
TOKYO, BUCKWHEAT, TRAIN = samples()
GARBAGE = "garbage"
_PATIENCE = 60.0  # seconds; only a command that hangs takes them


@dataclass(frozen=True)
class Outcome:
    exit_code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on stdout of a command that went well."""
        assert self.exit_code == 0, self
        return orjson.loads(self.out)

    def complaint(self, exit_code: int) -> str:
        """The one line on stderr of a command that failed so, with nothing on stdout."""
        assert self.exit_code == exit_code, self
        assert not self.out, self
        lines = self.err.splitlines()
        assert len(lines) == 1, self
        assert lines[0].startswith("vistnyk: "), self
        return lines[0].removeprefix("vistnyk: ")


def call(
    *arguments: str | bytes,
    folder: Path,
    stdin: bytes = b"",
    settings: Mapping[str, str] | None = None,
) -> Outcome:
    """Run `vistnyk …` in a folder, with these settings in the environment, to its end."""
    outcomes: list[Outcome] = []

    def work() -> None:
        with chdir(folder), _environment(environment(settings or {})), _logs_left_alone():
            outcomes.append(_outcome([os.fsdecode(argument) for argument in arguments], stdin))

    thread = threading.Thread(target=work)  # where no loop runs: the command runs its own
    thread.start()
    thread.join()
    return outcomes[0]


def call_process(
    *arguments: str | bytes,
    folder: Path,
    stdin: bytes = b"",
    settings: Mapping[str, str] | None = None,
) -> Outcome:
    """The same in a process of its own."""
    done = subprocess.run(
        [*VISTNYK, *arguments],
        cwd=folder,
        env=environment(settings or {}),
        input=stdin,
        capture_output=True,
        timeout=_PATIENCE,
        check=False,
    )
    return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode(errors="replace"))


def call_forked(
    *arguments: str, folder: Path, settings: Mapping[str, str] | None = None
) -> Outcome:
    """The same, where a process of its own is needed and how it starts is not: it is a fork."""
    with TemporaryDirectory() as prints:
        out, err = Path(prints) / "out", Path(prints) / "err"
        process = forked(
            command(*arguments), folder, environment(settings or {}), out=out, err=err
        )
        process.join(_PATIENCE)
        process.kill()
        assert process.exitcode is not None
        return Outcome(process.exitcode, out.read_text(), err.read_text())


async def call_beside(
    *arguments: str,
    folder: Path,
    settings: Mapping[str, str],
    by: Callable[..., Outcome] = call,
) -> Outcome:
    """The same, while this test's event loop goes on: a sandbox in it can answer."""
    return await asyncio.to_thread(by, *arguments, folder=folder, settings=settings)


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """What every process needs, and these settings."""
    kept = {
        name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT") if name in os.environ
    }
    return {**kept, **settings}


def _outcome(arguments: list[str], stdin: bytes) -> Outcome:
    """What `main` prints, and how it ends: a fault that it lets through is a traceback, and 1."""
    given = io.TextIOWrapper(io.BytesIO(stdin), "utf-8", "surrogateescape")
    out, err = io.BytesIO(), io.BytesIO()
    printed = io.TextIOWrapper(out, "utf-8", "surrogateescape")
    complained = io.TextIOWrapper(err, "utf-8", "backslashreplace", line_buffering=True)
    with (
        mock.patch.object(sys, "stdin", given),
        mock.patch.object(sys, "argv", ["vistnyk", *arguments]),
        redirect_stdout(printed),
        redirect_stderr(complained),
    ):
        exit_code = _exit_code()
    printed.flush()
    return Outcome(exit_code, out.getvalue().decode(), err.getvalue().decode(errors="replace"))


def _exit_code() -> int:
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except Exception:  # noqa: BLE001 - as the interpreter would
        traceback.print_exc()
    return 1


@contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    """These variables and no others; as wide as where nobody looks."""
    with mock.patch.dict(os.environ, {**variables, "COLUMNS": "80"}, clear=True):
        yield


@contextmanager
def _logs_left_alone() -> Iterator[None]:
    """A command sets up the log of its process, which here is that of the tests."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers.clear()
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)


def a_file(folder: Path, page: str | bytes, name: str = "page.txt") -> str:
    """A file in the folder; its name."""
    (folder / name).write_bytes(page.encode() if isinstance(page, str) else page)
    return name
