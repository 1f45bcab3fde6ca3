"""Tests in several processes end as they would in one, and a process that dies fails its test."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.commands.calling import environment

ROOT = Path(__file__).parents[1]
HANDS_OUT = """
from tests import workers

def pytest_addoption(parser):
    workers.add_option(parser)

def pytest_configure(config):
    workers.configure(config)
"""
TESTS = """
import os
import pytest

@pytest.fixture(scope="session")
def lasting():
    with open("began", "a") as file:
        file.write(f"{os.getpid()}\\n")
    yield
    with open("ended", "a") as file:
        file.write(f"{os.getpid()}\\n")

@pytest.mark.parametrize("number", range(50))
def test_one_of_many(number, lasting, tmp_path):
    assert [*tmp_path.iterdir()] == []
    (tmp_path / "mine").touch()
    assert number != 7, "seven"
    if number == 9:
        os._exit(3)
    if number == 11:
        pytest.skip("eleven")
"""


def run(folder: Path, *options: str) -> tuple[int, str]:
    (folder / "conftest.py").write_text(HANDS_OUT)
    (folder / "test_many.py").write_text(TESTS)
    alone = {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "NO_COLOR": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-rsf", "--workers", "2", *options]
    done = subprocess.run(
        command, cwd=folder, env=environment(alone), capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_every_test_is_told_of_by_its_name_also_one_that_ends_its_process(tmp_path: Path) -> None:
    status, said = run(tmp_path)
    assert status == 1
    assert "2 failed, 47 passed, 1 skipped" in said
    assert re.search(r"FAILED .*\[7\] - AssertionError: seven", said)
    assert "FAILED test_many.py::test_one_of_many[9]" in said
    assert "the process ended in it with 3" in said
    began, ended = ((tmp_path / name).read_text().split() for name in ("began", "ended"))
    assert len(began) == 3, "two, and one in place of the one that ended"
    assert len(ended) == 2
    assert {*ended} < {*began}
    assert str(os.getpid()) not in began


def test_nobody_goes_on_after_the_first_failure_where_that_is_asked_for(tmp_path: Path) -> None:
    status, said = run(tmp_path, "-x")
    assert status == 1
    assert "1 failed" in said
    began, ended = ((tmp_path / name).read_text().split() for name in ("began", "ended"))
    assert len(began) - len(ended) in (0, 1), "what they have opened is closed"
