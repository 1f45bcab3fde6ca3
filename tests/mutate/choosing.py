"""Which tests may notice a change: those that have run its lines, quick ones first."""

import ast
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from coverage import CoverageData

from tests.mutate.mutants import Mutant

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".cache" / "mutate"
_COVERAGE, _TIMES, _SETTINGS = CACHE / "coverage", CACHE / "times.json", CACHE / "coveragerc"
# Neither those that start processes, whose lines are not seen, nor the sandbox's own.
TESTS = (
    "tests/domain",
    "tests/storage",
    "tests/delivery",
    "tests/handlers",
    "tests/usecases",
    "tests/journeys",
    "tests/web",
    "tests/intake",
    "tests/rendering",
    "tests/test_config.py",
    "tests/test_fetching.py",
    "tests/test_language.py",
    "tests/test_logs.py",
)
_IMPORT = re.compile(r"^(?:from|import) ([\w.]+)", re.MULTILINE)
_UNMEASURED = 1.0  # seconds that a test is taken for which has not been timed


def measure(paths: Sequence[str] = ()) -> None:
    """Run the tests once with coverage; with paths, those alone, added to what is known."""
    CACHE.mkdir(parents=True, exist_ok=True)
    _SETTINGS.write_text(
        "[run]\nconcurrency = thread,greenlet\nsource = bot,handlers,storage\n"
        f"data_file = {_COVERAGE}\nomit = bot/sandbox/*,bot/demo/*\n",
        "utf-8",
    )
    known = json.loads(_TIMES.read_text("utf-8")) if paths and _TIMES.exists() else {}
    command = [sys.executable, "-m", "pytest", "-q", "--no-header", "-p", "tests.mutate.times"]
    command += ["-n", "2", "--dist", "worksteal", "-p", "no:cacheprovider"]
    command += ["--cov", f"--cov-config={_SETTINGS}", "--cov-context=test", "--cov-report="]
    command += ["--cov-append", *paths] if paths else TESTS
    subprocess.run(command, cwd=ROOT, env={**os.environ, "MUTATE_TIMES": str(_TIMES)}, check=True)
    _TIMES.write_text(json.dumps(known | json.loads(_TIMES.read_text("utf-8"))), "utf-8")


def is_measured() -> bool:
    return _COVERAGE.exists() and _TIMES.exists()


@dataclass(frozen=True, slots=True)
class Chosen:
    tests: list[str]
    at_import: bool  # the lines run when the module is imported
    seconds: float  # that the tests are known to take


class Chooser:
    """`seconds` and `most` bound what is run for one mutant."""

    def __init__(self, *, seconds: float, most: int) -> None:
        self._seconds = seconds
        self._most = most
        self._times: dict[str, float] = json.loads(_TIMES.read_text("utf-8"))
        self._data = CoverageData(str(_COVERAGE))
        self._data.read()
        self._lines: dict[str, dict[int, list[str]]] = {}
        self._uses: dict[str, dict[str, set[int]]] = {}
        self._own: dict[str, list[set[str]]] = {}
        self._imports = {
            file.relative_to(ROOT).as_posix(): set(_IMPORT.findall(file.read_text("utf-8")))
            for folder in ("bot", "handlers", "storage", "tests")
            for file in (ROOT / folder).rglob("*.py")
        }

    def choose(self, mutant: Mutant) -> Chosen:
        contexts = self._contexts(mutant.path)
        runs = {context for line in mutant.lines for context in contexts.get(line, ())}
        at_import = "" in runs or not mutant.in_function
        tests = _without_phase(runs)
        if not mutant.in_function:
            users = self._lines_that_use(mutant)
            tests |= _without_phase({run for line in users for run in contexts.get(line, ())})
            # A default value, or what other modules alone read.
            own = set().union(*self._own_files(mutant.path))
            tests |= {test for test in self._times if test.partition("::")[0] in own}
            tests = tests or _without_phase({run for runs in contexts.values() for run in runs})
            # Nothing but declarations: whoever uses them is not seen, so that anybody may.
            tests = tests or set(self._times)
        in_order = self._in_order(tests, mutant.path)
        return Chosen(in_order, at_import, sum(map(self._time, in_order)))

    def _contexts(self, path: str) -> dict[int, list[str]]:
        if path not in self._lines:
            self._lines[path] = self._data.contexts_by_lineno(str(ROOT / path))
        return self._lines[path]

    def _lines_that_use(self, mutant: Mutant) -> set[int]:
        """Of a module's own name: the lines of the module that read it."""
        if mutant.path not in self._uses:
            found: dict[str, set[int]] = {}
            for node in ast.walk(ast.parse((ROOT / mutant.path).read_text("utf-8"))):
                if isinstance(node, ast.Name):
                    found.setdefault(node.id, set()).add(node.lineno)
            self._uses[mutant.path] = found
        uses = self._uses[mutant.path]
        names = [name for name, lines in uses.items() if mutant.lines[0] in lines]
        return {line for name in names for line in uses[name] if line not in mutant.lines}

    def _in_order(self, tests: Iterable[str], path: str) -> list[str]:
        """The module's own tests first, then the quick ones of every file."""
        named, importing = self._own_files(path)
        in_file: Counter[str] = Counter()
        costs: list[tuple[int, float, str]] = []
        for test in sorted(tests, key=lambda test: (self._time(test), test)):
            file = test.partition("::")[0]
            in_file[file] += 1
            # The tenth of a file looks at much the same as the nine before it.
            cost = self._time(test) * (1 + in_file[file] / 10)
            costs.append((0 if file in named else 1 if file in importing else 2, cost, test))
        chosen: list[str] = []
        seconds = 0.0
        for _, _, test in sorted(costs):
            seconds += self._time(test)
            if chosen and (seconds > self._seconds or len(chosen) == self._most):
                break
            chosen.append(test)
        return chosen

    def _own_files(self, path: str) -> list[set[str]]:
        """Test files named after the module, or else after its users; and those that import it."""
        if path not in self._own:
            users = self._who_import({path})
            named = self._named_after({path}) or self._named_after(users)
            self._own[path] = [named, {file for file in users if "/test_" in file} - named]
        return self._own[path]

    def _named_after(self, paths: set[str]) -> set[str]:
        names = {f"test_{Path(path).name}" for path in paths}
        return {file for file in self._imports if Path(file).name in names}

    def _who_import(self, paths: set[str]) -> set[str]:
        modules = {path.removesuffix(".py").replace("/", ".") for path in paths}
        return {
            file for file, imported in self._imports.items() if not modules.isdisjoint(imported)
        }

    def _time(self, test: str) -> float:
        return self._times.get(test, _UNMEASURED)


def _without_phase(contexts: Iterable[str]) -> set[str]:
    return {context.rpartition("|")[0] for context in contexts if context}
