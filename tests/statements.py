"""Statements are compiled once in a test process, however many databases there are."""

from collections.abc import Iterator, MutableMapping
from typing import Any

from sqlalchemy import BindParameter, Connection, Engine, event
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.sql.visitors import iterate

from storage.engine import OUT_OF_TURN, TAKE_TURN, TAKE_TURN_IN_PASSING


class SharedCompiled(MutableMapping[tuple[Any, ...], Any]):
    """The cache that engines look into; SQLAlchemy's keys begin with the engine's own dialect.

    All engines of one kind speak the same dialect, and each test has an engine of its own: by
    the dialect's name, what one test has compiled is there for the next.
    """

    def __init__(self) -> None:
        self._compiled: dict[tuple[Any, ...], Any] = {}

    def __getitem__(self, key: tuple[Any, ...]) -> Any:
        return self._compiled[_by_name(key)]

    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:
        self._compiled[_by_name(key)] = compiled

    def __delitem__(self, key: tuple[Any, ...]) -> None:
        del self._compiled[_by_name(key)]

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(self._compiled)

    def __len__(self) -> int:
        return len(self._compiled)


def _by_name(key: tuple[Any, ...]) -> tuple[Any, ...]:
    dialect: Dialect = key[0]
    return dialect.name, dialect.driver, *key[1:]


def share_compiled() -> None:
    """From now on, every connection of this process looks into one cache."""
    shared = SharedCompiled()

    def look_into_shared(connection: Connection) -> None:
        connection.execution_options(compiled_cache=shared)

    event.listen(Engine, "engine_connect", look_into_shared)


def be_patient() -> None:
    """Wait longer for a transaction that says nothing: four test processes share two cores.

    One that is kept waiting for three seconds there is none that somebody has stopped. Processes
    that tests start have the bot's own patience.
    """
    for statement in (TAKE_TURN, TAKE_TURN_IN_PASSING, OUT_OF_TURN):
        for part in iterate(statement):
            if isinstance(part, BindParameter) and part.value == "3s":
                part.value = "20s"
