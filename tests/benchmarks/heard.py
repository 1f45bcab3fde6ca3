"""Which statements a bot in this process makes: how often, how long they take, and from where."""

import re
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Any, Final

from greenlet import getcurrent  # type: ignore[import-untyped]
from sqlalchemy import Connection, Engine, event

# Lists of values differ in length alone.
_LISTS: Final = re.compile(r"\((?:\s*(?:\?|\$\d+::\w+)\s*,)+\s*(?:\?|\$\d+::\w+)\s*\)")
_DATA: Final = ("SELECT", "INSERT", "UPDATE", "DELETE")
_BEGAN: Final = "began"


@dataclass(slots=True)
class Heard:
    """A statement with the values that it came with last, and whose it is."""

    text: str
    method: str
    values: tuple[Any, ...] = ()
    times: int = 0
    seconds: float = 0

    @property
    def mean_ms(self) -> float:
        return 1000 * self.seconds / self.times


class Ear:
    def __init__(self) -> None:
        self._heard: dict[str, Heard] = {}

    def hottest(self, count: int) -> list[Heard]:
        """Those that took the most time in all."""
        return sorted(self._heard.values(), key=lambda one: -one.seconds)[:count]

    @contextmanager
    def listening(self) -> Iterator[None]:
        """To all engines of this process."""
        event.listen(Engine, "before_cursor_execute", self._before)
        event.listen(Engine, "after_cursor_execute", self._after)
        try:
            yield
        finally:
            event.remove(Engine, "before_cursor_execute", self._before)
            event.remove(Engine, "after_cursor_execute", self._after)

    def _before(self, connection: Connection, *_: Any) -> None:
        connection.info[_BEGAN] = time.perf_counter()

    def _after(self, connection: Connection, *call: Any) -> None:
        _, statement, values, _, is_many = call
        method = _method()
        if not statement.startswith(_DATA) or method is None:
            return
        known = self._heard.setdefault(_LISTS.sub("(…)", statement), Heard(statement, method))
        known.text = statement
        known.values = _of_one(values, is_many=is_many)
        known.times += 1
        known.seconds += time.perf_counter() - connection.info[_BEGAN]


def _of_one(values: Sequence[Any], *, is_many: bool) -> tuple[Any, ...]:
    """Of a statement for many rows, those of the first; some bring them all in one."""
    several = is_many and isinstance(values[0], tuple | list)
    return tuple(values[0] if several else values)


def _method() -> str | None:
    """Of storage, that waits for this statement: it stands below the driver's own greenlet."""
    below = getcurrent().parent
    frame: FrameType | None = below.gr_frame if below else sys._getframe()  # noqa: SLF001
    while frame:
        code = frame.f_code
        if "/storage/" in code.co_filename and "site-packages" not in code.co_filename:
            return code.co_qualname
        frame = frame.f_back
    return None
