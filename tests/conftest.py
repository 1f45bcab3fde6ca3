"""What holds for every test: how often property tests try, and what a test process does once.

`make thorough` tries harder than there is time for in `make test`: it sets HYPOTHESIS_PROFILE.
"""

import asyncio
import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from hypothesis import settings

from tests import workers
from tests.lasting import a_loop, end_loop, reuse_lines
from tests.statements import be_patient, share_compiled

settings.register_profile("quick", max_examples=25, deadline=None)
settings.register_profile("thorough", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
share_compiled()
reuse_lines()
be_patient()


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


def pytest_addoption(parser: pytest.Parser) -> None:
    workers.add_option(parser)


def pytest_configure(config: pytest.Config) -> None:
    _keep_files_in_memory()
    workers.configure(config)


# Nothing here has to outlive the machine: a disk is waited for at every commit.
_MEMORY, _ROOM = Path("/dev/shm"), 4 << 30  # noqa: S108 - pytest makes a folder of its own there


def _keep_files_in_memory() -> None:
    if "TMPDIR" in os.environ or not os.access(_MEMORY, os.W_OK):
        return
    if shutil.disk_usage(_MEMORY).free > _ROOM:
        os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)
