"""How soon /start is answered, and what an idle bot takes: Vistnyk beside a plain aiogram bot.

Run it with `make bench`. Both talk to the sandbox in this process, one after the other.
"""

import argparse
import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bot.sandbox.sandbox_server import Sandbox
from tests.journeys.desk import Desk, settings
from tests.journeys.processes import environment

PERSON = 5001


async def measure(command: list[str], replies: int) -> dict[str, float]:
    """Start a bot, write /start to it again and again, and look at its memory at the end."""
    with tempfile.TemporaryDirectory() as folder:
        async with Sandbox() as sandbox:
            desk = Desk(sandbox, settings(sandbox, Path(folder) / "bench.db", owner_ids=()))
            desk.come(PERSON, "Надія")
            with subprocess.Popen(  # noqa: ASYNC220 - a second of waiting is no matter here
                command,
                cwd=folder,
                env=environment(desk.settings, PYTHONPATH=str(Path.cwd())),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            ) as process:
                try:
                    await desk.until(lambda: desk.world.calls("getUpdates"), within=60)
                    await asyncio.sleep(2)
                    times = [await reply_time(desk) for _ in range(replies)]
                    await asyncio.sleep(2)
                    memory = resident_megabytes(process.pid)
                finally:
                    process.kill()
    return {
        "first_ms": times[0],
        "median_ms": statistics.median(times[1:]),
        "p95_ms": statistics.quantiles(times[1:], n=20)[-1],
        "rss_mb": memory,
    }


async def reply_time(desk: Desk) -> float:
    """Milliseconds from /start to its answer."""
    started = time.perf_counter()
    said = desk.world.say(PERSON, "/start")
    await desk.until(lambda: desk.after(PERSON, said))
    return (time.perf_counter() - started) * 1000


def resident_megabytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replies", type=int, default=60)
    parser.add_argument("--quick", action="store_true", help="20 replies: a first idea")
    asked = parser.parse_args()
    replies = 20 if asked.quick else asked.replies
    bots = {
        "vistnyk": [sys.executable, "-m", "bot", "run"],
        "plain aiogram": [sys.executable, "-m", "tests.benchmarks.plain_bot"],
    }
    print(f"{'bot':<14} {'first ms':>9} {'median ms':>10} {'p95 ms':>8} {'RSS MB':>7}")
    for name, command in bots.items():
        figures = await measure(command, replies)
        print(
            f"{name:<14} {figures['first_ms']:>9.0f} {figures['median_ms']:>10.1f}"
            f" {figures['p95_ms']:>8.1f} {figures['rss_mb']:>7.0f}"
        )


if __name__ == "__main__":
    asyncio.run(main())
