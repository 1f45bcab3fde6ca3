"""What holds for every test: which are slow, how often property tests try, what is done once.

`make test` leaves the slow ones out, `make slow` runs them, and CI both (decision 64).
`make thorough` tries harder than there is time for in either: it sets HYPOTHESIS_PROFILE.
"""

import asyncio
import gc
import os
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator
from itertools import groupby
from operator import attrgetter, itemgetter
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import settings

from tests.lasting import a_loop, end_loop, reuse_lines
from tests.statements import be_patient, share_compiled

settings.register_profile("quick", max_examples=25, deadline=None)
settings.register_profile("thorough", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
share_compiled()
reuse_lines()
be_patient()

# Tests that wait for processes and for Telegram's stand-in. While one worker of a core waits, the
# other should have something to do.
_WAITING = ("tests/journeys/", "tests/kill/", "tests/commands/", "tests/test_architecture.py")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What the modules have made stays to the end: the garbage collector need not look at it."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.set_threshold(10_000, 20, 100)  # as the bot itself has it
        gc.freeze()
        gc.enable()


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    return {"lasting": a_loop}


def pytest_unconfigure() -> None:
    end_loop()


def pytest_configure() -> None:
    _keep_files_in_memory()
    _stay_on_one_core()


# Nothing here has to outlive the machine: a disk is waited for at every commit.
_MEMORY, _ROOM = Path("/dev/shm"), 4 << 30  # noqa: S108 - pytest makes a folder of its own there


def _keep_files_in_memory() -> None:
    if "TMPDIR" in os.environ or not os.access(_MEMORY, os.W_OK):
        return
    if shutil.disk_usage(_MEMORY).free > _ROOM:
        os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)


def _stay_on_one_core() -> None:
    """A worker's threads wait for one another: across cores each hand-over costs a wake-up.

    There are several workers to a core, so that none of them is idle. What a worker starts, its
    database server for one, stays there with it.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker and hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[int(worker.removeprefix("gw")) % len(cores)]})


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None, object, object]:
    _leave_one_of_twins(items)
    done = yield  # those that were not asked for are gone
    _put_in_order(items)
    return done


def _leave_one_of_twins(items: list[pytest.Item]) -> None:
    """Of a test on both databases `make test` runs one: about a third of them on PostgreSQL."""
    twins: defaultdict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        if database := _database_of(item):
            twins[item.nodeid.replace(database, "")].append(item)
    for name, both in twins.items():
        if len(both) > 1:
            stays = 1 if crc32(name.encode()) % 3 == 0 else 0  # SQLite's comes first
            both[1 - stays].add_marker(pytest.mark.slow)


def _database_of(item: pytest.Item) -> str | None:
    call = getattr(item, "callspec", None)
    found = call and (call.params.get("database") or call.params.get("nothing"))
    return found if isinstance(found, str) else None


def _put_in_order(items: list[pytest.Item]) -> None:
    """A worker is given one piece of the list at first: each piece has its share of both kinds."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    waiting = [item for item in items if item.nodeid.startswith(_WAITING)]
    others = [item for item in items if not item.nodeid.startswith(_WAITING)]
    share = -(-len(others) // workers)
    items[:] = [
        item
        for n in range(workers)
        for item in _in_turn(waiting[n::workers], others[n * share : (n + 1) * share])
    ]


def _in_turn(waiting: list[pytest.Item], others: list[pytest.Item]) -> Iterator[pytest.Item]:
    """A module of these, some modules of those; what a module has made is used as long as it runs.

    Were those that wait the first in every piece, a core would stand half idle for minutes. They
    end somewhat earlier, since nobody is to wait for them alone.
    """
    placed = [
        (place, module)
        for kind, until in ((waiting, 0.8), (others, 1.0))
        for place, module in _spread(kind, until)
    ]
    for _, module in sorted(placed, key=itemgetter(0)):
        yield from module


def _spread(items: list[pytest.Item], until: float) -> Iterator[tuple[float, list[pytest.Item]]]:
    modules = [list(module) for _, module in groupby(items, key=attrgetter("path"))]
    for number, module in enumerate(modules):
        yield until * number / len(modules), module
