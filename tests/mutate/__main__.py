"""`make mutate`: changes the code in a great many small ways, and says which no test notices."""

import argparse
import json
import os
import random
import secrets
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest

from tests.mutate.choosing import CACHE, ROOT, TESTS, Chooser, is_measured, measure
from tests.mutate.mutants import Mutant, of_module
from tests.mutate.trying import OPTIONS, End, Tried, Trying

MODULES = (
    "bot/delivery",
    "bot/domain",
    "bot/usecases",
    "handlers",
    "storage",
)
# What is no behaviour: the tables' shape is compared with the migrations, the code is measured.
_NOT_THESE = ("storage/migrations/", "storage/schema.py", "storage/own_tables.py")
_ACCEPTED = Path(__file__).with_name("accepted.toml")
_LAST = CACHE / "last.json"


class Report:
    """Tells each end as it comes, and the score per module at the end."""

    def __init__(self, total: int, accepted: "Accepted", survivors: Path = _LAST) -> None:
        self._total = total
        self._accepted = accepted
        self._file = survivors
        self._counts: dict[str, Counter[str]] = {}
        self._done = 0
        self.survivors: list[Mutant] = []

    def add(self, tried: Tried) -> None:
        self._done += 1
        kind: str = tried.end
        if tried.end is End.SURVIVED:
            if self._accepted.has(tried.mutant):
                kind = "accepted"
            else:
                self.survivors.append(tried.mutant)
                # As they come: a run that is broken off can be gone on with.
                self._file.write_text(json.dumps([*map(_key, self.survivors)]), "utf-8")
        self._counts.setdefault(tried.mutant.path, Counter())[kind] += 1
        by = f" by {tried.by}" if tried.by else f" ({tried.tests} tests)"
        line = f"{self._done}/{self._total} {kind}{by}: {tried.mutant}"
        print(line if kind == End.SURVIVED or _VERBOSE else line.splitlines()[0], flush=True)

    def table(self) -> str:
        rows = [*sorted(self._counts.items())]
        for group in MODULES:
            inside = [counts for path, counts in self._counts.items() if path.startswith(group)]
            if inside:
                rows.append((f"all of {group}", sum(inside, Counter())))
        rows.append(("all", sum(self._counts.values(), Counter())))
        return "\n".join(
            f"{_score(counts)}  {path:<36} {counts[End.NOTICED]:>4} noticed"
            f" {counts[End.TIMED_OUT]:>3} timed out {counts[End.SURVIVED]:>3} survived"
            f" {counts['accepted']:>3} accepted"
            for path, counts in rows
        )


_VERBOSE = bool(os.environ.get("MUTATE_VERBOSE"))


def _score(counts: Counter[str]) -> str:
    """Of those that were judged, how many a test noticed; to have taken too long is no verdict."""
    judged = counts[End.NOTICED] + counts[End.SURVIVED]
    return f"{100 * counts[End.NOTICED] / judged:5.1f} %" if judged else "      -"


class Accepted:
    """Survivors that were looked at one by one: each entry has its reason."""

    def __init__(self) -> None:
        self._entries = tomllib.loads(_ACCEPTED.read_text("utf-8")).get("accepted", [])

    def has(self, mutant: Mutant) -> bool:
        return any(_matches(entry, mutant) for entry in self._entries)

    def stale(self, mutants: Iterable[Mutant]) -> list[dict[str, Any]]:
        everything = list(mutants)
        return [
            entry
            for entry in self._entries
            if not any(_matches(entry, mutant) for mutant in everything)
        ]


def _matches(entry: dict[str, Any], mutant: Mutant) -> bool:
    """What an entry leaves out may be anything: without `now`, any change of that text."""
    return all(
        getattr(mutant, key) in (wanted if isinstance(wanted, list) else [wanted])
        for key, wanted in entry.items()
        if key != "reason"
    )


def main() -> int:
    options = _options()
    if options.measure is not None:
        measure(options.measure)
    elif not options.by and not options.list and not is_measured():
        measure()
    accepted = Accepted()
    everything = all_mutants(options.module)
    if options.again:
        last = json.loads(_LAST.read_text("utf-8"))
        chosen = [mutant for mutant in everything if _key(mutant) in last]
    else:
        chosen = list(_sample(everything, options.sample, options.seed))
    if options.list:
        print("\n".join(map(str, chosen)))
        return 0
    print(f"seed {options.seed}: {len(chosen)} of {len(everything)} mutants", flush=True)
    os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(CACHE / "hypothesis"))
    report = Report(len(chosen), accepted)
    chooser = None if options.by else Chooser(seconds=options.seconds, most=options.tests)
    trying = Trying(chosen, chooser, options.workers, report.add)
    pytest.main([*OPTIONS, *(options.by or TESTS)], plugins=[trying])
    print("\n\nNOT NOTICED\n", *report.survivors, sep="\n")
    for entry in accepted.stale(everything) if not options.module else ():
        print(f"accepted.toml has an entry for what is there no more: {entry}")
    print(f"\nseed {options.seed}\n{report.table()}")
    return 0


def _key(mutant: Mutant) -> list[str]:
    return [mutant.path, mutant.place, mutant.line, mutant.was, mutant.now]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutate", description=__doc__)
    add = parser.add_argument
    add("--module", nargs="*", default=[], help="files or folders; else all the risky ones")
    add("--sample", type=int, default=10, help="at most so many mutants of each module")
    add("--seed", type=int, default=secrets.randbelow(1_000_000))
    add("--workers", type=int, default=2)
    add("--seconds", type=float, default=20, help="of tests for one mutant")
    add("--tests", type=int, default=250, help="at most so many for one mutant")
    add("--again", action="store_true", help="only what survived the last time")
    add("--list", action="store_true", help="show the mutants, and try none")
    add(
        "--by",
        nargs="*",
        help="try these tests, all of them, instead of those that coverage names",
    )
    add("--measure", nargs="*", help="run the tests with coverage first (these alone, if named)")
    return parser.parse_args()


def all_mutants(named: Sequence[str] = ()) -> list[Mutant]:
    return [mutant for path in _paths(named) for mutant in _mutants(path)]


def _paths(named: Sequence[str]) -> Iterator[str]:
    for name in named or MODULES:
        place = ROOT / name
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            relative = path.relative_to(ROOT).as_posix()
            if not relative.startswith(_NOT_THESE):
                yield relative


def _mutants(path: str) -> list[Mutant]:
    return of_module(path, (ROOT / path).read_text("utf-8"))


def _sample(mutants: list[Mutant], most: int, seed: int) -> Iterator[Mutant]:
    """Of each module at most so many, from as many of its lines as there are."""
    by_module: dict[str, dict[int, list[Mutant]]] = {}
    for mutant in mutants:
        by_module.setdefault(mutant.path, {}).setdefault(mutant.start[0], []).append(mutant)
    for path, by_line in by_module.items():
        dice = random.Random(f"{seed} {path}")  # noqa: S311 - no secret
        lines = list(by_line.values())
        for line in lines:
            dice.shuffle(line)
        dice.shuffle(lines)
        turns = (mutant for turn in zip_longest(*lines) for mutant in turn if mutant)
        yield from (mutant for _, mutant in zip(range(most), turns, strict=False))


if __name__ == "__main__":
    sys.exit(main())
