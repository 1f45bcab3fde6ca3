"""A stop ends what finishes in order, and what cannot once the database is out of reach."""

import asyncio

import pytest

from bot.delivery.stopping import PATIENCE, give_up_without_database

_A_WHILE = 0.03  # seconds
_PATIENCE = 10.0  # seconds until a test gives up


class Database:
    """One that can be written as often as it says, and whoever asks is written down."""

    def __init__(self, *, writable: int) -> None:
        self._writable = writable
        self.asked: list[float] = []

    async def is_writable(self, within: float) -> bool:
        await asyncio.sleep(0)
        self.asked.append(within)
        return len(self.asked) <= self._writable


async def work(
    database: Database, *, seconds: float, stopped: bool = True, look_again: float = 0.001
) -> None:
    """What does not end by itself for so long."""
    stop = asyncio.Event()
    if stopped:
        stop.set()
    async with asyncio.timeout(None) as limit, asyncio.TaskGroup() as group:
        giving_up = group.create_task(
            give_up_without_database(stop, database.is_writable, limit, look_again)
        )
        await asyncio.sleep(seconds)
        giving_up.cancel()


@pytest.mark.parametrize("times", [0, 1, 3])
async def test_a_stop_gives_up_once_nothing_can_be_written_any_more(times: int) -> None:
    database = Database(writable=times)
    with pytest.raises(TimeoutError):
        await work(database, seconds=_PATIENCE)
    assert database.asked == [PATIENCE] * (times + 1)


async def test_what_can_be_written_has_its_time_and_is_not_asked_all_the_time() -> None:
    database = Database(writable=10**6)
    await work(database, seconds=_A_WHILE, look_again=60)
    assert database.asked == [PATIENCE]


async def test_before_a_stop_nobody_asks_whether_anything_can_be_written() -> None:
    database = Database(writable=0)
    await work(database, seconds=_A_WHILE, stopped=False)
    assert database.asked == []
