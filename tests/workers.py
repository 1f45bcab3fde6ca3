"""`--workers N`: the collected tests in N processes, forked from the one that has collected them.

To collect takes half a minute, which each process of its own would take anew; what test modules
have loaded and made is there for all. A worker is handed some tests of a module at a time.
"""

import os
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import groupby
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from typing import Any, Final

import pytest

from tests.forks import load_for_all, rely_on_loaded

# Tests that wait for processes and for Telegram's stand-in. While one worker of a core waits, the
# other should have something to do.
_WAITING: Final = (
    "tests/test_architecture.py",
    "tests/journeys/",
    "tests/kill/",
    "tests/commands/",
)
_MOST_AT_ONCE = 20  # tests: nobody is to have much left when the others are at their ends
_GONE = (EOFError, ConnectionError)


def add_option(parser: pytest.Parser) -> None:
    parser.addoption("--workers", type=int, default=0, help="run in so many processes")


def configure(config: pytest.Config) -> None:
    if config.option.workers and not config.option.collectonly:
        config.pluginmanager.register(_HandingOut(config.option.workers))


class _HandingOut:
    """A pytest plugin, in the process that has collected."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._started = 0
        self._at_work: dict[Connection, _Worker] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        if session.testsfailed:
            return None  # modules that cannot be imported: pytest itself says so
        left = _Left(session.items)
        if left.some_wait:
            load_for_all()
        temporary: Any = session.config
        temporary._tmp_path_factory.getbasetemp()  # noqa: SLF001 - each worker has a folder in it
        reporter: Any = session.config.pluginmanager.get_plugin("terminalreporter")
        reporter.showfspath = False  # several modules run at once
        try:
            for _ in range(self._count):
                self._start(session)
            while self._at_work:
                for line in wait(list(self._at_work)):
                    self._listen(session, self._at_work[line], left)  # type: ignore[index]
        finally:  # whoever is at work yet ends what is at hand, and learns that this was all
            for line in self._at_work:
                line.close()
            for worker in self._at_work.values():
                os.waitpid(worker.process, 0)
        return True

    def _start(self, session: pytest.Session) -> None:
        ours, theirs = Pipe()
        number, self._started = self._started % self._count, self._started + 1
        session.config.get_terminal_writer().flush()
        process = os.fork()
        if process:
            theirs.close()
            self._at_work[ours] = _Worker(number, process, ours)
            return
        for line in (ours, *self._at_work):
            line.close()
        session.config.pluginmanager.unregister(self)
        status = 1
        try:
            _settle_in(session.config, number)
            working = _Working(session.config, theirs)
            session.config.pluginmanager.register(working)
            working.work(session)
            session.config.hook.pytest_unconfigure(config=session.config)
            status = 0
        except BaseException:  # noqa: BLE001 - the fork ends here, whatever happens
            sys.excepthook(*sys.exc_info())
        finally:
            os._exit(status)

    def _listen(self, session: pytest.Session, worker: "_Worker", left: "_Left") -> None:
        try:
            said = worker.line.recv()
        except _GONE:
            self._bury(session, worker, left)
            return
        if said is None:
            more = left.take(that_wait=worker.number < self._count // 2)
            worker.in_hand.extend(more)
            worker.line.send(more)
        else:
            number, reports = said
            worker.in_hand.remove(number)
            self._tell(session, number, reports)

    def _bury(self, session: pytest.Session, worker: "_Worker", left: "_Left") -> None:
        """It has ended: where it has not done all that it was given, a test has killed it."""
        del self._at_work[worker.line]
        worker.line.close()
        _, status = os.waitpid(worker.process, 0)
        if not worker.in_hand:
            return
        number, *others = worker.in_hand
        left.give_back(others)
        self._start(session)
        item = session.items[number]
        words = f"the process ended in it with {os.waitstatus_to_exitcode(status)}"
        report = pytest.TestReport(item.nodeid, item.location, {}, "failed", words, "call")
        told = session.config.hook.pytest_report_to_serializable(
            config=session.config, report=report
        )
        self._tell(session, number, [told])

    def _tell(self, session: pytest.Session, number: int, told: list[dict[str, Any]]) -> None:
        item, config = session.items[number], session.config
        where = {"nodeid": item.nodeid, "location": item.location}
        item.ihook.pytest_runtest_logstart(**where)
        for one in told:
            report = config.hook.pytest_report_from_serializable(config=config, data=one)
            item.ihook.pytest_runtest_logreport(report=report)
        item.ihook.pytest_runtest_logfinish(**where)
        if session.shouldfail:
            raise session.Failed(session.shouldfail)
        if session.shouldstop:
            raise session.Interrupted(session.shouldstop)


class _Worker:
    """What is known of one where tests are handed out."""

    def __init__(self, number: int, process: int, line: Connection) -> None:
        self.number = number
        self.process = process
        self.line = line
        self.in_hand: list[int] = []  # the first is run now


class _Left:
    """The tests that nobody has been handed yet, by their numbers: pieces of modules."""

    def __init__(self, items: Sequence[pytest.Item]) -> None:
        self._that_wait: deque[list[int]] = deque()
        self._others: deque[list[int]] = deque()
        numbered = zip(items, range(len(items)), strict=True)
        for _, module in groupby(numbered, key=lambda pair: pair[0].path):
            first, *_ = found = [*module]
            numbers = [number for _, number in found]
            waits = first[0].nodeid.startswith(_WAITING)
            (self._that_wait if waits else self._others).extend(
                numbers[at : at + _MOST_AT_ONCE] for at in range(0, len(numbers), _MOST_AT_ONCE)
            )

    @property
    def some_wait(self) -> bool:
        return bool(self._that_wait)

    def take(self, *, that_wait: bool) -> list[int]:
        """The next piece of one kind, or else of the other; empty: this was all."""
        first, second = self._that_wait, self._others
        if not that_wait:
            first, second = second, first
        return (first or second or deque([[]])).popleft()

    def give_back(self, numbers: list[int]) -> None:
        if numbers:
            self._others.appendleft(numbers)


class _Working:
    """A pytest plugin, in a worker."""

    def __init__(self, config: pytest.Config, line: Connection) -> None:
        self._config = config
        self._line = line
        self._told: list[dict[str, Any]] = []  # of the test at hand

    def work(self, session: pytest.Session) -> None:
        handed = self._handed()
        number = next(handed, None)
        while number is not None:
            following = next(handed, None)
            item = session.items[number]
            after = None if following is None else session.items[following]
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
            with suppress(*_GONE):
                self._line.send((number, self._told))
            self._told = []
            number = following

    def _handed(self) -> Iterator[int]:
        with suppress(*_GONE):
            self._line.send(None)
            while more := self._line.recv():
                yield from more
                self._line.send(None)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        config = self._config
        self._told.append(config.hook.pytest_report_to_serializable(config=config, report=report))


def _settle_in(config: pytest.Config, number: int) -> None:
    """In a worker: a folder, an output and a core of its own.

    Its threads wait for one another: across cores each hand-over costs a wake-up. There are
    several workers to a core, so that none is idle; what a worker starts, its database server for
    one, stays there with it.
    """
    rely_on_loaded()
    temporary: Any = config
    factory = temporary._tmp_path_factory  # noqa: SLF001 - pytest has no other way
    factory._basetemp = factory.mktemp(f"worker{number}", numbered=True)  # noqa: SLF001
    capture: Any = config.pluginmanager.get_plugin("capturemanager")
    capture.stop_global_capturing()
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
    os.close(nothing)
    capture.start_global_capturing()
    capture.suspend_global_capture()
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[number % len(cores)]})
