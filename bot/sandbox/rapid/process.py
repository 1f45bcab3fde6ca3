"""The rapid server as a process of its own, and what can be asked of it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.request import Request, urlopen

from bot.sandbox.rapid.rapid_server import RAPID_TOKEN

_PATIENCE = 30.0  # seconds


@dataclass(frozen=True, slots=True)
class RapidProcess:
    """A running server; its answers are read by blocking calls."""

    address: str
    pid: int
    token: str = RAPID_TOKEN

    def count(self, window: float = 60) -> dict[str, Any]:
        found: dict[str, Any] = self._ask(f"count?window={window}")
        return found

    def copies(self, digest: str, first: int, last: int) -> str:
        """A digit for each private chat: how many messages with this text it accepted."""
        found: str = self._ask(f"copies?text={digest}&first={first}&last={last}")["copies"]
        return found

    def arrivals(self, chats: range) -> list[tuple[int, float]]:
        """When these chats got the messages that stand there, in seconds since 1970."""
        found = self._ask(f"arrivals?first={chats[0]}&last={chats[-1]}")["arrivals"]
        return [(chat_id, at) for chat_id, at in found]

    def presses(self, chats: range) -> tuple[dict[str, float], list[tuple[int, float]]]:
        """When each press was answered, and when buttons alone changed in which of the chats."""
        found = self._ask(f"presses?first={chats[0]}&last={chats[-1]}")
        return dict(found["pop_ups"]), [(chat_id, at) for chat_id, at in found["keyboards"]]

    def newest(self, chats: range) -> dict[int, int]:
        """The number of the newest message in each of these private chats."""
        return dict(self._ask(f"newest?first={chats[0]}&last={chats[-1]}")["newest"])

    def standing(self, digest: str, first: int, last: int) -> str:
        """A digit for each private chat: how many messages with this text it shows now."""
        found: str = self._ask(f"standing?text={digest}&first={first}&last={last}")["standing"]
        return found

    def order_fault(self, kind: str, **about: Any) -> None:  # noqa: ANN401 - JSON's values
        self._ask("faults", {"kind": kind, **about})

    def make_older(self, seconds: int, **message: int) -> None:
        self._ask("age", {"seconds": seconds, **message})

    def add_updates(self, *updates: dict[str, Any]) -> None:
        self._ask("updates", list(updates))

    def _ask(self, path: str, body: object = None) -> Any:  # noqa: ANN401 - JSON
        data = None if body is None else json.dumps(body).encode()
        request = Request(f"{self.address}/rapid/{path}", data)  # noqa: S310 - our own process
        with urlopen(request, timeout=_PATIENCE) as response:  # noqa: S310
            return json.load(response)


@contextmanager
def rapid_process(*arguments: str) -> Iterator[RapidProcess]:
    """`python -m bot.sandbox.rapid ARGUMENTS`, ended with the block, or when we die."""
    command = [sys.executable, "-m", "bot.sandbox.rapid", "--leash", *arguments]
    with subprocess.Popen(  # noqa: S603 - our own module
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        try:
            assert process.stdout  # noqa: S101 - PIPE
            line = process.stdout.readline()
            if not line:
                raise RuntimeError(f"the rapid server did not start: {' '.join(command)}")
            yield RapidProcess(json.loads(line)["address"], process.pid)
        finally:
            process.terminate()
