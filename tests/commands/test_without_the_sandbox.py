"""An install without the sandbox, whose parser is large, is the whole bot."""

import asyncio
import signal
import tomllib
from pathlib import Path

import pytest

from bot.sandbox.sandbox_server import Sandbox
from tests.commands.calling import VISTNYK, call_process, environment

ROOT = Path(__file__).parents[2]


@pytest.fixture
def without_it(tmp_path: Path) -> Path:
    """A folder in which Python finds no parser: what is first on its path says so."""
    words = "raise ModuleNotFoundError(\"No module named 'tdjson'\", name='tdjson')\n"
    (tmp_path / "tdjson.py").write_text(words)
    return tmp_path


@pytest.mark.slow
async def test_run_works_without_it(sandbox: Sandbox, without_it: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        *VISTNYK,
        "run",
        cwd=without_it,
        env=environment({"BOT_TOKEN": sandbox.token, "TELEGRAM_API_URL": sandbox.address}),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(60):
            assert process.stdout
            assert b"Ctrl-C stops it." in await process.stdout.readline()
            process.send_signal(signal.SIGTERM)
            _, err = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert (process.returncode, b"tdjson" in err) == (0, False), err


@pytest.mark.slow
@pytest.mark.parametrize("command", ["sandbox", "demo"])
def test_what_needs_it_says_in_one_line_how_to_get_it(command: str, without_it: Path) -> None:
    complaint = call_process(command, folder=without_it).complaint(1)
    assert complaint.startswith("the sandbox is not installed: `make setup` installs it")


@pytest.mark.slow
def test_deliver_measures_without_it(without_it: Path) -> None:
    options = ("--readers", "2", "--rate", "29")
    done = call_process("deliver", *options, folder=without_it)
    assert (done.exit_code, "messages/s" in done.out) == (0, True), done


def test_the_lock_files_agree_on_it_and_the_bots_own_does_without() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert [word.partition(">")[0] for word in extras["optional-dependencies"]["sandbox"]] == [
        "tdjson"
    ]
    lock = {
        name: (ROOT / "requirements" / f"{name}.txt").read_text()
        for name in ("run", "sandbox", "test", "bench")
    }
    assert lock["sandbox"].startswith("tdjson==")
    assert "tdjson" not in lock["run"]
    assert lock["sandbox"] in lock["test"]
    assert lock["sandbox"] in lock["bench"]
