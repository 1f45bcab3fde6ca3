"""What a process says of itself and of its machine: CPU time, memory, processor, event loop."""

import asyncio
import importlib.util
import os
import platform
import resource
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

_MEGABYTE = 1024 * 1024


def fastest_loop() -> tuple[str, Callable[[], asyncio.AbstractEventLoop]]:
    """The event loop's name, and what makes one: uvloop's where that is installed."""
    if importlib.util.find_spec("uvloop") is None:
        return "asyncio", asyncio.new_event_loop
    return "uvloop", importlib.import_module("uvloop").new_event_loop


def machine() -> str:
    """What the figures were taken on: processor, cores, system, Python, SQLite."""
    return ", ".join(
        (
            f"{os.cpu_count()} × {_processor()}",
            f"{platform.system()} {platform.release()}",
            f"Python {platform.python_version()}",
            f"SQLite {sqlite3.sqlite_version}",
        )
    )


def cpu_seconds() -> float:
    """User and system time of this process, its threads included, its children not."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def peak_rss_mb() -> float:
    """The most memory that this process has had.

    Not `ru_maxrss` where there is better: a new process inherits that of its parent.
    """
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / _MEGABYTE


def _processor() -> str:
    """The processor's name; its kind where it does not say."""
    known = Path("/proc/cpuinfo")
    lines = known.read_text().splitlines() if known.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())
