"""The senders, each in a process of its own against a stand-in in a second one, taking turns."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.sandbox.rapid.process import rapid_process
from tests.benchmarks import teaser
from tests.benchmarks.senders.order import Order

UNPACED = 100_000  # messages/s: as good as no limit
_PATIENCE = 600.0  # seconds; only a sender that hangs takes them
_TRIED_IN_FLIGHT = (1, 5, 10, 20, 50, 100)

Run = dict[str, Any]
"""The figures of `vistnyk deliver --json`: one run."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Who takes part in a discipline: `module` None is this engine; the slow send less.

    `in_flight` None: this engine decides itself, and others are tried for their best.
    """

    name: str
    module: str | None
    messages: int
    in_flight: int | None = None


@dataclass(frozen=True, slots=True)
class Discipline:
    title: str
    latency: float
    entries: Sequence[Entry]


def disciplines(share: float) -> tuple[Discipline, Discipline]:
    """With this share of the messages of a full run; the first three always send 20,000.

    Transport and floor have as much in flight as this engine has at most.
    """

    def some(count: int) -> int:
        return max(20, round(count * share))

    broadcaster = "broadcaster"
    return (
        Discipline(
            "loopback",
            0,
            (
                Entry("vistnyk", None, 20_000),
                Entry("transport", "transport", 20_000, 200),
                Entry("floor", "floor", 20_000, 200),
                Entry("aiogram", "aiogram_tasks", some(4_000)),
                Entry("python-telegram-bot", "python_telegram_bot", some(1_000)),
                Entry("aiogram_broadcaster", broadcaster, some(4_000), 1),
            ),
        ),
        Discipline(
            "50 ms latency",
            0.05,
            (
                Entry("vistnyk", None, some(10_000)),
                Entry("transport", "transport", some(10_000), 200),
                Entry("floor", "floor", some(10_000), 200),
                Entry("aiogram", "aiogram_tasks", some(4_000)),
                Entry("python-telegram-bot", "python_telegram_bot", some(500)),
                Entry("aiogram_broadcaster", broadcaster, some(100), 1),
            ),
        ),
    )


def at_their_best(discipline: Discipline, share: float) -> Discipline:
    """The same, with each rival at the number in flight that serves it best.

    Best is the least CPU a message where answers take no time, and otherwise the most messages a
    second. A part of the messages tells.
    """
    entries = [_at_its_best(entry, discipline.latency, share) for entry in discipline.entries]
    return replace(discipline, entries=entries)


def _at_its_best(entry: Entry, latency: float, share: float) -> Entry:
    if entry.module is None or entry.in_flight is not None:
        return entry
    few = max(100, round(entry.messages * share))
    tried = [replace(entry, in_flight=n, messages=few) for n in _TRIED_IN_FLIGHT]
    runs = {one.in_flight: measure(one, latency) for one in tried}
    if latency:
        best = max(runs, key=lambda n: float(runs[n]["messages_per_second"]))
    else:
        best = min(runs, key=lambda n: float(runs[n]["cpu_ms_per_message"]))
    of_all = ", ".join(
        f"{n}: {run['cpu_ms_per_message']:.3f} ms, {run['messages_per_second']:.0f}/s"
        for n, run in runs.items()
    )
    say(f"{entry.name}, best with {best} in flight ({of_all})")
    return replace(entry, in_flight=best)


def hold(discipline: Discipline, rounds: int) -> dict[str, list[Run]]:
    """The runs of each sender: they take turns, so that a busy minute strikes them all."""
    runs: dict[str, list[Run]] = {entry.name: [] for entry in discipline.entries}
    for number in range(1, rounds + 1):
        for entry in discipline.entries:
            say(f"{discipline.title}, round {number} of {rounds}: {entry.name}")
            runs[entry.name].append(measure(entry, discipline.latency))
    return runs


def measure(entry: Entry, latency: float) -> Run:
    if entry.module is None:
        return deliver(entry.messages, UNPACED, latency)
    return _send(entry, entry.module, latency)


def deliver(
    readers: int,
    rate: float,
    latency: float = 0,
    limit: int | None = None,
    messages: int | None = None,
) -> Run:
    """One run of `vistnyk deliver`."""
    options = [f"--readers={readers}", f"--rate={rate}", f"--latency={latency}"]
    options += [] if limit is None else [f"--limit={limit}"]
    options += [] if messages is None else [f"--messages={messages}"]
    command = [sys.executable, "-m", "bot", "deliver", *options, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_PATIENCE)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stderr}")
    (run,) = json.loads(done.stdout)["runs"]
    return dict(run)


def _send(entry: Entry, module: str, latency: float) -> Run:
    with rapid_process("--latency", str(latency)) as rapid:
        in_flight = entry.in_flight or 1
        order = Order(rapid.address, rapid.token, entry.messages, in_flight, teaser.request())
        done = subprocess.run(
            [sys.executable, "-m", f"tests.benchmarks.senders.{module}"],
            input=order.as_json(),
            capture_output=True,
            text=True,
            check=False,
            timeout=_PATIENCE,
        )
        if done.returncode:
            raise SystemExit(f"{module}: {done.stderr}")
        figures, count = json.loads(done.stdout), rapid.count()
    if count["accepted"] != entry.messages:
        raise SystemExit(f"{module} has sent {count['accepted']} of {entry.messages}")
    return {
        "name": entry.name,
        "readers": entry.messages,
        "rate": None,
        "latency_s": latency,
        "messages_per_second": round(count["overall_per_second"], 1),
        "cpu_ms_per_message": round(1000 * figures["cpu_s"] / entry.messages, 4),
        "peak_rss_mb": round(figures["peak_rss_mb"], 1),
        "first_message_s": round(count["first_at"] - figures["started_at"], 3),
        "wasted_429": sum(count["refused"].values()),
        "messages": entry.messages,
        "loop": figures["loop"],
        "in_flight": in_flight,
    }


def median(runs: Sequence[Run]) -> Run:
    """Of every figure the median of the runs."""
    figures = (
        "messages_per_second",
        "cpu_ms_per_message",
        "peak_rss_mb",
        "first_message_s",
        "wasted_429",
    )
    middle = {name: statistics.median(run[name] for run in runs) for name in figures}
    return {**runs[0], **middle}


def ratios(ours: Sequence[Run], theirs: Sequence[Run]) -> list[float]:
    """Messages per CPU second, ours to theirs, round by round: neighbours share the load."""
    return [
        other["cpu_ms_per_message"] / run["cpu_ms_per_message"]
        for run, other in zip(ours, theirs, strict=True)
    ]


def table(runs: Sequence[Run]) -> Iterator[str]:
    yield (
        f"{'sender':<20} {'in flight':>9} {'messages':>8} {'messages/s':>10} {'CPU ms each':>11}"
        f" {'per CPU s':>9} {'peak MB':>7} {'wasted 429':>10}"
    )
    for run in runs:
        cpu = run["cpu_ms_per_message"]
        yield (
            f"{run['name']:<20} {run.get('in_flight', ''):>9} {run['messages']:>8,}"
            f" {run['messages_per_second']:>10,.0f}"
            f" {cpu:>11.3f} {1000 / cpu:>9,.0f} {run['peak_rss_mb']:>7.0f}"
            f" {run['wasted_429']:>10.0f}"
        )


def load() -> str:
    """The load averages of one and five minutes: beyond the cores, others were at work."""
    one, five, _ = os.getloadavg()
    return f"{one:.1f} {five:.1f}"


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
