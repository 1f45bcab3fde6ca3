"""A file that is read for too long is refused, and nobody else waits for it."""

import asyncio
import logging
import threading
from collections.abc import Iterator

import pytest

from bot.domain.errors import RefusedError
from bot.intake.executor import Parsing


@pytest.fixture
def stuck() -> Iterator[threading.Event]:
    """What a reading waits for that has hung itself up."""
    gate = threading.Event()
    yield gate
    gate.set()


async def test_what_hangs_is_refused_and_others_go_on(stuck: threading.Event) -> None:
    parsing = Parsing(within=0.2, at_once=2)
    with pytest.raises(RefusedError) as refused:
        await parsing(stuck.wait)
    assert refused.value.code == "parsing_too_slow"
    assert await parsing(sum, [1, 2]) == 3


async def test_no_more_threads_than_places_are_ever_started(stuck: threading.Event) -> None:
    parsing = Parsing(within=0.2, at_once=2)
    before = threading.active_count()
    results = await asyncio.gather(
        *(parsing(stuck.wait) for _ in range(20)), return_exceptions=True
    )
    assert all(isinstance(one, RefusedError) for one in results)
    assert threading.active_count() <= before + 2
    stuck.set()
    async with asyncio.timeout(30):
        assert await parsing(sum, [1, 2]) == 3  # a place is free again


async def test_that_nothing_is_read_any_more_is_logged_once_and_so_is_the_end_of_it(
    stuck: threading.Event, caplog: pytest.LogCaptureFixture
) -> None:
    parsing = Parsing(within=0.2, at_once=2)
    await asyncio.gather(*(parsing(stuck.wait) for _ in range(9)), return_exceptions=True)
    assert [one.levelno for one in caplog.records] == [logging.ERROR]
    stuck.set()
    async with asyncio.timeout(30):
        assert await parsing(sum, [1, 2]) == 3
    assert [one.levelno for one in caplog.records] == [logging.ERROR, logging.WARNING]


async def test_a_fault_in_the_thread_comes_back() -> None:
    with pytest.raises(ZeroDivisionError):
        await Parsing()(divmod, 1, 0)


async def test_where_the_system_gives_no_thread_the_places_stay_free(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    parsing = Parsing(within=5, at_once=1)
    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", refuse)
        for _ in range(2):
            with pytest.raises(RuntimeError, match="new thread"):
                await parsing(sum, [1, 2])
    assert await parsing(sum, [1, 2]) == 3
