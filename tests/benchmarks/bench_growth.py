"""What growth costs: newsrooms of a thousand to a million readers and articles, side by side.

Run it with `make bench`. On each database, a newsroom is written that has grown so far; then the
whole bot runs on it as a process, against a stand-in for Telegram, people write to it, and an
article goes to all readers.
"""

import argparse
import asyncio
import json
import os
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from bot.app import assemble
from bot.commands.machine import machine
from bot.config import FixedSettings
from bot.domain.buttons import Publish
from bot.domain.clock import system_clock
from bot.domain.shelves import Edge, ShelfKey
from bot.sandbox.rapid.process import RapidProcess, rapid_process
from storage.schema import fan_out
from storage.storage import Storage
from tests.benchmarks.bars import Bar
from tests.benchmarks.contest import load, say
from tests.benchmarks.grown import grow
from tests.benchmarks.growth_chart import growth_chart
from tests.benchmarks.visitors import Visitors
from tests.builders import SVIT, a_draft, migrated
from tests.journeys.processes import bot_process
from tests.kill.house import House
from tests.kill.plan import Plan
from tests.postgres import Server, run_server, tools
from tests.tables import engine_of

_ROOT = Path(__file__).parents[2]
_SIZES, _FEW = (1_000, 10_000, 100_000, 1_000_000), (1_000, 10_000)
_RATE, _LATENCY = 1000, 0.05
_CHANNELS, _PEOPLE, _TIMES = 5, 20, 5
_FIRST_PERSON = 3_000_000_001
_SENDING = 8.0  # seconds
_LOOK = 0.02
_MOST_MORE_MB, _FIRST_WITHIN_S = 60, 1.0
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Run:
    """Of one newsroom. The CPU is the bot's alone: of PostgreSQL's server nothing is counted."""

    database: str
    readers: int
    first_message_s: float
    first_reader_s: float
    rows_per_second: int
    cpu_ms_per_message: float
    peak_mb: int
    claim_ms: float
    start_ms: float
    latest_ms: float
    archive_ms: float
    section_ms: float
    archive_end_ms: float


def main() -> None:
    asked = _parser().parse_args()
    before = load()
    runs = []
    for name, place in _DATABASES.items():
        if name == "PostgreSQL" and tools() is None:
            say("PostgreSQL is not installed")
            continue
        for size in _FEW if asked.quick else asked.sizes:
            say(f"{name}, {size:,} readers")
            with place() as database:
                runs.append(_run(name, database, size))
            print(json.dumps(asdict(runs[-1])), flush=True)
    print(*_table(runs), "", *_bars(runs), sep="\n")
    where = f"{machine()}; load before: {before}, after: {load()}"
    print(f"\n{where}")
    if asked.json:
        figures = {"machine": where, "growth": [asdict(run) for run in runs]}
        asked.json.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")
    if asked.chart:
        asked.chart.write_text(growth_chart([asdict(run) for run in runs]), "utf-8")


@contextmanager
def _on_sqlite() -> Iterator[Path | str]:
    with tempfile.TemporaryDirectory(prefix="vistnyk-growth-") as folder:
        yield Path(folder) / "growth.db"


@contextmanager
def _on_postgresql() -> Iterator[Path | str]:
    with run_server() as server:
        yield Server(server.address).url


_DATABASES = {"SQLite": _on_sqlite, "PostgreSQL": _on_postgresql}


# --- measuring --------------------------------------------------------------------------------


def _run(name: str, database: Path | str, size: int) -> Run:
    house = House(database, Plan(seed=0, readers=size, channels=_CHANNELS))
    asyncio.run(grow(house, size))
    article_id = asyncio.run(_draft(house))
    with ExitStack() as stack:
        rapid = stack.enter_context(rapid_process("--latency", str(_LATENCY)))
        settings = FixedSettings.model_validate(
            {
                "bot_token": rapid.token,
                "telegram_api_url": rapid.address,
                "database_url": house.url,
                "owner_ids": (house.desk,),
            }
        )
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        changed = {"PYTHONPATH": str(_ROOT), "RATE_PER_SECOND": str(_RATE)}
        bot = stack.enter_context(bot_process(settings, folder, **changed))
        visitors = Visitors(rapid)
        visitors.answered(_FIRST_PERSON, visitors.say(_FIRST_PERSON, "/start"))
        start_ms = _answers(visitors, "/start")
        latest_ms = _answers(visitors, "/latest")
        pressed_at = visitors.press(house.desk, Publish(article_id, breaking=False))
        first = _first(rapid, range(min(house.channels), max(house.channels) + 1), pressed_at)
        first_reader = _first(rapid, house.readers[:100], pressed_at)
        _wait_for_rows(house, article_id)
        rows_per_second = round(size / (time.time() - pressed_at))
        cpu_ms = _cpu_per_message(rapid, bot.pid, size)
        peak_mb = _peak_mb(bot.pid)
        bot.terminate()
        bot.wait()
        return Run(
            name,
            size,
            first_message_s=round(first, 3),
            first_reader_s=round(first_reader, 3),
            rows_per_second=rows_per_second,
            cpu_ms_per_message=cpu_ms,
            peak_mb=peak_mb,
            start_ms=start_ms,
            latest_ms=latest_ms,
            **asyncio.run(_ask(settings)),
        )


async def _draft(house: House) -> int:
    async with migrated(house.database) as storage:
        return await a_draft(storage, "Порт Гданська добудував причал")


def _answers(visitors: Visitors, text: str) -> float:
    """Milliseconds until somebody is answered, in the middle."""
    people = range(_FIRST_PERSON + 1, _FIRST_PERSON + 1 + _PEOPLE)
    taken = [visitors.answered(person, visitors.say(person, text)) for person in people]
    return round(1000 * statistics.median(taken), 1)


def _first(rapid: RapidProcess, chats: range, since: float) -> float:
    while True:
        found = [at for _, at in rapid.arrivals(chats) if at >= since]
        if found:
            return min(found) - since
        time.sleep(_LOOK)


def _wait_for_rows(house: House, article_id: int) -> None:
    """Until each reader has a row."""
    with engine_of(house.url).connect().execution_options(isolation_level="AUTOCOMMIT") as line:
        mark = select(fan_out.c.last_id, fan_out.c.high_id).where(
            fan_out.c.article_id == article_id
        )
        while (at := line.execute(mark).one()).last_id < at.high_id:
            time.sleep(_LOOK)


def _cpu_per_message(rapid: RapidProcess, process_id: int, size: int) -> float:
    cpu, sent = _cpu_seconds(process_id), rapid.count()["accepted"]
    until = time.monotonic() + _SENDING
    while time.monotonic() < until and rapid.count()["accepted"] < size:
        time.sleep(0.2)
    more: int = rapid.count()["accepted"] - sent
    return round(1000 * (_cpu_seconds(process_id) - cpu) / max(1, more), 3)


def _cpu_seconds(process_id: int) -> float:
    _, _, stat = Path(f"/proc/{process_id}/stat").read_text().rpartition(") ")
    user, system = stat.split()[11:13]
    return (int(user) + int(system)) / _TICKS


def _peak_mb(process_id: int) -> int:
    status = Path(f"/proc/{process_id}/status").read_text()
    return round(int(status.split("VmHWM:")[1].split(maxsplit=1)[0]) / 1024)


async def _ask(settings: FixedSettings) -> dict[str, float]:
    """What is asked of the database, with as much owed as the stopped bot has left."""
    app = assemble(settings)
    try:
        times = {
            "claim_ms": await _median_ms(lambda: _claim(app.storage)),
            "archive_ms": await _median_ms(app.archive.page, 1),
            "section_ms": await _median_ms(lambda: app.archive.page(ShelfKey(SVIT))),
            "archive_end_ms": await _median_ms(lambda: app.archive.page(edge=Edge(1, newer=True))),
        }
    finally:
        await app.close()
    return times


async def _claim(storage: Storage) -> None:
    """A claim of a hundred rows, and everything as it was."""
    with suppress(InterruptedError):
        async with storage.writing() as tx:
            await tx.ledger.claim(100, system_clock(), timedelta(minutes=5))
            raise InterruptedError


async def _median_ms(work: Callable[[], Awaitable[object]], times: int = _TIMES) -> float:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        await work()
        taken.append(time.perf_counter() - began)
    return round(1000 * statistics.median(taken), 1)


# --- what is printed --------------------------------------------------------------------------


def _table(runs: Sequence[Run]) -> Iterator[str]:
    yield (
        f"{'database':<10} {'readers':>9} {'first s':>7} {'reader s':>8} {'rows/s':>8}"
        f" {'CPU ms':>7} {'peak MB':>7} {'claim ms':>8} {'/start ms':>9} {'/latest ms':>10}"
        f" {'archive ms':>10} {'section ms':>10} {'its end ms':>10}"
    )
    for run in runs:
        yield (
            f"{run.database:<10} {run.readers:>9,} {run.first_message_s:>7.2f}"
            f" {run.first_reader_s:>8.2f} {run.rows_per_second:>8,} {run.cpu_ms_per_message:>7.3f}"
            f" {run.peak_mb:>7} {run.claim_ms:>8.1f} {run.start_ms:>9.1f} {run.latest_ms:>10.1f}"
            f" {run.archive_ms:>10.1f} {run.section_ms:>10.1f} {run.archive_end_ms:>10.1f}"
        )


def _bars(runs: Sequence[Run]) -> Iterator[Bar]:
    for name in _DATABASES:
        of_one = [run for run in runs if run.database == name]
        if not of_one:
            continue
        few, many = of_one[0], of_one[-1]
        yield Bar(
            f"{name}, {many.readers:,} readers: the first message within {_FIRST_WITHIN_S:g} s",
            f"{many.first_message_s:.2f} s",
            many.first_message_s < _FIRST_WITHIN_S,
        )
        yield Bar(
            f"{name}, {many.readers:,} readers: `run` within {_MOST_MORE_MB} MB of its memory for"
            f" {few.readers:,}",
            f"{few.peak_mb} MB and {many.peak_mb} MB",
            many.peak_mb - few.peak_mb <= _MOST_MORE_MB,
        )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="up to 10,000: a first idea")
    parser.add_argument("--sizes", type=int, nargs="+", default=_SIZES, help="how many readers")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the figures there")
    parser.add_argument("--chart", type=Path, metavar="FILE", help="draw the charts there (SVG)")
    return parser


if __name__ == "__main__":
    main()
