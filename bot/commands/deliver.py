"""`deliver`: how fast an article reaches its readers, against a stand-in in a second process."""

import asyncio
import logging
import sqlite3
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import typer

from bot.app import App, assemble
from bot.commands.exit_codes import CommandError, only
from bot.commands.machine import cpu_seconds, fastest_loop, machine, peak_rss_mb
from bot.commands.outputs import print_json
from bot.config import FixedSettings
from bot.delivery.gc_tuning import spare_the_collector
from bot.delivery.handshake import CannotConnectError, read_username
from bot.delivery.http_transport import HttpTransport
from bot.delivery.pacer import Pacer
from bot.delivery.rates import Rates
from bot.delivery.telegram import Telegram
from bot.delivery.worker import Worker
from bot.demo.sample_newsroom import samples
from bot.domain.article import Article
from bot.domain.delivery import State
from bot.intake.text.page_text import read_page_text
from bot.logs import set_up_logs
from bot.sandbox.rapid.process import RapidProcess, rapid_process

_FIRST_READER = 1_000_000_001
_LOOK = 0.2  # seconds between looks whether everything is shown

Arrived = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Load:
    """What is asked: `messages` of them are waited for, of as many readers; rates per second."""

    readers: int
    messages: int
    rate: float
    latency: float = 0
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """What was measured. The CPU is this process's, user and system, from «publish» on."""

    name: str
    readers: int
    rate: float
    latency_s: float
    messages_per_second: float | None
    cpu_ms_per_message: float
    peak_rss_mb: float
    first_message_s: float
    wasted_429: int
    messages: int
    loop: str


def deliver(load: Load, *, as_json: bool) -> None:
    set_up_logs(level=logging.WARNING)
    loop, factory = fastest_loop()
    try:
        with asyncio.Runner(loop_factory=factory) as runner:
            run = runner.run(_deliver(load, loop, quiet=as_json))
    except (OSError, CannotConnectError, BaseExceptionGroup) as fault:
        raise _ending(fault) from None
    if as_json:
        print_json({"machine": machine(), "runs": [asdict(run)]})
    else:
        _print(run, load)


# --- the delivery -----------------------------------------------------------------------------


async def _deliver(load: Load, loop: str, *, quiet: bool) -> Run:
    limit = () if load.limit is None else ("--limit-per-second", str(load.limit))
    with (
        tempfile.TemporaryDirectory(prefix="vistnyk-deliver-") as folder,
        rapid_process("--latency", str(load.latency), *limit) as rapid,
    ):
        database = Path(folder) / "deliver.db"
        async with _publishing(database, rapid) as app, HttpTransport(rapid.address) as wire:
            article = await _article(app)
            await asyncio.to_thread(_add_readers, database, article, load.readers)
            telegram = Telegram(wire, rapid.token)
            pacer = Pacer(app.storage, app.clock, Rates(load.rate))
            worker = app.worker(telegram, await read_username(telegram), pacer)
            return await _measure(app, worker, article, rapid, load, loop=loop, quiet=quiet)


@asynccontextmanager
async def _publishing(database: Path, rapid: RapidProcess) -> AsyncIterator[App]:
    """The app on a database of its own: no setting of a real bot is looked at."""
    settings = FixedSettings(
        bot_token=rapid.token,
        telegram_api_url=rapid.address,
        database_url=f"sqlite+aiosqlite:///{database}",
    )
    app = assemble(settings)
    try:
        await app.start()
        yield app
    finally:
        await app.close()


async def _article(app: App) -> Article:
    (kept,) = await app.imports.keep([read_page_text(samples()[0], zone=app.settings.zone)])
    return await app.archive.article(kept.article_id)


def _add_readers(database: Path, article: Article, count: int) -> None:
    """Followers of the article's section, all in one statement: a million takes seconds."""
    assert article.section  # noqa: S101 - the samples' sections exist
    with closing(sqlite3.connect(database, timeout=30)) as connection:
        connection.execute(
            "WITH RECURSIVE chat(id) AS"
            " (SELECT ? UNION ALL SELECT id + 1 FROM chat WHERE id < ?)"
            " INSERT INTO reader (chat_id, language, state, joined_at)"
            " SELECT id, 'uk', 'active', ? FROM chat",
            [_FIRST_READER, _FIRST_READER + count - 1, int(time.time() * 1000)],
        )
        connection.execute(
            "INSERT INTO follow (section_id, reader_id) SELECT ?, id FROM reader",
            [article.section.id],
        )
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


async def _measure(
    app: App,
    worker: Worker,
    article: Article,
    rapid: RapidProcess,
    load: Load,
    *,
    loop: str,
    quiet: bool,
) -> Run:
    app.pages.label(app.settings.default_language)  # which a bot at work has long read
    spare_the_collector()
    async with asyncio.TaskGroup() as group:
        working = group.create_task(worker.run(alone=True))
        started, cpu = time.time(), cpu_seconds()
        await app.publishing.publish(article.id)
        with _bar(load.messages, quiet=quiet) as arrived:
            await _wait_for(app, rapid, load, arrived)
        cpu, memory = cpu_seconds() - cpu, peak_rss_mb()
        worker.stop()
        await working
    count = await asyncio.to_thread(rapid.count)
    shown = (await app.reports.status(article.id)).progress.readers.get(State.SHOWN, 0)
    check(shown, count, load)
    return Run(
        name="vistnyk",
        readers=load.readers,
        rate=load.rate,
        latency_s=load.latency,
        messages_per_second=_rounded(count["overall_per_second"]),
        cpu_ms_per_message=round(1000 * cpu / count["accepted"], 4),
        peak_rss_mb=round(memory, 1),
        first_message_s=round(count["first_at"] - started, 3),
        wasted_429=sum(count["refused"].values()),
        messages=count["accepted"],
        loop=loop,
    )


async def _wait_for(app: App, rapid: RapidProcess, load: Load, arrived: Arrived) -> None:
    """Until so many have arrived, every reader has a row, and what is waited for is written down.

    The ledger is asked last: its answer costs a look at many rows, and it is its speed that we
    measure.
    """
    while (accepted := (await asyncio.to_thread(rapid.count))["accepted"]) < load.messages:
        arrived(accepted)
        await asyncio.sleep(_LOOK)
    while await _is_owed(app, load):  # noqa: ASYNC110 - a table has no event
        await asyncio.sleep(_LOOK)


async def _is_owed(app: App, load: Load) -> bool:
    async with app.storage.reading() as tx:
        if load.messages < load.readers:
            return bool(await tx.ledger.open_fan_outs())
        return await tx.ledger.is_open()


def check(shown: int, count: Mapping[str, Any], load: Load) -> None:
    """Hold the ledger's account against the stand-in's own. Raises `CommandError`."""
    once = sum(text["private"]["chats_1"] for text in count["texts"].values())
    enough = shown >= load.messages
    if not enough or not shown == once == count["accepted"]:
        raise CommandError(
            f"the ledger says shown {shown} of {load.readers}; the stand-in accepted"
            f" {count['accepted']}, and {once} chats have it once"
        )


def _ending(fault: BaseException) -> BaseException:
    one = only(fault)
    if isinstance(one, OSError | CannotConnectError):
        return CommandError(str(one))
    return one


# --- what is seen of it -----------------------------------------------------------------------


@contextmanager
def _bar(messages: int, *, quiet: bool) -> Iterator[Arrived]:
    """A bar on a terminal, told how many have arrived."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 - only where one watches
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("Delivering", total=messages)
        yield lambda count: progress.update(bar, completed=count)


def _print(run: Run, load: Load) -> None:
    limit = "none" if load.limit is None else f"{load.limit} messages/s"
    lines = {
        "machine": machine(),
        "readers": f"{run.readers:,}, of whom {run.messages:,} were sent the article",
        "asked": f"{run.rate:g} messages/s, {run.latency_s * 1000:g} ms latency, limit {limit}",
        "event loop": run.loop,
        "ledger": "SQLite on disk, synchronous=FULL; its account is that of the stand-in",
        "messages/s": f"{run.messages_per_second or 0:,.1f}",
        "CPU a message": f"{run.cpu_ms_per_message:.3f} ms",
        "peak memory": f"{run.peak_rss_mb:.0f} MB",
        "first message": f"{run.first_message_s:.3f} s after «publish»",
        "wasted 429": str(run.wasted_429),
    }
    for name, value in lines.items():
        typer.echo(f"{name:<14} {value}")


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
