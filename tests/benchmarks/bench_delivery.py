"""Delivery side by side: this engine, its bare transport, and what one would otherwise take.

Run it with `make bench`. It prints tables, the bars, and the same figures as JSON.
"""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from bot.commands.machine import machine
from tests.benchmarks import bars
from tests.benchmarks.chart import chart
from tests.benchmarks.contest import (
    Run,
    at_their_best,
    disciplines,
    hold,
    load,
    median,
    say,
    table,
)


def main() -> None:
    asked = _parser().parse_args()
    where = f"{machine()}; load before: {load()}"
    medians: list[Run] = []
    measured: list[bars.Bar] = []
    for planned in disciplines(0.2 if asked.quick else 1):
        discipline = at_their_best(planned, 0.5)
        runs = hold(discipline, asked.rounds or (1 if asked.quick else 5))
        middle = [median(of_one) for of_one in runs.values()]
        print(f"\n{discipline.title}", *table(middle), sep="\n", flush=True)
        medians += middle
        if not discipline.latency:
            measured += bars.of_contest(runs)
    measured += bars.of_pace(15 if asked.quick else 60)
    measured += bars.of_size(100_000 if asked.quick else 1_000_000, 20_000)
    print("", *measured, sep="\n")
    where = f"{where}, after: {load()}"
    print(f"\n{where}")
    _keep(asked, {"machine": where, "runs": medians, "bars": [asdict(bar) for bar in measured]})


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short round: a first idea")
    parser.add_argument("--rounds", type=int, help="5; with --quick 1")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the figures there")
    parser.add_argument("--chart", type=Path, metavar="FILE", help="draw the chart there (SVG)")
    return parser


def _keep(asked: argparse.Namespace, document: dict[str, object]) -> None:
    text = json.dumps(document, ensure_ascii=False, indent=2)
    if asked.json:
        asked.json.write_text(f"{text}\n", "utf-8")
        say(f"figures: {asked.json}")
    else:
        print(text)
    if asked.chart:
        asked.chart.write_text(chart(document), "utf-8")
        say(f"chart: {asked.chart}")


if __name__ == "__main__":
    main()
