"""What is new at Telegram is written down before it is sent, where anything of it is written.

Whoever sends first and writes then does it again at each try while the disk takes no writes: a
reader gets the same answer time and again, and a forum one topic more each time. Only what is
never written down, as most replies, may be sent just so.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event

_CHANGE = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM) (\w+)")
_PACE = {"chat_pace", "token_pace"}  # when something leaves, and not what
# Telegram does no more if one of these comes twice.
_THE_SAME_TWICE = re.compile("get|set|edit|delete|answer|pin|unpin|leave|sendChatAction")


class Order:
    """What one deed writes and has Telegram do, as it comes."""

    def __init__(self) -> None:
        self._before: set[str] = set()  # the tables that were changed before Telegram did anything
        self._done: list[str] = []  # what that was
        self._behind: set[str] = set()  # the tables that were changed after it
        self._changing: dict[Connection, set[str]] = {}

    def calls(self, method: str) -> None:
        """Note a request to Telegram, before it is answered."""
        assert not self._changing, f"{method} within a transaction that changes {self._changing}"
        if not _THE_SAME_TWICE.match(method):
            self._done.append(method)

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Fails where Telegram did something, and no table that tells of it was changed before."""
        listeners: dict[str, Callable[..., None]] = {
            "after_cursor_execute": self._executed,
            "commit": self._committed,
            "rollback": self._rolled_back,
        }
        for name, listener in listeners.items():
            event.listen(Engine, name, listener)
        try:
            yield
        finally:
            for name, listener in listeners.items():
                event.remove(Engine, name, listener)
        assert not self._behind or self._before & self._behind, (
            f"{self._done} first, and {self._behind} written behind it: write before, too"
        )

    def _executed(self, connection: Connection, cursor: Any, statement: str, *_: Any) -> None:
        change = _CHANGE.match(statement)
        if change and change[1] not in _PACE and cursor.rowcount != 0:
            self._changing.setdefault(connection, set()).add(change[1])

    def _committed(self, connection: Connection) -> None:
        tables = self._changing.pop(connection, set())
        if self._done:
            self._behind |= tables
        else:
            self._before |= tables

    def _rolled_back(self, connection: Connection) -> None:
        tables = self._changing.pop(connection, set())
        if self._done:  # most often since the disk takes no more
            self._behind |= tables
