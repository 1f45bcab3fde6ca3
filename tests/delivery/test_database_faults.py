"""What the bot needs to start with is done once its database answers, or not at all."""

import asyncio

import pytest

from bot.delivery.database_faults import StoppedWaitingError, once_it_answers
from storage.storage import Storage

NOBODY = "postgresql+asyncpg://vistnyk@127.0.0.1:9/vistnyk"


async def test_what_fails_while_nobody_answers_is_done_later() -> None:
    tries = 0

    async def deed() -> int:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise ConnectionRefusedError
        return tries

    assert await once_it_answers(Storage.open(NOBODY), asyncio.Event(), deed) == 2


async def test_a_stop_ends_the_waiting_by_an_error_of_its_own() -> None:
    stop = asyncio.Event()
    stop.set()
    storage = Storage.open(NOBODY)
    with pytest.raises(StoppedWaitingError):
        await once_it_answers(storage, stop, storage.check)
    await storage.close()


async def test_a_fault_of_ours_is_not_waited_out() -> None:
    async def deed() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await once_it_answers(Storage.open(NOBODY), asyncio.Event(), deed)
