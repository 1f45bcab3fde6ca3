"""`python -m tests.kill`: the long form, whose seed is printed so that it can be repeated."""

import argparse
import asyncio
import secrets
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path

from tests.kill.plan import Plan
from tests.kill.run import run
from tests.kill.victim import ahead, alone
from tests.postgres import run_server


def main() -> int:
    plan = _plan()
    print(f"seed {plan.seed}: {plan}", flush=True)
    with tempfile.TemporaryDirectory(prefix="kill-test-") as folder:
        with run_server() if plan.replicas > 1 else nullcontext() as machine:
            verdict = asyncio.run(run(plan, Path(folder), _say, machine=machine))
        print(f"\nseed {plan.seed}\n{verdict.table()}")
        if verdict.faults():
            print(f"\nNOT WELL\n{verdict.report()}")
            print((Path(folder) / "bot.log").read_text("utf-8")[-4000:], file=sys.stderr)
            return 1
    print(
        "\nNothing lost, no channel doubled, every doubt is in the ledger, every chat shows what"
        " the newest revision says, and none an article that was taken back."
    )
    return 0


def _say(line: str) -> None:
    print(line, flush=True)


def _plan() -> Plan:
    parser = argparse.ArgumentParser(prog="python -m tests.kill", description=__doc__)
    for name in (
        "kills",
        "readers",
        "channels",
        "rate",
        "articles",
        "chunk",
        "pauses",
        "restarts",
    ):
        parser.add_argument(f"--{name}", type=int, default=getattr(Plan(0), name))
    parser.add_argument("--replicas", type=int, default=1, help="at work on PostgreSQL")
    parser.add_argument("--looks", type=float, default=Plan(0).looks)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000))
    given = vars(parser.parse_args())
    victims = (alone, ahead) if given["replicas"] > 1 else (alone,)
    return Plan(**given, victims=victims)


if __name__ == "__main__":
    sys.exit(main())
