"""What an update costs, and how soon it is answered: Vistnyk beside plain aiogram bots.

Run it with `make bench`. Each bot is a process that has its updates from the same stand-in for
Telegram, by polling and by webhook (aiogram's own takes an update in the background). People
write `/start` (each for the first time) and `/latest`, and press a button to follow a section. At
full load all of them do at once; then at half the pace that the bot has kept, and at a hundred a
second, where fewer are there to be served together. At last 10,000
strangers press a button at once, and an editor publishes meanwhile.
"""

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from bot.commands.machine import machine
from bot.config import FixedSettings
from bot.sandbox.rapid.process import RapidProcess, rapid_process
from tests.benchmarks.bars import Bar
from tests.benchmarks.contest import load, say
from tests.benchmarks.crowd import Asked, AtFull, AtPace, Crowd
from tests.benchmarks.press import publishing
from tests.builders import a_published_article, address_of, migrated
from tests.journeys.processes import bot_process, environment
from tests.ports import a_free_port
from tests.postgres import run_server, tools

_ROOT = str(Path(__file__).parents[2])
_ARTICLES = 20
_RUSH = 100.0  # updates a second, as many as a popular bot has at its busiest
_RATE = "1000"  # the pace of the settings: no bot here comes near
_MEANWHILE = 1.5  # seconds after many have pressed
_MOST_CPU_MS, _LEAST_PER_SECOND, _MOST_P99_MS = 3.0, 300.0, 100.0
_MOST_TO_CHANNEL_S = 1.0

Start = Callable[..., AbstractContextManager[int]]
"""Starts a bot for a `RapidProcess` in an empty folder, with `hook` by webhook; its process."""


@dataclass(frozen=True, slots=True)
class Measured:
    bot: str
    asked: Asked
    full: AtFull
    half: AtPace
    rush: AtPace


@dataclass(frozen=True, slots=True)
class Crowded:
    """What became of many presses at once: seconds until those who were answered had it.

    `post_s`: from an editor's press on «publish» meanwhile to the first channel.
    """

    presses: int
    answered: int
    median_s: float
    longest_s: float
    post_s: float


def main() -> None:
    asked = _parser().parse_args()
    before = load()
    count, seconds = (300, 3.0) if asked.quick else (2000, 10.0)
    bots: dict[str, Start] = {
        "vistnyk, SQLite": _vistnyk_on_sqlite,
        **({"vistnyk, PostgreSQL": _vistnyk_on_postgresql} if tools() else {}),
        "plain aiogram": _plain("plain_bot"),
        "aiogram, SQLite": _plain("keeping_bot"),
    }
    bots |= {f"{name}, webhook": partial(start, hook=True) for name, start in bots.items()}
    chosen = {name: start for name, start in bots.items() if asked.bot in name}
    measured = [one for name in chosen for one in _measure(name, bots[name], count, seconds)]
    print(*_table(measured), "", *_bars(measured), sep="\n")
    crowded = _crowd(count * 5)
    print("", *_bars_of_crowd(crowded), sep="\n")
    where = f"{machine()}; load before: {before}, after: {load()}"
    print(f"\n{where}")
    if asked.json:
        updates = [asdict(one) for one in measured]
        figures = {"machine": where, "updates": updates, "crowd": asdict(crowded)}
        asked.json.write_text(json.dumps(figures, ensure_ascii=False, indent=2) + "\n", "utf-8")


# --- measuring --------------------------------------------------------------------------------


def _measure(name: str, start: Start, count: int, seconds: float) -> Iterator[Measured]:
    with (
        tempfile.TemporaryDirectory(prefix="vistnyk-updates-") as folder,
        rapid_process() as rapid,
        start(rapid, Path(folder)) as process_id,
    ):
        crowd = Crowd(rapid, process_id)
        crowd.begin()
        for asked in Asked:
            say(f"{name}: {asked}")
            full = crowd.at_full(asked, count)
            half = crowd.at_pace(asked, full.per_second / 2, seconds)
            yield Measured(name, asked, full, half, crowd.at_pace(asked, _RUSH, seconds / 2))


@contextmanager
def _vistnyk_on_sqlite(rapid: RapidProcess, folder: Path, *, hook: bool = False) -> Iterator[int]:
    with _vistnyk(rapid, folder, address_of(folder / "updates.db"), hook) as process_id:
        yield process_id


@contextmanager
def _vistnyk_on_postgresql(
    rapid: RapidProcess, folder: Path, *, hook: bool = False
) -> Iterator[int]:
    with run_server() as server:
        url = f"postgresql+asyncpg://{server.address}/postgres"
        with _vistnyk(rapid, folder, url, hook) as process_id:
            yield process_id


@contextmanager
def _vistnyk(
    rapid: RapidProcess,
    folder: Path,
    database_url: str,
    hook: bool,  # noqa: FBT001 - as above
) -> Iterator[int]:
    settings = FixedSettings.model_validate(
        {
            "bot_token": rapid.token,
            "telegram_api_url": rapid.address,
            "database_url": database_url,
        }
    )
    asyncio.run(_fill(database_url))
    changed = {"PYTHONPATH": _ROOT, "RATE_PER_SECOND": _RATE, **(_by_webhook() if hook else {})}
    with bot_process(settings, folder, **changed) as process:
        yield process.pid


def _by_webhook() -> dict[str, str]:
    """What the environment holds of a bot that Telegram brings its updates to."""
    port = a_free_port()
    own = f"http://127.0.0.1:{port}"
    return {"HTTP_PORT": str(port), "WEBHOOK_URL": own, "WEBHOOK_SECRET": "a-secret-of-16-or-more"}


async def _fill(database_url: str) -> None:
    async with migrated(database_url) as storage:
        for number in range(_ARTICLES):
            headline = f"Порт номер {number:03} відкрив зелений термінал"
            await a_published_article(storage, headline)


def _crowd(presses: int) -> Crowded:
    """At the pace that a token usually has, and on SQLite."""
    say(f"{presses:,} presses at once")
    with (
        tempfile.TemporaryDirectory(prefix="vistnyk-crowd-") as folder,
        publishing(Path(folder), readers=10, channels=3, rate=29, drafts=1, limits=()) as press,
    ):
        crowd = Crowd(press.rapid, press.process_id)
        pressed_at = crowd.press_at_once(presses)
        time.sleep(_MEANWHILE)
        first, *_ = press.posts(press.publish())
        waited = crowd.waited(pressed_at)
    median, longest = round(statistics.median(waited), 1), round(max(waited), 1)
    return Crowded(presses, len(waited), median, longest, post_s=round(first, 2))


def _plain(module: str) -> Start:
    @contextmanager
    def start(rapid: RapidProcess, folder: Path, *, hook: bool = False) -> Iterator[int]:
        settings = FixedSettings.model_validate(
            {"bot_token": rapid.token, "telegram_api_url": rapid.address}
        )
        changed = {"PYTHONPATH": _ROOT, "DATABASE": str(folder / "plain.db")}
        changed |= _by_webhook() if hook else {}
        with subprocess.Popen(
            [sys.executable, "-m", f"tests.benchmarks.{module}"],
            cwd=folder,
            env=environment(settings, **changed),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            try:
                yield process.pid
            finally:
                process.kill()

    return start


# --- what is printed --------------------------------------------------------------------------


def _table(measured: Sequence[Measured]) -> Iterator[str]:
    yield (
        f"{'bot':<29} {'asked':<8} {'updates':>7} {'CPU ms each':>11} {'updates/s':>9}"
        f" {'half: /s':>8} {'CPU ms':>6} {'p50 ms':>7} {'p99 ms':>7}"
        f" {'100/s: CPU ms':>13} {'p50 ms':>7} {'p99 ms':>7} {'unanswered':>10}"
    )
    for one in measured:
        full, half, rush = one.full, one.half, one.rush
        yield (
            f"{one.bot:<29} {one.asked:<8} {full.updates:>7,} {full.cpu_ms:>11.2f}"
            f" {full.per_second:>9,.0f} {half.rate:>8,.0f} {half.cpu_ms:>6.2f}"
            f" {half.answers.median_ms:>7.1f} {half.answers.p99_ms:>7.1f}"
            f" {rush.cpu_ms:>13.2f} {rush.answers.median_ms:>7.1f} {rush.answers.p99_ms:>7.1f}"
            f" {full.unanswered + half.unanswered + rush.unanswered:>10}"
        )


def _bars(measured: Sequence[Measured]) -> Iterator[Bar]:
    for one in measured:
        if not one.bot.startswith("vistnyk, SQLite"):
            continue
        how = "by webhook, " if one.bot.endswith("webhook") else ""
        cpu, pace, p99 = one.full.cpu_ms, one.full.per_second, one.half.answers.p99_ms
        yield Bar(
            f"{how}{one.asked}: at most {_MOST_CPU_MS:g} ms of CPU",
            f"{cpu:.2f}",
            cpu <= _MOST_CPU_MS,
        )
        least = _LEAST_PER_SECOND
        yield Bar(f"{how}{one.asked}: at least {least:g} updates/s", f"{pace:.0f}", pace >= least)
        yield Bar(
            f"{how}{one.asked}: 99 of 100 answered within {_MOST_P99_MS:g} ms at half of that",
            f"{p99:.0f} ms",
            p99 <= _MOST_P99_MS,
        )


def _bars_of_crowd(crowded: Crowded) -> Iterator[Bar]:
    many, answered, post = crowded.presses, crowded.answered, crowded.post_s
    times = f"half within {crowded.median_s} s, the last after {crowded.longest_s} s"
    yield Bar(
        f"{many:,} presses at once are all answered", f"{answered:,}; {times}", answered == many
    )
    yield Bar(
        f"and a story reaches its first channel in less than {_MOST_TO_CHANNEL_S:g} s meanwhile",
        f"{post} s",
        post < _MOST_TO_CHANNEL_S,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="300 updates of each: a first idea")
    parser.add_argument("--bot", default="", help="only those with this in their name")
    parser.add_argument("--json", type=Path, help="also keep the figures in this file")
    return parser


if __name__ == "__main__":
    main()
