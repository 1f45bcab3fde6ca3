"""How often is looked whether a publication has readers whose rows are to be written."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import Engine, Select, column, event, select, table
from sqlalchemy.exc import DBAPIError

from bot.delivery.fan_out import FanOut
from bot.domain.delivery import Lane
from bot.domain.filters import Said
from storage.schema import delivery
from storage.storage import Storage
from tests.builders import SVIT, a_published_article, a_reader, some_readers
from tests.clock import Clock
from tests.databases import on_postgresql
from tests.newsroom import LANGUAGE
from tests.tables import FULL, refuse, take_again, values

LONG = 0.4  # seconds: in these there are two looks, a quarter of a second apart


async def test_however_often_it_is_woken_it_looks_four_times_a_second(
    storage: Storage, clock: Clock
) -> None:
    looks: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        if "FROM fan_out" in statement:
            looks.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    fan_out = FanOut(storage, clock, LANGUAGE.said)
    running = asyncio.get_running_loop().create_task(fan_out.run())
    until = asyncio.get_running_loop().time() + LONG
    while asyncio.get_running_loop().time() < until:
        fan_out.look()
        await asyncio.sleep(0.01)
    fan_out.stop()
    await running
    event.remove(Engine, "before_cursor_execute", note)
    assert 1 <= len(looks) <= 3


async def test_what_is_written_wakes_the_worker_until_all_is(
    storage: Storage, clock: Clock
) -> None:
    await some_readers(storage, range(1, 6))
    woken: list[int] = []
    own = Storage.open(storage.url, wake=lambda: woken.append(1))
    fan_out = FanOut(own, clock, LANGUAGE.said, chunk=2)
    assert not await fan_out.write_chunk()
    article_id = await a_published_article(storage)
    async with storage.writing() as tx:
        await tx.ledger.start_fan_out(article_id, SVIT, Lane.READER)
    assert not await fan_out.write_chunk(), "nobody has said that there is anything"
    fan_out.look()
    assert [await fan_out.write_chunk() for _ in range(5)] == [True, True, True, False, False]
    assert len(woken) == 3
    await own.close()


async def test_what_comes_while_there_was_nothing_to_write_is_written_at_once(
    storage: Storage, clock: Clock
) -> None:
    await a_reader(storage)
    article_id = await a_published_article(storage)
    written = asyncio.Event()
    own = Storage.open(storage.url, wake=written.set)
    fan_out = FanOut(own, clock, LANGUAGE.said)
    running = asyncio.get_running_loop().create_task(fan_out.run())
    await asyncio.sleep(0.05)
    async with storage.writing() as tx:
        await tx.ledger.start_fan_out(article_id, SVIT, Lane.READER)
    fan_out.look()
    async with asyncio.timeout(30):  # by itself it does not look: the clock stands
        await written.wait()
    fan_out.stop()
    await running
    await own.close()


@on_postgresql
async def test_after_many_rows_the_server_counts_them_anew(storage: Storage, clock: Clock) -> None:
    """Else it plans claims of a hundred thousand rows as if there were ten."""
    await some_readers(storage, range(1, 6))
    of_ledger: Select[Any] = (
        select(column("analyze_count"))
        .select_from(table("pg_stat_user_tables"))
        .where(column("relname") == "delivery")
    )
    (before,) = values(storage, of_ledger)
    article_id = await a_published_article(storage)
    async with storage.writing() as tx:
        await tx.ledger.start_fan_out(article_id, SVIT, Lane.READER)
    fan_out = FanOut(storage, clock, LANGUAGE.said, chunk=2, many=3)
    assert [await fan_out.write_chunk() for _ in range(4)] == [True, True, True, False]
    async with asyncio.timeout(10):
        while values(storage, of_ledger) == [before]:  # noqa: ASYNC110 - told a little later
            await asyncio.sleep(0.05)
    assert values(storage, of_ledger) == [before + 1]


async def test_a_stop_waits_for_no_look(
    storage: Storage, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop = asyncio.get_running_loop()
    now = loop.time()
    monkeypatch.setattr(loop, "time", lambda: now)  # no pause ends by itself
    fan_out = FanOut(storage, clock, LANGUAGE.said)
    running = loop.create_task(fan_out.run())
    await asyncio.sleep(0)
    fan_out.stop()
    await running


async def test_what_an_article_is_about_one_process_finds_out_and_the_others_wait_for_it(
    storage: Storage, clock: Clock
) -> None:
    def said(_: str) -> Said:
        raise AssertionError("another process has found it out")

    article_id = await a_published_article(storage)
    await a_reader(storage)
    async with storage.writing() as tx:
        await tx.ledger.start_fan_out(article_id, SVIT, Lane.READER)
    fan_out = FanOut(storage, clock, said, leads=lambda: False)
    fan_out.look()
    async with asyncio.TaskGroup() as group:
        writing = group.create_task(fan_out.write_chunk())
        async with storage.writing() as tx:
            await tx.topics.note(article_id, [], "uk")
    assert writing.result()


@on_postgresql
async def test_after_a_breaking_story_the_older_one_goes_on_at_once(
    storage: Storage, clock: Clock
) -> None:
    """Whoever was writing it knows that nobody else has since."""
    await some_readers(storage, range(1, 6))
    older, breaking = [await a_published_article(storage, words) for words in ("Міст", "Порт")]
    fan_out = FanOut(storage, clock, LANGUAGE.said, chunk=2, passed=float)
    async with storage.writing() as tx:
        await tx.ledger.start_fan_out(older, SVIT, Lane.READER)
    assert await fan_out.write_chunk()
    async with storage.writing() as tx:
        await tx.ledger.start_fan_out(breaking, SVIT, Lane.BREAKING)
    for _ in range(3):
        assert await fan_out.write_chunk()
    assert len(values(storage, select(delivery.c.id))) == 2 + 5
    assert await fan_out.write_chunk()
    assert len(values(storage, select(delivery.c.id))) == 4 + 5


@on_postgresql
async def test_one_process_writes_and_another_goes_on_where_it_has_stopped(
    storage: Storage, clock: Clock
) -> None:
    """Two that write in turns would only keep claims from their turn."""
    passed = 0.0  # seconds
    await some_readers(storage, range(1, 8))
    article_id = await a_published_article(storage)
    async with storage.writing() as tx:
        await tx.ledger.start_fan_out(article_id, SVIT, Lane.READER)
    first, second = (
        FanOut(storage, clock, LANGUAGE.said, chunk=2, passed=lambda: passed) for _ in range(2)
    )

    async def written_by(process: FanOut) -> int:
        before = len(values(storage, select(delivery.c.id)))
        assert await process.write_chunk()
        return len(values(storage, select(delivery.c.id))) - before

    assert await written_by(first) == 2
    assert await written_by(second) == 0
    assert await written_by(first) == 2
    assert await written_by(second) == 0
    passed = 1.0
    assert await written_by(second) == 2, "the first has not moved it so long"
    assert await written_by(first) == 0
    assert await written_by(second) == 1


async def test_an_article_that_cannot_be_read_holds_up_no_other_and_is_tried_again(
    storage: Storage, clock: Clock
) -> None:
    def said(text: str) -> Said:
        if "Міст" in text:
            raise ZeroDivisionError("a fault of ours")
        return LANGUAGE.said(text)

    await some_readers(storage, range(1, 4))
    older, newer = [await a_published_article(storage, words) for words in ("Міст", "Порт")]
    async with storage.writing() as tx:
        for each in (older, newer):
            await tx.ledger.start_fan_out(each, SVIT, Lane.READER)
    fan_out = FanOut(storage, clock, said)
    with pytest.raises(ZeroDivisionError):
        await fan_out.write_chunk()
    while await fan_out.write_chunk():
        pass
    assert values(storage, select(delivery.c.subject_id)) == [newer] * 3
    clock.pass_by(60)
    with pytest.raises(ZeroDivisionError):
        await fan_out.write_chunk()


async def test_no_article_is_set_aside_while_the_database_takes_no_writes(
    storage: Storage, clock: Clock
) -> None:
    await some_readers(storage, range(1, 4))
    article_id = await a_published_article(storage)
    async with storage.writing() as tx:
        await tx.ledger.start_fan_out(article_id, SVIT, Lane.READER)
    fan_out = FanOut(storage, clock, LANGUAGE.said)
    await refuse(storage, "delivery", "INSERT", saying=FULL)
    with pytest.raises(DBAPIError, match="full"):
        await fan_out.write_chunk()
    await take_again(storage, "delivery")
    assert await fan_out.write_chunk()
    assert values(storage, select(delivery.c.subject_id)) == [article_id] * 3
