"""An event loop, and lines to PostgreSQL, that stay from one test to the next.

A new line is a new process of the server's, which knows no statement and no table yet: that took
more time than all that is asked of it.
"""

import asyncio
import selectors
from contextlib import suppress
from typing import Any

import asyncpg
from sqlalchemy import Engine, event, make_url
from sqlalchemy.dialects.postgresql.asyncpg import AsyncAdapt_asyncpg_connection
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.util.concurrency import await_

_SOON = 5.0  # seconds for a line to become as new
# What a loop is left with by `asyncio.Runner`, as it was before.
_AS_NEW = {
    "_asyncgens_shutdown_called": False,
    "_executor_shutdown_called": False,
    "_default_executor": None,
    "_exception_handler": None,
    "_timer_cancelled_count": 0,
}


class LastingLoop(asyncio.SelectorEventLoop):
    """Closed, it is as new, but for the lines that nobody uses.

    Whatever else a test has left open is forgotten, so that it complains as on any loop.
    """

    def __init__(self) -> None:
        self._watched = selectors.DefaultSelector()
        super().__init__(self._watched)
        self._own = frozenset(self._watched.get_map())
        self.is_taken = False

    def close(self) -> None:
        if self.is_running():
            raise RuntimeError("Cannot close a running event loop")
        kept = self._own | {line.socket for line in _idle}
        for number in {*self._watched.get_map()} - kept:
            self._watched.unregister(number)
        state = vars(self)
        for number in [*state["_signal_handlers"]]:
            self.remove_signal_handler(number)
        for name in ("_ready", "_scheduled"):  # nobody waits for it any more
            state[name].clear()
        state.update(_AS_NEW)
        self.is_taken = False

    def end(self) -> None:
        super().close()


class Line(AsyncAdapt_asyncpg_connection):
    """Whoever closes it in order leaves it, as new, to the next test."""

    __slots__ = ("asked",)
    asked: str

    def close(self) -> None:
        adapter: Any = super()
        adapter.rollback()
        await_(self._become_new())
        adapter.set_isolation_level(None)
        self.readonly = self.deferrable = False

    async def _become_new(self) -> None:
        if not self.is_open:
            return
        with suppress(Exception):  # it may be cut
            try:
                await self.wire.reset(timeout=_SOON)
            except BaseException:
                self.wire.terminate()
                raise
            _idle.append(self)

    @property
    def wire(self) -> Any:
        """The driver's own."""
        return self._connection

    @property
    def is_open(self) -> bool:
        return not self.wire.is_closed()

    @property
    def socket(self) -> int:
        return int(self.wire._transport.get_extra_info("socket").fileno())  # noqa: SLF001


_loop = LastingLoop()
_idle: list[Line] = []
_databases: set[str] = set()


def a_loop() -> asyncio.AbstractEventLoop:
    """For a test: the one that lasts, or any where that is taken."""
    if _loop.is_taken:
        return asyncio.new_event_loop()
    _loop.is_taken = True
    return _loop


def idle_processes() -> list[int]:
    """The server's processes behind the lines that nobody uses."""
    return [line.wire.get_server_pid() for line in _idle if line.is_open]


def keep_lines(url: str) -> None:
    """From now on the lines to this database stay open."""
    _databases.add(_address(make_url(url).translate_connect_args()))


def end_lines() -> None:
    """The server goes."""
    _databases.clear()
    while _idle:
        _loop.run_until_complete(_idle.pop().wire.close())


def end_loop() -> None:
    _loop.end()


def reuse_lines() -> None:
    """From now on whoever connects is given a line that waits."""
    event.listen(Engine, "do_connect", _reuse)


def _address(parts: dict[str, Any]) -> str:
    return f"{parts.get('host')}:{parts.get('port')}/{parts.get('database')}"


def _reuse(
    dialect: Dialect,
    record: ConnectionPoolEntry,  # noqa: ARG001 - SQLAlchemy's signature
    parts: list[Any],
    options: dict[str, Any],
) -> Line | None:
    """A line as asked for, where lines are kept; elsewhere SQLAlchemy makes it."""
    is_ours = dialect.driver == "asyncpg" and _address(options) in _databases
    if not is_ours or asyncio.get_running_loop() is not _loop:
        return None
    asked = repr((parts, sorted(options.items())))
    for line in _idle:
        if line.asked == asked and line.is_open:
            _idle.remove(line)
            return line
    line = await_(Line.create(dialect.dbapi, asyncpg.connect(*parts, **options)))
    line.asked = asked
    return line
