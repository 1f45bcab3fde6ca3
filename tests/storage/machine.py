"""What the ledger's state machines begin and end with: a database, and a loop to wait in."""

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from storage.storage import Storage
from tests.builders import address_of
from tests.clock import Clock
from tests.storage.ledger import Book

TRIES = settings().max_examples // 2  # the thorough profile tries some hundreds


class OnALedger(RuleBasedStateMachine):
    """Rules are no coroutines: each waits for its work by `do`."""

    blank: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.loop = asyncio.new_event_loop()
        self.clock = Clock()
        database = Path(shutil.copy(self.blank, Path(self.folder.name) / "test.db"))
        self.storage = Storage.open(address_of(database))
        self.book = Book(self.storage, self.clock)

    def do(self, work: Awaitable[Any]) -> Any:
        return self.loop.run_until_complete(work)

    def teardown(self) -> None:
        self.do(self.storage.close())
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()
        self.folder.cleanup()


def try_out(machine: type[OnALedger], blank: Path, *, steps: int) -> None:
    run_state_machine_as_test(
        type("Machine", (machine,), {"blank": blank}),
        settings=settings(max_examples=TRIES, stateful_step_count=steps, deadline=None),
    )
