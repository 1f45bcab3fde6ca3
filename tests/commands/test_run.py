"""`run` is the bot until it is told to stop, and fails in one line where it cannot be."""

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bot.commands.run import until_told
from bot.sandbox.sandbox_server import Sandbox
from storage.instance_lock import take_alone
from tests.builders import address_of
from tests.commands.calling import call, call_beside, call_forked, environment
from tests.forks import command, forked
from tests.ports import a_free_port

_PATIENCE = 60.0  # seconds; only a bot that hangs takes them
NOBODY = "http://127.0.0.1:9"


@dataclass(frozen=True)
class Running:
    process: BaseProcess
    stdout: asyncio.StreamReader
    stderr: asyncio.StreamReader

    def send_signal(self, number: int) -> None:
        assert self.process.pid
        os.kill(self.process.pid, number)


@asynccontextmanager
async def running(
    folder: Path, prints_to: Path | None = None, /, **settings: str
) -> AsyncIterator[Running]:
    """`vistnyk run` in the folder; killed at the end if it still runs."""
    with TemporaryDirectory() as pipes:
        out, err = Path(pipes) / "out", Path(pipes) / "err"
        async with a_pipe(out) as stdout, a_pipe(err) as stderr:
            process = forked(
                command("run"), folder, environment(settings), out=prints_to or out, err=err
            )
            try:
                async with asyncio.timeout(_PATIENCE):
                    yield Running(process, stdout, stderr)
            finally:
                process.kill()
                process.join()


@asynccontextmanager
async def a_pipe(path: Path) -> AsyncIterator[asyncio.StreamReader]:
    """What is written to the path, which is made."""
    os.mkfifo(path)
    end = open(path, "rb", 0, opener=lambda name, _: os.open(name, os.O_RDONLY | os.O_NONBLOCK))  # noqa: SIM115, ASYNC230
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, end)
    try:
        yield reader
    finally:
        transport.close()
        await asyncio.sleep(0)


async def line_of(stream: asyncio.StreamReader) -> str:
    return (await stream.readline()).decode().rstrip("\n")


async def ended(running: Running) -> tuple[int | None, str]:
    """The exit code and what was still to be read on stderr."""
    err = await running.stderr.read()
    await asyncio.to_thread(running.process.join, _PATIENCE)
    return running.process.exitcode, err.decode()


def test_without_a_token_it_starts_nothing_and_says_what_is_missing(tmp_path: Path) -> None:
    """Code 2, as for any other setting that cannot be used: nothing has been tried."""
    complaint = call("run", folder=tmp_path).complaint(2)
    assert "BOT_TOKEN is not set" in complaint
    assert "@BotFather" in complaint
    assert f"there is no .env in {tmp_path}" in complaint
    assert not list(tmp_path.iterdir())


def test_a_token_under_a_misspelt_name_is_pointed_at(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("BOT_TOKN=1:unknown\n")
    complaint = call("run", folder=tmp_path).complaint(2)
    assert complaint == "BOT_TOKEN is not set; is it meant by BOT_TOKN in .env?"


async def test_a_token_that_telegram_does_not_know_ends_it(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    settings = {"BOT_TOKEN": "1:unknown", "TELEGRAM_API_URL": sandbox.address}
    failed = await call_beside("run", folder=tmp_path, settings=settings, by=call_forked)
    made, complaint = failed.err.splitlines()
    assert (failed.exit_code, made) == (1, "Made data/vistnyk.db")
    assert "Telegram does not know the token" in complaint


@pytest.mark.parametrize("way", ["file", "link", "hard link", "link to its folder"])
def test_a_second_bot_on_one_database_ends_at_once_whichever_way_it_comes(
    database: Path, tmp_path: Path, way: str
) -> None:
    other = {
        "file": database,
        "link": tmp_path / "link.db",
        "hard link": tmp_path / "elsewhere" / "hard.db",
        "link to its folder": tmp_path / "elsewhere" / "folder" / database.name,
    }[way]
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link.db").symlink_to(database)
    (tmp_path / "elsewhere" / "hard.db").hardlink_to(database)
    (tmp_path / "elsewhere" / "folder").symlink_to(database.parent)
    lock = take_alone(address_of(database))
    assert lock
    with lock:
        settings = {
            "BOT_TOKEN": "1:abcdef",
            "DATABASE_URL": address_of(other),
            "TELEGRAM_API_URL": NOBODY,
        }
        failed = call_forked("run", folder=database.parent, settings=settings)
    assert "another process runs on this database" in failed.complaint(1)


async def test_what_it_makes_nobody_else_may_read(sandbox: Sandbox, tmp_path: Path) -> None:
    settings = {"BOT_TOKEN": sandbox.token, "TELEGRAM_API_URL": sandbox.address}
    async with running(tmp_path, **settings) as process:
        assert "Vistnyk is" in await line_of(process.stdout)
        modes = {one.name: one.stat().st_mode & 0o777 for one in (tmp_path / "data").iterdir()}
        process.send_signal(signal.SIGTERM)
        code, _ = await ended(process)
    assert code == 0
    names = ("vistnyk.db", "vistnyk.db-shm", "vistnyk.db-wal", "vistnyk.db.lock")
    assert modes == dict.fromkeys(names, 0o600)
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


async def test_a_port_that_another_program_has_ends_it(sandbox: Sandbox, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        settings = {
            "BOT_TOKEN": sandbox.token,
            "TELEGRAM_API_URL": sandbox.address,
            "HTTP_PORT": str(other.getsockname()[1]),
        }
        failed = await call_beside("run", folder=tmp_path, settings=settings, by=call_forked)
    assert failed.exit_code == 1
    _, complaint = failed.err.splitlines()
    assert complaint.startswith("vistnyk: HTTP_HOST, HTTP_PORT: ")
    assert "already in use" in complaint


async def test_it_prints_the_first_owners_link_and_sigterm_ends_it_with_0(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    settings = {
        "BOT_TOKEN": sandbox.token,
        "TELEGRAM_API_URL": sandbox.address,
        "HTTP_PORT": str(a_free_port()),
    }
    async with running(tmp_path, **settings) as process:
        assert await line_of(process.stdout) == "Vistnyk is @vistnyk_demo_bot. Ctrl-C stops it."
        assert "owns the desk yet" in await line_of(process.stdout)
        link = await line_of(process.stdout)
        assert link.startswith("https://t.me/vistnyk_demo_bot?start=")
        process.send_signal(signal.SIGTERM)
        code, err = await ended(process)
    assert (code, "Traceback" in err) == (0, False), err


async def test_a_terminal_that_is_closed_ends_it_in_order(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    """As a kill would, it left messages in doubt."""
    settings = {"BOT_TOKEN": sandbox.token, "TELEGRAM_API_URL": sandbox.address}
    async with running(tmp_path, **settings) as process:
        await line_of(process.stdout)
        process.send_signal(signal.SIGHUP)
        code, err = await ended(process)
    assert (code, err) == (0, "Made data/vistnyk.db\n")


async def test_under_nohup_it_outlives_its_terminal() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        until_told()
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().remove_signal_handler(number)
        signal.signal(signal.SIGHUP, before)


async def test_it_works_where_what_it_prints_does_not_arrive(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    settings = {"BOT_TOKEN": sandbox.token, "TELEGRAM_API_URL": sandbox.address}
    async with running(tmp_path, Path("/dev/full"), **settings) as process:
        assert await line_of(process.stderr) == "Made data/vistnyk.db"
        warning = await line_of(process.stderr)
        assert warning.endswith("who the bot is could not be printed: No space left on device")
        process.send_signal(signal.SIGTERM)
        code, err = await ended(process)
    assert (code, err) == (0, "")


async def test_no_secret_of_the_settings_comes_into_the_log(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    """A request that is none: the server quotes it, token and all, in what it logs."""
    port, token = a_free_port(), "the-token-of-the-site"
    settings = {
        "BOT_TOKEN": sandbox.token,
        "TELEGRAM_API_URL": sandbox.address,
        "HTTP_PORT": str(port),
        "API_TOKENS": f"site:{token}",
    }
    async with running(tmp_path, **settings) as process:
        await line_of(process.stdout)
        for header in (f"Authorization: Bearer {token}\1", f"X: {token}\1", f"{token}\1: x"):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(f"GET /healthz HTTP/1.1\r\nHost: x\r\n{header}\r\n\r\n".encode())
            assert b" 400 " in await reader.readline()
            writer.close()
        process.send_signal(signal.SIGTERM)
        code, err = await ended(process)
    assert (code, "Traceback" in err) == (0, False), err
    assert token[:8] not in err
    assert err.count("Error handling request") == 3


@pytest.mark.slow
async def test_a_token_that_is_taken_back_ends_it_after_a_while_in_one_line(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    sandbox.world.faults.add(
        "refuse", method="getUpdates", code=401, description="Unauthorized", times=100
    )
    settings = {"BOT_TOKEN": sandbox.token, "TELEGRAM_API_URL": sandbox.address}
    async with running(tmp_path, **settings) as process:
        code, err = await ended(process)
    assert code == 1
    made, *told, ending = err.splitlines()
    assert made == "Made data/vistnyk.db"
    assert all("no updates from Telegram" in line for line in told), err
    assert ending == (
        "vistnyk: Telegram does not know the token any more (Unauthorized): "
        "put the new one from @BotFather (/mybots) into BOT_TOKEN"
    )


@pytest.mark.slow
async def test_a_bot_that_has_run_before_asks_again_where_its_token_is_not_known(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    """Telegram's server may have been started anew, too."""
    settings = {"BOT_TOKEN": sandbox.token, "TELEGRAM_API_URL": sandbox.address}
    async with running(tmp_path, **settings) as process:
        assert "Vistnyk is @" in await line_of(process.stdout)
        process.send_signal(signal.SIGTERM)
        await ended(process)
    sandbox.world.faults.add("refuse", method="getMe", code=401, description="Unauthorized")
    async with running(tmp_path, **settings) as process:
        assert "trying once more in 20 s" in await line_of(process.stderr)
        process.send_signal(signal.SIGTERM)
        code, _ = await ended(process)
    assert code == 0


async def test_settings_that_the_bots_own_group_may_read_are_no_cause_to_warn(
    tmp_path: Path,
) -> None:
    (tmp_path / ".env").write_text("TIMEZONE=Europe/Kyiv\n")
    (tmp_path / ".env").chmod(0o640)
    settings = {"BOT_TOKEN": "1:very-secret", "TELEGRAM_API_URL": NOBODY}
    async with running(tmp_path, **settings) as process:
        assert await line_of(process.stderr) == "Made data/vistnyk.db"


async def test_ctrl_c_ends_it_while_telegram_is_out_of_reach(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("TIMEZONE=Europe/Kyiv\nOWNER_ID=1\n")
    (tmp_path / ".env").chmod(0o644)
    settings = {"BOT_TOKEN": "1:very-secret", "TELEGRAM_API_URL": NOBODY}
    async with running(tmp_path, **settings) as process:
        assert "others may read .env" in await line_of(process.stderr)
        told = await line_of(process.stderr)
        assert "OWNER_ID in .env is no setting; is OWNER_IDS meant?" in told
        assert await line_of(process.stderr) == "Made data/vistnyk.db"
        waits = await line_of(process.stderr)
        assert waits.endswith(
            "Telegram cannot be reached: no connection: Connection refused; trying again in 1 s"
        )
        process.send_signal(signal.SIGINT)
        code, err = await ended(process)
    assert (code, "Traceback" in err) == (0, False), err
    assert "secret" not in err
