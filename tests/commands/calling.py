"""Calls the command as a shell does: a process in a folder of its own, in a clean environment."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from bot.demo.story import samples

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


async def call_beside(*arguments: str, folder: Path, settings: Mapping[str, str]) -> Outcome:
    """The same, while this test's event loop goes on: a sandbox in it can answer."""
    return await asyncio.to_thread(call, *arguments, folder=folder, settings=settings)


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """What every process needs, and these settings."""
    kept = {
        name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT") if name in os.environ
    }
    return {**kept, **settings}


def a_file(folder: Path, page: str | bytes, name: str = "page.txt") -> str:
    """A file in the folder; its name."""
    (folder / name).write_bytes(page.encode() if isinstance(page, str) else page)
    return name
