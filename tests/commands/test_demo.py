"""`demo` plays a newsroom's morning without a token; `sandbox` is Telegram's stand-in alone."""

import json
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest

from bot.app import assemble
from bot.commands.demo import fetcher_for, see_it_delivered, undelivered
from bot.commands.exit_codes import CommandError
from bot.config import FixedSettings
from bot.demo.sample_newsroom import ENGLISH, UKRAINIAN, SampleNewsroom, headline
from bot.domain.errors import RefusedError
from bot.sandbox.sandbox_server import SANDBOX_TOKEN
from tests.builders import a_channel, a_draft, a_reader, address_of, said
from tests.clock import NOON
from tests.commands.calling import VISTNYK, a_file, call_forked, environment
from tests.sites import a_site, says

_PATIENCE = 60.0  # seconds; only a command that hangs takes them
A_REAL_BOTS = {
    "BOT_TOKEN": "123456:the-real-bots-own-token",
    "TELEGRAM_API_URL": "http://127.0.0.1:9",
    "DATABASE_URL": "sqlite+aiosqlite:///real.db",
    "OWNER_IDS": "1",
    "TIMEZONE": "Mars/Phobos",
}


@contextmanager
def a_taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield taken.getsockname()[1]


@contextmanager
def started(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """`vistnyk …` in the folder, with a folder for temporary files; killed if it still runs."""
    (folder / "tmp").mkdir()
    process = subprocess.Popen(
        [*VISTNYK, *arguments],
        cwd=folder,
        env=environment({"TMPDIR": str(folder / "tmp")}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline()


def is_open(host: str, port: int) -> bool:
    with suppress(ConnectionRefusedError), socket.create_connection((host, port), timeout=5):
        return True
    return False


# --- demo -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "newsroom",
    [pytest.param(UKRAINIAN, id="uk"), pytest.param(ENGLISH, id="en", marks=pytest.mark.slow)],
)
def test_the_demonstration_says_what_was_posted_where_and_touches_nothing_real(
    newsroom: SampleNewsroom, tmp_path: Path
) -> None:
    """One run for all of it, since it takes a while: beside a real bot's settings, port taken."""
    (tmp_path / "tmp").mkdir()
    a_file(tmp_path, "".join(f"{name}={value}\n" for name, value in A_REAL_BOTS.items()), ".env")
    with a_taken_port() as taken:
        settings = {**A_REAL_BOTS, "TMPDIR": str(tmp_path / "tmp")}
        outcome = call_forked(
            *("demo", "--once", "--lang", newsroom.language, "--port", str(taken)),
            folder=tmp_path,
            settings=settings,
        )
    assert (outcome.exit_code, outcome.err) == (0, "")
    found = re.search(r"http://127\.0\.0\.1:(\d+)", outcome.out)
    assert found
    assert taken < int(found[1]) < taken + 20

    steps = [line for line in outcome.out.splitlines() if line.startswith("· ")]
    tokyo, buckwheat, train = map(headline, newsroom.pages())
    ferry = newsroom.pictured.headline
    for step, told in zip(steps[3:], (tokyo, buckwheat, ferry, "the feed", train), strict=True):
        assert told in step

    world, economy = newsroom.channels.values()
    assert outcome.out.partition("Posted:\n")[2].splitlines() == [
        f"  channel «{world}»: {tokyo}",
        f"  channel «{world}»: {ferry}",
        f"  channel «{economy}»: {buckwheat}",
        f"  reader {newsroom.reader[0]}: {tokyo}",
        f"  reader {newsroom.reader[0]}: {ferry}",
    ]

    assert sorted(path.name for path in tmp_path.iterdir()) == [".env", "tmp"]
    assert not list((tmp_path / "tmp").iterdir())


@pytest.mark.slow
def test_ctrl_c_ends_it_in_mid_story_with_0_and_it_listened_on_this_machine_alone(
    tmp_path: Path,
) -> None:
    """Code 0: «Ctrl-C stops it» is what the demonstration itself says, and no failure."""
    with started(tmp_path, "demo", "--port", "0") as process:
        found = re.search(r"http://127\.0\.0\.1:(\d+)", line_of(process))
        assert found
        port = int(found[1])
        assert is_open("127.0.0.1", port)
        assert not is_open("127.0.0.2", port)
        assert line_of(process).startswith("· ")
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=_PATIENCE)
        assert (process.returncode, err) == (0, "")
    assert not is_open("127.0.0.1", port)
    assert not list((tmp_path / "tmp").iterdir())


async def test_its_bot_reads_the_site_of_the_demonstration_and_nothing_else_of_this_machine() -> (
    None
):
    async with a_site(says(b"page")) as site, a_site(says(b"secret")) as other:
        fetcher = fetcher_for(site.at(path=""))
        assert (await fetcher.fetch(site.at("/news/a"))).data == b"page"
        for address in (other.at(), site.at(host="localhost"), site.at(host="127.0.0.2")):
            with pytest.raises(RefusedError, match="address_inside"):
                await fetcher.fetch(address)
    assert other.requests == []


async def test_what_was_not_delivered_is_named_with_its_reason(database: Path) -> None:
    app = assemble(FixedSettings(database_url=address_of(database)))
    await a_channel(app.storage)
    await a_reader(app.storage)
    article_id = await a_draft(app.storage, "Порт відкрив термінал")
    await app.publishing.publish(article_id)
    async with app.storage.writing() as tx:
        await tx.ledger.fan_out(article_id, NOON)
    assert await undelivered(app) == [
        "«Порт відкрив термінал» to channel «Світ» (due)",
        "«Порт відкрив термінал» to 1 of its readers (not settled)",
    ]
    async with app.storage.writing() as tx:
        await tx.ledger.stop_article(article_id, said("message is too long"))
    assert await undelivered(app) == [
        "«Порт відкрив термінал» to channel «Світ» (message is too long)",
        "«Порт відкрив термінал» to 1 of its readers (message is too long)",
    ]
    await app.close()
    with pytest.raises(CommandError, match="not delivered: this; that"):
        see_it_delivered(["this", "that"])


# --- sandbox ----------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_sandbox_prints_what_a_bot_needs_and_answers_it(tmp_path: Path) -> None:
    with started(tmp_path, "sandbox", "--port", "0") as process:
        assert "The sandbox is at http://127.0.0.1:" in line_of(process)
        address = line_of(process).strip().removeprefix("TELEGRAM_API_URL=http://")
        token = line_of(process).strip().removeprefix("BOT_TOKEN=")
        assert token == SANDBOX_TOKEN
        with closing(HTTPConnection(address, timeout=_PATIENCE)) as line:
            line.request("GET", f"/bot{token}/getMe")
            assert json.load(line.getresponse())["result"]["is_bot"]
            line.request("GET", "/")
            assert line.getresponse().getheader("Content-Type", "").startswith("text/html")
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=_PATIENCE)
        assert (process.returncode, err) == (0, "")


@pytest.mark.slow
def test_the_sandbox_bears_the_name_and_the_people_of_whoevers_bot_it_is(tmp_path: Path) -> None:
    named = ("--name", "Погода", "--username", "@weather_bot", "--person", "Ann:en")
    for options, name, people in (
        (named, "weather_bot", [("Ann", "en")]),
        ((), "sandbox_bot", [("Марія", "uk"), ("Alex", "en")]),
    ):
        folder = tmp_path / name
        folder.mkdir()
        with started(folder, "sandbox", "--port", "0", *options) as process:
            line_of(process)
            address = line_of(process).strip().removeprefix("TELEGRAM_API_URL=http://")
            with closing(HTTPConnection(address, timeout=_PATIENCE)) as line:
                line.request("GET", "/sandbox/state")
                state = json.load(line.getresponse())
        assert state["bot"]["username"] == name
        assert [(p["first_name"], p["language_code"]) for p in state["people"]] == people
    nobody = call_forked("sandbox", "--person", ":en", folder=tmp_path)
    assert nobody.complaint(2) == "--person ':en': a person has a name"


def test_a_taken_port_is_told_in_one_line(tmp_path: Path) -> None:
    with a_taken_port() as taken:
        failed = call_forked("sandbox", "--port", str(taken), folder=tmp_path)
    assert failed.complaint(1) == f"port {taken}: Address already in use"
