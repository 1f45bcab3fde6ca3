"""SQLite and PostgreSQL, one process and three: one broadcast under one pace, what it costs.

Run it with `make bench`. The processes are the bot's delivery loop alone, as the kill test's are.
"""

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

from bot.app import App, assemble
from bot.commands.machine import machine
from bot.config import FixedSettings
from bot.sandbox.rapid.process import RapidProcess, rapid_process
from tests.benchmarks.contest import load, say
from tests.builders import a_draft, an_owner
from tests.forks import forked
from tests.journeys.processes import environment
from tests.kill.house import House
from tests.kill.plan import Plan
from tests.kill.victim import ahead, alone
from tests.postgres import Machine, Server, run_server

_TICKS = os.sysconf("SC_CLK_TCK")
_UP_WITHIN, _OVER_WITHIN = 60.0, 600.0  # seconds
_PACES = ((29, 30), (1000, 1030))  # messages a second, and what the stand-in takes at most


@dataclass(frozen=True, slots=True)
class Broadcast:
    """What a broadcast took. CPU in milliseconds a message, of the bot and of PostgreSQL."""

    database: str
    processes: int
    rate: int
    messages: int
    per_second: float
    busiest_second: int
    refused: int
    cpu: float
    cpu_of_server: float

    def row(self) -> str:
        cells = (
            self.database,
            str(self.processes),
            f"{self.rate:,}",
            f"{self.messages:,}",
            f"{self.per_second:,.1f}",
            f"{self.busiest_second:,}",
            str(self.refused),
            f"{self.cpu:.2f}",
            f"{self.cpu_of_server:.2f}",
        )
        return f"| {' | '.join(cells)} |"


_HEAD = (
    "| database | processes | asked for | messages | a second | busiest second | refused"
    " | CPU ms each | of the server |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a first idea")
    asked = parser.parse_args()
    where = f"{machine()}; load before: {load()}"
    rows = [_HEAD]
    for rate, limit in _PACES:
        readers = rate * (10 if asked.quick else 60)
        for database, processes in (("SQLite", 1), ("PostgreSQL", 1), ("PostgreSQL", 3)):
            say(f"{database}, {processes} at {rate}/s")
            with run_server() if database == "PostgreSQL" else nullcontext() as server:
                took = asyncio.run(_broadcast(server, processes, rate, limit, readers))
            rows.append(took.row())
    print(*rows, "", f"{where}, after: {load()}", sep="\n")


async def _broadcast(
    server: Machine | None, processes: int, rate: int, limit: int, readers: int
) -> Broadcast:
    plan = Plan(0, readers=readers, channels=2, rate=rate, looks=1)
    with tempfile.TemporaryDirectory(prefix="bench-replicas-") as place:
        folder = Path(place)
        house = House(_fresh(server) if server else folder / "bench.db", plan)
        await house.build()
        stand_in = ("--latency", str(plan.latency), "--limit-per-second", str(limit))
        with rapid_process(*stand_in) as rapid:
            settings = _settings(house, rapid, rate)
            app = assemble(settings)
            team = [_start(settings, folder, plan, number) for number in range(processes)]
            try:
                await _up(rapid, processes)
                return await _measure(app, house, rapid, team, server=server, plan=plan)
            finally:
                for process in team:
                    process.kill()
                    process.join()
                await app.close()


async def _measure(
    app: App,
    house: House,
    rapid: RapidProcess,
    team: list[BaseProcess],
    *,
    server: Machine | None,
    plan: Plan,
) -> Broadcast:
    article_id = await a_draft(app.storage)
    pids = [process.pid or 0 for process in team]
    before, server_before = _cpu(pids), _cpu(_of_server(server))
    await app.publishing.publish(article_id, by=an_owner(house.desk))
    async with asyncio.timeout(_OVER_WITHIN):
        while house.is_open():  # noqa: ASYNC110 - other processes have no event for us
            await asyncio.sleep(0.5)
    count = rapid.count()
    sent = count["accepted"]
    return Broadcast(
        "PostgreSQL" if server else "SQLite",
        len(team),
        plan.rate,
        sent,
        count["overall_per_second"],
        count["busiest_second"],
        sum(count["refused"].values()),
        1000 * (_cpu(pids) - before) / sent,
        1000 * (_cpu(_of_server(server)) - server_before) / sent,
    )


def _settings(house: House, rapid: RapidProcess, rate: int) -> FixedSettings:
    return FixedSettings.model_validate(
        {
            "bot_token": rapid.token,
            "telegram_api_url": rapid.address,
            "database_url": house.url,
            "owner_ids": (house.desk,),
            "rate_per_second": rate,
        }
    )


def _start(settings: FixedSettings, folder: Path, plan: Plan, number: int) -> BaseProcess:
    """The second one is on a machine whose clock is ahead."""
    variables = environment(
        settings,
        RATE_PER_SECOND=str(plan.rate),
        KILL_TEST_CHUNK=str(plan.chunk),
        KILL_TEST_LOOKS=str(plan.looks),
    )
    log = folder / "bot.log"
    log.touch()
    return forked(ahead if number == 1 else alone, folder, variables, out=log, err=log)


async def _up(rapid: RapidProcess, processes: int) -> None:
    until = time.monotonic() + _UP_WITHIN
    while rapid.count()["asked_who_it_is"] < processes:
        if time.monotonic() > until:
            raise TimeoutError("the processes did not start")
        await asyncio.sleep(0.1)
    await asyncio.sleep(1)


def _fresh(server: Machine) -> str:
    made = Server(server.address)
    made.close()
    return made.url


def _of_server(server: Machine | None) -> Iterable[int]:
    """The server's process and all that it has started."""
    if server is None or server.pid is None:
        return ()
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text("ascii")
    return (server.pid, *map(int, children.split()))


def _cpu(pids: Iterable[int]) -> float:
    """Seconds of the processor: of these, and of theirs that have ended."""
    seconds = 0.0
    for pid in pids:
        try:
            facts = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        except FileNotFoundError:
            continue
        seconds += sum(map(int, facts[11:15])) / _TICKS
    return seconds


if __name__ == "__main__":
    main()
