"""Who writes next: in order of arrival, people before bulk work, and nobody is forgotten."""

import asyncio

import pytest

from storage.write_queue import WriteQueue


class Writers:
    """They write their names down in turn."""

    def __init__(self, line: WriteQueue | None = None) -> None:
        self.line = line or WriteQueue()
        self.wrote: list[str] = []

    async def write(self, name: str, *, patient: bool = False) -> None:
        async with self.line.turn(patient=patient):
            await asyncio.sleep(0)
            self.wrote.append(name)

    async def write_on(self) -> None:
        while True:
            await self.write("person")


async def test_whoever_is_patient_lets_all_others_go_first() -> None:
    writers = Writers()
    async with asyncio.TaskGroup() as group:
        for name in ("first", "bulk 1", "bulk 2", "person 1", "person 2"):
            group.create_task(writers.write(name, patient=name.startswith("bulk")))
    assert writers.wrote == ["first", "person 1", "person 2", "bulk 1", "bulk 2"]


async def test_one_at_a_time_and_nobody_who_comes_in_between_overtakes() -> None:
    writers = Writers()

    async def twice(name: str) -> None:
        await writers.write(f"{name} 1")
        await writers.write(f"{name} 2")

    async with asyncio.TaskGroup() as group:
        for name in ("a", "b"):
            group.create_task(twice(name))
    assert writers.wrote == ["a 1", "b 1", "a 2", "b 2"]


@pytest.mark.parametrize("turns", range(5))
async def test_a_writer_who_gives_up_holds_nobody_up(turns: int) -> None:
    writers = Writers()
    async with asyncio.TaskGroup() as group:
        group.create_task(writers.write("first"))
        leaving = group.create_task(writers.write("second"))
        group.create_task(writers.write("third", patient=True))
        for _ in range(turns):
            await asyncio.sleep(0)
        leaving.cancel()
    assert writers.wrote[-1] == "third"
    await writers.write("later")
    assert writers.wrote[-1] == "later"


async def test_a_writer_who_fails_holds_nobody_up() -> None:
    writers = Writers()
    with pytest.raises(ValueError, match="full"):
        async with writers.line.turn(patient=False):
            raise ValueError("full")
    await writers.write("later")
    assert writers.wrote == ["later"]


async def test_patience_has_an_end() -> None:
    """People who write all the time do not put off bulk work for ever: posts are part of it."""
    writers = Writers(WriteQueue(patience=0.02))
    async with asyncio.timeout(20), asyncio.TaskGroup() as group:
        crowd = [group.create_task(writers.write_on()) for _ in range(3)]
        while len(writers.wrote) < 10:  # noqa: ASYNC110 - a list rings no bell
            await asyncio.sleep(0)
        await writers.write("bulk", patient=True)
        for person in crowd:
            person.cancel()
    assert "bulk" in writers.wrote
