"""Lines to PostgreSQL: what one process commits, another one hears of; and those that break."""

import asyncio

import pytest
from sqlalchemy import func, select, text

from storage.engine import open_engine
from storage.storage import Storage
from tests.databases import on_postgresql
from tests.postgres import Server
from tests.tables import change


async def _until(event: asyncio.Event) -> None:
    async with asyncio.timeout(10):
        await event.wait()
    event.clear()


async def _heard(url: str, event: asyncio.Event) -> tuple[Storage, "asyncio.Task[None]"]:
    """A process that listens; its first look is over."""
    other = Storage.open(url, wake=event.set)
    listening = asyncio.get_running_loop().create_task(other.listen())
    await _until(event)
    return other, listening


async def _fail(storage: Storage) -> None:
    async with storage.writing() as tx:
        tx.wake()
        raise LookupError


async def test_whoever_writes_wakes_itself_once_it_is_committed_and_not_before(
    storage: Storage,
) -> None:
    woken: list[int] = []
    own = Storage.open(storage.url, wake=lambda: woken.append(1))
    async with own.writing() as tx:
        tx.wake()
        assert not woken
    assert woken == [1]
    with pytest.raises(LookupError):
        await _fail(own)
    async with own.writing():
        pass
    assert woken == [1]
    await own.close()


@on_postgresql
async def test_other_processes_hear_of_what_is_committed_and_of_nothing_else(
    storage: Storage,
) -> None:
    event = asyncio.Event()
    other, listening = await _heard(storage.url, event)
    with pytest.raises(LookupError):
        await _fail(storage)
    async with storage.writing():
        pass
    async with other.writing():
        await asyncio.sleep(0)
    assert not event.is_set()
    async with storage.writing() as tx:
        tx.wake()
    await _until(event)
    listening.cancel()
    await other.close()


@on_postgresql
async def test_a_line_that_was_cut_is_made_anew(storage: Storage, server: Server) -> None:
    event = asyncio.Event()
    other, listening = await _heard(storage.url, event)
    server.cut_lines()
    await _until(event)
    async with storage.writing() as tx:
        tx.wake()
    await _until(event)
    listening.cancel()
    await other.close()


@on_postgresql
async def test_a_line_that_was_idle_is_tried_before_it_is_used(storage: Storage) -> None:
    """A server that was away has cut it, or a firewall in between; in a rush none is tried."""
    engine = open_engine(storage.url)
    async with engine.connect() as line:
        number = await line.scalar(text("SELECT pg_backend_pid()"))
        assert line.sync_connection
        info = line.sync_connection.info
    await change(storage, select(func.pg_terminate_backend(number)))
    info["used_at"] -= 4
    async with engine.connect() as line:
        assert await line.scalar(text("SELECT pg_backend_pid()")) != number
    await engine.dispose()
