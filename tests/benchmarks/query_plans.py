"""How both databases go about the statements that take most of their time, with a million readers.

`python -m tests.benchmarks.query_plans > docs/query-plans.md`: on each database a newsroom is
written that has grown so far, the bot works on it for a while, and is stopped with most of a
publication owed. Then each statement is explained with the values that it came with last.
"""

import argparse
import asyncio
import re
import sqlite3
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import psycopg
from psycopg.sql import Literal
from sqlalchemy import func, select

from bot.app import App, assemble
from bot.commands.machine import machine
from bot.config import FixedSettings
from bot.domain.archive_buttons import Browse, ShowCalendar, ShowNames
from bot.domain.buttons import Publish, Read
from bot.domain.press import Press
from bot.sandbox.rapid.process import RapidProcess, rapid_process
from storage.schema import article
from storage.storage import Storage, Transaction
from tests.benchmarks.contest import say
from tests.benchmarks.grown import grow
from tests.benchmarks.heard import Ear, Heard
from tests.benchmarks.visitors import Visitors
from tests.builders import SVIT, a_content, a_page
from tests.kill.house import House
from tests.kill.plan import Plan
from tests.postgres import Server, run_server
from tests.tables import engine_of

_HOTTEST, _SELDOM = 20, 25
_FIRST_PERSON, _PEOPLE = 3_000_000_001, 20
_PAUSE, _SENDING = 0.5, 20.0  # seconds
_BLOCKED: Final = "0.002"  # of the readers have
_COLUMNS: Final = re.compile(r"^SELECT .*? FROM ")
_LONGEST = 330  # characters of a statement that are shown
_PREPARED: Final = ("force_custom_plan", "force_generic_plan")
_HEAD: Final = """# Query plans

What SQLite and PostgreSQL do for the statements that take most of their time, with {size:,}
readers (each follows a section or two), as many articles in the archive, and a ledger of as many
rows of an earlier publication. The bot worked for a while: people wrote, an editor pasted a page,
published it and asked for its status; its readers' rows were written, {sending:g} seconds of them
were sent at 1,000 a second, and one in 500 had blocked the bot. The plans are of the moment after
that, when nearly all of that publication is owed.

Written by `make plans`; {machine}.
[Decision 39](decisions/0039-an-index-for-what-is-few.md) says what they taught.

On SQLite look for `SCAN` of a large table, and for `USE TEMP B-TREE` of more than a page. On
PostgreSQL compare `rows`, which each step has seen, with what the statement returns. asyncpg
prepares statements, so that PostgreSQL may take a generic plan instead of one for the values:
where they differ, both are shown. Times are by the clock on a shared machine, and have the waits
of other tasks in them.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=1_000_000)
    size = parser.parse_args().readers
    print(_HEAD.format(size=size, sending=_SENDING, machine=machine()))
    with tempfile.TemporaryDirectory(prefix="vistnyk-plans-") as folder:
        path = Path(folder) / "plans.db"
        busy, seldom = _work(path, size)
        with closing(sqlite3.connect(path)) as connection:
            _print("SQLite", busy, seldom, lambda one: _on_sqlite(connection, one))
    with run_server() as server:
        url = Server(server.address).url
        busy, seldom = _work(url, size)
        with psycopg.connect(url.replace("+asyncpg", "")) as line:
            _print("PostgreSQL", busy, seldom, lambda one: _on_postgresql(line, one))


# --- a bot at work ----------------------------------------------------------------------------


def _work(database: Path | str, size: int) -> tuple[list[Heard], list[Heard]]:
    """The hottest statements of a bot at work, and those that are made now and then."""
    say(f"{database}: {size:,} readers")
    house = House(database, Plan(seed=0, readers=size, channels=5))
    asyncio.run(grow(house, size))
    with rapid_process("--latency", "0.01", "--blocked", _BLOCKED) as rapid:
        settings = FixedSettings.model_validate(
            {
                "bot_token": rapid.token,
                "telegram_api_url": rapid.address,
                "database_url": house.url,
                "owner_ids": (house.desk,),
                "rate_per_second": 1000,
            }
        )
        busy, seldom = Ear(), Ear()
        with busy.listening():
            asyncio.run(_day(settings, house, rapid))
        with seldom.listening():
            asyncio.run(_now_and_then(settings, size))
    return busy.hottest(_HOTTEST), seldom.hottest(_SELDOM)


async def _day(settings: FixedSettings, house: House, rapid: RapidProcess) -> None:
    app, stop = assemble(settings), asyncio.Event()
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(app.run(stop, lambda *_: None))
            await asyncio.sleep(_SENDING / 4)
            await _visits(Visitors(rapid), house, app)
            stop.set()
    finally:
        await app.close()


async def _visits(visitors: Visitors, house: House, app: App) -> None:
    async def told(work: Callable[..., float], *about: int | str | Press) -> None:
        await asyncio.to_thread(work, *about)
        await asyncio.sleep(_PAUSE / 10)

    people = range(_FIRST_PERSON, _FIRST_PERSON + _PEOPLE)
    for said in ("/start", "/latest", "/archive", "/topics"):
        for person in people:
            await told(visitors.say, person, said)
    newest = await asyncio.to_thread(_newest, house)
    pages = [Browse(each, beside=at) for each in (0, SVIT) for at in (0, newest, newest // 2)]
    for press in (*pages, ShowCalendar(), ShowNames("tag"), Read(newest), Read(newest // 2)):
        await told(visitors.press, people[0], press)
    await told(visitors.say, house.desk, a_page("Порт Гданська добудував причал"))
    while (draft := await asyncio.to_thread(_newest, house)) == newest:  # noqa: ASYNC110
        await asyncio.sleep(_PAUSE)
    await told(visitors.press, house.desk, Publish(draft, breaking=False))
    await asyncio.sleep(_PAUSE)
    while await _is_counting(app, draft):  # noqa: ASYNC110 - a table has no event
        await asyncio.sleep(_PAUSE)
    for said in (f"/status {draft}", f"/why {draft}", "/drafts", "/posts", "/channels"):
        await told(visitors.say, house.desk, said)
    for person in people:
        await told(visitors.say, person, "/start")
    await asyncio.sleep(_SENDING)


def _newest(house: House) -> int:
    with engine_of(house.url).connect() as connection:
        return int(connection.execute(select(func.max(article.c.id))).scalar_one())


async def _is_counting(app: App, article_id: int) -> bool:
    async with app.storage.reading() as tx:
        return article_id in await tx.ledger.open_fan_outs()


async def _now_and_then(settings: FixedSettings, size: int) -> None:
    """What the clock asks every hour, or a start, an import, a second text of an article."""
    app = assemble(settings)
    now, pages = datetime.now(UTC), range(100)
    news = [a_content(f"Порт {page}", link=f"https://news.example/{page}") for page in pages]

    async def work(tx: Transaction) -> None:
        await tx.stories.candidates(a_content("Порт", link="https://news.example/500"), now)
        await tx.imports.known(news)
        await tx.ledger.is_open()
        await tx.ledger.next_due(now)
        await tx.ledger.would_withdraw(size)
        await tx.broadcasts.next_story(now)
        await tx.pace.settle(1)
        await tx.retention.old_articles(now)
        await tx.retention.roll_up(size, now, 1000)
        await tx.retention.forget_desk(now, 1000)
        await tx.retention.forget_notices(now, 1000)
        await tx.inbox.is_left(now)
        await tx.inbox.forget(now - timedelta(days=2), now - timedelta(days=2))
        await tx.origins.of_article(size)

    try:
        await _do(app.storage, work)
    finally:
        await app.close()


async def _do(storage: Storage, work: Callable[[Transaction], Awaitable[None]]) -> None:
    async with storage.writing() as tx:
        await work(tx)


# --- what is printed --------------------------------------------------------------------------


def _print(
    name: str,
    busy: Sequence[Heard],
    seldom: Sequence[Heard],
    explain: Callable[[Heard], Iterator[str]],
) -> None:
    print(f"## {name}, the {_HOTTEST} hottest\n")
    for title, statements in (("", busy), (f"## {name}, now and then\n", seldom)):
        if title:
            print(title)
        for number, one in enumerate(statements, start=1):
            print(f"{number}. `{one.method}`: {one.times:,} times, {one.mean_ms:.1f} ms each\n")
            print("   ```", _shown(one.text), "", *explain(one), "```\n", sep="\n   ")
    sys.stdout.flush()


def _shown(statement: str) -> str:
    line = _COLUMNS.sub("SELECT … FROM ", " ".join(statement.split()))
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]} …"


def _on_sqlite(connection: sqlite3.Connection, one: Heard) -> Iterator[str]:
    for _, _, _, step in connection.execute(f"EXPLAIN QUERY PLAN {one.text}", one.values):
        yield step


def _on_postgresql(line: psycopg.Connection, one: Heard) -> Iterator[str]:
    plans = [_prepared(line, one, how) for how in _PREPARED]
    shapes = [
        [re.sub(r" \(actual.*| \(never.*|Cond:.*|\d", "", step) for step in p] for p in plans
    ]
    if shapes[0] == shapes[1]:
        yield from plans[0]
        return
    for how, plan in zip(("for the values:", "generic:"), plans, strict=True):
        yield how
        yield from plan


def _prepared(line: psycopg.Connection, one: Heard, how: str) -> list[str]:
    values = ", ".join(Literal(value).as_string(line) for value in one.values)
    try:
        line.execute(f"SET LOCAL plan_cache_mode = {how}".encode())
        line.execute(f"PREPARE asked AS {one.text}".encode())
        execute = f"EXECUTE asked({values})" if one.values else "EXECUTE asked"
        options = "ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF"
        found = line.execute(f"EXPLAIN ({options}) {execute}".encode())
        return [step if len(step) < _LONGEST else f"{step[:_LONGEST]} …" for (step,) in found]
    finally:
        line.execute("DEALLOCATE ALL")
        line.rollback()


if __name__ == "__main__":
    main()
