"""Runs the tests over mutants: the tests are collected once, and each mutant is a fork.

In the fork the function's code is exchanged where it stands, so that nothing is imported anew. A
change of what runs at import has all of our own code imported anew there.
"""

import gc
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from types import CodeType, FunctionType
from typing import Final

import pytest

from tests.mutate.choosing import ROOT, Chooser, Chosen
from tests.mutate.loading import Changed
from tests.mutate.mutants import Mutant, changed

_TEST_LIMIT = 30  # seconds for one test
_TOOK_TOO_LONG = 2  # the exit status of a fork whose test met that limit
_OURS = {"bot", "handlers", "storage", "tests"}
OPTIONS: Final = (
    "-q -s -p no:cacheprovider -p no:xdist -p no:cov --hypothesis-seed=0"
    f" --timeout={_TEST_LIMIT} -o tmp_path_retention_policy=none"
).split()


class End(StrEnum):
    NOTICED = "noticed"
    TIMED_OUT = "timed out"
    SURVIVED = "survived"


@dataclass(frozen=True, slots=True)
class Tried:
    mutant: Mutant
    end: End
    tests: int
    by: str = ""


@dataclass(slots=True)
class _Running:
    mutant: Mutant
    chosen: Chosen
    process: int
    answer: int  # what the test is called that noticed, to be read here
    until: float


class _Noticing:
    """A pytest plugin: the first test that fails is the last one, and named in the answer."""

    def __init__(self, answer: int) -> None:
        self._answer = answer

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            os.write(self._answer, report.nodeid.encode()[:4000])
            os._exit(_TOOK_TOO_LONG if "from pytest-timeout" in report.longreprtext else 1)


class _Only:
    """A pytest plugin: of what is collected, these alone; not every name can stand in a call."""

    def __init__(self, tests: list[str]) -> None:
        self._places = {test: place for place, test in enumerate(tests)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        places = self._places
        items[:] = [item for item in items if item.nodeid in places]
        items.sort(key=lambda item: places[item.nodeid])


class Trying:
    """A pytest plugin: instead of the collected tests' run, a run of some for each mutant."""

    def __init__(
        self,
        mutants: list[Mutant],
        chooser: Chooser | None,
        workers: int,
        tell: Callable[[Tried], None],
    ) -> None:
        """Without a chooser, all collected tests are tried on each mutant."""
        self._mutants = mutants
        self._chooser = chooser
        self._workers = workers
        self._tell = tell
        self._answer: int | None = None  # in a fork

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        gc.unfreeze()
        functions = _functions()
        gc.freeze()
        running: list[_Running] = []
        for mutant in self._mutants:
            chosen = (
                self._chooser.choose(mutant)
                if self._chooser
                else Chosen([*items], at_import=not mutant.in_function, seconds=60)
            )
            known = [items[test] for test in chosen.tests if test in items]
            if not known:
                self._tell(Tried(mutant, End.SURVIVED, 0))
                continue
            while len(running) >= self._workers:
                self._reap(running)
            running.append(self._start(mutant, chosen, known, functions))
        while running:
            self._reap(running)
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if self._answer is not None:
            _Noticing(self._answer).pytest_runtest_logreport(report)

    def _start(
        self,
        mutant: Mutant,
        chosen: Chosen,
        items: list[pytest.Item],
        functions: dict[str, list[FunctionType]],
    ) -> _Running:
        reading, writing = os.pipe()
        sys.stdout.flush()
        process = os.fork()
        if process:
            os.close(writing)
            limit = time.monotonic() + 60 + 3 * chosen.seconds
            return _Running(mutant, chosen, process, reading, limit)
        os.setsid()
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        try:
            self._answer = writing
            if chosen.at_import:
                os._exit(_anew(mutant, [item.nodeid for item in items], writing))
            try:
                _exchange(mutant, functions)
            except LookupError:  # it has other free names now, such as one without its `super()`
                os._exit(_anew(mutant, [item.nodeid for item in items], writing))
            for item, following in zip(items, [*items[1:], None], strict=True):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            os._exit(0)
        except BaseException as fault:  # noqa: BLE001 - the fork ends here, whatever happens
            os.write(writing, repr(fault).encode()[:4000])
            os._exit(1)

    def _reap(self, running: list[_Running]) -> None:
        """Wait until one ends, or has taken too long."""
        while True:
            select.select([fork.answer for fork in running], [], [], 1.0)
            for fork in running:
                ended, status = os.waitpid(fork.process, os.WNOHANG)
                late = time.monotonic() > fork.until
                if not ended and not late:
                    continue
                # What its tests have started goes with it: all of it is in the fork's own session.
                with suppress(ProcessLookupError):
                    os.killpg(fork.process, signal.SIGKILL)
                if not ended:
                    os.waitpid(fork.process, 0)
                by = os.read(fork.answer, 4000).decode() if ended else ""
                os.close(fork.answer)
                running.remove(fork)
                end = _end_of(os.waitstatus_to_exitcode(status) if ended else _TOOK_TOO_LONG)
                self._tell(Tried(fork.mutant, end, len(fork.chosen.tests), by))
                return
            time.sleep(0.02)


def _end_of(status: int) -> End:
    """A test that took too long says nothing: it may be the machine that was slow."""
    if status == _TOOK_TOO_LONG:
        return End.TIMED_OUT
    return End.NOTICED if status else End.SURVIVED


def _functions() -> dict[str, list[FunctionType]]:
    """By file, the functions of the code that are there."""
    found: dict[str, list[FunctionType]] = {}
    for thing in gc.get_objects():
        if type(thing) is FunctionType:
            found.setdefault(thing.__code__.co_filename, []).append(thing)
    return found


def _exchange(mutant: Mutant, functions: dict[str, list[FunctionType]]) -> None:
    path = ROOT / mutant.path
    code = compile(changed(path.read_text("utf-8"), mutant), str(path), "exec", dont_inherit=True)
    new = {(each.co_qualname, each.co_firstlineno): each for each in _codes(code)}
    top = mutant.place.partition(".")[0]
    exchanged = 0
    for function in functions.get(str(path), ()):
        old = function.__code__
        fresh = new.get((old.co_qualname, old.co_firstlineno))
        if fresh and old.co_qualname.startswith(top) and fresh.co_freevars == old.co_freevars:
            function.__code__ = fresh
            exchanged += 1
    if not exchanged:
        raise LookupError(f"no function to exchange for {mutant}")


def _codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)


def _anew(mutant: Mutant, tests: list[str], answer: int) -> int:
    """Run the tests with all of our own code imported anew, the changed module among it."""
    source = changed((ROOT / mutant.path).read_text("utf-8"), mutant)
    for name in [name for name in sys.modules if name.partition(".")[0] in _OURS]:
        if not name.startswith("tests.mutate"):
            del sys.modules[name]
    sys.meta_path.insert(0, Changed(ROOT / mutant.path, source))
    files = {test.partition("::")[0]: None for test in tests}
    ended = pytest.main(["-x", *OPTIONS, *files], plugins=[_Noticing(answer), _Only(tests)])
    os.write(answer, f"exit code {ended}".encode())
    # A fault of a conftest's imports is a «usage error».
    return int(ended not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED))
